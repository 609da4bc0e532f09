"""Sending one delivery: sign, post, and record what became of it. Killed in between, it is sent again as it was."""

import hmac
import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from syndication.models import Delivery, WebhookEndpoint
from syndication.webhooks.addresses import Refused
from syndication.webhooks.announcing import announce_soon
from syndication.webhooks.dialling import Answer, Undelivered, post
from syndication.webhooks.signing import in_force, signed_headers
from syndication.work.queues import Queue, register

AGENT = "AllianceRecord-Webhooks/1"


def deliver(row: Delivery, now: datetime | None = None) -> None:
    now = now or timezone.now()
    endpoint, body = row.endpoint, row.body.encode()
    headers = signed_headers(in_force(endpoint, now), row.message, now, body)
    try:
        answer = post(endpoint.url, body, headers | {"Content-Type": "application/json", "User-Agent": AGENT})
    except (Refused, Undelivered) as failure:
        settle(row, endpoint, None, str(failure), now)
    else:
        settle(row, endpoint, answer, objection(row, endpoint, answer), now)


def objection(row: Delivery, endpoint: WebhookEndpoint, answer: Answer) -> str:
    """Why this answer does not count as taken; empty when it does."""
    if 300 <= answer.status < 400:
        return _("It answered %d; redirects are not followed.") % answer.status
    if not answer.is_taken:
        return _("It answered %d.") % answer.status
    if row.is_challenge and not repeats(endpoint.challenge, answer.body):
        return _("It did not repeat the challenge.")
    return ""


def repeats(challenge: str, body: bytes) -> bool:
    """Whether the answer is `{"challenge": "…"}` with the word it was sent. Only who reads its mail can say so."""
    try:
        told = json.loads(body)
    except ValueError:
        return False
    word = told.get("challenge") if isinstance(told, dict) else None
    return isinstance(word, str) and hmac.compare_digest(word.encode(), challenge.encode())


@transaction.atomic
def settle(row: Delivery, endpoint: WebhookEndpoint, answer: Answer | None, problem: str, now: datetime) -> None:
    # Locked before the row, as announcing does. When it was deleted meanwhile, so was the row, and its lease is lost.
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=endpoint.pk).first() or endpoint
    # Fenced by the lease: who was too slow and lost it changes nothing.
    row.note_attempt(now, answer.status if answer else None)
    if not problem:
        endpoint.note_success(now)
        if row.is_challenge:
            endpoint.activate()
            announce_soon([])
        row.finish()
    elif answer and answer.status == 410:
        endpoint.disable(problem)
        row.bury(problem)
    else:
        until = answer.retry_at(now) if answer else None
        endpoint.note_failure(now, until)
        if not row.put_off(problem, now, until) and endpoint.is_hopeless(now):
            endpoint.disable(_("Nothing could be delivered for three days."))


register(Queue(Delivery, deliver, lanes=4))
