"""One entry of each kind, tied together by dated facts, each with a source."""

from commentary.models import Article, Commentary
from members.models import (
    Affiliation,
    Force,
    Institution,
    Membership,
    Office,
    Organisation,
    Person,
    State,
    Strength,
    Tenure,
)
from publishing.models import DatedFact, Entry, Source
from summits.models import Attendance, Document, Event, Participation, Signatory, Statement, Summit
from tests.factories import cite, make_source, make_topic


def make(model: type[Entry], title: str, starts: str = "", ends: str = "", **fields) -> Entry:
    """A working copy with a source; the title gives the address."""
    slug = title.lower().replace(" ", "-")
    entry = model(title=title, slug=slug, summary=f"{title} in a sentence.", **fields)
    if starts:
        entry.set_period(starts, ends)
    entry.save()
    cite(entry)
    return entry


def state_that(row: type[DatedFact], starts: str = "", ends: str = "", source: Source | None = None, **fields):
    """A dated fact with a source."""
    fact = row(**fields)
    if starts:
        fact.set_period(starts, ends)
    fact.save()
    fact.citations.create(source=source or make_source())
    return fact


def one_of_each(number: int = 0) -> dict[str, Entry]:
    """By kind: an alliance's summit of 16 May 2022 and what belongs to it."""
    made: dict[str, Entry] = {"topic": make_topic()}
    day = {"starts": "2022-05-16", "ends": "2022-05-17"}
    n = f" {number}" if number else ""
    org = made["organisation"] = make(Organisation, f"Alliance{n}", "2002-10-07", short_name="ALL", type="alliance")
    state = made["state"] = make(State, f"Freedonia{n}", iso2=f"F{number}", iso3=f"FR{number}", capital="Glory")
    institution = made["institution"] = make(Institution, f"Institute{n}", country=state)
    office = made["office"] = make(Office, f"President of Freedonia{n}", state=state, type="head-of-state")
    person = made["person"] = make(Person, f"Rufus Firefly{n}", nationality=state)
    force = made["force"] = make(Force, f"Rapid Force{n}", organisation=org, type="rapid-reaction")
    state_that(Membership, "2003", state=state, organisation=org, status="member")
    state_that(Tenure, "2018", person=person, office=office)
    state_that(Affiliation, "2010", person=person, institution=institution, role="fellow")
    state_that(Strength, "2022", force=force, personnel=18000)
    summit = made["summit"] = make(Summit, f"Glory Summit{n}", **day, organisation=org, host=state, chair=person)
    state_that(Attendance, summit=summit, state=state, person=person)
    document = made["document"] = make(Document, f"Glory Declaration{n}", **day, summit=summit, type="declaration")
    state_that(Signatory, document=document, state=state)
    fields = {"speaker": person, "summit": summit, "type": "quote", "text": "Peace is at hand."}
    made["statement"] = make(Statement, f"Firefly on peace{n}", **day, **fields)
    event = made["event"] = make(Event, f"Exercise{n}", **day, type="exercise", force=force)
    event.hosts.add(state)
    state_that(Participation, event=event, state=state)
    body = f'<p>At <a href="/id/{summit.pk}/">the summit</a>.</p>'
    made["article"] = make(Article, f"News from Glory{n}", **day, body=body, byline="The desk")
    comment = made["commentary"] = make(Commentary, f"Comment{n}", **day, assessment="<p>It will hold.</p>")
    comment.experts.add(person)
    comment.about.add(summit)
    return made
