"""A feed before it is written in any form: its items, its tombstones, its links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.elsewhere import (
    Author,
    absolute,
    authors,
    html_of,
    permanent_url,
    picture_url,
    plain_of,
    references_in_full,
    titled,
    told,
    urn,
)
from publishing.models import Edition, Log
from publishing.reading import Moment
from syndication.feeds.reading import Shelf
from syndication.feeds.scopes import Scope
from syndication.record import proof_of, record_of
from syndication.v1.addresses import edition_url

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One line of a feed. `record` is what every shape of the edition carries: id, number, position, digest …"""

    id: str
    title: str
    url: str
    language: str
    published: datetime
    updated: datetime
    record: dict[str, Any]
    summary: str = ""
    html: str = ""
    text: str = ""
    authors: list[Author] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    image: str | None = None


@dataclass(frozen=True)
class Deleted:
    """What is left of a withdrawn entry (RFC 6721): which item to drop, since when, and the public reason."""

    id: str
    at: datetime
    note: str
    record: dict[str, Any]


@dataclass(frozen=True)
class Feed:
    scope: Scope
    head: Log
    position: int
    shelf: Shelf
    items: list[Item]
    deleted: list[Deleted]
    archive: int | None = None

    def address(self, form: str, archive: int | None = None) -> str:
        part = f"/archive/{archive}" if archive else ""
        return f"{settings.SITE_URL}/feeds/{self.scope.name}{part}.{form}"

    @property
    def updated(self) -> datetime:
        times = [*(item.updated for item in self.items), *(gone.at for gone in self.deleted)]
        return max(times) if times else NEVER


def feed_of(scope: Scope, shelf: Shelf, moment: Moment, archive: int | None = None) -> Feed:
    """`moment`: when the current names of what the texts point to are read; of an archive, at its end."""
    standing = [row for row in shelf.rows if _is_told(row, scope)]
    references = references_in_full([row.document for row in standing], moment)
    items = [_correction(row) if scope.is_of_corrections else _item(row, references) for row in standing]
    deleted = [_deleted(row, scope) for row in shelf.rows if not _is_told(row, scope)]
    return Feed(scope, moment.head, moment.position, shelf, items, _once(deleted), archive)


def _is_told(row: Edition, scope: Scope) -> bool:
    return not row.is_suppressed and (scope.is_of_corrections or not row.is_withdrawn)


def _item(edition: Edition, references: Mapping[str, dict]) -> Item:
    document = edition.document
    return Item(
        id=urn(edition.entry_id),
        title=titled(edition),
        url=absolute(edition.url) or "",
        language=edition.language,
        published=edition.first_released_at or NEVER,
        updated=edition.released_at or NEVER,
        record=record_of(edition),
        summary=edition.summary,
        html=html_of(edition, references),
        text=plain_of(edition) or edition.summary or edition.title,
        authors=authors(document),
        topics=[references[topic["id"]]["title"] for topic in document["topics"]],
        image=picture_url(document["images"][0]) if document["images"] else None,
    )


def _correction(edition: Edition) -> Item:
    """A correction is told by itself, under an id of its own; `record` says which entry it is of."""
    words = told(edition.action, edition.note)
    title = edition.title or str(kinds.get(edition.kind).label)
    return Item(
        id=correction_id(edition),
        title=f"{told(edition.action, '').rstrip('.')}: {title}",
        url=(absolute(edition.url) if edition.is_withdrawn else permanent_url(edition)) or "",
        language=edition.language,
        published=edition.released_at or NEVER,
        updated=edition.released_at or NEVER,
        record=record_of(edition),
        summary=edition.note or words,
        text=words,
        authors=[Author(settings.SITE_NAME)],
    )


def correction_id(edition: Edition) -> str:
    """Of this edition, not of its entry: two corrections of one entry are two."""
    return edition_url(edition.kind, edition.entry_id, edition.number)


def _deleted(row: Any, scope: Scope) -> Deleted:
    """Nothing of the row's own words is told, only those of the withdrawal."""
    notice = row.withdrawal
    at = datetime.fromisoformat(notice["at"]) if notice else row.released_at
    return Deleted(
        id=correction_id(row) if scope.is_of_corrections else urn(row.entry_id),
        at=at,
        note=notice["note"] if notice else row.note if row.is_withdrawn else _("Withdrawn."),
        record=proof_of(row),
    )


def _once(deleted: list[Deleted]) -> list[Deleted]:
    return list({gone.id: gone for gone in reversed(deleted)}.values())[::-1]
