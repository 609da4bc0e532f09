"""Cells of CSV tables: what a spreadsheet must not take for a formula, and how a program gets the words back.

An apostrophe is put before each of `= + - @ '`, TAB, CR and the full-width forms where it begins a cell, or follows a
semicolon, TAB or line break in one: a program that splits at those would let it begin a cell. Apostrophes get one too,
so the rule can be undone: delete the apostrophe before any of these characters in these places. Numbers stay numbers.
"""

import re
from typing import Any

import orjson

_BEGINNING = r"(?:^|(?<=[;\t\r\n]))"
_RISKY = r"[=+\-@'\t\r＝＋－＠]"
_EXPOSED = re.compile(rf"{_BEGINNING}(?={_RISKY})")
_GUARDED = re.compile(rf"{_BEGINNING}'(?={_RISKY})")


def safe(value: Any) -> str:
    """A value as the text of a cell: nothing for null, `true`/`false`, JSON for what is not a single value."""
    match value:
        case None:
            return ""
        case bool() | list() | dict():
            return guarded(orjson.dumps(value).decode())
        case int() | float():
            return str(value)
    return guarded(str(value))


def guarded(text: str) -> str:
    return _EXPOSED.sub("'", text)


def unguarded(text: str) -> str:
    return _GUARDED.sub("", text)
