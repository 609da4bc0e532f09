"""What an edition carries in every shape it is told in: the same id, number, position and digest."""

from typing import Any

from publishing.elsewhere import permanent_url
from publishing.models import Edition
from syndication.v1.addresses import item_url

# The member under which formats that allow members of one's own carry it.
OWN = "_alliance_record"


def record_of(edition: Edition) -> dict[str, Any]:
    return {
        "id": str(edition.entry_id),
        "kind": edition.kind,
        "edition": edition.number,
        "position": edition.position,
        "digest": edition.digest,
        "action": edition.action,
        "note": edition.note,
        "reviewed": edition.has_second_reader,
        "edition_url": permanent_url(edition),
        "api_url": item_url(edition.kind, edition.entry_id),
    }


def proof_of(edition: Edition) -> dict[str, Any]:
    """What is left of it once its entry is withdrawn."""
    told = record_of(edition)
    return {name: told[name] for name in ("id", "kind", "edition", "position", "digest")}
