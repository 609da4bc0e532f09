"""A row's change in words: what it is called, and each field from → to as the form calls it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from desk.timeline.rows import BOOKKEEPING, Row
from publishing import history
from publishing.models import Entry, Source
from publishing.periods import Precision, partial_text

NOTHING = "–"
LONG, AROUND = 160, 40
# A day and its precision are one thing to an editor.
SILENT = (Precision.NOT_APPLICABLE, Precision.UNKNOWN)
PRECISIONS = {"starts_on": "start_precision", "ends_on": "end_precision", "published_on": "published_precision"}


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass
class Names:
    """What ids stand for: one query a table for everything a page names."""

    known: dict[str, str] = field(default_factory=dict)

    def learn(self, ids: Iterable[Any]) -> None:
        wanted = {str(value) for value in ids if value is not None}
        uuids = [value for value in wanted if len(value) == 36]
        users = [value for value in wanted if value.isdecimal()]
        for pk, title in Entry.objects.filter(pk__in=uuids).values_list("pk", "title"):
            self.known[str(pk)] = title
        for source in Source.objects.filter(pk__in=uuids).only("title", "publisher") if uuids else ():
            self.known[str(source.pk)] = str(source)
        for user in User.objects.filter(pk__in=users).only("display_name", "first_name", "last_name", "username"):
            self.known[str(user.pk)] = str(user)

    def of(self, value: Any) -> str:
        return self.known.get(str(value)) or _("something deleted since (%s)") % str(value)[:8]


def model_of(row: Row) -> Any:
    return apps.get_model(row.table)


def relations_in(row: Row) -> Iterator[Any]:
    """Every id the row names, now or before."""
    for one in model_of(row)._meta.concrete_model._meta.local_fields if row.table else ():
        if one.is_relation and one.related_model is not ContentType:
            yield from (values.get(one.column) for values in (row.data, row.before or {}))


def title_of(row: Row, names: Names) -> str:
    """What kind of row it is, and what ties it to others; empty for the entry itself."""
    model = model_of(row)
    kept = next(kept for kept in history.every() if kept.model is model)
    if kept.leads_to == kept.key:
        return ""
    columns = [one for one in model._meta.concrete_model._meta.local_fields if one.column != kept.leads_to]
    parties = [names.of(row.data[one.column]) for one in columns if _is_party(one) and row.data.get(one.column)]
    own = [str(row.data["name"])] if row.data.get("name") else []
    return f"{_kind_of_row(model, row)}: {', '.join(parties + own)}" if parties + own else str(_kind_of_row(model, row))


def _is_party(one: models.Field) -> bool:
    return one.is_relation and one.related_model is not ContentType


def _kind_of_row(model, row: Row):
    if "content_type_id" in row.data:
        fact = ContentType.objects.get_for_id(row.data["content_type_id"]).model_class()
        return _("source of a row of %s") % fact._meta.verbose_name_plural if fact else _("source")
    if model._meta.proxy:
        return _linked(model)
    return model._meta.verbose_name


def _linked(model):
    """What the many-to-many field is called whose rows these are."""
    through = model._meta.concrete_model
    owner = through._meta.auto_created
    return next(f.verbose_name for f in owner._meta.many_to_many if f.remote_field.through is through)


def changes(row: Row, names: Names) -> list[Change]:
    """What changed, field by field. Of a new row what it says, of a removed one what it last said."""
    model = model_of(row)
    if model._meta.proxy:
        return []
    before, after = (row.before or {}, row.data) if row.label == "update" else ({}, row.data)
    found = []
    for one in model._meta.concrete_model._meta.local_fields:
        if _is_told(one, row) and _differs(one, before, after):
            told = [_in_words(one, values, names) for values in (before, after)]
            if told[0] != told[1]:
                found.append(Change(str(one.verbose_name), *_shortened(*told)))
    return found


def _is_told(one: models.Field, row: Row) -> bool:
    """The keys say nothing to an editor, the precision is said with its day, and signed bookkeeping is no news."""
    if one.primary_key or one.column not in row.data or one.name in PRECISIONS.values():
        return False
    if row.context is not None and one.column in BOOKKEEPING:
        return False
    return row.label == "update" or (one.column != "object_id" and not _is_default(one, row.data))


def _is_default(one: models.Field, data: dict) -> bool:
    """What nobody typed; of a day that is missing, its precision says so."""
    if one.name in PRECISIONS:
        return data.get(one.column) is None and data.get(PRECISIONS[one.name]) in (*SILENT, None)
    return one.has_default() and not callable(one.default) and data.get(one.column) == one.default


def _differs(one: models.Field, before: dict, after: dict) -> bool:
    columns = [one.column, *filter(None, [PRECISIONS.get(one.name)])]
    return any(before.get(column) != after.get(column) for column in columns)


def _in_words(one: models.Field, values: dict, names: Names) -> str:
    value = values.get(one.column)
    if one.name in PRECISIONS and values:
        return _day(value, values.get(PRECISIONS[one.name]))
    if value is None or value == "" or value == []:
        return NOTHING
    if one.is_relation:
        return names.of(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(dict(one.flatchoices).get(value, value))


def _day(value: str | None, precision: str | None) -> str:
    if value and precision:
        return partial_text(date.fromisoformat(value), precision)
    return str(Precision(precision).label) if precision else NOTHING


def _shortened(before: str, after: str) -> tuple[str, str]:
    """Long texts cut down to where they differ."""
    if max(len(before), len(after)) <= LONG:
        return before, after
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    rest = zip(reversed(before[start:]), reversed(after[start:]), strict=False)
    end = next((i for i, (a, b) in enumerate(rest) if a != b), min(len(before), len(after)) - start)
    return _window(before, start, len(before) - end), _window(after, start, len(after) - end)


def _window(text: str, start: int, stop: int) -> str:
    left, right = max(0, start - AROUND), min(len(text), stop + AROUND)
    shown = (
        text[left:right] if right - left <= 2 * LONG else f"{text[left : left + LONG]} … {text[right - LONG : right]}"
    )
    return f"{'…' if left else ''}{shown}{'…' if right < len(text) else ''}" or NOTHING
