"""A small alliance, and an article about it in our own words that holds true sentences and traps."""

from types import SimpleNamespace

from commentary.importing.reading import blocks
from commentary.importing.review import Review
from desk.models import Import
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
from publishing.models import Alias
from summits.models import Attendance, Event, Participation, Statement, Summit
from tests.factories import make_source
from tests.subjects import make, state_that

DAY = "2022-05-16"
TEXT = "\n\n".join(
    [
        "Freedonia and Sylvania joined hands",
        "The Glory Pact met in Freedonia's capital for its 20th anniversary of the Glory Pact. The summit on "
        "16 May was attended by Freedonia, Sylvania and Osterlich.",
        "Freedonian hopes ran high. President Rufus Firefly said: “We shall stand together as one house "
        "today.” Prime Minister Gloria Teasdale, Firefly's old rival, listened.",
        "The GPRF, a force of 9,000 troops, stood ready. The Guard of Glory counts 300 soldiers.",
        "“Nobody asked us before the drums began to roll,” Teasdale told reporters. The word “unity” fell often.",
        "Exercise Silver-2022 will be held in Sylvania. Exercise Golden-2022 took place in Freedonia in June "
        "2022. Sylvania took part in Exercise Golden-2022.",
        "Sylvania joined the Glory Pact in 2005. Osterlich left the Glory Pact twice.",
    ]
)


def small_record() -> SimpleNamespace:
    """Freedonia and Sylvania belong, Osterlich has left; their meeting of 16 May 2022 is on record."""
    r = SimpleNamespace(source=make_source(title="The Almanac", publisher="Glory Press"))
    cited = {"source": r.source}
    r.pact = make(Organisation, "Glory Pact", "2002-10-07", short_name="GP", type="alliance")
    r.freedonia = make(State, "Freedonia", iso2="FD", iso3="FRD", capital="Glory")
    r.sylvania = make(State, "Sylvania", iso2="SV", iso3="SYL")
    r.osterlich = make(State, "Osterlich", iso2="OL", iso3="OST")
    for state, starts in ((r.freedonia, "2002-10-07"), (r.sylvania, "2004-03-01")):
        state_that(Membership, starts, state=state, organisation=r.pact, status="member", **cited)
    state_that(Membership, "2002-10-07", "2012-12-19", state=r.osterlich, organisation=r.pact, status="member", **cited)
    state_that(Membership, "2012-12-19", state=r.osterlich, organisation=r.pact, status="suspended", **cited)
    r.president = make(Office, "President of Freedonia", state=r.freedonia, type="head-of-state")
    r.premier = make(Office, "Prime Minister of Freedonia", state=r.freedonia, type="head-of-government")
    r.firefly = make(Person, "Rufus Firefly", family_name="Firefly", nationality=r.freedonia)
    r.teasdale = make(Person, "Gloria Teasdale", family_name="Teasdale", nationality=r.freedonia)
    state_that(Tenure, "2018-01-01", person=r.firefly, office=r.president, **cited)
    state_that(Tenure, "2010-01-01", "2015-01-01", person=r.teasdale, office=r.premier, **cited)
    r.institute = make(Institution, "Institute of Drums")
    state_that(Affiliation, "2010", person=r.teasdale, institution=r.institute, role="fellow", **cited)
    _add_forces_and_meetings(r, cited)
    return r


def _add_forces_and_meetings(r: SimpleNamespace, cited: dict) -> None:
    r.force = make(Force, "Glory Pact Rapid Force", abbreviation="GPRF", organisation=r.pact, type="rapid-reaction")
    r.guard = make(Force, "Guard of Glory", organisation=r.pact, type="peacekeeping")
    state_that(Strength, "2021", force=r.force, personnel=18000, **cited)
    fields = {"organisation": r.pact, "host": r.freedonia, "country": r.freedonia}
    r.summit = make(Summit, "Glory Summit", DAY, "2022-05-17", **fields)
    state_that(Attendance, summit=r.summit, state=r.freedonia, person=r.firefly, **cited)
    r.silver = make(
        Event,
        "Exercise Silver-2022",
        "2022-09-01",
        "2022-09-05",
        type="exercise",
        status="cancelled",
        country=r.sylvania,
    )
    r.golden = make(
        Event, "Exercise Golden-2022", "2022-09-01", "2022-09-05", type="exercise", status="held", country=r.sylvania
    )
    state_that(Participation, event=r.golden, state=r.freedonia, **cited)
    Alias.objects.create(entry=r.sylvania, name="Land of Woods", kind="variant")


def recorded_statement(r, text: str) -> Statement:
    return make(
        Statement, "Firefly on houses", DAY, "2022-05-17", speaker=r.firefly, summit=r.summit, type="quote", text=text
    )


def imported(text: str = TEXT, day: str = DAY, **fields) -> Import:
    source = fields.pop("source", None) or make_source(title="Drums at dawn", publisher="Gazette")
    given = {"title": "Drums at dawn", "content": blocks(text), "day": day, "source": source}
    return Import.objects.create(form="text", kind="article", **given | fields)


def review(text: str = TEXT, **fields) -> Review:
    return Review(imported(text, **fields))


def told(reviewed: Review) -> list[str]:
    """Each contradiction as its words and what the record says."""
    texts = [passage.text for passage in reviewed.reading.passages]
    return [f"{texts[c.passage][c.start : c.end]} => {c.message} [{c.source}]" for c in reviewed.contradictions]


def offered(reviewed: Review, *kinds: str) -> list[str]:
    return [p.label for p in reviewed.proposals if not kinds or p.kind in kinds]


def accept(reviewed: Review, *kinds: str) -> Review:
    """The same review with every proposal of these kinds accepted, the others undecided."""
    reviewed.imported.decisions = {p.key: "accept" for p in reviewed.proposals if not kinds or p.kind in kinds}
    reviewed.imported.save()
    return Review(reviewed.imported)
