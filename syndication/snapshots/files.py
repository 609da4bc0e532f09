"""Files as they are written: counted and fingerprinted byte by byte, the same bytes for the same content."""

import csv
import gzip
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from publishing.cells import safe


class Output:
    """A binary file that knows its size and SHA-256."""

    def __init__(self, path: Path) -> None:
        self.raw = path.open("xb")
        self.size, self.digest = 0, sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self.raw.write(data)

    def flush(self) -> None:
        self.raw.flush()

    def close(self) -> None:
        self.raw.flush()
        os.fsync(self.raw.fileno())
        self.raw.close()


@contextmanager
def output(path: Path) -> Iterator[Output]:
    file = Output(path)
    try:
        yield file
    finally:
        file.close()


def described(path: Path, file: Output, **counts: Any) -> dict[str, Any]:
    """A file's line in the manifest."""
    return {"file": path.name, **counts, "bytes": file.size, "sha256": file.digest.hexdigest()}


def write_lines(path: Path, lines: Iterable[bytes]) -> dict[str, Any]:
    """gzip NDJSON, without name and time in its header: who has the content can check the file."""
    entries = 0
    with output(path) as file, gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:  # type: ignore[arg-type]
        for line in lines:
            packed.write(line + b"\n")
            entries += 1
    return described(path, file, entries=entries)


def write_table(path: Path, columns: list[str], rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """CSV (RFC 4180, UTF-8): every cell quoted, none that a spreadsheet would calculate."""
    number = 0
    with output(path) as file:
        writer = csv.writer(_Encoded(file), quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        for row in rows:
            writer.writerow(safe(row.get(column)) for column in columns)
            number += 1
    return described(path, file, rows=number, columns=columns)


class _Encoded:
    def __init__(self, file: Output) -> None:
        self.file = file

    def write(self, text: str) -> int:
        return self.file.write(text.encode())
