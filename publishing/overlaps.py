"""Periods that must not overlap: the database's rule, and the same rule asked of rows not yet saved."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import connection
from django.db.models import Deferrable, Q
from django.utils.translation import gettext as _

from publishing.models import DatedFact
from publishing.periods import Period, Precision, partial_text


def one_at_a_time(name: str, *keys: str, message, also: Q | None = None) -> ExclusionConstraint:
    """Accepted rows that agree in `keys` never overlap.

    Checked at commit, so that one save may close a period and open the next in any order.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[*((key, RangeOperators.EQUAL) for key in keys), ("valid", RangeOperators.OVERLAPS)],
        condition=Q(standing="accepted") & (also or Q()),
        deferrable=Deferrable.DEFERRED,
        violation_error_message=message,
    )


class Days(NamedTuple):
    """A half-open range of days; None is without end on that side."""

    first: date | None
    after: date | None

    def overlaps(self, other: "Days") -> bool:
        return not (
            (self.after and other.first and self.after <= other.first)
            or (other.after and self.first and other.after <= self.first)
        )


def attested(periods: Sequence[Period]) -> list[Days | None]:
    """The attested days of each period, saved or not, as the database works them out; None where none are."""
    if not periods:
        return []
    columns = zip(*((p.starts_on, p.start_precision, p.ends_on, p.end_precision) for p in periods), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT lower(valid), upper(valid), isempty(valid) FROM (
                   SELECT n, attested_period(f, fp, u, up) AS valid
                   FROM unnest(%s::date[], %s::text[], %s::date[], %s::text[])
                   WITH ORDINALITY AS p(f, fp, u, up, n)
               ) AS periods ORDER BY n""",
            [[str(c) if c and not isinstance(c, date) else c for c in column] for column in columns],
        )
        return [None if empty else Days(first, after) for first, after, empty in cursor.fetchall()]


def overlaps[Row: DatedFact](rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Pairs of rows of one table that the database would not accept beside each other."""
    exclusive = [row for row in rows if row.is_exclusive]
    dated = [(row, days) for row, days in zip(exclusive, attested(exclusive), strict=True) if days]
    for (one, days), (other, other_days) in combinations(dated, 2):
        if one.exclusive_key == other.exclusive_key and days.overlaps(other_days):
            yield one, other


def gaps[Row: DatedFact](rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Neighbouring accepted rows of one key between which days are missing."""
    dated = [(row.starts_on, row) for row in rows if row.is_exclusive and row.starts_on]
    latest: dict[tuple, Row] = {}
    for starts_on, row in sorted(dated, key=lambda pair: pair[0]):
        before = latest.get(row.exclusive_key)
        if before and before.ends_on and before.ends_on < starts_on:
            yield before, row
        latest[row.exclusive_key] = row


def last_day(period: Period) -> str:
    """The last day, month or year in which it held, as an editor writes it: the inverse of `next_unit`."""
    if period.ends_on is None:
        return ""
    return partial_text(period.ends_on - timedelta(days=1), period.end_precision)


def in_words(period: Period) -> str:
    """A period for a sentence: “2003-09-18 to 2012-12-18”, “since 2003”."""
    start = partial_text(period.starts_on, period.start_precision)
    if period.ends_on:
        return _("%(start)s to %(end)s") % {"start": start or "?", "end": last_day(period)}
    if period.end_precision == Precision.OPEN:
        return _("since %s") % (start or "?")
    return start or _("undated")
