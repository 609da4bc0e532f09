"""The checks beside the form: live, without keeping anything; warnings that somebody lets stand."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Membership, Organisation, State
from publishing.models import Entry, Waiver
from tests.desk import at_desk, fields_of, words_of
from tests.factories import make_topic
from tests.pages import SECTIONS
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


def address(entry: Entry, page: str) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{page}", args=[entry.pk])


def ask(client, entry: Entry, **typed):
    """What the panel says of the form with `typed` in it."""
    fields = fields_of(client.get(address(entry, "change"))) | typed
    return client.post(address(entry, "check"), fields)


@pytest.fixture
def topic():
    return make_topic(title="Security", summary="What it is.")


def test_what_is_typed_is_checked_and_not_kept(topic):
    desk = at_desk("contributor")
    before = (topic.version, Entry.objects.count())
    answer = ask(desk, topic, summary="")
    assert "There is no summary for lists and search." in words_of(answer)
    assert 'href="#id_summary"' in words_of(answer)
    topic.refresh_from_db()
    assert (topic.summary, topic.version, Entry.objects.count()) == ("What it is.", *before)


@pytest.mark.parametrize("kind", [*SECTIONS, "office"])
def test_an_untouched_form_is_found_as_the_saved_entry_is(kind):
    entry = one_of_each()[kind]
    desk = at_desk("contributor")
    saved = desk.get(address(entry, "change")).context["checks"]
    typed = ask(desk, entry).context["checks"]
    assert typed["faults"] == []
    assert [each.finding.identity for each in typed["shown"]] == [each.finding.identity for each in saved["shown"]]


def test_rows_typed_but_not_saved_are_checked_too():
    made = one_of_each()
    state = made["state"]
    count = Membership.objects.count()
    row = {"memberships-TOTAL_FORMS": "2", "memberships-1-organisation": made["organisation"].pk,
           "memberships-1-status": "member", "memberships-1-starts": "2010", "memberships-1-start_precision": "year",
           "memberships-1-standing": "accepted"}  # fmt: skip
    words = words_of(ask(at_desk("contributor"), state, **row))
    assert "Membership, Sources:" in words and "Name at least one source that says so." in words
    assert Membership.objects.count() == count


def test_what_cannot_be_read_is_said_by_field(topic):
    words = words_of(ask(at_desk("contributor"), topic, title="", starts="someday"))
    assert "Not checked yet" in words
    assert "Title:" in words


def test_a_new_entry_is_checked_before_it_exists():
    desk = at_desk("contributor")
    fields = fields_of(desk.get(reverse("admin:publishing_topic_add"))) | {"title": "New", "slug": "new"}
    words = words_of(desk.post(reverse("admin:publishing_topic_check_new"), fields))
    assert "There is no summary" in words
    assert not Entry.objects.exists()


def test_who_may_not_change_it_may_not_ask(topic):
    assert at_desk("auditor").post(address(topic, "check"), {}).status_code == 403
    assert at_desk("contributor").get(address(topic, "check")).status_code == 405


def waive(client, entry, finding, reason):
    return client.post(address(entry, "waive"), {"identity": finding.identity, "reason": reason}, follow=True)


def found(client, entry, code):
    shown = client.get(address(entry, "change")).context["checks"]["shown"]
    return next((each.finding for each in shown if each.finding.code == code), None)


def test_a_warning_is_let_stand_with_a_reason_and_counts_again_when_taken_back(topic):
    Entry.objects.filter(pk=topic.pk).update(summary="")
    desk = at_desk("contributor")
    assert "Say why the warning may stand" in words_of(waive(desk, topic, found(desk, topic, "summary"), " "))
    assert Waiver.objects.count() == 0
    words = words_of(waive(desk, topic, found(desk, topic, "summary"), "A heading needs none."))
    assert "lets it stand since" in words and "A heading needs none." in words
    assert desk.get(address(topic, "change")).context["checks"]["counts"]["warning"] == 0
    # The one who approves reads why.
    editor = at_desk("editor")
    desk.post(address(topic, "submit"), fields_of(desk.get(address(topic, "submit"))))
    assert "A heading needs none." in words_of(editor.get(address(topic, "approve")))
    waiver = Waiver.objects.get()
    desk.post(address(topic, "waive"), {"take_back": waiver.pk})
    assert desk.get(address(topic, "change")).context["checks"]["counts"]["warning"] == 1
    waiver.refresh_from_db()
    assert waiver.withdrawn_by == desk.user


def test_a_waiver_falls_when_its_facts_change():
    alliance = make(Organisation, "Alliance", type="alliance")
    freedonia = make(State, "Freedonia", iso2="FD", iso3="FRD", capital="Glory")
    topic = make_topic(title="Security", summary="")
    desk = at_desk("contributor")
    waive(desk, topic, found(desk, topic, "summary"), "For now.")
    assert found(desk, topic, "summary").waiver
    state_that(Membership, "2003", state=freedonia, organisation=alliance, status="member")
    Entry.objects.filter(pk=topic.pk).update(summary="Now it has one.")
    assert found(desk, topic, "summary") is None


def test_blockers_are_never_waived_and_unknown_ones_are_refused(topic):
    desk = at_desk("contributor")
    Entry.objects.filter(pk=topic.pk).update(title=" ")
    blocker = found(desk, topic, "title")
    assert "Only a warning can be waived" in words_of(waive(desk, topic, blocker, "Because."))
    answer = desk.post(address(topic, "waive"), {"identity": "x", "reason": "y"}, follow=True)
    assert "The saved entry has no such warning" in words_of(answer)
    assert desk.post(address(topic, "waive"), {"take_back": "9" * 30}).status_code == 404
    assert Waiver.objects.count() == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_panel_follows_what_is_typed_and_leads_to_the_field(sign_in):
    topic = make_topic(title="Security", summary="What it is.")
    page = sign_in("contributor")
    page.goto(address(topic, "change"))
    panel = page.get_by_role("region", name="Checks")
    expect(panel).to_contain_text("nothing to object to")
    page.fill("#id_summary", "")
    expect(panel).to_contain_text("There is no summary for lists and search.", timeout=15_000)
    page.focus("#id_title")
    panel.get_by_role("link", name="Go there").click()
    expect(page.locator("#id_summary")).to_be_focused()
    page.fill("#id_summary", "Again.")
    expect(panel).to_contain_text("nothing to object to", timeout=15_000)
    topic.refresh_from_db()
    assert topic.summary == "What it is."
    assert page.violations == []
