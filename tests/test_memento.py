"""Memento (RFC 7089): pages and API items answer for their past, to a client that knows the RFC alone."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from django.test import Client
from django.utils.http import http_date

from publishing.models import Edition
from publishing.releasing import withdraw
from tests.factories import approver, make_topic, published
from tests.memento import MementoClient, links, rel
from tests.pages import SECTIONS, url_of
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db

# Not on a whole second: dates of HTTP are, and still must lead back to the edition they were taken from.
NOON = datetime(2027, 5, 16, 12, 0, 0, 700_000, tzinfo=UTC)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
PAGE, ITEM = "/topics/unity/", "/api/v1/topics/unity/"
BOTH = pytest.mark.parametrize("address", [PAGE, ITEM])
client = MementoClient()


def publish_at(at: datetime, topic, **kwargs) -> None:
    with time_machine.travel(at, tick=False):
        topic.save()
        published(topic, **kwargs)


@pytest.fixture
def topic():
    """“Discord” at noon, “Unity” from the next day, with another summary from the day after that."""
    made = make_topic(title="Discord", slug="unity")
    publish_at(NOON, made)
    made.title = "Unity"
    publish_at(NOON + DAY, made, action="corrected", note="It was the opposite.")
    made.summary = "All about standing together."
    publish_at(NOON + 2 * DAY, made)
    with time_machine.travel(NOON + 3 * DAY, tick=False):
        yield made


@BOTH
@pytest.mark.parametrize(
    ("at", "number"),
    [
        (NOON - 9000 * DAY, 1),  # before the first, the first
        (NOON, 1),
        (NOON + DAY - SECOND, 1),
        (NOON + DAY, 2),
        (NOON + DAY + HOUR, 2),
        (NOON + 2 * DAY, 3),
        (NOON + 9000 * DAY, 3),  # after the last, the last
    ],
)
def test_a_moment_leads_to_the_edition_that_stood_then(topic, address, at, number):
    found = client.memento(address, at)
    assert found.status_code == 200
    assert parsedate_to_datetime(found["Memento-Datetime"]) == (NOON + (number - 1) * DAY).replace(microsecond=0)
    assert rel(links(found["Link"]), "original").url.removeprefix(client.base).startswith(address[:8])
    assert ("Discord" if number == 1 else "Unity") in found.content.decode()
    assert ("standing together" in found.content.decode()) is (number == 3)


@BOTH
def test_mementos_know_their_neighbours(topic, address):
    told = {}
    for number in (1, 2, 3):
        around = links(client.memento(address, NOON + (number - 1) * DAY)["Link"])
        found = {name: rel(around, name, "memento") for name in ("first", "prev", "next", "last")}
        told[number] = [int(link.url.rstrip("/")[-1]) if link else None for link in found.values()]
    assert told == {1: [1, None, 2, 3], 2: [1, 1, 3, 3], 3: [1, 2, None, 3]}


@BOTH
def test_a_timemap_lists_every_edition_with_its_hour(topic, address):
    found = client.timemap(address)
    assert [link.at for link in found] == [(NOON + days * DAY).replace(microsecond=0) for days in (0, 1, 2)]
    assert [sorted(link.rels) for link in found] == [["first", "memento"], ["memento"], ["last", "memento"]]
    for link in found:
        client.check_memento(link.url, client.ask(link.url))


@BOTH
def test_a_long_history_goes_on_in_further_timemaps(topic, address, monkeypatch):
    whole = client.timemap(address)
    monkeypatch.setattr("publishing.memento.LIMIT", 2)
    assert client.timemap(address) == whole
    assert client.ask(f"{address}timemap/?after=x").status_code == 400


@BOTH
def test_the_address_itself_names_its_timegate_and_the_edition_that_stands(topic, address):
    found = client.links_of(address)
    assert rel(found, "original") == rel(found, "timegate")
    assert rel(found, "last", "memento").url.endswith("/editions/3/")
    assert rel(found, "first", "memento") is None, "what would cost a query is left to the TimeMap"
    single = make_topic(slug="alone")
    published(single)
    assert rel(client.links_of(address.replace("unity", "alone")), "first", "last", "memento")


@BOTH
@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2027-05-16T12:00:00Z", "1805198400", "Sunday, 16-May-27 12:00:00 GMT",
     "Sun May 16 12:00:00 2027", "Mon, 16 May 2027 12:00:00 GMT", "Sun, 16 May 2027 12:00:00 +0000",
     "Sun, 16 May 2027 12:00:00 GMT; -P3DT5H;+P2DT6H", "Sun, 31 Feb 2027 12:00:00 GMT"],
)  # fmt: skip
def test_what_is_no_date_of_http_is_refused(topic, address, text):
    response = Client(headers={"Accept-Datetime": text}).get(address)
    assert response.status_code == 400
    assert b"Accept-Datetime" in response.content or b"is not a moment" in response.content


@BOTH
def test_the_answer_to_a_moment_comes_before_what_the_reader_already_has(topic, address):
    etag = client.ask(address)["ETag"]
    headers = {"Accept-Datetime": http_date(NOON.timestamp()), "If-None-Match": etag}
    response = Client(headers=headers).get(address)
    assert (response.status_code, response.get("ETag")) == (302, None)
    again = Client(headers={"If-None-Match": etag}).get(address)
    assert again.status_code == 304
    assert "Accept-Datetime" in again["Vary"]


@BOTH
def test_other_questions_are_other_resources(topic, address):
    """With a parameter the address is not the one that has mementos: the moment is not negotiated."""
    response = Client(headers={"Accept-Datetime": http_date(NOON.timestamp())}).get(address, {"as_of": 3})
    assert response.status_code == 200
    assert not {"Link", "Memento-Datetime"} & set(response.headers)
    assert "Memento-Datetime" not in Client().get(f"{address}editions/1/", {"as_of": 3}).headers


@BOTH
def test_a_renamed_entry_is_found_from_its_former_address(topic, address):
    topic.slug = "harmony"
    topic.save()
    published(topic)
    assert "Discord" in client.memento(address.replace("unity", "harmony"), NOON).content.decode()
    moved = client.ask(address, NOON)
    assert moved.status_code in (301, 308)
    assert len(client.timemap(moved["Location"])) == 4
    assert client.ask(f"{address}timemap/")["Location"].endswith("/topics/harmony/timemap/")


@BOTH
def test_a_withdrawn_entry_has_no_past(topic, address):
    withdraw(topic, approver(), "In error.")
    for path in ("", "timemap/", "editions/1/", "editions/4/"):
        for at in (None, NOON, NOON + DAY):
            response = client.ask(address + path, at)
            assert response.status_code == 410, path
            assert not {"Link", "Memento-Datetime", "Location"} & set(response.headers)
            assert b"Discord" not in response.content


@BOTH
def test_the_time_an_entry_was_away_is_told_as_it_was(topic, address):
    withdraw(topic, approver(), "In error.")
    topic.title = "Unity again"
    publish_at(NOON + 5 * DAY, topic)
    with time_machine.travel(NOON + 6 * DAY, tick=False):
        assert b"Unity again" in client.memento(address, NOON + 5 * DAY).content
        assert client.memento(address, NOON + 2 * DAY).status_code == 200
        away = client.memento(address, NOON + 4 * DAY)
        assert (away.status_code, b"In error." in away.content) == (410, True)
        assert [client.ask(link.url).status_code for link in client.timemap(address)] == [200, 200, 200, 410, 200]


@BOTH
def test_what_is_scheduled_is_in_no_list_and_at_no_moment(topic, address):
    answers = [client.ask(path, at) for path in (address, f"{address}timemap/") for at in (None, NOON + 9 * DAY)]
    topic.title = "Marker"
    topic.save()
    published(topic, release_at=NOON + 4 * DAY)
    after = [client.ask(path, at) for path in (address, f"{address}timemap/") for at in (None, NOON + 9 * DAY)]
    assert [told_in(a.headers) for a in after] == [told_in(a.headers) for a in answers]
    assert [a.content for a in after[1:]] == [a.content for a in answers[1:]]
    assert client.ask(f"{address}editions/4/").status_code == 404
    with time_machine.travel(NOON + 4 * DAY, tick=False):
        assert "Marker" in client.memento(address, NOON + 9 * DAY).content.decode()


def told_in(headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "RateLimit"}


def test_every_kind_has_mementos_in_the_api_and_all_with_pages_on_their_pages():
    made = one_of_each()
    published(*made.values())
    now = datetime.now(UTC)
    for edition in Edition.objects.current():
        assert client.memento(f"/api/v1/entries/{edition.entry_id}/", now).json()["id"] == str(edition.entry_id)
    for kind in SECTIONS:
        assert client.memento(url_of(made[kind]), now).status_code == 200
        assert len(client.timemap(url_of(made[kind]))) == 1


# Beside the head (and in the API the charge): the entry, and what stood; for a TimeMap, the entry and the list.
@pytest.mark.parametrize(
    ("address", "path", "queries"),
    [(PAGE, "", 4), (PAGE, "timemap/", 3), (ITEM, "", 4), (ITEM, "timemap/", 4)],
)
def test_a_moment_costs_few_queries(topic, address, path, queries, settings, django_assert_max_num_queries):
    settings.API_BUDGETS = {}
    with django_assert_max_num_queries(queries):
        assert client.ask(address + path, NOON).status_code == (200 if path else 302)


def test_links_cost_items_editions_and_pages_nothing(topic, settings, django_assert_num_queries):
    settings.API_BUDGETS = {}
    # The head, the call charged or the facts of the page, the edition (its document names nothing); an old edition's
    # page needs the entry as it stands, too.
    for address, queries in ((ITEM, 3), (f"{ITEM}editions/1/", 3), (PAGE, 3), (f"{PAGE}editions/1/", 4)):
        with django_assert_num_queries(queries):
            assert "Link" in Client().get(address).headers


def test_any_origin_may_negotiate():
    allowed = Client().options(ITEM)["Access-Control-Allow-Headers"]
    assert "Accept-Datetime" in allowed
    assert "Memento-Datetime" in Client().get(ITEM)["Access-Control-Expose-Headers"]
