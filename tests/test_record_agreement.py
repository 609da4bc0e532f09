"""Page and API say the same as the fact base, for every state on the first of every month from 1992 to 2025."""

import re

import pytest
from django.test import Client

from publishing import kinds
from publishing.models import Entry, Fact
from tests.record import expected_status, months

pytestmark = pytest.mark.usefixtures("record")

GROUP = re.compile(r'data-status="([\w-]+)"(.*?)</section>', re.DOTALL)
STATE = re.compile(r'data-state="([0-9a-f-]{36})" data-standing="accepted"')


def codes() -> dict[str, str]:
    """ISO code by entry id."""
    keys = Entry.objects.of_kind("state").values_list("pk", "key")
    return {str(pk): key.removeprefix("states/") for pk, key in keys}


def on_the_page(reader: Client, day: str) -> dict[str, str]:
    answer = reader.get("/members/", {"on": day})
    assert answer.status_code == 200
    groups = GROUP.findall(answer.content.decode())
    return {state: status for status, listed in groups for state in STATE.findall(listed)}


def in_the_api(reader: Client, day: str) -> dict[str, str]:
    answer = reader.get("/api/v1/states/", {"on": day, "page_size": "100", "fields": "id"})
    assert answer.status_code == 200, answer.content
    items = answer.json()["data"]
    assert {item["on"]["date"] for item in items} == {day}
    return {item["id"]: held["status"] for item in items for held in item["on"]["memberships"]}


@pytest.mark.parametrize("decade", [(1992, 1999), (2000, 2007), (2008, 2016), (2017, 2025)])
def test_page_and_api_agree_with_the_fact_base_on_every_first_of_the_month(decade):
    reader, iso = Client(), codes()
    assert len(iso) == 19
    seen = 0
    for day in months(*decade):
        expected = {pk: status for pk, code in iso.items() if (status := expected_status(code, day))}
        assert on_the_page(reader, day.isoformat()) == expected, day
        assert in_the_api(reader, day.isoformat()) == expected, day
        seen += len(expected)
    assert seen


def test_every_kind_of_fact_the_record_states_can_be_asked_for():
    stated = set(Fact.objects.values_list("kind", flat=True))
    assert stated and stated <= set(kinds.facts())
    assert {"membership", "attended", "mentions", "convened_by"} <= stated
