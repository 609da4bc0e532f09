"""Every address under webhook-endpoints with a key that is good: wrong methods, values nobody made, somebody else's."""

import json
import uuid
from itertools import count

import pytest
from django.test import Client

from syndication.models import Delivery, WebhookEndpoint
from syndication.plans import Scope
from syndication.webhooks.messages import send_test
from tests.partners import bearer, make_key, make_partner
from tests.receiving import make_endpoint
from tests.routes import Route, public_routes

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "DELETE")
ADDRESSES = [route for route in public_routes() if route.section == "webhook-endpoints"]
NOBODY = str(uuid.UUID(int=0))
HOSTILE = [
    "0", "-1", "none", "..", "%2e%2e", "%00", "%0d%0aX-Added:%201", "' OR 1=1 --", "%F0%9F%95%8A", "%ff%fe", "<b>",
    "{}", "$(id)", "~", "*", "x" * 4000, NOBODY, NOBODY.upper(), NOBODY.replace("-", ""),
    f"{NOBODY}%0a", f"%20{NOBODY}",
]  # fmt: skip
BODIES = [
    b"", b"null", b"[]", b"0", b'"url"', b"{", b"\xff", b'{"url": null}', b'{"url": {"a": 1}}', b'{"url": "\\u0000"}',
    b'{"url": "https://hooks.example.org/", "url": "https://127.0.0.1/"}', b'{"after": -1}', b'{"after": true}',
    b'{"after": "' + b"9" * 99 + b'"}', b'{"unknown": 1}', b"[" * 5000, b'{"url": "https://' + b"x" * 20000 + b'"}',
]  # fmt: skip


@pytest.fixture
def holder() -> Client:
    """A partner with an endpoint and a message in its log; another has the same."""
    partners = [make_partner(), make_partner()]
    for number, partner in enumerate(partners):
        send_test(make_endpoint(f"https://hooks-{number}.example.org/in", partner=partner))
    client = bearer(make_key(partners[0], *Scope.values)[1])
    client.partner, client.stranger = partners
    return client


def own(partner) -> dict[str, str]:
    endpoint = partner.webhooks.get()
    return {"key": str(endpoint.pk), "message": endpoint.deliveries.get().message}


def problem(answer, *statuses: int) -> dict:
    """RFC 9457, of one of these statuses, and nothing added to its headers."""
    assert answer.status_code in statuses, (answer.request["PATH_INFO"], answer.status_code, answer.content[:300])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "X-Added" not in answer.headers
    told = answer.json()
    assert told["status"] == answer.status_code
    return told


def test_the_addresses_are_these():
    assert len(ADDRESSES) == 8
    assert {name for route in ADDRESSES for name in route.parameters} == {"key", "message"}


@pytest.mark.parametrize("route", ADDRESSES, ids=lambda route: route.text)
def test_methods_are_those_it_names_and_no_others(holder, route):
    address = route.filled(**own(holder.partner))
    allowed = set(holder.options(address).headers["Allow"].split(", "))
    assert allowed < set(METHODS)
    for method in METHODS:
        before = list(WebhookEndpoint.objects.order_by("pk", "secrets").values_list("pk", "state", "secrets"))
        answer = holder.generic(method, address, "{}" if method == "POST" else "", content_type="application/json")
        if method in allowed:
            assert answer.status_code < 500, (method, answer.content)
            assert answer.status_code != 405, method
            continue
        assert answer.status_code == 405, method
        assert set(answer.headers["Allow"].split(", ")) == allowed
        if method != "HEAD":
            problem(answer, 405)
        assert list(WebhookEndpoint.objects.order_by("pk", "secrets").values_list("pk", "state", "secrets")) == before


def asked(client: Client, route: Route, **filling):
    """With every method the address knows."""
    for method in ("GET", "POST", "DELETE"):
        answer = client.generic(method, route.filled(**filling), content_type="application/json")
        if answer.status_code != 405:
            yield answer


@pytest.mark.parametrize("route", [route for route in ADDRESSES if route.parameters], ids=lambda route: route.text)
def test_names_that_are_nobodys_or_somebody_elses_are_nothing(holder, route):
    mine, theirs = own(holder.partner), own(holder.stranger)
    before = list(WebhookEndpoint.objects.order_by("pk").values()), list(Delivery.objects.order_by("pk").values())
    fillings = [mine | {name: value} for name in route.parameters for value in HOSTILE]
    fillings += [mine | {name: theirs[name]} for name in route.parameters]
    for filling in fillings:
        answers = list(asked(holder, route, **filling))
        assert answers
        for answer in answers:
            problem(answer, 404)
    after = list(WebhookEndpoint.objects.order_by("pk").values()), list(Delivery.objects.order_by("pk").values())
    assert after == before


@pytest.mark.parametrize("route", ADDRESSES, ids=lambda route: route.text)
def test_parameters_that_mean_nothing_are_refused(holder, route):
    address = route.filled(**own(holder.partner))
    reads = "GET" in holder.options(address).headers["Allow"]
    for query in (
        "x=1",
        "limit=-1",
        "page_size=0",
        "page_size=1e9",
        "cursor=%00",
        "cursor=" + "9" * 99,
        "as_of=1",
        "a&a",
        "%ff=%ff",
    ):
        answer = holder.generic("GET" if reads else "POST", f"{address}?{query}", content_type="application/json")
        problem(answer, 400)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_bodies_that_mean_nothing_change_nothing(holder, body):
    before = list(WebhookEndpoint.objects.order_by("pk").values())
    mine, tries = own(holder.partner), count()
    for route in ADDRESSES:
        if route.text.endswith(("verify/", "rotate-secret/", "test/", "resend/")) and body == b"":
            continue  # they ask for none
        if "POST" in holder.options(route.filled(**mine)).headers["Allow"]:
            answer = holder.generic("POST", route.filled(**mine), body, content_type="application/json")
            problem(answer, 400, 413)
            next(tries)
    assert next(tries) >= 2
    assert list(WebhookEndpoint.objects.order_by("pk").values()) == before


def test_body_of_another_type_is_not_read(holder):
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
    ):
        body = json.dumps({"url": "https://hooks.example.org/other"})
        problem(holder.generic("POST", "/api/v1/webhook-endpoints/", body, content_type=kind), 415)
