"""Spells: one status of one state in one organisation for a while. The numbers of the strips and of the map."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import FETCH_RAISE, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from publishing import kinds, languages
from publishing.days import in_time
from publishing.models import Fact, Standing
from publishing.reading import Moment, present

# More states and organisations than there are.
MOST = 4000


@dataclass(frozen=True)
class Party:
    """A state or an organisation under its name of now. `code` is ISO 3166 alpha-3."""

    id: str
    title: str
    url: str | None = None
    code: str = ""


@dataclass(frozen=True)
class Spell:
    """`first` and `until` bound the days for which it is attested; `valid` says what is known of its ends."""

    fact: str
    state: Party
    organisation: Party
    status: str
    standing: str
    valid: dict[str, Any]
    first: date | None
    until: date | None
    statement: dict[str, Any]

    @property
    def citations(self) -> list[dict]:
        return self.statement["citations"]

    @property
    def look(self) -> str:
        """The key it is drawn with: what is disputed looks disputed, whatever it says."""
        return self.status if self.standing == Standing.ACCEPTED else self.standing

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.until is None or day < self.until)


def every_spell(moment: Moment) -> list[Spell]:
    """All statuses ever, oldest first, with present names, in one query."""
    rows: QuerySet[Any] = believed(Fact.objects.at(moment.position).filter(kind="membership"))
    named = rows.annotate(state_now=now("subject", moment), organisation_now=now("object", moment))
    found = named.order_by("sort_on", "uid", "id").fetch_mode(FETCH_RAISE)[:MOST]
    return [spell(row, row.state_now, row.organisation_now, moment) for row in found if not row.valid.isempty]


def believed(rows: QuerySet[Fact]) -> QuerySet[Fact]:
    return rows.exclude(standing=Standing.SUPERSEDED)


def now(column: str, moment: Moment) -> Subquery:
    edition = moment.editions().filter(entry_id=OuterRef(column))
    return Subquery(edition.values(now=JSONObject(title="title", slug="slug", kind="kind", codes="codes"))[:1])


def spell(row: Any, state: dict | None, organisation: dict | None, moment: Moment) -> Spell:
    said = row.statement
    return Spell(
        fact=str(row.uid),
        state=party(said["subject"], state, moment),
        organisation=party(said["object"], organisation, moment),
        status=said["value"]["status"],
        standing=row.standing,
        valid=said["valid"],
        first=row.valid.lower,
        until=row.valid.upper,
        statement=said,
    )


def party(stored: dict, current: dict | None, moment: Moment) -> Party:
    """By its present name; what is no longer public keeps the stored words and gets no address."""
    if current is None:
        return Party(stored["id"], stored["title"])
    url = languages.within(kinds.page_url(current["kind"], current["slug"]), moment.language)
    code = next((code.upper() for code in current["codes"] if len(code) == 3), "")
    return Party(stored["id"], current["title"], url and in_time(url, moment.as_of), code)


def of_facts(rows: Iterable[Fact], references: dict[str, dict]) -> list[Spell]:
    """Those among the facts of an entry's page, named as the page names them, oldest first."""
    found = [
        Spell(
            fact=str(row.uid),
            state=_named(row.statement["subject"], references),
            organisation=_named(row.statement["object"], references),
            status=row.statement["value"]["status"],
            standing=row.standing,
            valid=row.statement["valid"],
            first=row.valid.lower,
            until=row.valid.upper,
            statement=row.statement,
        )
        # A fact of a retracted entry is no row of the database: it holds on no day.
        for row in rows
        if row.pk and row.standing != Standing.SUPERSEDED and not row.valid.isempty
    ]
    return sorted(found, key=lambda each: (each.first or date.min, each.fact))


def _named(stored: dict, references: dict[str, dict]) -> Party:
    now = present(stored, references)
    return Party(stored["id"], now["title"], now["url"])


def main_organisation(spells: Iterable[Spell]) -> Party | None:
    """The one of which most is said."""
    counted = Counter(each.organisation for each in spells)
    return max(counted, key=lambda each: (counted[each], each.title), default=None)


def slid_through(spells: Iterable[Spell]) -> dict[str, date | None]:
    """The days between which a slider makes sense: from the first status there ever was until today."""
    firsts = [each.first for each in spells if each.first]
    return {"slides_from": min(firsts, default=None), "slides_until": timezone.now().date()}
