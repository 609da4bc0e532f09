"""How a scheduled edition is told to those who may have it before its hour, and what became of one."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from rest_framework import serializers as s

from publishing.models import Edition
from publishing.reading import Moment
from syndication.models import EmbargoTurn, Turn
from syndication.terms import under_embargo
from syndication.v1 import shapes
from syndication.v1.addresses import api, edition_url
from syndication.v1.items import COLUMNS, items, tellable
from syndication.v1.problems import Problem


class EmbargoTerms(s.Serializer):
    text = s.CharField()
    url = s.URLField()


class Embargo(s.Serializer):
    until = s.DateTimeField(help_text="Nothing of it may be public before.")
    terms = EmbargoTerms()


class EmbargoedItem(shapes.Item):
    """A scheduled edition: an item without a position, and with its embargo."""

    position = s.IntegerField(allow_null=True)
    published_at = s.DateTimeField(allow_null=True)
    first_published_at = s.DateTimeField(allow_null=True)
    embargo = Embargo()


class EmbargoChange(s.Serializer):
    """What became of a scheduled edition. `released` says where it now stands in the public record."""

    position = s.IntegerField(help_text="In this stream of yours: 1, 2, 3, … without a gap.")
    at = s.DateTimeField()
    event = s.ChoiceField(Turn.values)
    id = s.UUIDField()
    kind = s.CharField()
    edition = s.IntegerField()
    language = s.CharField()
    action = s.ChoiceField(shapes.ACTIONS)
    digest = s.CharField()
    release = s.UUIDField()
    until = s.DateTimeField()
    released_position = s.IntegerField(allow_null=True)
    api_url = s.URLField()


class EmbargoOver(shapes.Problem):
    """What was under embargo and is not any more: released or cancelled."""

    event = s.ChoiceField([Turn.CANCELLED.value, Turn.RELEASED.value], required=False)
    id = s.UUIDField(required=False)
    kind = s.CharField(required=False)
    edition = s.IntegerField(required=False)
    at = s.DateTimeField(required=False)
    released_position = s.IntegerField(required=False, allow_null=True)
    api_url = s.URLField(required=False, allow_null=True)


def deliverable(editions: QuerySet[Edition], position: int) -> QuerySet[Edition]:
    """Scheduled editions with all their items need; `position`: how far the public record goes."""
    public = Edition.objects.released().filter(entry_id=OuterRef("entry_id")).order_by("position")
    first = Subquery(public.values("first_released_at")[:1])
    columns = (*COLUMNS, "release_at", "created_at", "images")
    return tellable(editions, position).only(*columns).annotate(first_public_at=first)


def embargoed_items(editions: list[Edition], moment: Moment) -> list[dict[str, Any]]:
    told = items(editions, moment)
    return [item | embargo_of(edition) for edition, item in zip(editions, told, strict=True)]


def embargo_of(edition: Any) -> dict[str, Any]:
    return {
        "api_url": embargoed_url(edition.entry_id),
        "first_published_at": edition.first_public_at,
        "embargo": {"until": edition.release_at, "terms": under_embargo()},
    }


def embargoed_url(entry_id: Any) -> str:
    return api(f"embargoed/{entry_id}/")


def told_turn(place: int, turn: EmbargoTurn) -> dict[str, Any]:
    """A row without any words of the edition, which may be cancelled tomorrow."""
    return {
        "position": place,
        "at": turn.at,
        "event": turn.turn,
        "id": turn.entry_id,
        "kind": turn.kind,
        "edition": turn.number,
        "language": turn.language,
        "action": turn.action,
        "digest": turn.digest,
        "release": turn.batch,
        "until": turn.until,
        "released_position": turn.released_position,
        "api_url": public_url(turn) or embargoed_url(turn.entry_id),
    }


def public_url(turn: EmbargoTurn) -> str | None:
    is_public = turn.turn == Turn.RELEASED
    return edition_url(turn.kind, turn.entry_id, turn.number) if is_public else None


def over(turn: EmbargoTurn) -> Problem:
    detail = (
        _("This edition has been released; it is public.") if public_url(turn) else _("This release was cancelled.")
    )
    return Problem(
        410, "embargo-over", detail, event=turn.turn, id=str(turn.entry_id), kind=turn.kind, edition=turn.number,
        at=turn.at, released_position=turn.released_position, api_url=public_url(turn),
    )  # fmt: skip
