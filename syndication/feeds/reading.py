"""The editions in one feed document, and where the older and newer documents are (RFC 5005, section 4).

A feed shows what stands now, newest first. Its archives hold fixed spans of positions, so what is in one never changes,
but for entries withdrawn since: tombstones take their places. Read together, a feed and its archives miss nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.translation import gettext as _

from publishing.models import Action, Edition
from publishing.reading import Moment
from syndication.feeds.scopes import Scope

# Positions in one archive and rows in a feed. The feed must reach back to the last archive that is full.
SPAN = 50


@dataclass(frozen=True)
class Shelf:
    """Rows newest first, and the numbers of the archives before and after them."""

    rows: list[Edition] = field(default_factory=list)
    older: int | None = None
    newer: int | None = None


def archive_of(position: int) -> int:
    """Archive n holds the positions (n-1)·SPAN+1 … n·SPAN."""
    return (position - 1) // SPAN + 1


def newest(scope: Scope, moment: Moment) -> Shelf:
    """What of the scope stands at the moment, tombstones included."""

    def standing(rows: QuerySet) -> QuerySet:
        if scope.is_of_corrections:
            return rows.filter(position__lte=moment.position, is_suppressed=False)
        return rows.at(moment.position)  # type: ignore[attr-defined]

    rows = _read(scope, standing, SPAN + 1)
    return Shelf(rows[:SPAN], older=archive_of(rows[SPAN].position or 1) if len(rows) > SPAN else None)


def archived(scope: Scope, number: int, moment: Moment) -> Shelf:
    """What was released within the span of archive `number`, as it stood at its end. 404 until the span is full."""
    start, end = (number - 1) * SPAN, number * SPAN
    if not 1 <= number <= moment.position // SPAN:
        raise Http404(_("There is no such archive."))

    def within(rows: QuerySet) -> QuerySet:
        rows = rows.filter(position__gt=start, position__lte=end)
        if scope.is_of_corrections:
            return rows
        return rows.filter(Q(superseded_at_position=None) | Q(superseded_at_position__gt=end))

    older, newer = _neighbours(scope, start, end)
    return Shelf(_read(scope, within, SPAN), older, newer if newer and newer * SPAN <= moment.position else None)


def _read(scope: Scope, narrowed: Callable[[QuerySet], QuerySet], limit: int) -> list[Edition]:
    """One query: the newest `limit` of each arm. An edition that is in two of them is there once."""
    first, *others = (
        narrowed(rows).annotate(withdrawal=withdrawal()).order_by("-position")[:limit] for rows in scope.editions()
    )
    found = {row.pk: row for row in (first.union(*others, all=True) if others else first)}
    return sorted(found.values(), key=lambda row: row.position or 0, reverse=True)[:limit]


def withdrawal() -> Subquery:
    """`{at, note}` of the tombstone that stands for the entry now, if there is one."""
    standing = Edition.objects.released().filter(
        entry=OuterRef("entry_id"), action=Action.WITHDRAWN, superseded_at_position=None
    )
    told = standing.values(told=JSONObject(at="released_at", note="note"))
    return Subquery(told[:1], output_field=JSONField())


def _neighbours(scope: Scope, start: int, end: int) -> tuple[int | None, int | None]:
    """The archives that hold the next edition of the scope before and after a span; archives of nothing are skipped."""
    ends = []
    for rows in scope.editions():
        positions = rows.values_list("position", flat=True)
        ends.append(positions.filter(position__lte=start).order_by("-position")[:1])
        ends.append(positions.filter(position__gt=end).order_by("position")[:1])
    first, *others = ends
    found: list[Any] = list(first.union(*others, all=True))
    before, after = [p for p in found if p <= start], [p for p in found if p > end]
    return (archive_of(max(before)) if before else None), (archive_of(min(after)) if after else None)
