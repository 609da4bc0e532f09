"""The editors' desk: every number equals a count by SQL and leads to the list it counts."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from desk.links import Refused, answer_of, is_public
from desk.models import Comment, Plan, SourceCheck, StandingFinding
from members.models import Membership, State
from publishing.models import Entry
from publishing.releasing import publish
from summits.models import Attendance, Summit
from tests.desk import at_desk, words_of
from tests.factories import approver, author, make_source, make_topic, published
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db
FRONT = "/admin/"


def sql(query: str, *params) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchone()[0]


def result_count(page) -> int:
    return page.context["cl"].result_count


def shelf(page, name: str) -> dict:
    return next(each for each in page.context["shelves"] if each["name"] == name)


def number(page, label: str) -> dict:
    return next(each for each in page.context["counts"] if each["label"] == label)


@pytest.fixture
def editor():
    return at_desk("editor")


@pytest.fixture
def busy(editor):
    """Entries in every state, some by the editor and some by others."""
    drafts = [make_topic() for _ in range(7)]
    for topic in drafts:
        topic.record_change(editor.user)
    for _ in range(3):
        others = make_topic()
        others.record_change(author())
        others.submit(author())
    mine = make_topic()
    mine.record_change(editor.user)
    mine.submit(editor.user)
    returned = make_topic(title="Returned")
    returned.record_change(editor.user)
    returned.submit(editor.user)
    returned.send_back(approver(), "Say when.")
    waiting = make_topic(title="Waiting")
    published(waiting, release_at=timezone.now() + timedelta(days=2))
    wrong = make_topic()
    published(wrong)
    Entry.objects.filter(pk=wrong.pk).update(summary="Right.")
    wrong.refresh_from_db()
    wrong.record_change(author())
    wrong.submit(author(), "corrected", "It was wrong.")
    for number, entry in enumerate((wrong, wrong, returned)):
        StandingFinding.objects.create(
            entry=entry, identity=number, level="warning", code="summary", message="?", first_seen_at=timezone.now()
        )
    return editor


# The same questions, asked by hand.
BY_HAND = {
    "drafts": "SELECT count(*) FROM publishing_entry e WHERE stage = 'draft' AND changed_by_id = %(user)s"
    " AND returned_note = '' AND published_version IS DISTINCT FROM version"
    " AND NOT EXISTS (SELECT FROM publishing_edition d WHERE d.entry_id = e.id AND d.position IS NULL)",
    "eyes": "SELECT count(*) FROM publishing_entry e WHERE stage = 'submitted' AND NOT EXISTS (SELECT FROM"
    " publishing_contribution c WHERE c.entry_id = e.id AND c.user_id = %(user)s AND c.published_in_id IS NULL)",
    "returned": "SELECT count(*) FROM publishing_entry e WHERE stage = 'draft' AND returned_note <> '' AND EXISTS"
    " (SELECT FROM publishing_contribution c WHERE c.entry_id = e.id AND c.user_id = %(user)s)",
    "scheduled": "SELECT count(DISTINCT entry_id) FROM publishing_edition WHERE position IS NULL",
    "corrections": "SELECT count(*) FROM publishing_entry WHERE proposed_action IN ('corrected', 'clarified')"
    " AND published_version IS DISTINCT FROM version",
    "found": "SELECT count(DISTINCT entry_id) FROM desk_standingfinding",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("drafts", 7), ("eyes", 4), ("returned", 1), ("scheduled", 1), ("corrections", 1), ("found", 2)],
)
def test_each_shelf_equals_the_count_by_sql_and_the_list_it_leads_to(busy, name, expected):
    found = shelf(busy.get(FRONT), name)
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND[name], {"user": busy.user.pk})
        by_hand = cursor.fetchone()[0]
    assert found["count"] == by_hand == expected == result_count(busy.get(found["url"]))
    assert len(found["rows"]) == min(expected, 5)


def test_a_scheduled_release_has_its_hour_and_time_zone(busy):
    words = words_of(busy.get(FRONT))
    assert re.search(r"released at \d{4}-\d\d-\d\d \d\d:\d\d UTC", words)
    assert "Say when." in words


def test_facts_due_equal_the_count_by_sql_and_are_listed_with_their_entry(editor):
    made = one_of_each()
    Membership.objects.update(check_again_on=date(2020, 1, 1))
    found = number(editor.get(FRONT), "Facts due for checking")
    assert found["number"] == sql("SELECT count(*) FROM members_membership WHERE check_again_on <= now()") == 1
    page = words_of(editor.get(found["url"]))
    assert "2020-01-01" in page
    assert made["state"].title in page
    Membership.objects.update(check_again_on=timezone.localdate() + timedelta(days=1))
    assert number(editor.get(FRONT), "Facts due for checking")["number"] == 0


# Session, user, rights (2), count, page, the rows with their sources, and the entries, state, person and summit once.
def test_facts_due_cost_the_same_for_fifty_as_for_one(editor, django_assert_max_num_queries):
    one_of_each()
    summit = Summit.objects.get()
    for number in range(50):
        state = make(State, f"State {number}", iso2=f"{number:02}", iso3=f"{number:03}")
        state_that(Attendance, summit=summit, state=state)
    Attendance.objects.update(check_again_on=date(2020, 1, 1))
    with django_assert_max_num_queries(13):
        page = editor.get(reverse("admin:desk_due"))
    assert len(page.context["rows"]) == 50


def test_dead_sources_equal_the_count_by_sql_and_the_list(editor):
    def checked(status, failures=0, **fields):
        source = make_source(url="https://example.org/", **fields)
        SourceCheck.objects.create(
            source=source, url=source.url, checked_at=timezone.now(), status=status, failures=failures
        )

    for status, failures in ((200, 0), (404, 0), (410, 0), (0, 1), (0, 3), (503, 0)):
        checked(status, failures)
    checked(404, archived_url="https://example.org/copy")
    found = number(editor.get(FRONT), "Dead sources without an archived copy")
    assert found["number"] == 3 == result_count(editor.get(found["url"])) == sql(
        "SELECT count(*) FROM desk_sourcecheck c JOIN publishing_source s ON s.id = c.source_id"
        " WHERE (status IN (404, 410) OR failures >= 3) AND archived_url = ''"
    )  # fmt: skip


def test_forced_publications_are_counted_with_their_share(editor):
    published(*(make_topic() for _ in range(3)))
    topic = make_topic()
    topic.record_change(approver())
    topic.approve(approver(), forced_reason="The minister had resigned.")
    publish([topic], approver())
    found = number(editor.get(FRONT), "Published without other eyes")
    assert found["number"] == 1 == result_count(editor.get(found["url"]))
    assert found["share"] == "25.0 % of all editions"


def test_open_comments_lead_to_their_list(editor):
    Comment.objects.create(entry=make_topic(), author=approver(), text="Since when?")
    found = number(editor.get(FRONT), "Unsettled comments")
    assert found["number"] == 1 == result_count(editor.get(found["url"]))


def test_what_became_public_last_stands_beside_the_desk(editor):
    published(make_topic(title="First out"))
    published(make_topic(title="Still waiting"), release_at=timezone.now() + timedelta(days=2))
    published(make_topic(title="Last out"))
    page = editor.get(FRONT)
    assert [row["edition"].title for row in page.context["lately"]] == ["Last out", "First out"]
    assert "Recent actions" not in words_of(page)
    assert editor.get(page.context["lately"][0]["url"]).status_code == 200


# Session, user, rights (2), six shelves, the last check, facts due, the other lists, forced, public lately.
def test_the_front_page_costs_fifteen_queries_however_much_there_is(busy, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        busy.get(FRONT)


def test_nobody_is_shown_a_shelf_that_is_not_theirs():
    names = {role: {each["name"] for each in at_desk(role).get(FRONT).context.get("shelves", [])} for role in (
        "contributor", "auditor", "partner manager")}  # fmt: skip
    assert names == {
        "partner manager": set(),
        "contributor": {"drafts", "returned", "corrections", "found"},
        "auditor": {"scheduled", "corrections", "found"},
    }


def test_calendar_shows_meetings_anniversaries_releases_plans_and_facts_due(busy):
    one_of_each()
    words = words_of(busy.get(reverse("admin:desk_calendar"), {"month": "2022-05"}))
    assert "Glory Summit" in words and "takes place" in words
    assert "20 years: Alliance" in words_of(busy.get(reverse("admin:desk_calendar"), {"month": "2022-10"}))
    tomorrow = timezone.localdate() + timedelta(days=2)
    Plan.objects.create(day=tomorrow, what="Write about the anniversary", by=busy.user)
    Membership.objects.update(check_again_on=tomorrow)
    page = words_of(busy.get(reverse("admin:desk_calendar"), {"month": f"{tomorrow:%Y-%m}"}))
    for expected in ("Waiting (under embargo until then)", "Write about the anniversary", "planned, not scheduled",
                     "Freedonia: 1 fact<"):  # fmt: skip
        assert expected in page


def test_a_plan_releases_nothing():
    editor = at_desk("editor")
    topic = make_topic()
    editor.post(reverse("admin:desk_plan_add"), {"day": "2020-01-01", "what": "Publish it", "entry": topic.pk})
    assert Plan.objects.get().by == editor.user
    assert not topic.editions.exists()


def test_who_may_not_see_what_is_scheduled_sees_none_in_the_calendar(busy):
    soon = timezone.localdate() + timedelta(days=2)
    page = words_of(at_desk("contributor").get(reverse("admin:desk_calendar"), {"month": f"{soon:%Y-%m}"}))
    assert "under embargo" not in page


@pytest.mark.parametrize("month", ["2022-13", "x", "", "1899-12", "2200-01", "2022-5\x00"])
def test_an_impossible_month_is_refused_in_words(editor, month):
    assert editor.get(reverse("admin:desk_calendar"), {"month": month}).status_code == 400


def test_calendar_costs_the_same_for_much(busy, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        busy.get(reverse("admin:desk_calendar"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.8", "169.254.169.254", "::1"])
def test_hosts_inside_are_never_asked(host):
    with pytest.raises(Refused):
        is_public(host)
    assert answer_of(f"http://{f'[{host}]' if ':' in host else host}/").status == 0


def test_addresses_are_asked_and_redirects_looked_at_first(live_server):
    asked = []
    assert answer_of(f"{live_server.url}/healthz", may_ask=asked.append).status == 200
    assert answer_of(f"{live_server.url}/nowhere/", may_ask=asked.append).status == 404
    assert answer_of(f"{live_server.url}/favicon.ico", may_ask=asked.append).status in (200, 404)
    assert len(asked) == 4
    assert answer_of("ftp://example.org/").error == "This is no web address."
    assert answer_of("http://127.0.0.1:1/", may_ask=lambda host: None).status == 0
