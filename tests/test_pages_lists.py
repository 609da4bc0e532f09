"""Every list shows what is public, in pages of keysets, by filters."""

import pytest

from members.models import Person
from publishing.lists import EntryList
from summits.models import Event, Statement
from tests.factories import make_topic, published
from tests.pages import LISTS, OTHERS, POLICIES, SECTIONS, get, words
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [*LISTS, *OTHERS, *POLICIES])
def test_an_empty_record_has_every_page(path):
    assert get(path).status_code == 200


@pytest.mark.parametrize("kind", SECTIONS)
def test_list_shows_its_entry_by_name(kind):
    made = one_of_each()
    published(*made.values())
    assert made[kind].title in words(f"/{SECTIONS[kind]}/")


def test_front_page_shows_the_newest_of_each_kind():
    published(*one_of_each().values())
    text = words("/")
    for expected in ("News from Glory", "Glory Summit", "Freedonia since 2003", "“Peace is at hand.”", "Comment"):
        assert expected in text


def test_statement_row_quotes_its_speaker():
    published(*one_of_each().values())
    assert "“Peace is at hand.” Rufus Firefly, President of Freedonia" in words("/statements/")


def test_pages_of_a_list_hold_every_row_once(monkeypatch):
    monkeypatch.setattr(EntryList, "page_size", 2)
    people = [make(Person, f"Person {number}") for number in range(5)]
    monkeypatch.setattr("members.views.PersonList.page_size", 2)
    published(*people)
    assert walked("/people/") == [f"Person {number}" for number in range(5)]


def test_events_of_one_day_are_split_between_pages_without_loss(monkeypatch):
    monkeypatch.setattr(EntryList, "page_size", 2)
    events = [make(Event, f"Event {number}", "2022-05-16", "2022-05-17", type="exercise") for number in range(5)]
    published(*events)
    assert sorted(walked("/events/")) == [f"Event {number}" for number in range(5)]


def walked(path: str) -> list[str]:
    """Titles of all pages, by their `next` links."""
    titles, seen = [], 0
    response = get(path)
    while seen < 20:
        titles += [row.title for row in response.context["page"].rows]
        if not response.context["page"].next_key:
            return titles
        seen += 1
        response = get(path, after=response.context["page"].next_key)
    raise AssertionError("the pages do not end")


def test_next_page_keeps_the_filters(monkeypatch):
    monkeypatch.setattr(EntryList, "page_size", 1)
    published(*(make(Event, f"Event {number}", f"2022-05-1{number}", type="exercise") for number in range(3)))
    html = get("/events/", type="exercise", year="2022").content.decode()
    assert "type=exercise&amp;year=2022&amp;after=2022-05-12~" in html.replace("%7E", "~")


def test_type_filter_hits_and_misses():
    published(
        make(Event, "Drill", "2022", type="exercise"),
        make(Event, "Clash", "2022", type="conflict"),
    )
    text = words("/events/", type="conflict")
    assert "Clash" in text
    assert "Drill" not in text


def test_topic_filter_hits_and_misses():
    topic, filed, other = make_topic(), make(Event, "Drill", type="exercise"), make(Event, "Clash", type="conflict")
    filed.topics.add(topic)
    published(topic, filed, other)
    text = words("/events/", topic=topic.slug)
    assert "Drill" in text
    assert "Clash" not in text


def test_year_filter_hits_and_misses():
    published(
        make(Event, "Drill", "2021-12-31", type="exercise"),
        make(Event, "Clash", "2022-01-01", type="conflict"),
    )
    text = words("/events/", year="2022")
    assert "Clash" in text
    assert "Drill" not in text


def test_a_filter_without_answer_says_so():
    assert "Nothing in the record answers to this." in words("/events/", year="1999")


def test_topic_page_shows_entries_by_kind():
    made = one_of_each()
    for kind in ("article", "event"):
        made[kind].topics.add(made["topic"])
    published(*made.values())
    text = words(f"/topics/{made['topic'].slug}/")
    assert "Articles" in text
    assert "News from Glory" in text
    assert "Exercise" in text
    assert "Glory Declaration" not in text


def test_timeline_is_newest_first_and_filters():
    published(
        make(Event, "Old drill", "1999-05-16", type="exercise"),
        make(Event, "New drill", "2022-05", type="exercise"),
        make(Event, "Drill of no date", type="exercise"),
    )
    text = words("/timeline/")
    assert text.index("May 2022") < text.index("Old drill")
    assert "no date" not in text
    assert "New drill" not in words("/timeline/", year="1999")
    assert "drill" not in words("/timeline/", kind="summit")


def test_attendance_gives_mode_as_letter_and_word():
    published(*one_of_each().values())
    text = words("/summits/attendance/")
    assert "Freedonia 16 May 2022" in text
    assert "P in person" in text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Firefly", "Rufus Firefly"),
        ("firefy rufus", "Rufus Firefly"),
        ("“Rufus Firefly”", "Rufus Firefly"),
        ("peace at hand", "Firefly on peace"),
        ("glory declaration", "Glory Declaration"),
    ],
)
def test_search_finds_by_words_and_by_misspelt_names(typed, found):
    published(*one_of_each().values())
    assert found in words("/search/", q=typed)


def test_search_by_kind_leaves_the_others_out():
    published(*one_of_each().values())
    text = words("/search/", q="glory", kind="document")
    assert "Glory Declaration" in text
    assert "Glory Summit in" not in text


def test_search_without_hits_says_so():
    assert "Nothing in the record answers to “xyzzy”" in words("/search/", q="xyzzy")


def test_paraphrases_are_marked():
    made = one_of_each()
    Statement.objects.filter(pk=made["statement"].pk).update(type="paraphrase")
    published(*made.values())
    assert "paraphrase" in words("/statements/")
