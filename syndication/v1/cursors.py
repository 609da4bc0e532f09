"""Cursors: where a reader is in a list (opaque, signed) or in the change feed (`generation-position`)."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from publishing.models import Log
from publishing.reading import BadParameter
from syndication.models import Snapshot
from syndication.v1.addresses import snapshot_url
from syndication.v1.problems import Problem

MAX_LENGTH = 4000
_FEED = re.compile(r"(?:([0-9a-f]{8})-)?([0-9]{1,18})")


@dataclass(frozen=True)
class PageCursor:
    """A place in one list at one position: the sort key of the row beside it and which way to read on."""

    position: int
    key: list[Any]
    backwards: bool
    of: str

    def sealed(self) -> str:
        return _signer().sign_object([self.position, self.key, int(self.backwards), self.of])


def _signer() -> Signer:
    return Signer(salt="syndication.v1.page", sep=".")


def fingerprint(*parts: Any) -> str:
    """What list a cursor belongs to: address, filters and order."""
    return sha256(repr(parts).encode()).hexdigest()[:16]


def open_page_cursor(text: str, of: str, head: Log) -> PageCursor:
    try:
        if len(text) > MAX_LENGTH:
            raise BadSignature
        position, key, backwards, origin = _signer().unsign_object(text)
    except (BadSignature, ValueError):
        raise BadParameter("cursor", _("This cursor is damaged; follow the links as they are given.")) from None
    if origin != of or position > head.position:
        message = _("This cursor belongs to another list; filters and order stay the same from page to page.")
        raise BadParameter("cursor", message)
    return PageCursor(position, key, bool(backwards), origin)


def feed_cursor(head: Log, position: int) -> str:
    # Before the first publication there is no generation that could be named.
    return f"{head.generation.hex[:8]}-{position}" if head.position else "0"


def newest_url(head: Log) -> str | None:
    """The manifest of the newest snapshot that may be had."""
    newest = Snapshot.objects.of(head.generation).intact().first()
    return snapshot_url(newest.position) if newest else None


def open_feed_cursor(text: str, head: Log) -> int:
    """The position a reader of the feed has reached. Never clamped: a cursor that does not fit is told so."""
    match = _FEED.fullmatch(text)
    if not match:
        message = _("“%s” is not a cursor; use `next` as it was given, a position, or 0 for the beginning.")
        raise BadParameter("after", message % text[:40])
    generation, position = match[1], int(match[2])
    if generation and generation != head.generation.hex[:8]:
        raise another_generation(head)
    if position > head.position:
        message = _("Position %(asked)s lies ahead of the record, which stands at %(head)d.")
        raise BadParameter("after", message % {"asked": match[2], "head": head.position})
    return position


def another_generation(head: Log) -> Problem:
    return Problem(
        410,
        "another-generation",
        _("This comes from another generation of the record, which has since been restored from a"
          " backup. Drop your copy and start again from the newest snapshot, or from after=0."),
        generation=str(head.generation),
        head=head.position,
        snapshots=newest_url(head),
    )  # fmt: skip
