"""What waits on an editor's desk: each shelf one question to the database, counted and listed by the same words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    FETCH_PEERS,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.models import Comment, RecordCheck, ReviewTask, SourceCheck, StandingFinding
from publishing.models import Action, Citation, Contribution, DatedFact, Edition, Entry, Source, Stage

SHOWN = 5
LATELY = 8
CHANGED = Q(published_version=None) | ~Q(published_version=F("version"))


def _hand_of(user) -> Exists:
    """Whether the user had a hand in what is not public yet."""
    return Exists(Contribution.objects.filter(entry=OuterRef("pk"), language="", user=user, published_in=None))


def _waiting() -> QuerySet[Edition]:
    return Edition.objects.waiting().filter(entry=OuterRef("pk"))


def my_drafts(user) -> QuerySet[Entry]:
    mine = Entry.objects.filter(CHANGED, stage=Stage.DRAFT, changed_by=user, returned_note="")
    return mine.exclude(Exists(_waiting()))


def waiting_for(user) -> QuerySet[Entry]:
    """Submitted by others: nobody approves what they had a hand in."""
    return Entry.objects.filter(~_hand_of(user), stage=Stage.SUBMITTED)


def returned_to(user) -> QuerySet[Entry]:
    return Entry.objects.filter(_hand_of(user), stage=Stage.DRAFT).exclude(returned_note="")


def scheduled(user) -> QuerySet[Entry]:
    """With the hour of the next release, for those who may know of it."""
    if not user.has_perm("publishing.view_embargoed"):
        return Entry.objects.none()
    hour = Subquery(_waiting().order_by("release_at").values("release_at")[:1])
    return Entry.objects.filter(Exists(_waiting())).annotate(release_at=hour)


def open_corrections(user) -> QuerySet[Entry]:
    """Announced as a correction or clarification, and not public yet."""
    return Entry.objects.filter(CHANGED, proposed_action__in=[Action.CORRECTED, Action.CLARIFIED])


def found_in_public(user) -> QuerySet[Entry]:
    """With the newest of what the last check of the record found, and since when."""
    newest = StandingFinding.objects.filter(entry=OuterRef("pk")).order_by("-first_seen_at", "pk")
    found = {"found": Subquery(newest.values("message")[:1]), "found_at": Subquery(newest.values("first_seen_at")[:1])}
    return Entry.objects.filter(Exists(newest)).annotate(**found)


@dataclass(frozen=True)
class Shelf:
    """Entries that wait. `right`: without it the shelf is not there. Ordered by `order`."""

    name: str
    label: Any
    entries: Callable[[Any], QuerySet[Entry]]
    right: str = "publishing.view_entry"
    order: str = "-changed_at"


SHELVES = (
    Shelf("drafts", _("My drafts"), my_drafts, "publishing.submit_entry"),
    Shelf("eyes", _("Waiting for my eyes"), waiting_for, "publishing.approve_entry", "changed_at"),
    Shelf("returned", _("Returned to me"), returned_to, "publishing.submit_entry"),
    Shelf("scheduled", _("Scheduled"), scheduled, "publishing.view_embargoed", "release_at"),
    Shelf("corrections", _("Open corrections"), open_corrections, order="changed_at"),
    Shelf("found", _("Found at public entries"), found_in_public, order="-found_at"),
)


@dataclass(frozen=True)
class Filled:
    """A shelf with the first of what lies on it, and how many there are."""

    shelf: Shelf
    count: int
    first: list[Entry] = field(default_factory=list)


def filled(shelf: Shelf, user) -> Filled:
    """The first entries and the count, in one query."""
    rows = shelf.entries(user).annotate(total=Window(Count("*"))).select_related("changed_by")
    first: list[Any] = list(rows.order_by(shelf.order, "pk")[:SHOWN])
    return Filled(shelf, first[0].total if first else 0, first)


def due(today: date | None = None) -> QuerySet:
    """Dated facts to be checked again by now, of all kinds: `(model, row, owner, day)`, the longest due first."""
    today = today or timezone.localdate()
    parts = [
        model._default_manager.order_by()
        .filter(check_again_on__lte=today)
        .annotate(
            due_in=Value(model._meta.label_lower, output_field=CharField()),
            due_row=Cast("pk", CharField()),
            due_of=Cast(f"{model.entry_field}_id", CharField()),
        )
        .values_list("due_in", "due_row", "due_of", "check_again_on")
        for model in dated_facts()
    ]
    return parts[0].union(*parts[1:], all=True).order_by("check_again_on", "due_row")


def dated_facts() -> list[type[DatedFact]]:
    """The tables of dated facts, in a fixed order."""
    return sorted(DatedFact.__subclasses__(), key=lambda model: model._meta.label_lower)


def whole(model: type[DatedFact], keys: list[str]) -> QuerySet:
    """Rows with their sources; whatever else one of them needs is fetched for all of them at once."""
    rows = model._default_manager.filter(pk__in=keys).fetch_mode(FETCH_PEERS)
    return rows.prefetch_related(Prefetch("citations", Citation.objects.select_related("source")))


def dead_sources() -> QuerySet[Source]:
    """Whose address answers no more, and of which there is no archived copy."""
    dead = SourceCheck.objects.dead().filter(source=OuterRef("pk"))
    return Source.objects.filter(Exists(dead), archived_url="")


def numbers(**lists: QuerySet) -> dict[str, int]:
    """How many rows each list has, in one query."""
    parts: list[Any] = [
        rows.order_by()
        .annotate(named=Value(name, output_field=CharField()))
        .values("named")
        .annotate(number=Count("pk"))
        .values_list("named", "number")
        for name, rows in lists.items()
    ]
    found = dict(parts[0].union(*parts[1:], all=True).order_by()) if parts else {}
    return {name: found.get(name, 0) for name in lists}


def last_check() -> RecordCheck | None:
    return RecordCheck.objects.order_by("-at").first()


def forced() -> dict[str, int]:
    """`{forced, all}`: editions that became public without a second pair of eyes, and all editions."""
    told = Edition.objects.released().aggregate(
        forced=Count("pk", filter=~Q(approval__forced_reason=""), output_field=IntegerField()), all=Count("pk")
    )
    return {"forced": told["forced"], "all": told["all"]}


def lately() -> QuerySet[Edition]:
    """What became public last, the newest first; without the texts, which are long."""
    released = Edition.objects.released().filter(is_original=True).select_related("author")
    return released.defer("canonical", "text").order_by("-position")[:LATELY]


def open_reviews() -> QuerySet[ReviewTask]:
    return ReviewTask.objects.open()


def open_comments() -> QuerySet[Comment]:
    return Comment.objects.open()
