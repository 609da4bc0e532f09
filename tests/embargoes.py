"""Scheduled editions as a partner with the scope `embargo` sees them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from syndication.plans import Scope
from tests.api import BASE
from tests.partners import bearer, make_key, make_partner

HOUR = datetime(2030, 6, 1, 9, 0, tzinfo=UTC)
PATH = BASE + "embargoed/"


@pytest.fixture
def day_before():
    with time_machine.travel(HOUR - timedelta(days=1), tick=False) as traveller:
        yield traveller


def agreed(**agreement) -> Client:
    """A partner who may have scheduled editions (of these kinds and topics); `client.key` is its key."""
    key, text = make_key(make_partner(**agreement), Scope.EMBARGO)
    client = bearer(text)
    client.key = key
    return client


def asked(client: Client, path: str = "", **query) -> dict:
    """The body of a 200 that nobody may keep."""
    response = client.get(PATH + path, query)
    assert response.status_code == 200, response.content
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    return response.json()


def followed(client: Client, after: str = "0", limit: int = 500, **query) -> list[dict]:
    """Every turn after a cursor, by the cursors as they are given."""
    rows = []
    while True:
        page = asked(client, "changes/", after=after, limit=limit, **query)
        rows += page["data"]
        after = page["next"]
        if page["meta"]["caught_up"]:
            return rows


def events(client: Client) -> list[tuple[int, str]]:
    return [(row["position"], row["event"]) for row in followed(client)]
