"""What the record says about one entry: its facts, thread by thread, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import FETCH_RAISE, CharField, QuerySet, Value

from publishing import facts
from publishing.models import Action, Edition, Fact, Standing
from publishing.reading import Moment

# A page shows this many facts of one thread and says where the rest is: see `cut`.
LIMIT = 60
# Where the page works out what held on a day, it needs the whole thread.
WHOLE = 1000


@dataclass(frozen=True)
class Thread:
    """Facts of one kind in which the entry is the subject, the object, or (`offices`) the seat of the office."""

    kind: str
    side: str
    name: str = ""
    limit: int = LIMIT

    @property
    def key(self) -> str:
        return self.name or self.kind

    def other(self, statement: dict) -> dict | None:
        """The reference at the far end."""
        return statement["subject" if self.side == "object" else "object"]

    def of(self, entry_id: UUID, moment: Moment) -> QuerySet[Fact]:
        rows = Fact.objects.at(moment.position).filter(kind=self.kind)
        if self.side == "offices":
            rows = rows.filter(object__in=offices_of(entry_id, moment))
        else:
            rows = rows.filter(**{self.side: entry_id})
        named = rows.fetch_mode(FETCH_RAISE).annotate(thread=Value(self.key, output_field=CharField()))
        # One more than is shown tells that there are more.
        return named.order_by("-sort_on", "-id")[: self.limit + 1]


@dataclass(frozen=True)
class Quoted(Thread):
    """What is public now of the facts a text quotes, wherever they stand."""

    uids: tuple[str, ...] = ()

    def of(self, entry_id: UUID, moment: Moment) -> QuerySet[Fact]:
        rows = Fact.objects.at(moment.position).filter(uid__in=self.uids).fetch_mode(FETCH_RAISE)
        named = rows.annotate(thread=Value(self.key, output_field=CharField()))
        return named.order_by("-sort_on", "-id")[: len(self.uids)]


@dataclass(frozen=True)
class Held(Thread):
    """What holds on a day of other entries than the page's: of the offices and the people a text speaks of.

    `known_at`: where in the record that is read, if not where the page is.
    """

    ends: tuple[str, ...] = ()
    on: date = date.min
    kinds: tuple[str, ...] = ()
    known_at: Moment | None = None

    def of(self, entry_id: UUID, moment: Moment) -> QuerySet[Fact]:
        rows = Fact.objects.at((self.known_at or moment).position).accepted().on(self.on)
        return self.told(rows.filter(kind__in=self.kinds or (self.kind,)))

    def told(self, rows: QuerySet[Fact]) -> QuerySet[Fact]:
        named = rows.filter(**{f"{self.side}__in": self.ends}).fetch_mode(FETCH_RAISE)
        return named.annotate(thread=Value(self.key, output_field=CharField())).order_by("-sort_on", "-id")[
            : self.limit
        ]


@dataclass(frozen=True)
class Strengths(Held):
    """Every strength given for the forces a text names, up to its day."""

    def of(self, entry_id: UUID, moment: Moment) -> QuerySet[Fact]:
        rows = Fact.objects.at(moment.position).exclude(standing=Standing.SUPERSEDED)
        return self.told(rows.filter(kind="strength", sort_on__lte=self.on))


def as_subject(kind: str, name: str = "", limit: int = LIMIT) -> Thread:
    return Thread(kind, "subject", name, limit)


def as_object(kind: str, name: str = "", limit: int = LIMIT) -> Thread:
    return Thread(kind, "object", name, limit)


# Where others wrote of the entry.
MENTIONED = (as_object("about", "written_about", 30), as_object("mentions", "mentioned_in", 30))


def of_its_offices(kind: str = "tenure", name: str = "holders") -> Thread:
    return Thread(kind, "offices", name, WHOLE)


def offices_of(entry_id: UUID, moment: Moment) -> QuerySet:
    """The offices of a state, an organisation or an institution."""
    return moment.editions().filter(kind="office", related__contains=[entry_id]).values("entry_id")


def gather(edition: Edition, threads: Iterable[Thread], moment: Moment) -> dict[str, list[Fact]]:
    """Facts by thread, newest first. A retracted entry's own facts no longer count, but its text stays printed."""
    threads = list(threads)
    found: dict[str, list[Fact]] = {thread.key: [] for thread in threads}
    if threads:
        first, *others = (thread.of(edition.entry_id, moment) for thread in threads)
        fact: Any
        for fact in first.union(*others, all=True) if others else first:
            found[fact.thread].append(fact)
    for rows in found.values():
        rows.sort(key=lambda fact: (fact.sort_on, fact.pk), reverse=True)
    if edition.action == Action.RETRACTED:
        add_stated(found, edition, threads)
    say_once(found)
    return found


def say_once(found: dict[str, list[Fact]]) -> None:
    """What is written about the entry mentions it too: it is listed once."""
    about, mentions = (thread.key for thread in MENTIONED)
    if about in found and mentions in found:
        said = {fact.subject for fact in found[about]}
        found[mentions] = [fact for fact in found[mentions] if fact.subject not in said]


def cut(found: dict[str, list[Fact]], threads: Iterable[Thread]) -> list[Thread]:
    """Cuts each thread to what a page shows; returns those that had more."""
    longer = [thread for thread in threads if len(found[thread.key]) > thread.limit]
    for thread in longer:
        del found[thread.key][thread.limit :]
    return longer


def add_stated(found: dict[str, list[Fact]], edition: Edition, threads: list[Thread]) -> None:
    """Adds what the edition's own document states, where `found` has it not from the record."""
    for row in facts.rows(edition, edition.document["facts"]):
        for thread in threads:
            if thread.kind == row.kind and getattr(row, thread.side, None) == edition.entry_id:
                found[thread.key].append(row)


def holding(rows: Iterable[Fact], day: date) -> list[Fact]:
    """The facts attested for `day`, by the range the database derived: accepted ones, then disputed ones."""
    held = [fact for fact in rows if fact.pk and fact.standing != Standing.SUPERSEDED and day in fact.valid]
    return sorted(held, key=lambda fact: fact.standing != Standing.ACCEPTED)
