"""Addresses of the API in full."""

from uuid import UUID

from django.conf import settings

from publishing import kinds
from publishing.elsewhere import absolute as absolute
from syndication.v1 import PREFIX


def api(path: str = "") -> str:
    return f"{settings.SITE_URL}{PREFIX}{path}"


def collection_of(kind: str) -> str:
    return kinds.get(kind).collection or "entries"


def item_url(kind: str, entry_id: UUID | str) -> str:
    return api(f"{collection_of(kind)}/{entry_id}/")


def edition_url(kind: str, entry_id: UUID | str, number: int) -> str:
    return api(f"{collection_of(kind)}/{entry_id}/editions/{number}/")


def snapshot_url(position: int, file: str = "") -> str:
    """The manifest of a snapshot, or one of its files."""
    return api(f"snapshots/{position}/{file}")
