"""Choices that are searched for while typing, whose chosen ones are named for the whole page at once.

Django's asks the database for each: a summit has sixty of them.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper

from desk.forms.pickers import KnownKeys
from publishing.models import Entry, Source

SOURCE = "source"


class Known:
    """What entries and sources are called, by id."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, str]] = {}

    def learn(self, shown: Iterable[forms.BaseForm]) -> None:
        """The names of all that is chosen in these forms, in two queries."""
        wanted: dict[bool, set[str]] = {True: set(), False: set()}
        for form in shown:
            for bound in form:
                widget = bound.field.widget
                widget = widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
                if isinstance(widget, KnownChoice):
                    wanted[widget.model is Source].update(map(str, _listed(bound.value())))
        entries = Entry.objects.filter(pk__in=filter(_is_id, wanted[False])) if wanted[False] else Entry.objects.none()
        for pk, kind, title in entries.order_by().values_list("pk", "kind", "title"):
            self.names[str(pk)] = kind, title
        sources = Source.objects.in_bulk(list(filter(_is_id, wanted[True]))) if wanted[True] else {}
        self.names |= {str(pk): (SOURCE, str(source)) for pk, source in sources.items()}

    def name(self, model: Any, key: str) -> str | None:
        """None for what is not known, or is of another kind than the field takes."""
        kind, name = self.names.get(key, ("", ""))
        takes = {SOURCE} if model is Source else {model.KIND or kind} if issubclass(model, Entry) else set()
        return name if kind and kind in takes else None


class KnownChoice:
    """The part of a choice that takes the names from the page; what the page does not know is asked for as ever."""

    known: Known | None = None
    field: Any
    is_required: bool
    allow_multiple_selected: bool

    @property
    def model(self) -> Any:
        return self.field.remote_field.model

    def optgroups(self, name, value, attr=None):
        chosen = [key for key in value if key]
        names = [self.known.name(self.model, key) for key in chosen] if self.known else [None]
        if None in names:
            return super().optgroups(name, value, attr)  # type: ignore[misc]
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))  # type: ignore[attr-defined]
        for key, called in zip(chosen, names, strict=True):
            options.append(self.create_option(name, key, called, True, len(options)))  # type: ignore[attr-defined]
        return [(None, options, 0)]


class KnownSelect(KnownChoice, KnownKeys, AutocompleteSelect):
    pass


class KnownSelectMultiple(KnownChoice, KnownKeys, AutocompleteSelectMultiple):
    pass


def _listed(value: Any) -> list:
    return list(value) if isinstance(value, list | tuple | set) else [value] if value else []


def _is_id(text: str) -> bool:
    return len(text) in (32, 36) and not set(text) - set("0123456789abcdefABCDEF-")
