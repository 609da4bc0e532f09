"""A form with its inline rows as one plain state: as it is stored, or as somebody typed it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.forms.models import InlineForeignKeyField
from django.http import QueryDict

from desk.merging.plain import Plain, plain, spelled

type Values = dict[str, Plain]
MAX_ROWS = 1000


@dataclass
class State:
    """`rows` by the prefix of their formset and their id; `new` rows and `deleted` ids only of what was typed."""

    fields: Values
    rows: dict[str, dict[str, Values]]
    new: dict[str, list[Values]] = field(default_factory=dict)
    deleted: dict[str, set[str]] = field(default_factory=dict)

    def as_json(self) -> dict:
        return {"fields": self.fields, "rows": self.rows}


class Rows:
    """One kind of inline rows: its fields, and what a blank one holds."""

    def __init__(self, formset: Any):
        self.formset = formset
        self.prefix: str = formset.prefix or ""
        self.key_name = formset.model._meta.pk.name
        self.template = formset.empty_form
        self.fields = merged_fields(self.template, self.key_name)
        self.blank = _initial(self.template, self.fields)
        self.label = formset.model._meta.verbose_name

    def name(self, index: int, field_name: str) -> str:
        return f"{self.prefix}-{index}-{field_name}"

    def stored(self) -> dict[str, Values]:
        return {str(form.instance.pk): _initial(form, self.fields) for form in self.formset.initial_forms}

    @cached_property
    def titles(self) -> dict[str, str]:
        return {str(form.instance.pk): str(form.instance) for form in self.formset.initial_forms}

    def typed(self, data: QueryDict) -> Iterator[tuple[int, str, Values, bool]]:
        """(index, id or "", values, whether it is to be removed) of each row that was sent."""
        for index in range(_count(data.get(f"{self.prefix}-TOTAL_FORMS"))):
            start = f"{self.prefix}-{index}"
            values = {
                name: plain(each, each.widget.value_from_datadict(data, {}, f"{start}-{name}"))
                for name, each in self.fields.items()
                if not each.widget.value_omitted_from_data(data, {}, f"{start}-{name}")
                or isinstance(each, forms.BooleanField)
            }
            sent = set(values) - {name for name, each in self.fields.items() if isinstance(each, forms.BooleanField)}
            if sent:
                key = str(data.get(f"{start}-{self.key_name}", ""))
                yield index, key, self.blank | values, f"{start}-DELETE" in data


class Sheet:
    """The unbound form and formsets of an entry as it is stored."""

    def __init__(self, form: forms.ModelForm, formsets: list[Any]):
        self.form = form
        self.fields = merged_fields(form, form._meta.model._meta.pk.name)
        self.parts = [Rows(formset) for formset in formsets]

    @cached_property
    def stored(self) -> State:
        return State(_initial(self.form, self.fields), {part.prefix: part.stored() for part in self.parts})

    def typed(self, data: QueryDict) -> State:
        fields = {
            name: plain(each, each.widget.value_from_datadict(data, {}, name)) for name, each in self.fields.items()
        }
        state = State(fields, {})
        for part in self.parts:
            rows, new, deleted = {}, [], set()
            for _index, key, values, is_deleted in part.typed(data):
                if key:
                    rows[key] = values
                    if is_deleted:
                        deleted.add(key)
                elif values != part.blank:
                    new.append(values)
            state.rows[part.prefix], state.new[part.prefix], state.deleted[part.prefix] = rows, new, deleted
        return state

    def spell(self, state: State, frame: QueryDict) -> QueryDict:
        """`frame` with `state` in place of whatever it says of this form: rows that exist first, then new ones."""
        data = frame.copy()
        starts = tuple(f"{part.prefix}-" for part in self.parts)
        for name in [name for name in data if name in self.fields or name.startswith(starts)]:
            del data[name]
        for name, value in state.fields.items():
            _set(data, spelled(self.fields[name], name, value))
        for part in self.parts:
            self._spell_rows(part, state, data)
        return data

    @staticmethod
    def _spell_rows(part: Rows, state: State, data: QueryDict) -> None:
        stored, new = state.rows[part.prefix], state.new.get(part.prefix, [])
        counts = {"TOTAL": len(stored) + len(new), "INITIAL": len(stored), "MIN_NUM": 0, "MAX_NUM": MAX_ROWS}
        for name, count in counts.items():
            data[f"{part.prefix}-{name}_FORMS"] = str(count)
        for index, (key, values) in enumerate([*stored.items(), *(("", values) for values in new)]):
            data[part.name(index, part.key_name)] = key
            for name, value in values.items():
                _set(data, spelled(part.fields[name], part.name(index, name), value))
            if key and key in state.deleted.get(part.prefix, ()):
                data[part.name(index, "DELETE")] = "on"


def merged_fields(form: Any, key_name: str) -> dict[str, forms.Field]:
    """The fields that hold text and choices. A file cannot be kept in a form: browsers do not send it twice."""
    return {
        name: each
        for name, each in form.fields.items()
        if name not in ("version", "DELETE", key_name) and not isinstance(each, InlineForeignKeyField | forms.FileField)
    }


def _initial(form: Any, fields: dict[str, forms.Field]) -> Values:
    return {name: plain(each, form.get_initial_for_field(form.fields[name], name)) for name, each in fields.items()}


def _set(data: QueryDict, values: dict[str, list[str]]) -> None:
    for name, chosen in values.items():
        data.setlist(name, chosen)


def _count(text: str | None) -> int:
    return min(int(text), MAX_ROWS) if text and text.isascii() and text.isdigit() else 0
