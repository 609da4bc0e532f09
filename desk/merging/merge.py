"""Three states of a form, made one: what one person changed stands, what both changed is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.merging.plain import in_words
from desk.merging.sheet import Rows, Sheet, State, Values

MINE, THEIRS, ASK = "mine", "theirs", "ask"


@dataclass(frozen=True)
class Difference:
    """One field, or a row as a whole, that is not the same on both sides. `path`: its name in the merged form."""

    path: str
    label: str
    before: str
    mine: str
    theirs: str
    outcome: str


@dataclass
class Merged:
    data: QueryDict
    differences: list[Difference] = field(default_factory=list)

    @property
    def asked(self) -> list[Difference]:
        return [each for each in self.differences if each.outcome == ASK]

    @property
    def settled(self) -> list[Difference]:
        return [each for each in self.differences if each.outcome != ASK]


def merge(sheet: Sheet, base: State | None, typed: QueryDict) -> Merged:
    """What is stored with what was typed on `base`. Without a base nobody knows who changed what: all is asked."""
    theirs, mine = sheet.stored, sheet.typed(typed)
    found: list[Difference] = []
    fields = _values(base.fields if base else None, theirs.fields, mine.fields, sheet.fields, "", "", found)
    merged = State(fields, {})
    for part in sheet.parts:
        _merge_rows(_Rows(part, base, theirs, mine), merged, found)
    return Merged(sheet.spell(merged, typed), found)


def _values(
    base: Values | None, theirs: Values, mine: Values, fields: dict[str, forms.Field], start: str, of: str, found: list
) -> Values:
    """The merged values of one row, or of the entry itself; what differs goes to `found`."""
    merged: Values = {}
    for name, each in fields.items():
        my, their = mine[name], theirs[name]
        before = base.get(name) if base else None
        outcome = MINE if before == their else THEIRS if before == my else ASK
        merged[name] = their if outcome == THEIRS else my
        if my != their:
            label = " · ".join(filter(None, [of, str(capfirst(each.label or name))]))
            was, mine_told, theirs_told = (in_words(each, value) for value in (before, my, their))
            found.append(Difference(start + name, label, was, mine_told, theirs_told, outcome))
    return merged


@dataclass
class _Rows:
    """The rows of one kind on all sides."""

    part: Rows
    base: State | None
    theirs: State
    mine: State

    def __post_init__(self):
        prefix = self.part.prefix
        self.before = self.base.rows.get(prefix, {}) if self.base else None
        self.their_rows, self.my_rows = self.theirs.rows[prefix], self.mine.rows[prefix]
        self.my_new, self.my_deleted = self.mine.new[prefix], self.mine.deleted[prefix]

    def title(self, key: str) -> str:
        return self.part.titles.get(key) or str(capfirst(self.part.label))

    def told(self, path: str, of: str, mine: str, theirs: str, outcome: str) -> Difference:
        return Difference(path, of, "", mine, theirs, outcome)


def _merge_rows(rows: _Rows, merged: State, found: list[Difference]) -> None:
    prefix, kept, deleted = rows.part.prefix, {}, set()
    for index, (key, theirs) in enumerate(rows.their_rows.items()):
        start, title = f"{prefix}-{index}-", rows.title(key)
        before = rows.before.get(key) if rows.before is not None else None
        if key in rows.my_deleted:
            kept[key] = theirs
            deleted.add(key)
            outcome = MINE if before == theirs else ASK
            found.append(rows.told(f"{start}DELETE", title, _("removed"), _row_in_words(rows.part, theirs), outcome))
        elif key in rows.my_rows:
            kept[key] = _values(before, theirs, rows.my_rows[key], rows.part.fields, start, title, found)
        else:
            kept[key] = theirs
            found.append(rows.told(start, title, _("not there"), _row_in_words(rows.part, theirs), THEIRS))
    new = [row for row in rows.my_new if row not in _added_by_them(rows)]
    again = list(_gone(rows, found))
    for row in new:
        title = str(capfirst(rows.part.label))
        found.append(rows.told("", title, _row_in_words(rows.part, row), _("not there"), MINE))
    merged.rows[prefix], merged.deleted[prefix], merged.new[prefix] = kept, deleted, [*again, *new]


def _added_by_them(rows: _Rows) -> list[Values]:
    """So that a row which both added in the same words, as in two tabs of one person, is added once."""
    return [row for key, row in rows.their_rows.items() if key not in rows.my_rows]


def _gone(rows: _Rows, found: list[Difference]) -> Iterator[Values]:
    """Rows they removed and I changed: mine stand again as new ones, until I say otherwise."""
    for key, row in rows.my_rows.items():
        if key in rows.their_rows or key in rows.my_deleted:
            continue
        before = rows.before.get(key) if rows.before is not None else None
        title, words = str(capfirst(rows.part.label)), _row_in_words(rows.part, row)
        if row == before:
            found.append(rows.told("", title, words, _("removed"), THEIRS))
        else:
            found.append(rows.told(row_path(rows.part, row), title, words, _("removed"), ASK))
            yield row


def row_path(part: Rows, row: Values) -> str:
    """Names a new row by what stands in it: its number changes when rows above it are removed."""
    text = repr(sorted(row.items()))
    return f"row:{part.prefix}:{sha256(text.encode()).hexdigest()[:16]}"


def _row_in_words(part: Rows, row: Values) -> str:
    """The filled fields of a row, one a line."""
    filled = ((each, row[name]) for name, each in part.fields.items() if row[name] != part.blank[name])
    return "\n".join(f"{capfirst(each.label or '')}: {in_words(each, value)}" for each, value in filled)
