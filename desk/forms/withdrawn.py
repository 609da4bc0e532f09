"""What was withdrawn is not picked anew: said at the field, before anything is saved."""

from collections.abc import Iterable, Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from publishing.models import Edition, Entry


def refuse_withdrawn(form: forms.ModelForm) -> None:
    """Adds an error to each changed field that names a withdrawn entry. What was picked before it was withdrawn may
    be saved on: the gate stops it from being published."""
    picked = {name: list(_entries(form.cleaned_data.get(name))) for name in form.changed_data}
    gone = _withdrawn({entry.pk for entries in picked.values() for entry in entries})
    for name, entries in picked.items():
        words = [
            _("“%s” was withdrawn. Name another entry, or have it restored first.") % entry.title
            for entry in entries
            if entry.pk in gone
        ]
        if words:
            form.add_error(name, ValidationError(words, code="withdrawn"))


def _entries(value) -> Iterator[Entry]:
    if isinstance(value, Entry):
        yield value
    elif isinstance(value, QuerySet) and issubclass(value.model, Entry):
        yield from value


def _withdrawn(keys: Iterable) -> set:
    return set(Edition.objects.withdrawn(keys)) if keys else set()
