"""Sending: signatures a library of others accepts, the challenge, retries over three days, who delays whom."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from syndication.models import Delivery, State, WebhookEndpoint
from syndication.models.webhooks import LONGEST_REST, OVERLAP, PATIENCE
from syndication.webhooks.messages import resend, send_challenge, send_test
from syndication.webhooks.signing import public_text, secret_text
from tests.factories import make_topic, published
from tests.receiving import announced, make_endpoint, send_next

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def to_this_machine(settings, time_machine):
    settings.WEBHOOKS_TO_LOOPBACK = True
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def endpoint(receiver) -> WebhookEndpoint:
    return make_endpoint(receiver.url)


def verified(secret, got) -> dict:
    headers, body = got
    return Webhook(secret_text(secret)).verify(body, headers)


def verify_ed25519(public: str, headers: dict, body: bytes) -> None:
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signatures = [text.removeprefix("v1a,") for text in headers["webhook-signature"].split() if text[:4] == "v1a,"]
    for signature in signatures:
        try:
            return key.verify(base64.b64decode(signature), content)
        except InvalidSignature:
            continue
    raise InvalidSignature


def test_whole_message(endpoint, receiver):
    edition = published(make_topic())[0]
    announced(endpoint, NOW)
    assert send_next(NOW).state == State.DONE
    headers, body = receiver.got[0]
    generation = endpoint.partner.webhooks.get().generation.hex[:8]
    site = "http://127.0.0.1:8000/api/v1"
    assert json.loads(body) == {
        "type": "entry.published",
        "timestamp": edition.released_at.isoformat().replace("+00:00", "Z"),
        "data": {
            "position": 1,
            "action": "published",
            "id": str(edition.entry_id),
            "kind": "topic",
            "edition": 1,
            "url": f"{site}/topics/{edition.entry_id}/editions/1/",
            "changes": f"{site}/changes/?after={generation}-0",
        },
    }
    assert headers["webhook-id"] == f"msg_{endpoint.pk.hex}_{generation}-1"
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["Content-Type"] == "application/json"
    assert (headers["path"], len(body) < 600) == ("/hook?from=record", True)


def test_a_library_nobody_here_wrote_accepts_the_signature_and_none_that_was_tampered_with(endpoint, receiver):
    send_test(endpoint, NOW)
    send_next(NOW)
    secret, (headers, body) = endpoint.secrets.get(), receiver.got[0]
    assert verified(secret, receiver.got[0]) == {**json.loads(body), "type": "endpoint.test"}
    verify_ed25519(public_text(secret), headers, body)
    forged = [(headers, body + b" "), (headers | {"webhook-id": "msg_other"}, body)]
    forged.append((headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}, body))
    for each in forged:
        with pytest.raises(WebhookVerificationError):
            verified(secret, each)
        with pytest.raises(InvalidSignature):
            verify_ed25519(public_text(secret), *each)


def test_both_secrets_sign_for_a_day_after_a_rotation(endpoint, receiver, time_machine):
    old = endpoint.secrets.get()
    new = endpoint.new_secret(NOW)
    send_test(endpoint, NOW)
    send_next(NOW)
    for secret in (old, new):
        assert verified(secret, receiver.got[0])
        verify_ed25519(public_text(secret), *receiver.got[0])
    later = NOW + OVERLAP
    time_machine.move_to(later, tick=False)
    send_test(endpoint, later)
    send_next(later)
    assert verified(new, receiver.got[1])
    with pytest.raises(WebhookVerificationError):
        verified(old, receiver.got[1])
    endpoint.new_secret(later), endpoint.new_secret(later)
    assert endpoint.secrets.count() == 2


def test_nothing_is_sent_before_the_challenge_was_met(receiver):
    endpoint = make_endpoint(receiver.url, is_active=False)
    receiver.answers = [(200, {}, b"ok"), (200, {}, b'{"challenge": "something else"}'), (200, {}, b"[]")]
    Delivery.objects.filter(is_challenge=True).update(due_at=NOW)
    send_test(endpoint, NOW)
    for _ in range(3):
        row = send_next(NOW)
        assert (row.type, row.state, row.problem) == (
            "endpoint.challenge", State.WAITING, "It did not repeat the challenge.",
        )  # fmt: skip
        assert send_next(NOW) is None
        Delivery.objects.filter(is_challenge=True).update(due_at=NOW)
    send_next(NOW)
    endpoint.refresh_from_db()
    assert endpoint.state == "active"
    assert send_next(NOW).type == "endpoint.test"
    assert {message["type"] for message in receiver.messages[:4]} == {"endpoint.challenge"}


def test_a_challenge_is_tried_for_an_hour_only(receiver):
    make_endpoint(receiver.url, is_active=False)
    receiver.answers = [(404, {}, b"")]
    assert send_next(NOW + timedelta(hours=1)).state == State.DEAD


def test_asking_for_more_challenges_does_not_call_an_address_more_often(receiver):
    endpoint = make_endpoint(receiver.url, is_active=False)
    receiver.answers = [(404, {}, b"")]
    first = send_next(NOW)
    assert send_challenge(endpoint, NOW) == first
    assert send_next(NOW) is None


def test_failures_are_repeated_with_the_same_bytes_for_three_days_then_kept(endpoint, receiver):
    receiver.answers = [(500, {}, b"")] * 60
    send_test(endpoint, NOW)
    at = NOW
    while (row := send_next(at)).state == State.WAITING:
        assert row.due_at > at
        at = max(row.due_at, WebhookEndpoint.objects.get().rests_until)
    assert at >= NOW + PATIENCE
    assert (row.state, row.status, row.problem) == (State.DEAD, 500, "It answered 500.")
    assert len({(headers["webhook-id"], body) for headers, body in receiver.got}) == 1
    assert 12 < len(receiver.got) < 40
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_because) == ("disabled", "Nothing could be delivered for three days.")
    send_challenge(endpoint, at)
    receiver.answers = []
    send_next(at)
    resend(row, at)
    assert send_next(at).state == State.DONE


def test_retries_are_jittered_and_grow():
    row = Delivery(attempts=1)
    first = {row.backoff() for _ in range(50)}
    assert len(first) > 10
    assert timedelta(seconds=5) <= min(first) and max(first) <= timedelta(seconds=10)
    assert timedelta(hours=6) <= Delivery(attempts=20).backoff() <= timedelta(hours=12)


def test_retry_after_is_honoured_by_message_and_endpoint(endpoint, receiver):
    send_test(endpoint, NOW), send_test(endpoint, NOW)
    receiver.answers = [(429, {"Retry-After": "600"}, b"")]
    assert send_next(NOW).due_at == NOW + timedelta(minutes=10)
    assert send_next(NOW + timedelta(seconds=599)) is None
    assert send_next(NOW + timedelta(seconds=600)).state == State.DONE


def test_gone_disables_until_the_challenge_is_met_again(endpoint, receiver):
    send_test(endpoint, NOW), send_test(endpoint, NOW)
    receiver.answers = [(410, {}, b"")]
    assert send_next(NOW).state == State.DEAD
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_because) == ("disabled", "It answered 410.")
    assert send_next(NOW + timedelta(hours=1)) is None
    send_challenge(endpoint, NOW)
    assert [send_next(NOW).type for _ in range(2)] == ["endpoint.challenge", "endpoint.test"]


@pytest.mark.parametrize("status", [301, 307, 400, 404, 503])
def test_only_2xx_is_taken(status, endpoint, receiver):
    send_test(endpoint, NOW)
    receiver.answers = [(status, {"Location": receiver.url}, b"")]
    assert (send_next(NOW).state, len(receiver.got)) == (State.WAITING, 1)


def test_a_poisoned_endpoint_delays_nobody_and_is_not_hammered(endpoint, receiver):
    dead = make_endpoint("http://127.0.0.1:9/")
    for _ in range(20):
        send_test(dead, NOW)
    send_test(endpoint, NOW)
    assert send_next(NOW).endpoint == dead
    # It rests with all that waits for it; the other is next.
    assert send_next(NOW).endpoint == endpoint
    assert send_next(NOW) is None
    WebhookEndpoint.objects.filter(pk=dead.pk).update(failing_since=NOW - timedelta(days=1), rests_until=None)
    send_next(NOW + timedelta(minutes=1))
    dead.refresh_from_db()
    assert dead.rests_until == NOW + timedelta(minutes=1) + LONGEST_REST


def test_an_endpoint_has_one_message_in_hand_at_a_time(endpoint, receiver):
    send_test(endpoint, NOW), send_test(endpoint, NOW)
    first = Delivery.objects.claim(NOW)
    assert first is not None
    assert Delivery.objects.claim(NOW) is None
    assert Delivery.objects.claim(NOW + Delivery.lease).pk == first.pk


def test_a_partner_that_is_none_any_more_is_sent_nothing(endpoint):
    send_test(endpoint, NOW)
    type(endpoint.partner).objects.update(is_active=False)
    assert send_next(NOW) is None


def test_idle_lanes_do_not_spin_for_an_endpoint_that_rests(endpoint, receiver):
    send_test(endpoint, NOW)
    WebhookEndpoint.objects.update(rests_until=NOW + timedelta(minutes=3))
    assert Delivery.objects.next_due_at() == NOW + timedelta(minutes=3)
