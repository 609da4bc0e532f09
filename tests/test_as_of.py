"""`as_of` on every collection: what is asked about an earlier moment is what was answered at that moment.

The addresses come from the URL conf. One that does not take `as_of` fails until it is listed as being about something
else than the record.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import resolve

from members.models import Membership
from publishing import kinds
from publishing.models import Edition, Fact, Log
from publishing.releasing import retract, withdraw
from syndication.v1.listing import Listing
from tests.api import walked
from tests.factories import approver, make_topic, published
from tests.routes import Route, public_routes
from tests.subjects import one_of_each, state_that

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 5, 16, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NOBODY = "00000000-0000-0000-0000-000000000000"
VALUES = {"key": NOBODY, "number": 1, "position": 1, "kind": "topic", "message": "msg_x", "name": "a.png"}
# What is not the record: the contract, a partner's own (with webhooks and embargoes), files of one position, what is
# signed at one position.
ELSEWHERE = {
    "/api/v1/docs/", "/api/v1/openapi.json", "/api/v1/me/", "/api/v1/receipts/", "/api/v1/oembed/",
    "/api/v1/snapshots/", "/api/v1/snapshots/<int:position>/", "/api/v1/log/keys/", "/api/v1/log/<int:position>/",
    "/api/v1/snapshots/<int:position>/<slug:kind>.ndjson.gz",
    "/api/v1/snapshots/<int:position>/facts/<slug:kind>.csv",
}  # fmt: skip
# Questions a bare address does not ask.
QUERIES = {
    "search": [
        {"q": "glory"},
        {"q": "freedonia", "kind": "state"},
        {"q": "glory", "ordering": "-dated", "include": "facets"},
    ],
    "facts": [{}, {"kind": "membership"}, {"on": "2010-01-01"}, {"subject": "f0"}],
    "states": [{}, {"on": "2010-01-01"}, {"organisation": "alliance", "status": "member"}],
    "people": [{}, {"on": "2020-01-01"}],
    "changes": [{"limit": 500}, {"limit": 500, "expand": "item"}],
    "entries": [{}, {"ordering": "title"}, {"kind": "summit"}, {"include": "count"}],
}


def view_of(route: Route) -> Any:
    return resolve(route.filled(**VALUES)).func.view_class


def takes_as_of(route: Route) -> bool:
    view = view_of(route)()
    return "as_of" in view.known_parameters()


def api_routes() -> list[Route]:
    return [route for route in public_routes() if route.text.startswith("/api/v1/")]


def dated_routes() -> list[Route]:
    own = ("webhook-endpoints", "embargoed")
    return [route for route in api_routes() if route.text not in ELSEWHERE and route.section not in own]


def test_whatever_tells_the_record_takes_as_of():
    assert [route.text for route in dated_routes() if not takes_as_of(route)] == []
    assert [route.text for route in api_routes() if route.text in ELSEWHERE and takes_as_of(route)] == []
    lists = [route.text for route in dated_routes() if issubclass(view_of(route), Listing)]
    assert len(lists) == 2 * (len(list(kinds.every())) + 1) + 3, "each kind and all, their editions, three more"


def questions() -> Iterator[tuple[str, dict, bool]]:
    """Each address as it may be asked now, its query, and whether it is a list."""
    rows = list(Edition.objects.readable_at(Log.objects.get().position).values_list("kind", "slug", "entry_id"))
    for route in dated_routes():
        collection = {kind.collection: kind.name for kind in kinds.every()}.get(route.section, "")
        keys: list[Any] = [slug for kind, slug, _id in rows if kind == collection]
        if not collection:
            keys = [entry_id for _kind, _slug, entry_id in rows]
        if route.section == "facts":
            keys = list(Fact.objects.current().values_list("uid", flat=True))
        fillings = [{"key": key, "number": 1} for key in keys] if route.parameters else [{}]
        queries = [{}] if route.parameters else QUERIES.get(route.section, [{}])
        for filling in fillings:
            for query in queries:
                yield route.filled(**filling), query, issubclass(view_of(route), Listing)


def answer(address: str, query: dict, is_list: bool) -> Any:
    """What is told, without the addresses that repeat the question."""
    if is_list:
        return walked(address.removeprefix("/api/v1/"), page_size=100, **query)
    response = Client().get(address, query)
    assert response.status_code == 200, (address, query, response.content)
    if response["Content-Type"] != "application/json":
        return response.content.decode()
    return {name: value for name, value in response.json().items() if name != "links"}


def answers() -> dict[str, Any]:
    return {json.dumps([address, query]): answer(address, query, is_list) for address, query, is_list in questions()}


def change(made: dict) -> None:
    """Something of everything: other names and addresses, a fact ended and one added, a correction, a retraction."""
    for kind in ("state", "person", "summit", "topic"):
        made[kind].title, made[kind].slug = f"Another {kind}", f"another-{kind}"
        made[kind].save()
    member = Membership.objects.get(state=made["state"])
    member.set_period("2003", "2009")
    member.save()
    state_that(Membership, "2009", state=made["state"], organisation=made["organisation"], status="observer")
    made["article"].topics.add(made["topic"])
    made["article"].summary = "Not what it said."
    made["article"].save()
    published(*made.values(), make_topic(slug="new"), action="corrected", note="It was wrong.")
    retract(made["commentary"], approver(), "Made up.")


def test_every_answer_of_then_is_given_again():
    then: dict[str, dict] = {}
    with time_machine.travel(NOON, tick=False):
        made = one_of_each()
        published(*made.values())
        then["2027-05-16"] = answers()
        position = Log.objects.get().position
    with time_machine.travel(NOON + DAY, tick=False):
        change(made)
        then[(NOON + DAY).isoformat()] = answers()
    with time_machine.travel(NOON + 2 * DAY, tick=False):
        published(*made.values())
        then |= {str(position): then["2027-05-16"]}
        for moment, told in then.items():
            assert len(told) > 100
            for question, said in told.items():
                address, query = json.loads(question)
                is_list = isinstance(said, list)
                assert answer(address, query | {"as_of": moment}, is_list) == said, (moment, question)


def owner(row: dict) -> str:
    """The entry a row is of: itself, or the one that states it."""
    return row["edition"]["entry"] if isinstance(row.get("edition"), dict) else row["id"]


def test_what_is_withdrawn_since_is_in_no_list_of_then():
    made = one_of_each()
    published(*made.values())
    position, gone = Log.objects.get().position, str(made["summit"].pk)
    lists = [(address, query) for address, query, is_list in questions() if is_list and "/editions/" not in address]
    then = [[owner(row) for row in answer(address, query, True)] for address, query in lists]
    withdraw(made["summit"], approver(), "In error.")
    now = [[owner(row) for row in answer(address, query | {"as_of": position}, True)] for address, query in lists]
    assert now == [[row for row in rows if row != gone] for rows in then]
    assert sum(map(len, now)) < sum(map(len, then))
