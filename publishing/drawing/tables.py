"""The numbers of a picture: printed below it, written as CSV, compared with the API by tests."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing.cells import safe
from publishing.datewords import partial_words


@dataclass(frozen=True)
class Cell:
    """`value` is what a program reads; `words` what a reader reads, linked to `url` if there is one."""

    value: str | int | None
    words: str = ""
    url: str | None = None
    is_date: bool = False

    @property
    def has_words(self) -> bool:
        """Whether a reader is told other words than a program."""
        return self.text != ("" if self.value is None else str(self.value))

    @property
    def text(self) -> str:
        return self.words or ("" if self.value is None else str(self.value))


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    citations: Sequence[dict[str, Any]] = ()
    # How many of the cells are printed; those behind them are for programs.
    shown: int | None = None

    @property
    def printed(self) -> tuple[Cell, ...]:
        return self.cells[: self.shown]


@dataclass(frozen=True)
class Table:
    """`columns` are headings for readers, `names` those of the CSV's columns. The first cell of a row names it."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]

    def csv(self) -> bytes:
        """RFC 4180, UTF-8 with the mark by which spreadsheets know it."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(self.names)
        writer.writerows([safe(cell.value) for cell in row.cells] for row in self.rows)
        return b"\xef\xbb\xbf" + out.getvalue().encode()


def dated(valid: dict[str, Any], side: str) -> Cell:
    """An end of a period as far as it is known; an absent one says which absence it is."""
    size = {"year": 4, "month": 7}.get(valid["precision"][side], 10)
    text = (valid[side] or "")[:size]
    return Cell(text or None, partial_words(text), is_date=True) if text else Cell(None, absent(valid, side))


def absent(valid: dict[str, Any], side: str) -> str:
    return {"open": _("still running"), "unknown": _("unknown")}.get(valid["precision"][side], "–")
