"""What endpoints are told: thin messages with ids that follow from the endpoint and the position."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from publishing.models import Edition, Log
from syndication.models import Delivery, WebhookEndpoint
from syndication.models.webhooks import PATIENCE
from syndication.v1.addresses import api, edition_url
from syndication.v1.cursors import feed_cursor
from syndication.work.queues import wake

CHALLENGE_PATIENCE = timedelta(hours=1)
CHALLENGE, TEST = "endpoint.challenge", "endpoint.test"


def announcement(endpoint: WebhookEndpoint, edition: Edition, log: Log, now: datetime) -> Delivery:
    """One row of the feed. Its id names the generation too: after a restore positions are given out anew."""
    position = edition.position or 0
    data = {
        "position": position,
        "action": edition.action,
        "id": str(edition.entry_id),
        "kind": edition.kind,
        "edition": edition.number,
        "url": edition_url(edition.kind, edition.entry_id, edition.number),
        "changes": api(f"changes/?after={feed_cursor(log, position - 1)}"),
    }
    type_ = f"entry.{edition.action}"
    at = edition.released_at or now
    return _delivery(endpoint, feed_cursor(log, position), type_, data, at, made_at=now, position=position)


@transaction.atomic
def send_challenge(endpoint: WebhookEndpoint, now: datetime | None = None) -> Delivery:
    """Asks the endpoint to repeat a word; when it does, it is active. One such message waits at most: it may be the
    address of somebody who never asked for it, and is not to be called more often by asking for more of them."""
    now = now or timezone.now()
    number = _counted(endpoint, "challenged")
    if waiting := endpoint.deliveries.waiting().filter(is_challenge=True).first():
        return waiting
    delivery = _delivery(endpoint, f"c{number}", CHALLENGE, {"challenge": endpoint.challenge}, now, is_challenge=True)
    # Not for days, for the same reason.
    delivery.give_up_at = now + CHALLENGE_PATIENCE
    return _sent(delivery)


@transaction.atomic
def send_test(endpoint: WebhookEndpoint, now: datetime | None = None) -> Delivery:
    now = now or timezone.now()
    number = _counted(endpoint, "tested")
    return _sent(_delivery(endpoint, f"t{number}", TEST, {"endpoint": str(endpoint.pk), "number": number}, now))


def resend(delivery: Delivery, now: datetime | None = None) -> None:
    """Once more under the same id: whoever has it already can tell."""
    Delivery.objects.filter(pk=delivery.pk).again(now or timezone.now())
    wake()


def _counted(endpoint: WebhookEndpoint, name: str) -> int:
    locked = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    number = getattr(locked, name) + 1
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(**{name: number})
    return number


def _sent(delivery: Delivery) -> Delivery:
    delivery.save()
    wake()
    return delivery


def _delivery(
    endpoint: WebhookEndpoint, tail: str, type_: str, data: dict[str, Any], at: datetime,
    made_at: datetime | None = None, **fields: Any,
) -> Delivery:  # fmt: skip
    made_at = made_at or at
    told = {"type": type_, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": data}
    return Delivery(
        endpoint=endpoint, message=f"msg_{endpoint.pk.hex}_{tail}", type=type_, due_at=made_at, made_at=made_at,
        give_up_at=made_at + PATIENCE, body=json.dumps(told, separators=(",", ":")), **fields,
    )  # fmt: skip
