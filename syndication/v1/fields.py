"""Values of parameters: days, instants, words. Each refuses in words what it cannot read."""

from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, Filter
from django_filters.fields import ChoiceField

from publishing.lists import year_of
from publishing.reading import BadParameter, parse_day
from publishing.search.asking import MAX_QUERY

MAX_NAME = 120


class DayField(forms.CharField):
    def clean(self, value: str | None) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_day(text, "")
        except BadParameter as wrong:
            raise ValidationError(wrong.message) from None


class InstantField(forms.CharField):
    """A time, or a day for its first moment (UTC)."""

    def clean(self, value: str | None) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        if len(text) == 10:
            day = DayField().clean(text)
            return datetime.combine(day, time.min, UTC) if day else None
        try:
            # A plus sign in an address arrives as a space.
            instant = parse_datetime(text.replace(" ", "+"))
        except ValueError:
            instant = None
        if instant is None or not 1900 <= instant.year < 2100:
            raise ValidationError(_("Write a day (2026-05-16) or a time (2026-05-16T12:00Z)."))
        return instant if timezone.is_aware(instant) else instant.replace(tzinfo=UTC)


# Of words of a vocabulary.
WORD = r"^[\w .,()/&’'-]+$"


class WordField(forms.CharField):
    """One word of a vocabulary: a type, a status, a kind of fact."""

    def __init__(self, **kwargs):
        word = RegexValidator(WORD, _("This is not a word of any vocabulary here."))
        super().__init__(max_length=60, validators=[word], **kwargs)


class NameField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=MAX_NAME, **kwargs)


class QueryField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=MAX_QUERY, **kwargs)


class ChosenField(ChoiceField):
    """One of a known few; a refusal names them."""

    def validate(self, value):
        try:
            super().validate(value)
        except ValidationError:
            known = [str(choice) for choice, _words in self.choices if choice]
            message = _("“%(value)s” is not known here; there are: %(known)s.")
            raise ValidationError(message % {"value": value[:60], "known": ", ".join(known)}) from None


class ChosenFilter(ChoiceFilter):
    field_class = ChosenField


class DayFilter(Filter):
    field_class = DayField
    schema = {"type": "string", "format": "date"}


class InstantFilter(Filter):
    field_class = InstantField
    schema = {"type": "string", "format": "instant", "description": "day or time, ISO 8601"}


class WordFilter(Filter):
    field_class = WordField
    schema = {"type": "string", "maxLength": 60, "pattern": WORD}


class YearField(forms.CharField):
    def clean(self, value: str | None) -> int | None:
        text = super().clean(value)
        try:
            return year_of(text) if text else None
        except BadParameter as wrong:
            raise ValidationError(wrong.message) from None


class YearFilter(Filter):
    """Of what has a date; the column has a floor for what has none."""

    field_class = YearField
    schema = {"type": "string", "pattern": "^(19|20)[0-9]{2}$"}


class QueryFilter(Filter):
    field_class = QueryField
    # Not blank, and no NUL. That something is asked for beside signs is more than a pattern can say.
    schema = {
        "type": "string",
        "format": "search",
        "maxLength": MAX_QUERY,
        "pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
    }
