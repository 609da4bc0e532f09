"""Form fields: partial dates, one thing a line."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.periods import EARLIEST, LATEST, Precision, parse_partial, partial_text

# Plain texts and lists: far more than any page needs, far less than what slows one.
MAX_TEXT = 20_000


class PlainTextField(forms.CharField):
    """A plain text. Browsers send line breaks as CR LF; kept so, an untouched text would count as changed."""

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class PartialDateField(forms.CharField):
    """`2022`, `2022-05` or `2022-05-16`; cleans to the first day and its precision, or None."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 12, "placeholder": "YYYY-MM-DD"}))
        kwargs.setdefault("help_text", _("Day, month or year: 2022-05-16, 2022-05, 2022."))
        super().__init__(required=False, **kwargs)

    def clean(self, value) -> tuple[date, Precision] | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            day, precision = parse_partial(text)
        except ValueError as error:
            message = _("“%s” is not a date; write 2022, 2022-05 or 2022-05-16.") % text
            raise ValidationError(message, code="invalid") from error
        if not EARLIEST <= day < LATEST:
            raise ValidationError(_("“%s” lies outside the years 1900 to 2099.") % text, code="bounds")
        return day, precision

    @staticmethod
    def text(day: date | None, precision: str) -> str:
        """How a stored date is shown in the field."""
        return partial_text(day, precision)


class LinesField(forms.CharField):
    """A list of texts, typed one a line."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "cols": 80}))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        lines = super().clean(value).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != [line.strip() for line in (data or "").splitlines() if line.strip()]
