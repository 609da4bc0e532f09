"""Which key opens what: every address of the API × every kind of credential, generated from the URL conf.

The answers stand in partner_access.txt, one line an address, and a new address fails until it stands there too: look at
what `ACCESS=write pytest tests/test_partner_access.py` changes in it. The record is empty, so an item is a 404.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from syndication.plans import Scope
from tests.partners import bearer, make_key, make_partner
from tests.routes import Route, public_routes

EXPECTED = Path(__file__).with_name("partner_access.txt")
KEYS = ("expired", "revoked", "lapsed", "no-terms", "unknown", "malformed")
CREDENTIALS = ("none", *Scope.values, *KEYS)
NOBODY = "00000000-0000-0000-0000-000000000000"
VALUES = {"key": NOBODY, "number": 1, "position": 1, "kind": "topic", "message": "msg_x", "name": "x.png"}


def text_of(credential: str) -> str:
    """What such a caller sends as its key."""
    if credential in Scope.values:
        return make_key(make_partner(), credential)[1]
    if credential == "malformed":
        return "ark_"
    terms = {"terms_accepted_on": None} if credential == "no-terms" else {}
    expires_at = timezone.now() - timedelta(hours=1) if credential == "expired" else None
    key, text = make_key(make_partner(is_active=credential != "lapsed", **terms), *Scope.values, expires_at=expires_at)
    if credential == "revoked":
        key.revoke()
    return text[:16] + "A" * 43 if credential == "unknown" else text


@pytest.fixture
def clients(db) -> list[Client]:
    return [Client() if name == "none" else bearer(text_of(name)) for name in CREDENTIALS]


def api_routes() -> list[Route]:
    return [route for route in public_routes() if route.text.startswith("/api/")]


def answers(route: Route, clients: list[Client]) -> str:
    """“GET 200 401 …; POST 405 …”, a status for each credential."""
    address = route.filled(**VALUES)
    query = {"q": "x"} if route.section == "search" else None
    told = [" ".join(["GET", *(str(client.get(address, query).status_code) for client in clients)])]
    return "; ".join([*told, " ".join(["POST", *(str(client.post(address).status_code) for client in clients)])])


def listed() -> dict[str, str]:
    lines = [line for line in EXPECTED.read_text().splitlines() if line and not line.startswith("#")]
    return {address.strip(): told.strip() for address, told in (line.split("|") for line in lines)}


def write(found: dict[str, str]) -> None:
    width = max(map(len, found))
    head = f"# What the API answers to: {', '.join(CREDENTIALS)}.\n# See test_partner_access.py for how this is made.\n"
    EXPECTED.write_text(head + "".join(f"{address:{width}} | {told}\n" for address, told in sorted(found.items())))


def test_the_api_answers_each_credential_as_listed(clients):
    found = {route.text: answers(route, clients) for route in api_routes()}
    if os.environ.get("ACCESS") == "write":
        write(found)
    assert found == listed()


def statuses_of(told: str) -> dict[str, str]:
    """What each credential gets, of a GET, or of a POST where that is all there is."""
    reading, writing = (dict(zip(CREDENTIALS, part.split()[1:], strict=True)) for part in told.split("; "))
    return writing if set(reading.values()) == {"405"} else reading


def test_a_key_that_opens_nothing_opens_nothing_anywhere():
    for address, told in listed().items():
        statuses = statuses_of(told)
        assert {statuses[name] for name in KEYS} == {"401", "403"}, address
        assert [name for name in KEYS if statuses[name] == "403"] == ["lapsed", "no-terms"], address


def test_what_needs_no_key_is_content_and_feed():
    for address, told in listed().items():
        statuses = statuses_of(told)
        if statuses["none"] != "401":
            assert statuses["none"] in (statuses["content"], statuses["feed"]), address
