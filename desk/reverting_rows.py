"""The rows of an edition's document written back: names, pictures, sources, dated facts. Only for reverting.py."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.documents import CitationShape
from publishing.facts import stands_in_a_row
from publishing.models import DatedFact, Entry, Source
from publishing.periods import Precision


def set_dates(row: Any, valid: dict) -> None:
    """The inverse of `Period.dates`."""
    row.starts_on = date.fromisoformat(valid["from"]) if valid["from"] else None
    row.ends_on = date.fromisoformat(valid["to"]) if valid["to"] else None
    row.start_precision = Precision(valid["precision"]["from"])
    row.end_precision = Precision(valid["precision"]["to"])


class Lost:
    """What cannot come back, in words; and what is still there to be named."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def unless_gone(self, field: Any, reference: dict | None) -> UUID | None:
        """The id of a reference that may still be named by `field`."""
        keys = self.known(field, [reference] if reference else [])
        return keys[0] if keys else None

    def known(self, field: Any, value: Any) -> list[UUID]:
        """The ids, in order, of the entries in `value` that exist and are of the kind `field` takes."""
        kind = getattr(field.related_model, "KIND", "")
        named = [ref for ref in _direct(value) if not kind or ref["kind"] == kind]
        there = field.related_model.objects.in_bulk([UUID(ref["id"]) for ref in named])
        self.words += [
            _("“%s” is gone from the record.") % ref["title"] for ref in named if UUID(ref["id"]) not in there
        ]
        return [UUID(ref["id"]) for ref in named if UUID(ref["id"]) in there]

    def source(self, citation: dict) -> UUID | None:
        key = UUID(citation["source"])
        if Source.objects.filter(pk=key).exists():
            return key
        self.words.append(_("The source “%s” is gone.") % citation["title"])
        return None


def _direct(value: Any) -> list[dict]:
    """The references of a list: its items, or what stands right in each (an expert, not the expert's affiliations)."""
    return [ref for item in value for ref in (item, *item.values()) if isinstance(ref, dict) and "kind" in ref]


class Rows:
    """The tables of an entry that are lists: other names, pictures, sources, variants of a quotation."""

    def __init__(self, entry: Entry, lost: Lost):
        self.entry, self.lost = entry, lost

    def replace(self, relation: models.ManyToOneRel, part: Any, items: list[dict]) -> None:
        """Written anew, in order, unless the rows say the same already."""
        manager = getattr(self.entry, relation.get_accessor_name())
        if part.to_representation(manager.all()) == items:
            return
        manager.all().delete()
        table: Any = relation.related_model
        for order, item in enumerate(items):
            values = self._columns(part.child, item)
            if values is not None:
                if any(field.name == "order" for field in table._meta.fields):
                    values["order"] = order
                table.objects.create(**{relation.field.name: self.entry}, **values)

    def _columns(self, child: Any, item: dict) -> dict[str, Any] | None:
        """Column → value; None when the row cannot stand: its source or its picture is gone."""
        if isinstance(child, CitationShape):
            source = self.lost.source(item)
            return {"source_id": source, "locator": item["locator"]} if source else None
        values: dict[str, Any] = {}
        for name, part in child.fields.items():
            if isinstance(part, CitationShape):
                cited = self._columns(part, item[name])
                if cited is None:
                    return None
                values |= cited
            else:
                values[part.source.split(".")[0]] = item[name]
        if "file" in values:
            return self._picture(values)
        return values

    def _picture(self, values: dict[str, Any]) -> dict[str, Any] | None:
        if default_storage.exists(values["file"]):
            return values
        self.lost.words.append(_("The picture “%s” is gone.") % (values["alt"] or values["file"]))
        return None


def restore_facts(entry: Entry, statements: list[dict], lost: Lost) -> None:
    """The dated facts, each under its own id; rows the edition did not have are taken out.

    All are taken out first, so that two rows may change places under a constraint.
    """
    typed = [each for each in statements if stands_in_a_row(entry.pk, each)]
    for name in kinds.get(entry.kind).serializer.fact_rows:
        table: Any = entry._meta.get_field(name).related_model
        own = [each for each in typed if each["kind"] == table.kind]
        read = [(_row(entry, table, each, lost), each["citations"]) for each in own]
        written = [(row, citations) for row, citations in read if row]
        getattr(entry, name).all().delete()
        is_sorted = _in_natural_order([row for row, _citations in written])
        for order, (row, citations) in enumerate(written):
            row.order = 0 if is_sorted else order
            row.save(force_insert=True)
            _cite(row, citations, lost)


def _row(entry: Entry, table: Any, statement: dict, lost: Lost) -> DatedFact | None:
    """The row as it was; what the public never saw of it (when to check it again) stays as it is."""
    row = table.objects.filter(pk=statement["id"]).first() or table(pk=UUID(statement["id"]))
    setattr(row, table.entry_field, entry)
    parties = {
        field.name: field for field in table._meta.fields if field.many_to_one and field.name != table.entry_field
    }
    for field in parties:
        setattr(row, field, None)
    for side in (statement["subject"], statement["object"]):
        if side and side["id"] != str(entry.pk):
            found = next((each for each in parties.values() if side["kind"] == each.related_model.KIND), None)
            if found and (key := lost.unless_gone(found, side)):
                setattr(row, found.attname, key)
    return _filled(row, statement, entry, lost)


def _filled(row: Any, statement: dict, entry: Entry, lost: Lost) -> DatedFact | None:
    columns = {field.name: field for field in row._meta.fields}
    for key, value in statement["value"].items():
        field = columns.get(key) or columns.get(f"is_{key}") or None
        if field is None:
            continue  # derived from another entry, such as the state of an office
        if field.many_to_one:
            setattr(row, field.attname, lost.unless_gone(field, value) if value else None)
        else:
            setattr(row, field.attname, value)
    for name in ("standing", "confidence", "note"):
        setattr(row, name, statement[name])
    row.checked_on = row._meta.get_field("checked_on").to_python(statement["checked_on"])
    _date(row, statement["valid"], entry)
    if any(not field.null and field.many_to_one and getattr(row, field.attname) is None for field in row._meta.fields):
        lost.words.append(_("A fact is left out, because whom it names is gone: %s.") % statement["kind"])
        return None
    return row


def _date(row: Any, valid: dict, entry: Entry) -> None:
    """A row dated as its entry says nothing of its own, so that it follows the entry from then on."""
    silent = {"from": None, "to": None, "precision": {"from": Precision.NOT_APPLICABLE, "to": Precision.NOT_APPLICABLE}}
    set_dates(row, silent if valid == entry.dates else valid)


def _cite(row: Any, citations: list[dict], lost: Lost) -> None:
    for order, each in enumerate(citations):
        if source := lost.source(each):
            row.citations.create(source_id=source, locator=each["locator"], order=order)


def _in_natural_order(rows: list) -> bool:
    """As the table sorts rows nobody has put in order: by start, those without one last, then by id."""
    keys = [(row.starts_on is None, row.starts_on or None, row.pk) for row in rows]
    return all(_before(one, other) for one, other in zip(keys, keys[1:], strict=False))


def _before(one: tuple, other: tuple) -> bool:
    if one[0] or other[0]:
        return one[0] < other[0] or (one[0] and other[0] and one[2] < other[2])
    return one[1:] < other[1:]
