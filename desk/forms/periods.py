"""Two dates as an editor writes them, in place of four columns."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from desk.forms.fields import PartialDateField
from publishing.overlaps import last_day
from publishing.periods import DATED, Precision, next_unit, partial_text

End = tuple[date | None, str]

ABSENT_START = [
    (Precision.NOT_APPLICABLE.value, _("as the entry, or always")),
    (Precision.UNKNOWN.value, _("unknown")),
]
ABSENT_END = [
    (Precision.OPEN.value, _("still running")),
    (Precision.UNKNOWN.value, _("unknown")),
    (Precision.NOT_APPLICABLE.value, _("not applicable")),
]


def _absent(choices: list) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("If empty"), choices=choices, required=False)


class PeriodForm(forms.ModelForm):
    """Fills starts_on, ends_on and their precisions from two partial dates and what an empty one means."""

    absent_end_default: str = Precision.OPEN

    starts = PartialDateField(label=_("From"))
    absent_start = _absent(ABSENT_START)
    ends = PartialDateField(label=_("Until"), help_text=_("First day, month or year in which it no longer held."))
    absent_end = _absent(ABSENT_END)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, value in self.typed().items():
            self.initial.setdefault(name, value)

    def typed(self) -> dict[str, str]:
        """The period of the instance in the words of the form."""
        row = self.instance
        fresh = row._state.adding
        no_start = Precision.NOT_APPLICABLE if row.start_precision in DATED else row.start_precision
        no_end = self.absent_end_default if fresh or row.end_precision in DATED else row.end_precision
        return {
            "starts": partial_text(row.starts_on, row.start_precision),
            "absent_start": str(no_start),
            "ends": self.end_text(),
            "absent_end": str(no_end),
        }

    def end_text(self) -> str:
        return partial_text(self.instance.ends_on, self.instance.end_precision)

    def clean(self):
        cleaned = super().clean()
        if not {"starts", "ends", "absent_start", "absent_end"} & self.errors.keys():
            self.set_period()
        return cleaned

    def set_period(self) -> None:
        start = self.cleaned_data.get("starts") or (
            None,
            self.cleaned_data.get("absent_start") or Precision.NOT_APPLICABLE,
        )
        end = self.end_of(start)
        if not _in_order(start, end):
            first = partial_text(*start)
            message = _("The end must come after the start (%s); give both to the same precision.") % first
            self.add_error("ends", ValidationError(message, code="order"))
            return
        row = self.instance
        (row.starts_on, row.start_precision), (row.ends_on, row.end_precision) = start, end

    def end_of(self, start: End) -> End:
        """The first day after, as the field asks for it."""
        return self.cleaned_data.get("ends") or (None, self.cleaned_data.get("absent_end") or self.absent_end_default)

    def _get_validation_exclusions(self):
        # Said in words here and in the formset; a constraint could only name columns nobody sees.
        return super()._get_validation_exclusions() | {"valid", "starts_on", "ends_on"}  # type: ignore[misc]


SAME = "same"


class InclusivePeriodForm(PeriodForm):
    """For entries: first day and last day, both included."""

    absent_start = _absent([(Precision.NOT_APPLICABLE.value, _("not applicable")), ABSENT_START[1]])

    is_moment = False
    absent_end_default = Precision.NOT_APPLICABLE
    UNTOLD = (Precision.NOT_APPLICABLE, Precision.OPEN)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts"].label = _("First day")
        self.fields["ends"].label = _("Last day")
        self.fields["ends"].help_text = _("The last day on which it held; also 2022-05 or 2022.")
        if self.is_moment:
            self.fields["absent_end"] = _absent([(SAME, _("that day, month or year only")), *ABSENT_END])

    def typed(self):
        typed = super().typed()
        if self.is_moment and not typed["starts"] and typed["absent_end"] in self.UNTOLD:
            # A day filled in later is then its own last day, and readers see both.
            typed["absent_end"] = SAME
        return typed

    def end_text(self):
        return last_day(self.instance)

    def end_of(self, start):
        absent = self.cleaned_data.get("absent_end") or (SAME if self.is_moment else Precision.NOT_APPLICABLE)
        last = self.cleaned_data.get("ends")
        if last is None and absent == SAME:
            last = start if start[0] else (None, Precision.NOT_APPLICABLE)
        if last is None:
            return None, absent
        day, precision = last
        return (next_unit(day, precision), precision) if day else last


def _in_order(start: End, end: End) -> bool:
    """As the database wants it: later, or the same month or year."""
    if start[0] is None or end[0] is None or start[0] < end[0]:
        return True
    return start[0] == end[0] and not (start[1] == end[1] == Precision.DAY)
