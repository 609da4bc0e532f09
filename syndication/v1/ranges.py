"""Files in parts: a download that broke off goes on where it stopped (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import StreamingHttpResponse
from django.utils.http import http_date, parse_etags
from rest_framework.request import Request

CHUNK = 64 * 1024
# Only a single range: whoever asks for several gets the whole file, as the standard allows.
_SINGLE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class Unsatisfiable(Exception):
    """The range lies beyond the end."""


class Part:
    """`length` bytes of a file from `start` on, a chunk in memory at a time."""

    def __init__(self, path: Path, start: int, length: int) -> None:
        self.file = path.open("rb")
        self.file.seek(start)
        self.left = length

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.file.read(min(CHUNK, self.left)):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()


def wanted(request: Request, size: int, etag: str, modified: str) -> tuple[int, int] | None:
    """First byte and length of the part asked for; None for the whole. Raises Unsatisfiable."""
    asked = request.headers.get("Range", "")
    match = _SINGLE.fullmatch(asked.replace(" ", ""))
    # If-Range: the part only of the very file the caller has the beginning of.
    if request.method != "GET" or not match or request.headers.get("If-Range", etag) not in (etag, modified):
        return None
    first, last = match[1], match[2]
    if not first:
        return _last_bytes(int(last), size) if last else None
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, end - start + 1


def _last_bytes(number: int, size: int) -> tuple[int, int]:
    if not number:
        raise Unsatisfiable
    length = min(number, size)
    return size - length, length


def file_response(request: Request, path: Path, sha256: str, made_at: float) -> StreamingHttpResponse:
    """The file or the part of it asked for, or 304. Raises Unsatisfiable, FileNotFoundError."""
    size, etag, modified = path.stat().st_size, f'"{sha256}"', http_date(made_at)
    headers = {"ETag": etag, "Last-Modified": modified, "Accept-Ranges": "bytes"}
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in held or "*" in held:
        return StreamingHttpResponse((), status=304, headers=headers)
    part = wanted(request, size, etag, modified)
    start, length = part or (0, size)
    if part:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    headers["Content-Length"] = str(length)
    body = Part(path, start, length) if request.method == "GET" else ()
    return StreamingHttpResponse(body, status=206 if part else 200, headers=headers)
