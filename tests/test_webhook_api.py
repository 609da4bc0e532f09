"""Webhook endpoints by API: made, verified, rotated, tested, replayed, looked into, removed; nobody sees another's."""

import json

import jsonschema
import pytest
from standardwebhooks import Webhook

from syndication.models import Delivery
from syndication.plans import Scope
from syndication.v1.bodies import MAX_BODY
from syndication.v1.openapi import document
from tests.api import BASE, SITE
from tests.factories import make_topic, published
from tests.partners import bearer, make_key, make_partner
from tests.receiving import announced, make_endpoint, send_next

pytestmark = pytest.mark.django_db
PATH = BASE + "webhook-endpoints/"
URL = "https://hooks.example.org/in"


@pytest.fixture(autouse=True)
def to_this_machine(settings):
    settings.WEBHOOKS_TO_LOOPBACK = True


@pytest.fixture
def holder():
    """A client whose key has the scope; `holder.partner` is whose it is."""
    key, text = make_key(make_partner(), Scope.WEBHOOKS)
    client = bearer(text)
    client.partner = key.partner
    return client


def post(client, path: str = "", body=None, **kwargs):
    text = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
    return client.post(PATH + path, text, content_type="application/json", **kwargs)


def fits(response, path: str, method: str, status: int) -> dict:
    assert response.status_code == status, response.content
    described = document()["paths"][f"/api/v1/webhook-endpoints/{path}"][method]["responses"][str(status)]
    schema = next(iter(described["content"].values()))["schema"] | {"components": document()["components"]}
    jsonschema.validate(response.json(), schema, jsonschema.Draft202012Validator)
    return response.json()


def test_from_nothing_to_a_verified_message_as_a_partner_does_it(holder, receiver):
    made = fits(post(holder, body={"url": receiver.url}), "", "post", 201)
    assert (made["state"], made["waiting"], made["secret"][:6]) == ("unverified", 1, "whsec_")
    send_next()
    own = f"{made['id']}/"
    told = fits(holder.get(PATH + own), "{key}/", "get", 200)
    assert (told["state"], "secret" in told) == ("active", False)
    sent = fits(post(holder, own + "test/"), "{key}/test/", "post", 202)
    send_next()
    headers, body = receiver.got[-1]
    assert Webhook(made["secret"]).verify(body, headers)["type"] == "endpoint.test"
    assert headers["webhook-id"] == sent["message"]
    log = fits(holder.get(PATH + own + "deliveries/"), "{key}/deliveries/", "get", 200)
    assert [(row["type"], row["state"], row["status"]) for row in log["data"]] == [
        ("endpoint.test", "done", 200), ("endpoint.challenge", "done", 200),
    ]  # fmt: skip
    address = log["data"][0]["resend"].removeprefix(SITE + PATH)
    again = fits(post(holder, address), "{key}/deliveries/{message}/resend/", "post", 202)
    assert again["state"] == "waiting"
    send_next()
    assert receiver.ids[-1] == receiver.ids[-2]
    assert fits(holder.get(PATH), "", "get", 200)["data"][0]["id"] == made["id"]
    assert holder.delete(PATH + own).status_code == 204
    assert holder.get(PATH + own).status_code == 404
    assert not Delivery.objects.exists()


def test_secrets_are_told_once_and_rotated(holder):
    made = post(holder, body={"url": URL}).json()
    rotated = fits(post(holder, f"{made['id']}/rotate-secret/"), "{key}/rotate-secret/", "post", 200)
    assert rotated["secret"] != made["secret"]
    assert len(rotated["public_keys"]) == 2 and rotated["public_keys"][1] == made["public_keys"][0]
    for path in ("", f"{made['id']}/", f"{made['id']}/deliveries/"):
        assert b"whsec_" not in holder.get(PATH + path).content


def test_replay_from_a_cursor_of_the_feed(holder):
    published(make_topic(), make_topic(), make_topic())
    endpoint = make_endpoint(URL, partner=holder.partner)
    cursor = holder.get(BASE + "changes/?after=1").status_code
    assert cursor == 403  # the key opens webhooks alone; a position is a cursor too
    told = fits(post(holder, f"{endpoint.pk}/replay/", {"after": "1"}), "{key}/replay/", "post", 202)
    assert told["position"] == 1
    assert [row.position for row in announced(endpoint)] == [2, 3]
    for after, status in (("99", 400), ("x", 400), ("00000000-1", 410)):
        assert post(holder, f"{endpoint.pk}/replay/", {"after": after}).status_code == status


def test_the_log_is_paged(holder):
    endpoint = make_endpoint(URL, partner=holder.partner)
    published(*(make_topic() for _ in range(5)))
    announced(endpoint)
    address, seen = f"{PATH}{endpoint.pk}/deliveries/?page_size=2", []
    while address:
        page = holder.get(address).json()
        seen += [row["position"] for row in page["data"]]
        address = (page["links"]["next"] or "").removeprefix(SITE)
    assert seen == [5, 4, 3, 2, 1]
    for query in ("cursor=x", "page_size=101", "state=done", "cursor="):
        assert holder.get(f"{PATH}{endpoint.pk}/deliveries/?{query}").status_code == 400


def test_another_partners_endpoint_is_nothing(holder):
    other = make_endpoint(URL)
    published(make_topic())
    message = announced(other)[0].message
    assert holder.get(PATH).json()["data"] == []
    for path in ("", "deliveries/"):
        assert holder.get(f"{PATH}{other.pk}/{path}").status_code == 404
    for path in ("verify/", "rotate-secret/", "test/", "replay/", f"deliveries/{message}/resend/"):
        assert post(holder, f"{other.pk}/{path}").status_code == 404, path
    assert holder.delete(f"{PATH}{other.pk}/").status_code == 404
    own = make_endpoint(URL, partner=holder.partner)
    assert post(holder, f"{own.pk}/deliveries/{message}/resend/").status_code == 404


@pytest.mark.parametrize(
    "body",
    ["nonsense", "[]", "null", '"x"', "{}", '{"url": 1, "uri": 2}', f'{{"url": "{URL}", "secret": "mine"}}',
     f'{{"url": "{URL}", "url": "{URL}"}}', '{"url": NaN}', '{"url": null}', '{"url": ["x"]}', b"\xff\xfe{}",
     "[" * 5000, '{"url": "http://hooks.example.org/"}', '{"url": "https://10.0.0.1/"}', '{"url": "a\\u0000b"}'],
)  # fmt: skip
def test_bodies_are_read_strictly(body, holder):
    problem = fits(post(holder, body=body), "", "post", 400)
    assert problem["type"].rpartition("-")[0].endswith(("#problem-bad", "#problem-address"))
    assert not holder.partner.webhooks.exists()


def test_bodies_have_a_size_and_a_type(holder):
    assert post(holder, body=json.dumps({"url": "x" * MAX_BODY})).status_code == 413
    response = holder.post(PATH, {"url": URL})
    assert (response.status_code, response.json()["type"].endswith("#problem-not-json")) == (415, True)
    endpoint = make_endpoint(URL, partner=holder.partner)
    assert post(holder, f"{endpoint.pk}/test/", {"position": 1}).status_code == 400
    assert post(holder, f"{endpoint.pk}/test/?force=1").status_code == 400


def test_as_many_as_anybody_needs_and_none_twice(holder):
    for number in range(10):
        assert post(holder, body={"url": f"{URL}/{number}"}).status_code == 201
    assert post(holder, body={"url": f"{URL}/0"}).json()["type"].endswith("#problem-endpoint-exists")
    assert post(holder, body={"url": URL}).json()["type"].endswith("#problem-too-many-endpoints")


def test_what_is_not_verified_is_neither_tested_nor_replayed(holder):
    endpoint = make_endpoint(URL, partner=holder.partner, is_active=False)
    for path, body in (("test/", None), ("replay/", {"after": "0"})):
        assert post(holder, f"{endpoint.pk}/{path}", body).status_code == 409
    assert fits(post(holder, f"{endpoint.pk}/verify/"), "{key}/verify/", "post", 202)["type"] == "endpoint.challenge"
    challenge = endpoint.deliveries.first().message
    assert post(holder, f"{endpoint.pk}/deliveries/{challenge}/resend/").status_code == 404


def test_answers_are_nobody_elses_and_cost_the_budget(holder, settings):
    settings.API_BUDGETS = {"partner": "2/100"}
    response = holder.get(PATH)
    assert (response["Cache-Control"], response["Vary"]) == ("private, no-store", "Authorization")
    assert "RateLimit" in response
    assert [post(holder, body={"url": URL}).status_code, holder.get(PATH).status_code] == [201, 429]


def test_key_and_scope_are_asked_for(client):
    assert post(client, body={"url": URL}).status_code == 401
    _key, text = make_key(make_partner(), Scope.FEED)
    assert post(bearer(text), body={"url": URL}).status_code == 403


def test_other_origins_may_not_write(client):
    response = client.options(PATH)
    assert response["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.get(PATH + "00000000-0000-0000-0000-000000000000/test/").status_code == 405


def test_ones_own_page_tells_of_deliveries(holder):
    endpoint = make_endpoint(URL, partner=holder.partner)
    published(make_topic(), make_topic())
    announced(endpoint)
    published(make_topic())
    endpoint.deliveries.filter(position=1).update(state="dead")
    assert holder.get(BASE + "me/").json()["deliveries"] == [
        {
            "endpoint": str(endpoint.pk), "url": URL, "state": "active", "lag": 1, "waiting": 1, "given_up": 1,
            "delivered_at": None, "failing_since": None,
        }
    ]  # fmt: skip


def test_what_is_sent_fits_what_the_document_says(holder):
    endpoint = make_endpoint(URL, partner=holder.partner)
    published(make_topic())
    described = document()["webhooks"]["entry"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    message = json.loads(announced(endpoint)[0].body)
    jsonschema.validate(message, described, jsonschema.Draft202012Validator)
    assert set(message["data"]) == set(described["properties"]["data"]["properties"])
