"""When something held: half-open periods whose two ends each carry a precision.

Three kinds of absent end are kept apart: *unknown* (it has one, nobody said which), *open* (still running when
last checked) and *not applicable* (the statement has no time at all).
"""

import re
from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

# The days editors can enter and readers can ask for; LATEST is the first one that is not.
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")
    OPEN = "open", _("still running")
    NOT_APPLICABLE = "not-applicable", _("not applicable")


DATED = (Precision.DAY, Precision.MONTH, Precision.YEAR)


def parse_partial(text: str) -> tuple[date, Precision]:
    """An ISO 8601 date cut to its precision (`2022`, `2022-05`, `2022-05-16`) as its first day and the precision.

    Raises ValueError for anything else, impossible dates included.
    """
    match = PARTIAL_DATE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"“{text[:40]}” is not a date; write 2022, 2022-05 or 2022-05-16.")
    year, month, day = match.groups()
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    return date(int(year), int(month or 1), int(day or 1)), precision


def partial_text(day: date | None, precision: str) -> str:
    """The inverse of `parse_partial`; empty where there is no date."""
    if day is None:
        return ""
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(precision), 10)]


def next_unit(day: date, precision: str) -> date:
    """The first day after the unit (day, month or year) that `day` opens."""
    if precision == Precision.YEAR:
        return date(day.year + 1, 1, 1)
    if precision == Precision.MONTH:
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + timedelta(days=1)


def unit_of(dated: "Period") -> tuple[date, date] | None:
    """The day, month or year of the first day: its first day and the first day after. None without a first day."""
    if dated.starts_on is None:
        return None
    return dated.starts_on, next_unit(dated.starts_on, dated.start_precision)


def lies_outside(row: "Period", frame: "Period") -> bool:
    """Whether no day of `row` can be a day of `frame`; what is unknown at either is given the benefit of the doubt."""
    until = _latest_end(row)
    is_before = bool(until and frame.starts_on and until <= frame.starts_on)
    return is_before or bool(frame.ends_on and row.starts_on and row.starts_on >= frame.ends_on)


def _latest_end(row: "Period") -> date | None:
    """The last day it can have ended on: “until 2012” may be any day of that year. None without one."""
    if row.ends_on:
        return row.ends_on if row.end_precision == Precision.DAY else next_unit(row.ends_on, row.end_precision)
    if row.starts_on and row.end_precision == Precision.NOT_APPLICABLE:
        return next_unit(row.starts_on, row.start_precision)
    return None


class AttestedPeriod(Func):
    """`attested_period(starts_on, start_precision, ends_on, end_precision)`, defined in publishing's first migration.

    The range of days for which the statement is attested: where an end is unknown only the unit (day, month, year)
    of the known end counts, so that "who was what that day" never rests on a missing date. A start whose end is not
    applicable counts for its own unit too; only an open end runs on.
    """

    function = "attested_period"
    output_field = DateRangeField()


class Period(models.Model):
    """Mixin: two dates with their precisions, and the attested range the database derives from them."""

    starts_on = models.DateField(_("from"), null=True, blank=True)
    start_precision = models.CharField(
        _("precision"), max_length=14, choices=Precision, default=Precision.NOT_APPLICABLE
    )
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("First day on which it no longer held."))
    end_precision = models.CharField(_("precision"), max_length=14, choices=Precision, default=Precision.NOT_APPLICABLE)
    valid = models.GeneratedField(
        expression=AttestedPeriod(F("starts_on"), F("start_precision"), F("ends_on"), F("end_precision")),
        output_field=DateRangeField(),
        db_persist=True,
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_start_has_its_precision",
                condition=Q(starts_on__isnull=False, start_precision__in=DATED)
                | Q(starts_on__isnull=True, start_precision__in=("unknown", "not-applicable")),
                violation_error_message=_("A start date needs a precision, and a precision needs a date."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_end_has_its_precision",
                condition=Q(ends_on__isnull=False, end_precision__in=DATED)
                | Q(ends_on__isnull=True, end_precision__in=("unknown", "open", "not-applicable")),
                violation_error_message=_("An end date needs a precision, and a precision needs a date."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_starts",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gt=F("starts_on"))
                | (Q(ends_on=F("starts_on")) & ~Q(start_precision="day", end_precision="day")),
                violation_error_message=_("The end must come after the start."),
            ),
        ]

    def set_period(self, starts: str = "", ends: str = "", absent_end: str = Precision.OPEN) -> None:
        """Fill both ends from partial ISO dates; `absent_end` says what an empty end means."""
        self.starts_on, self.start_precision = parse_partial(starts) if starts else (None, Precision.NOT_APPLICABLE)
        self.ends_on, self.end_precision = parse_partial(ends) if ends else (None, Precision(absent_end))

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end lies before the start (%s).") % self.starts_on})

    @property
    def dates(self) -> dict:
        """The public shape: `{from, to, precision: {from, to}}`, dates as full ISO days."""
        return {
            "from": self.starts_on.isoformat() if self.starts_on else None,
            "to": self.ends_on.isoformat() if self.ends_on else None,
            "precision": {"from": str(self.start_precision), "to": str(self.end_precision)},
        }
