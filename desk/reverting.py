"""An earlier edition back into the working copy: its document written into the rows editors work on. A draft, no more.

Generic over kinds: the serializer that made the document says which of its parts came from which column or table.
What follows from other rows (implied facts, offices held) is derived again, not written.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from desk.reverting_rows import Lost, Rows, restore_facts, set_dates
from publishing import kinds
from publishing.documents import Dates, Reference
from publishing.models import Edition, Entry

# Identity, and what is said of a change rather than of the world.
KEPT = {"id", "kind", "facts", "note"}


@transaction.atomic
def revert(entry: Entry, edition: Edition, by) -> list[str]:
    """Write `edition` back as a change by `by`; returns in words what could not be brought back.

    Raises ValidationError when other entries hold what it needs: an address, a code, a period; nothing is written then.
    """
    document = edition.document
    if edition.entry_id != entry.pk or edition.position is None or "title" not in document:
        raise ValidationError(_("This edition has no text that could be put back."))
    saved = Entry.objects.locked().get(pk=entry.pk).specific
    lost = Lost()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            _write(saved, document, lost)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise ValidationError(_why(error, saved)) from error
    saved.record_change(by)
    return [*lost.words, *_different(saved, document, lost)]


def _write(entry: Entry, document: dict, lost: Lost) -> None:
    rows = Rows(entry, lost)
    later: list[tuple[str, list]] = []
    for name, part in kinds.get(entry.kind).serializer().fields.items():
        if name in KEPT or name not in document:
            continue
        value, column = document[name], part.source if part.source != "*" else name
        field = _field(entry, column)
        if isinstance(part, Dates):
            set_dates(entry, value)
        elif isinstance(part, Reference):
            setattr(entry, f"{column}_id", lost.unless_gone(field, value))
        elif isinstance(field, models.ManyToManyField):
            later.append((column, lost.known(field, value)))
        elif isinstance(field, models.ManyToOneRel):
            rows.replace(field, part, value)
        elif isinstance(field, models.Field):
            setattr(entry, column, field.to_python(value))
    entry.save()
    for column, keys in later:
        getattr(entry, column).set(keys)
    restore_facts(entry, document["facts"], lost)


def _field(entry: Entry, column: str) -> Any:
    try:
        return entry._meta.get_field(column)
    except FieldDoesNotExist:
        return None  # derived: by a property, or from rows of other entries


def _why(error: IntegrityError, entry: Entry) -> str:
    """The constraint's own words: what stands in the way now did not when the edition came out."""
    told = next((str(each.violation_error_message) for each in _constraints(entry) if each.name in str(error)), "")
    head = _("Nothing was put back: another entry holds by now what this edition had.")
    return f"{head} {told}".strip()


def _constraints(entry: Entry) -> Iterator[models.BaseConstraint]:
    tables: list[Any] = [Entry, type(entry), *(rel.related_model for rel in entry._meta.related_objects)]
    for table in tables:
        yield from table._meta.constraints


def _different(entry: Entry, document: dict, lost: Lost) -> Iterator[str]:
    """What the document says differently all the same: because names, sources or derived offices have moved on."""
    now = entry.document()
    compared = [name for name in document if name == "facts" or name not in KEPT]
    names = ", ".join(name.replace("_", " ") for name in compared if now.get(name) != document[name])
    if names and not lost.words:
        yield _("Some of it reads differently by now, because sources or other entries have changed: %s.") % names
