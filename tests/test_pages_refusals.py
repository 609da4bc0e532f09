"""What a page refuses, and how it says so; where moved and withdrawn addresses lead."""

import pytest
from django.http import HttpResponse
from django.test import Client

from publishing.middleware import head_without_body
from publishing.releasing import restore, withdraw
from tests.factories import approved, approver, make_topic, published
from tests.pages import LISTS, OTHERS, SECTIONS, get, url_of, words
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db
PAGES = [*LISTS, *OTHERS[:4], "/corrections/", "/about/", "/sitemap.xml", "/robots.txt"]
BAD = [
    {"unknown": "1"}, {"as_of": "yesterday"}, {"as_of": "99999999999999999999"}, {"as_of": "2022-02-30"},
    {"as_of": "2199-01-01"}, {"as_of": "-1"}, {"as_of": "1\x00"},
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_what_nobody_can_honour_is_a_400_that_lists_what_is_understood(path):
    for query in BAD:
        response = get(path, **query)
        assert response.status_code == 400, query
        assert b"This address was not understood" in response.content
    assert b"<code>as_of</code>" in get(path, unknown="1").content


def test_a_parameter_given_twice_is_refused(reader):
    assert reader.get("/members/?on=2020-01-01&on=2021-01-01").status_code == 400


@pytest.mark.parametrize("day", ["2022-02-30", "16 May", "20220516", "0001-01-01", "9999-12-31", "2022-5-1", "\x00"])
def test_an_impossible_day_is_refused(day):
    assert get("/members/", on=day).status_code == 400


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/articles/", {"type": "gossip"}), ("/articles/", {"topic": "nothing"}), ("/articles/", {"year": "22"}),
        ("/articles/", {"year": "99999"}), ("/articles/", {"after": "x"}), ("/articles/", {"after": "2022-01-01~x"}),
        ("/people/", {"after": "~"}), ("/timeline/", {"kind": "office"}), ("/timeline/", {"year": "٢٠٢٢"}),
        ("/search/", {"q": "x" * 201}), ("/search/", {"q": "x" * 10240}), ("/search/", {"kind": "x"}),
        ("/search/", {"page": "0"}), ("/search/", {"page": "11"}), ("/search/", {"page": "x"}),
        ("/search/", {"q": "a\x00b"}), ("/corrections/", {"action": "published"}), ("/corrections/", {"after": "-1"}),
    ],
    ids=str,
)  # fmt: skip
def test_a_malformed_value_is_refused_by_name(path, query):
    response = get(path, **query)
    assert response.status_code == 400
    assert b"This address was not understood" in response.content


@pytest.mark.parametrize("typed", ["a & | b", "a" * 200, "_", "one \\", "one%", "🙂 two", "x:*", "one OR OR"])
def test_search_takes_any_words(typed):
    assert get("/search/", q=typed).status_code == 200


def test_advertisers_marks_are_no_reason_to_turn_a_reader_away():
    assert get("/articles/", utm_source="letter", fbclid="x").status_code == 200


@pytest.mark.parametrize("section", SECTIONS.values())
def test_an_address_that_never_was_is_a_404(section):
    for rest in ("", "history/", "editions/1/", "editions/99999999999/"):
        response = get(f"/{section}/nothing/{rest}")
        assert response.status_code == 404
        assert b"There is no such page" in response.content


@pytest.mark.parametrize("path", ["/nowhere/", "/articles/%00/", "/media/%00", "/media/../settings.py", "/id/x/"])
def test_other_addresses_that_never_were_are_404s(reader, path):
    assert reader.get(path).status_code == 404


def test_every_page_answers_get_only(reader):
    for path in ("/", "/articles/", "/members/", "/search/"):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(reader, method)(path).status_code == 405
        assert reader.head(path).status_code == 200


def test_head_has_the_headers_of_get_and_no_content(rf):
    answer = head_without_body(lambda request: HttpResponse(b"text", headers={"Content-Length": "4"}))
    assert answer(rf.head("/")).content == b""
    assert answer(rf.head("/")).headers["Content-Length"] == "4"
    assert answer(rf.get("/")).content == b"text"


def test_the_old_address_of_the_icon_leads_to_it(reader):
    assert reader.get("/favicon.ico").headers["Location"].endswith(".svg")


@pytest.mark.parametrize("kind", SECTIONS)
def test_a_withdrawn_entry_is_gone_with_its_reason_editions_and_past(kind):
    made = one_of_each()
    published(*made.values())
    url = url_of(made[kind])
    withdraw(made[kind], approver(), "A court said so.")
    for path in (url, f"{url}history/", f"{url}editions/1/", f"{url}?as_of=13", f"/id/{made[kind].pk}/"):
        response = get(path)
        assert response.status_code == 410, path
        assert b"A court said so." in response.content
    assert "A court said so." in words("/corrections/")


@pytest.fixture
def back():
    """A topic published at 1, withdrawn at 2 and restored at 3."""
    topic = make_topic(title="Unity")
    published(topic)
    withdraw(topic, approver(), "A court said so.")
    restore(*approved(topic), approver())
    return f"/topics/{topic.slug}/"


def test_a_restored_entry_is_back_with_its_past(back):
    for path in (back, f"{back}editions/1/", f"{back}?as_of=1"):
        assert "Unity" in words(path)
    rows = words(f"{back}history/").split("Digest ")[1]
    assert rows.index("restored") < rows.index("withdrawn A court said so.") < rows.index("published")


def test_readers_are_told_that_an_entry_was_restored(back):
    page, corrections = words(back), words("/corrections/")
    assert page.index("Restored") < page.index("Withdrawn")
    assert corrections.index("restored topic Unity") < corrections.index("withdrawn topic Unity A court said so.")


def test_an_entry_without_a_page_keeps_its_name_among_the_corrections():
    made = one_of_each()
    office = made["office"]
    published(*made.values())
    withdraw(office, approver(), "A court said so.")
    restore(*approved(office), approver())
    assert words("/corrections/").count("President of Freedonia") == 2
    assert "no longer shown" not in words("/corrections/")


def test_between_withdrawal_and_restoration_an_entry_was_gone(back):
    for path in (f"{back}?as_of=2", f"{back}history/?as_of=2", f"{back}editions/2/"):
        response = get(path)
        assert response.status_code == 410, path
        assert b"A court said so." in response.content


def test_an_old_address_leads_to_the_present_one_for_ever():
    topic = make_topic(slug="discord")
    published(topic)
    for slug in ("unity", "concord"):
        topic.slug = slug
        topic.save()
        published(topic)
    for old in ("discord", "unity"):
        response = get(f"/topics/{old}/", utm_source="x")
        assert (response.status_code, response["Location"]) == (301, "/topics/concord/?utm_source=x")
        assert get(f"/topics/{old}/history/")["Location"] == "/topics/concord/history/"
        assert get(f"/topics/{old}/editions/2/")["Location"] == "/topics/concord/editions/2/"


def test_the_address_by_id_leads_to_the_present_one():
    topic = make_topic()
    published(topic)
    assert get(f"/id/{topic.pk}/")["Location"] == f"/topics/{topic.slug}/"
    assert get("/id/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_a_draft_has_no_address():
    topic = make_topic()
    assert get(f"/topics/{topic.slug}/").status_code == 404
    assert get(f"/id/{topic.pk}/").status_code == 404


def test_a_post_without_a_token_is_a_wrong_method_not_a_forgery():
    assert Client(enforce_csrf_checks=True).post("/articles/").status_code == 405
