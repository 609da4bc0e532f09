"""The columns of a kind: the fields of its own form, and those of its rows of facts as `memberships.status`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.forms.citations import CitationsField
from desk.forms.fields import LinesField
from publishing.models import Alias, Entry, Source

PARTED = ";"
SKIPPED = {"version", "DELETE", "id"}
# What is made of other cells when its own is empty.
FILLED = {"slug"}
YES, NO = {"yes", "true", "1", "x"}, {"no", "false", "0"}


@dataclass(frozen=True)
class Column:
    """`part` is the prefix of the formset it belongs to; empty for the entry's own."""

    name: str
    field: forms.Field
    part: str = ""
    # What the rows of facts are called.
    part_label: str = ""
    # The form begins with something that stands when the cell is empty.
    is_begun: bool = False

    @property
    def key(self) -> str:
        return f"{self.part}.{self.name}" if self.part else self.name

    @property
    def needed(self) -> str:
        """When a cell must be filled; empty where it may stay empty."""
        if not self.field.required or self.is_begun or self.name in FILLED:
            return ""
        if self.part:
            return _("required in a row with any “%s.” cell") % self.part
        return _("required")

    @property
    def told(self) -> str:
        """What may stand in its cells."""
        if isinstance(self.field, CitationsField):
            return _("sources by title, address or id, parted by semicolons; “title @ page” for a place in one")
        if isinstance(self.field, ModelMultipleChoiceField):
            return _("titles or ids, parted by semicolons")
        if isinstance(self.field, ModelChoiceField):
            return _("a title or id")
        if isinstance(self.field, forms.ChoiceField):
            return ", ".join(value for value, _label in choices_of(self.field) if value)
        if isinstance(self.field, forms.BooleanField):
            return _("yes or no")
        return str(self.field.help_text)


def choices_of(field: forms.ChoiceField) -> list[tuple[str, str]]:
    choices: Any = field.choices
    return [(str(value), str(label)) for value, label in choices]


def parts_of(screen, request) -> dict[str, Any]:
    """Prefix → formset class, as Django numbers them in its form. Pictures cannot come in a table."""
    found: dict[str, Any] = {}
    for formset, _inline in screen.get_formsets_with_inlines(request):
        prefix = formset.get_default_prefix()
        number = sum(name == prefix or name.startswith(f"{prefix}-") for name in found) + 1
        found[prefix if number == 1 else f"{prefix}-{number}"] = formset
    return {prefix: formset for prefix, formset in found.items() if prefix != "images"}


def form_of(screen, request):
    fields = flatten_fieldsets(screen.get_fieldsets(request))
    return screen.get_form(request, fields=fields)


def columns_of(screen, request) -> dict[str, Column]:
    columns = list(_columns(form_of(screen, request)(), SKIPPED))
    for prefix, formset in parts_of(screen, request).items():
        label = capfirst(formset.model._meta.verbose_name_plural)
        columns += _columns(formset.form(), {*SKIPPED, formset.fk.name, "order"}, prefix, label)
    return {column.key: column for column in columns}


def _columns(blank: forms.BaseForm, hidden: set[str], prefix: str = "", label: str = "") -> Iterator[Column]:
    for name, field in blank.fields.items():
        if name not in hidden:
            is_begun = blank.get_initial_for_field(field, name) not in (None, "", [])
            yield Column(name, field, prefix, label, is_begun)


def sent(column: Column, text: str, name: str) -> list[tuple[str, str]]:
    """The pairs a browser would send for `text` in that field. Raises ValidationError."""
    field = column.field
    if isinstance(field, CitationsField):
        return _citations(text, name)
    if isinstance(field, ModelMultipleChoiceField):
        return [(name, _key(field, each.strip())) for each in text.split(PARTED) if each.strip()]
    if isinstance(field, ModelChoiceField):
        return [(name, _key(field, text))]
    if isinstance(field, forms.ChoiceField):
        return [(name, _choice(field, text))]
    if isinstance(field, forms.BooleanField):
        if text.casefold() not in YES | NO:
            raise ValidationError(_("Write yes or no."))
        return [(name, "on")] if text.casefold() in YES else []
    if isinstance(field, LinesField):
        return [(name, "\n".join(each.strip() for each in text.split(PARTED)))]
    return [(name, text)]


def _citations(text: str, name: str) -> list[tuple[str, str]]:
    pairs = []
    for number, each in enumerate(filter(str.strip, text.split(PARTED))):
        title, _sign, place = each.strip().partition(" @ ")
        source = _one(Source.objects.all(), title.strip(), _("source"))
        pairs += [(f"{name}-{number}-source", source), (f"{name}-{number}-locator", place.strip())]
    return pairs


def _choice(field: forms.ChoiceField, text: str) -> str:
    for value, label in choices_of(field):
        if text.casefold() in (value.casefold(), label.casefold()):
            return value
    known = ", ".join(value for value, _label in choices_of(field) if value)
    raise ValidationError(_("“%(text)s” is none of: %(known)s.") % {"text": text, "known": known})


def _key(field: ModelChoiceField, text: str) -> str:
    assert field.queryset is not None
    return _one(field.queryset, text, str(field.queryset.model._meta.verbose_name))


def _one(rows, text: str, called: str) -> str:
    """The key of the one row of that id, title, other name or address."""
    model = rows.model
    try:
        found = rows.filter(pk=UUID(text))
    except ValueError:
        found = rows.filter(title__iexact=text)
        if not found.exists() and model is Source:
            found = rows.filter(url=text)
        if not found.exists() and issubclass(model, Entry):
            found = rows.filter(pk__in=Alias.objects.filter(name__iexact=text).values("entry"))
    keys = list(found.values_list("pk", flat=True)[:2])
    if len(keys) == 1:
        return str(keys[0])
    if keys:
        raise ValidationError(
            _("More than one %(called)s is called “%(text)s”; give its id.") % {"called": called, "text": text}
        )
    raise ValidationError(_("There is no %(called)s called “%(text)s”.") % {"called": called, "text": text})
