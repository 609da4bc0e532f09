"""A file as rows of text. What is no table, too large, or made to harm is refused in words before it is opened."""

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

MAX_BYTES = 5 * 1024 * 1024
# So many rows are tried within the patience of a browser and of the server's workers.
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 300, 200, 20_000
# What the parts of a workbook may grow to when unpacked, and how many tags may stand in them: a full table of
# MAX_ROWS by MAX_COLUMNS needs at most four a cell. Each becomes an object a hundred times its size.
MAX_UNPACKED, MAX_PARTS, MAX_TAGS = 32 * 1024 * 1024, 500, 400_000
# A spreadsheet program that opens such a cell would run it (OWASP, CSV injection); a number or a dash is none.
# The wide signs are the same to a program set to Japanese or Chinese.
FORMULA = re.compile(r"[=@＝＠\t\r]|[+＋－-](?![\d\s.,]*$|\s)")


@dataclass(frozen=True)
class Table:
    """`rows` are (number in the file, {column: text}); cells that are empty are left out."""

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def table_of(name: str, data: bytes) -> Table:
    """Raises ValidationError."""
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than %d MiB; import it in parts.") % (MAX_BYTES // 1024**2))
    if name.lower().endswith(".csv"):
        return _table(_csv_rows(data))
    if name.lower().endswith(".xlsx"):
        return _table(_xlsx_rows(data))
    raise ValidationError(_("Use a .csv or .xlsx file."))


def _table(lines) -> Table:
    header, rows = None, []
    for number, cells in enumerate(lines, start=1):
        if number > MAX_ROWS + 1:
            raise ValidationError(_("The table has more than %d rows; import it in parts.") % MAX_ROWS)
        if any(cells[MAX_COLUMNS + 1 :]):
            raise _too_wide()
        texts = [_text(cell, number, place) for place, cell in enumerate(cells[: MAX_COLUMNS + 1], start=1)]
        if header is None:
            header = _header(texts)
        elif any(texts):
            if any(texts[len(header) :]):
                raise ValidationError(_("Row %d has more cells than there are columns.") % number)
            rows.append((number, {name: text for name, text in zip(header, texts, strict=False) if text}))
    if not header or not rows:
        raise ValidationError(_("The table is empty: the first row names the columns, each further row is an entry."))
    return Table(header, rows)


def _header(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    names = [text.lower() for text in texts]
    if len(names) > MAX_COLUMNS:
        raise _too_wide()
    repeated = {name for name in names if names.count(name) > 1}
    if repeated or "" in names:
        raise ValidationError(_("Each column needs a name of its own: %s.") % (", ".join(sorted(repeated)) or "–"))
    return names


def _too_wide() -> ValidationError:
    return ValidationError(_("The table has more than %d columns.") % MAX_COLUMNS)


def _text(cell: Any, row: int, column: int) -> str:
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == datetime.min.time() else cell
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell).strip(" ")
    where = {"row": row, "column": column}
    if len(text) > MAX_CELL:
        raise ValidationError(_("Row %(row)d, column %(column)d is far too long for a cell.") % where)
    if "\x00" in text:
        raise ValidationError(_("Row %(row)d, column %(column)d contains a NUL character.") % where)
    if FORMULA.match(text):
        raise ValidationError(
            _("Row %(row)d, column %(column)d begins like a formula (“%(text)s”). Write plain text.")
            % {**where, "text": text[:20]}
        )
    return text.strip()


def _csv_rows(data: bytes):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("The file is not UTF-8; save it as “CSV UTF-8”.")) from error
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)d is no CSV: %(reason)s.") % {"line": reader.line_num, "reason": error}
        ) from error


def _xlsx_rows(data: bytes):
    _refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        # What the sheet says of its own size is not believed: a billion rows that are not there would be walked.
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
    except Exception as error:  # a broken workbook makes openpyxl raise nearly anything
        raise ValidationError(_("The file cannot be read as a spreadsheet; save it as .xlsx again.")) from error


def _refuse_bombs(data: bytes) -> None:
    """Looks at the directory of the archive, then unpacks no more than it may hold; no part may declare entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise _too_much()
            bytes_left, tags_left = MAX_UNPACKED, MAX_TAGS
            for part in parts:
                with archive.open(part) as packed:
                    content = packed.read(bytes_left + 1)
                bytes_left -= len(content)
                tags_left -= content.count(b"<") - content.count(b"</")
                if bytes_left < 0 or tags_left < 0:
                    raise _too_much()
                _refuse_entities(content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValidationError(_("The file cannot be read as a spreadsheet; save it as .xlsx again.")) from error


def _too_much() -> ValidationError:
    return ValidationError(_("The spreadsheet unpacks to far more than a table needs; it was not opened."))


def _refuse_entities(content: bytes) -> None:
    # Without its zeros UTF-16 reads like UTF-8 here.
    plain = content.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ValidationError(_("The spreadsheet declares entities, which no table needs."))
