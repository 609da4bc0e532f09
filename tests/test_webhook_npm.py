"""Webhooks verified by npm's standardwebhooks, as a partner who writes JavaScript does it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from syndication.models import WebhookEndpoint
from syndication.webhooks.messages import send_test
from syndication.webhooks.signing import secret_text
from tests.factories import make_topic, published
from tests.receiving import announced, make_endpoint, send_next

pytestmark = pytest.mark.django_db
NO_SIGNATURE = {"refused": "No matching signature found"}


@pytest.fixture
def endpoint(receiver, settings) -> WebhookEndpoint:
    settings.WEBHOOKS_TO_LOOPBACK = True
    return make_endpoint(receiver.url)


def message(secret: str, headers: dict, body: bytes | str, **changed: str) -> dict:
    return {"secret": secret, "headers": headers | changed, "body": body if isinstance(body, str) else body.decode()}


def secrets(endpoint: WebhookEndpoint) -> list[str]:
    return [secret_text(secret) for secret in endpoint.secrets.order_by("pk")]


def verdicts(node, *messages: dict) -> list[dict]:
    return json.loads(node("webhooks.cjs", input=json.dumps(messages)))


def test_message_is_what_it_says_and_nothing_in_it_may_be_changed(node, endpoint, receiver):
    published(make_topic(title="Тема «Мир» 🕊"))
    announced(endpoint)
    send_next()
    (headers, body), [secret] = receiver.got[0], secrets(endpoint)
    signed = headers["webhook-signature"]
    later = str(int(headers["webhook-timestamp"]) + 1)
    assert verdicts(
        node,
        message(secret, headers, body),
        message(secret, headers, body.decode().replace("published", "corrected")),
        message(secret, headers, body, **{"webhook-id": f"{headers['webhook-id']}0"}),
        message(secret, headers, body, **{"webhook-timestamp": later}),
        message(secret, headers, body, **{"webhook-signature": signed.replace("v1,", "v2,")}),
        message(f"whsec_{secret[6:][::-1].lstrip('=')}=", headers, body),
    ) == [{"told": json.loads(body)}, *[NO_SIGNATURE] * 5]


def test_both_secrets_verify_while_they_rotate(node, endpoint, receiver):
    endpoint.new_secret(timezone.now())
    send_test(endpoint)
    send_next()
    headers, body = receiver.got[0]
    former, new = secrets(endpoint)
    told = {"told": json.loads(body)}
    assert verdicts(node, message(former, headers, body), message(new, headers, body)) == [told, told]


def test_message_of_an_hour_ago_is_refused_as_too_old(node, endpoint, receiver, time_machine):
    time_machine.move_to(timezone.now() - timedelta(hours=1), tick=False)
    send_test(endpoint)
    send_next()
    headers, body = receiver.got[0]
    assert verdicts(node, message(*secrets(endpoint), headers, body)) == [{"refused": "Message timestamp too old"}]
