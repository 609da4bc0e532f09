"""The two kinds of time on pages: the day in the world, and the site as it stood; and releases at their hour."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from publishing.models import Edition, Log
from summits.models import Event
from tests.factories import make_topic, published
from tests.pages import get, url_of, words
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 5, 16, 12, tzinfo=UTC)


def test_as_of_a_position_shows_the_edition_and_the_names_of_then():
    topic = make_topic(title="Discord")
    published(topic)
    topic.title = "Unity"
    topic.save()
    published(topic)
    for path in (f"/topics/{topic.slug}/", "/topics/", "/", f"/topics/{topic.slug}/history/"):
        assert "Discord" in words(path, as_of="1"), path
        assert "Unity" in words(path, as_of="2"), path
    assert "You are reading the record as it stood at 1 (1 of 2 positions)" in words("/topics/", as_of="1")
    assert "nothing has changed since" in words("/topics/", as_of="2")


def test_as_of_names_the_plain_address_and_keeps_out_of_indexes():
    published(make_topic())
    html = get("/topics/", as_of="0").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/topics/">' in html
    assert re.search(r'<meta\s+name="robots"\s+content="noindex"\s*>', html)
    assert "Nothing in the record answers to this." in html


def test_as_of_a_date_or_a_time_is_the_record_as_it_stood_then():
    topic = make_topic(title="Unity")
    with time_machine.travel(NOON, tick=False):
        published(topic)
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        assert "Unity" in words("/topics/", as_of="2027-05-16")
        assert "Unity" not in words("/topics/", as_of="2027-05-15")
        assert "Unity" in words("/topics/", as_of="2027-05-16T12:00Z")
        assert "Unity" not in words("/topics/", as_of="2027-05-16T11:59:59Z")
        assert get(f"/topics/{topic.slug}/", as_of="2027-05-15").status_code == 404


def test_an_entry_is_found_in_the_past_under_any_of_its_addresses():
    topic = make_topic(slug="discord", title="Discord")
    published(topic)
    topic.slug = topic.title = "unity"
    topic.save()
    published(topic)
    assert "Discord" in words("/topics/discord/", as_of="1")
    assert "Discord" in words("/topics/unity/", as_of="1")


def test_links_stay_in_the_past_one_asked_for():
    made = one_of_each()
    published(*made.values())
    html = get(url_of(made["state"]), as_of="13").content.decode()
    assert f'href="{url_of(made["person"])}?as_of=13"' in html


def test_on_a_day_shows_who_held_what():
    made = one_of_each()
    published(*made.values())
    for on, expected in (("2017-12-31", "No office or affiliation"), ("2018-06-01", "President of Freedonia, since")):
        assert expected in words(url_of(made["person"]), on=on) or on < "2018"
    assert "President of Freedonia, since 2018" not in words(url_of(made["person"]), on="2017-12-31")
    assert "No status in any organisation" in words(url_of(made["state"]), on="2002-12-31")
    assert "Member – Alliance" in words(url_of(made["state"]), on="2003-01-01")
    assert "No state had a status here" in words(url_of(made["organisation"]), on="2002-12-31")


def test_pages_that_are_not_about_facts_know_no_day():
    made = one_of_each()
    published(*made.values())
    assert get(url_of(made["article"]), on="2022-05-16").status_code == 400


SEEN_ON = ["/", "/events/", "/timeline/", "/search/?q=manoeuvre", "/sitemaps/events-0.xml", "/topics/unity/"]


def every_page() -> dict[str, tuple]:
    answers = {}
    for path in [*SEEN_ON, "/events/manoeuvre/", "/events/manoeuvre/history/", "/sitemap.xml", "/corrections/"]:
        response = get(path)
        answers[path] = (response.status_code, response.get("ETag", ""))
    return answers


def test_a_scheduled_entry_is_absent_to_its_hour_and_everywhere_at_it_without_a_worker():
    topic = make_topic(slug="unity", title="Unity")
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        published(topic)
        before = every_page()
        event = make(Event, "Manoeuvre", "2022-05-16", type="exercise")
        event.topics.add(topic)
        published(event, release_at=NOON)
        assert every_page() == before, "a scheduled edition shows in an ETag or a status"
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        assert every_page() == before
        assert not any("anoeuvre" in get(path).content.decode().replace("q=manoeuvre", "") for path in SEEN_ON[:3])
    with time_machine.travel(NOON, tick=False):
        assert words("/events/manoeuvre/").count("Manoeuvre")
        for path in SEEN_ON:
            assert "/events/manoeuvre/" in get(path).content.decode(), path
    assert Log.objects.get().position == 2


@pytest.mark.parametrize("path", SEEN_ON)
def test_the_first_request_after_the_hour_releases_whatever_it_asks_for(path):
    topic = make_topic(slug="unity", title="Unity")
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        published(topic)
        event = make(Event, "Manoeuvre", "2022-05-16", type="exercise")
        event.topics.add(topic)
        published(event, release_at=NOON)
    with time_machine.travel(NOON, tick=False):
        assert "/events/manoeuvre/" in get(path).content.decode()
    assert Edition.objects.current().filter(kind="event").count() == 1
