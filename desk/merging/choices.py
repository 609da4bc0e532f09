"""What somebody chose, field by field, after their save met a newer one."""

from collections.abc import Iterator

from django import forms
from django.http import QueryDict

from desk.merging.merge import ASK, MINE, THEIRS, Difference, row_path
from desk.merging.plain import Plain, in_words, plain, spelled
from desk.merging.sheet import Rows, Sheet, State

ASKED = "merge"  # the hidden field with the paths that were asked, separated by spaces


def answer(path: str) -> str:
    """The name of the radio buttons of `path`."""
    return f"{ASKED}-{path}"


def apply(sheet: Sheet, seen: State, data: QueryDict) -> tuple[QueryDict, list[Difference]]:
    """`data` with `seen` where theirs was chosen, and what is still to be answered."""
    data, open_ = data.copy(), []
    for path in data.pop(ASKED, [""])[-1].split()[:2000]:
        chosen = (data.pop(answer(path), None) or [""])[-1]
        if chosen == MINE:
            continue
        if path.startswith("row:"):
            open_.extend(_whole_row(sheet, data, path, chosen))
        elif chosen == THEIRS:
            _take_theirs(sheet, seen, data, path)
        else:
            open_.extend(_still_differing(sheet, seen, data, path))
    return data, open_


def _find(sheet: Sheet, seen: State, data: QueryDict, path: str) -> tuple[Rows | None, str, Plain | None]:
    """The rows and the field that `path` names, and what they hold on the other side; None: nothing any more."""
    if path in sheet.fields:
        return None, path, seen.fields.get(path)
    for part in sheet.parts:
        index, _dash, name = path.removeprefix(f"{part.prefix}-").partition("-")
        if path.startswith(f"{part.prefix}-") and index.isdigit():
            row = seen.rows.get(part.prefix, {}).get(str(data.get(part.name(int(index), part.key_name))), {})
            return part, name, row.get(name)
    return None, "", None


def _take_theirs(sheet: Sheet, seen: State, data: QueryDict, path: str) -> None:
    part, name, value = _find(sheet, seen, data, path)
    if name == "DELETE":
        data.pop(path, None)
    elif value is not None:
        field = part.fields[name] if part else sheet.fields[name]
        _put(data, field, path, value)


def _put(data: QueryDict, field: forms.Field, path: str, value: Plain) -> None:
    for old in [old for old in data if old == path or old.startswith(f"{path}-")]:
        del data[old]
    for new, chosen in spelled(field, path, value).items():
        data.setlist(new, chosen)


def _still_differing(sheet: Sheet, seen: State, data: QueryDict, path: str) -> Iterator[Difference]:
    part, name, value = _find(sheet, seen, data, path)
    if name == "DELETE":
        if path in data:
            yield Difference(path, str(part.label if part else ""), "", "–", "", ASK)
    elif value is not None:
        field = part.fields[name] if part else sheet.fields[name]
        mine = plain(field, field.widget.value_from_datadict(data, {}, path))
        if mine != value:
            yield Difference(path, str(field.label or name), "", in_words(field, mine), in_words(field, value), ASK)


def _whole_row(sheet: Sheet, data: QueryDict, path: str, chosen: str) -> Iterator[Difference]:
    """A row that they removed. What was edited since is a new row, and stays."""
    for part in sheet.parts:
        for index, key, values, _is_deleted in part.typed(data):
            if key or row_path(part, values) != path:
                continue
            if chosen == THEIRS:
                for name, value in part.blank.items():
                    _put(data, part.fields[name], part.name(index, name), value)
            else:
                yield Difference(path, str(part.label), "", "", "", ASK)
