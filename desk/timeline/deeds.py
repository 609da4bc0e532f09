"""Rows of one request as one deed: who did what, when, by which request."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from desk.timeline.rows import Row, rows_of
from desk.timeline.words import Change, Names, changes, relations_in, title_of
from publishing.models import Action, Entry, Source

PER_PAGE = 20
VERBS = ("approval", "edition", "release")
# An hour not everybody is told.
LATER = "later"


@dataclass(frozen=True)
class Part:
    """One row of a deed: `how` it fared, what it is, what changed in it; or a verb, which is all words."""

    how: str
    words: str
    title: str
    changes: list[Change]


@dataclass(frozen=True)
class Deed:
    at: datetime
    who: str
    by: str
    request: str
    parts: list[Part]


@dataclass(frozen=True)
class Page:
    deeds: list[Deed]
    number: int
    pages: int
    total: int


def deeds_of(thing: Entry | Source, number: int = 1, *, shows_hours: bool = True) -> Page:
    """One page of the timeline, newest first; beyond the last page there is nothing.

    `shows_hours`: whether the hour of an edition that still waits for it is told, or only that it waits.
    """
    rows, total = rows_of(thing, (number - 1) * PER_PAGE, number * PER_PAGE)
    rows = rows if shows_hours else [_without_hour(row) for row in rows]
    names = Names()
    names.learn(_ids(rows))
    groups = [list(group) for _key, group in groupby(rows, key=lambda row: row.group)]
    deeds = [_deed(group, names) for group in groups]
    return Page(deeds, number, max(1, -(-total // PER_PAGE)), total)


def _without_hour(row: Row) -> Row:
    waits = row.label == "edition" and row.data["position"] is None and row.data["release_at"]
    return replace(row, data=row.data | {"release_at": LATER}) if waits else row


def _ids(rows: list[Row]) -> Iterator[object]:
    for row in rows:
        yield from relations_in(row)
        yield (row.context or {}).get("user")
        yield row.data.get("by_id") or row.data.get("publisher_id")


def _deed(rows: list[Row], names: Names) -> Deed:
    signed = next((row.context for row in rows if row.context is not None), None)
    who, by = _signature(signed, rows, names)
    parts = _together([part for row in rows if (part := _part(row, names, who))])
    return Deed(max(row.at for row in rows), who, by, (signed or {}).get("request", ""), parts)


def _together(parts: list[Part]) -> list[Part]:
    """An entry stands in two tables, its own and that of all entries: what befell both is told once."""
    told: dict[int | str, Part] = {}
    for number, part in enumerate(parts):
        key: int | str = number if part.title or part.how == "verb" else part.how
        known = told.get(key)
        told[key] = replace(part, changes=[*known.changes, *part.changes]) if known else part
    return list(told.values())


def _signature(context: dict | None, rows: list[Row], names: Names) -> tuple[str, str]:
    """Who it was, and how it came about."""
    if context is None:
        if all(row.label in VERBS for row in rows):
            return _verb_by(rows[0], names), ""
        if all(row.label == "found" for row in rows):
            return _("History begins"), _("what was there before")
        return _("Unsigned"), _("directly in the database, or by a command that did not say so")
    who = names.of(context["user"]) if context.get("user") else ""
    if context.get("command"):
        return who or _("Command"), f"manage.py {context['command']}"
    return who or _("Nobody signed in"), f"{context.get('method', '')} {context.get('url', '')}".strip()


def _verb_by(row: Row, names: Names) -> str:
    user = row.data.get("by_id") or row.data.get("publisher_id")
    return names.of(user) if user else _("The clock")


def _part(row: Row, names: Names, who: str) -> Part | None:
    if row.label in VERBS:
        return Part("verb", _verb(row, names, who), "", [])
    found = changes(row, names)
    if row.label == "update" and not found:
        return None
    title = title_of(row, names)
    return Part(row.label, _fate(row.label, bool(title)), title, found)


def _fate(label: str, is_part: bool) -> str:
    if label == "insert":
        return _("added") if is_part else _("created")
    return {"update": _("changed"), "delete": _("removed; it last said")}.get(label, _("as it stood"))


def _verb(row: Row, names: Names, who: str) -> str:
    data, by = row.data, _verb_by(row, names)
    signed = "" if by == who else " " + _("(%s)") % by
    if row.label == "approval":
        reason = data["forced_reason"]
        return (_("approved without other eyes: %s") % reason if reason else _("approved")) + signed
    said = {"number": data["number"], "action": Action(data["action"]).label}
    if row.label == "release":
        return _("edition %(number)d released at its hour: %(action)s") % said
    words = _("edition %(number)d: %(action)s") % said + signed
    if data["release_at"] == LATER:
        words += ", " + _("waits for its hour")
    elif data["release_at"] and (hour := parse_datetime(data["release_at"])):
        words += ", " + _("to be released at %s") % f"{hour:%Y-%m-%d %H:%M} UTC"
    return f"{words}. {data['note']}" if data["note"] else words
