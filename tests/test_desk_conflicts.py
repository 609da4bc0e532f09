"""Two saves of one entry: nothing of either is lost, and who saves second decides where both changed the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.models import Snapshot
from members.models import Membership, Organisation, State
from publishing.models import Entry
from tests.desk import at_desk, fields_of, send, words_of
from tests.factories import make_source, make_topic
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


def url(entry: Entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


@pytest.fixture
def desk():
    return at_desk("contributor")


@pytest.fixture
def other():
    return at_desk("editor")


@pytest.fixture
def topic():
    return make_topic(title="Security", summary="Before.")


def test_what_only_one_changed_is_put_together_and_shown_before_it_is_saved(desk, other, topic):
    mine = fields_of(desk.get(url(topic)))
    send(other, url(topic), title="Common security", **{"aliases-0-name": "СБ"})
    page = desk.post(url(topic), mine | {"summary": "Mine."})
    assert "Editor saved this entry at" in words_of(page)
    assert "Both changes were put together" in words_of(page)
    topic.refresh_from_db()
    assert (topic.title, topic.summary) == ("Common security", "Before.")
    again = fields_of(page)
    assert (again["title"], again["summary"], again["aliases-0-name"]) == ("Common security", "Mine.", "СБ")
    assert desk.post(url(topic), again).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.summary, topic.version) == ("Common security", "Mine.", 2)
    assert [alias.name for alias in topic.aliases.all()] == ["СБ"]


def test_what_both_changed_is_asked_and_not_saved_until_it_is_answered(desk, other, topic):
    mine = fields_of(desk.get(url(topic)))
    send(other, url(topic), summary="Theirs.")
    page = desk.post(url(topic), mine | {"summary": "Mine."})
    words = words_of(page)
    assert "Both of you changed this" in words
    assert "Theirs: Editor" in words
    assert "As it was before" in words
    again = fields_of(page)
    assert again["summary"] == "Mine."
    unanswered = desk.post(url(topic), again)
    assert "Choose for each field that both of you changed." in words_of(unanswered)
    topic.refresh_from_db()
    assert topic.summary == "Theirs."
    assert desk.post(url(topic), fields_of(unanswered) | {"merge-summary": "mine"}).status_code == 302
    topic.refresh_from_db()
    assert topic.summary == "Mine."


def test_theirs_takes_the_place_of_mine_when_chosen(desk, other, topic):
    mine = fields_of(desk.get(url(topic)))
    send(other, url(topic), summary="Theirs.")
    page = desk.post(url(topic), mine | {"summary": "Mine.", "title": "My title"})
    assert desk.post(url(topic), fields_of(page) | {"merge-summary": "theirs"}).status_code == 302
    topic.refresh_from_db()
    assert (topic.summary, topic.title) == ("Theirs.", "My title")


def test_two_tabs_of_one_person_meet_like_two_people(desk, topic):
    first, second = fields_of(desk.get(url(topic))), fields_of(desk.get(url(topic)))
    desk.post(url(topic), first | {"summary": "First tab."})
    page = desk.post(url(topic), second | {"summary": "Second tab."})
    assert "Both of you changed this" in words_of(page)
    assert fields_of(page)["summary"] == "Second tab."


def test_a_third_save_while_choosing_is_met_again(desk, other, topic):
    mine = fields_of(desk.get(url(topic)))
    send(other, url(topic), summary="Theirs.")
    page = desk.post(url(topic), mine | {"summary": "Mine."})
    send(other, url(topic), summary="Theirs again.", title="New title")
    second = desk.post(url(topic), fields_of(page) | {"merge-summary": "mine"})
    assert "Both of you changed this" in words_of(second)
    assert fields_of(second)["title"] == "New title"
    assert desk.post(url(topic), fields_of(second) | {"merge-summary": "theirs"}).status_code == 302
    topic.refresh_from_db()
    assert (topic.summary, topic.title) == ("Theirs again.", "New title")


@pytest.fixture
def state():
    return make(State, "Freedonia", iso2="FD", iso3="FRD")


@pytest.fixture
def membership(state):
    alliance = make(Organisation, "Alliance")
    return state_that(Membership, "2003", "2012", state=state, organisation=alliance, status="member")


def test_fields_of_a_dated_fact_are_merged_one_by_one(desk, other, state, membership):
    mine = fields_of(desk.get(url(state)))
    source = make_source(title="The new report")
    added = {"memberships-0-sources-1-source": source.pk, "memberships-0-sources-1-locator": "p. 4"}
    send(other, url(state), **{"memberships-0-instrument": "Charter"} | added)
    page = desk.post(url(state), mine | {"memberships-0-ends": "2012-12-19"})
    assert "Both changes were put together" in words_of(page)
    assert "The new report (Agency) p. 4" in words_of(page)
    assert desk.post(url(state), fields_of(page)).status_code == 302
    row = Membership.objects.get()
    assert (row.instrument, str(row.ends_on), row.citations.count()) == ("Charter", "2012-12-19", 2)


def test_dates_both_changed_are_asked_in_the_row_they_stand_in(desk, other, state, membership):
    mine = fields_of(desk.get(url(state)))
    send(other, url(state), **{"memberships-0-ends": "2012-06-28"})
    page = desk.post(url(state), mine | {"memberships-0-ends": "2012-12-19"})
    assert "membership: Freedonia – Alliance · Until" in words_of(page)
    chosen = desk.post(url(state), fields_of(page) | {"merge-memberships-0-ends": "theirs"})
    assert chosen.status_code == 302
    assert str(Membership.objects.get().ends_on) == "2012-06-28"


@pytest.mark.parametrize(("choice", "left"), [("mine", 1), ("theirs", 0)])
def test_a_row_they_removed_and_i_changed_is_asked(desk, other, state, membership, choice, left):
    mine = fields_of(desk.get(url(state)))
    send(other, url(state), **{"memberships-0-DELETE": "on"})
    page = desk.post(url(state), mine | {"memberships-0-instrument": "Charter"})
    again = fields_of(page)
    path = again["merge"].strip()
    assert path.startswith("row:memberships:")
    answer = desk.post(url(state), again | {f"merge-{path}": choice})
    assert answer.status_code == 302, words_of(answer)
    assert Membership.objects.filter(instrument="Charter").count() == left


@pytest.mark.parametrize(("choice", "left"), [("mine", 0), ("theirs", 1)])
def test_a_row_i_removed_and_they_changed_is_asked(desk, other, state, membership, choice, left):
    mine = fields_of(desk.get(url(state)))
    send(other, url(state), **{"memberships-0-instrument": "Charter"})
    page = desk.post(url(state), mine | {"memberships-0-DELETE": "on"})
    again = fields_of(page)
    assert again["merge"].strip() == "memberships-0-DELETE"
    assert desk.post(url(state), again | {"merge-memberships-0-DELETE": choice}).status_code == 302
    assert Membership.objects.count() == left


def test_a_row_they_removed_and_i_left_alone_stays_removed(desk, other, state, membership):
    mine = fields_of(desk.get(url(state)))
    send(other, url(state), **{"memberships-0-DELETE": "on"})
    page = desk.post(url(state), mine | {"capital": "Glory"})
    assert desk.post(url(state), fields_of(page)).status_code == 302
    state.refresh_from_db()
    assert (Membership.objects.count(), state.capital) == (0, "Glory")


def test_the_same_name_added_in_two_tabs_is_added_once(desk, topic):
    first, second = fields_of(desk.get(url(topic))), fields_of(desk.get(url(topic)))
    desk.post(url(topic), first | {"aliases-0-name": "CSTO"})
    page = desk.post(url(topic), second | {"aliases-0-name": "CSTO", "summary": "More."})
    assert desk.post(url(topic), fields_of(page)).status_code == 302
    assert topic.aliases.count() == 1


def test_without_the_state_it_was_opened_on_every_difference_is_asked(desk, topic):
    mine = fields_of(desk.get(url(topic)))
    # A change that went past the form, such as an import.
    Entry.objects.filter(pk=topic.pk).update(title="Imported title")
    topic.record_change(desk.user)
    page = desk.post(url(topic), mine | {"summary": "Mine."})
    assert set(fields_of(page)["merge"].split()) == {"title", "summary"}


def test_the_same_address_taken_meanwhile_keeps_what_was_typed(desk, topic, monkeypatch):
    other = make_topic(title="Other", slug="other")
    # The check that speaks in words is passed by two saves at once; the constraint is not.
    monkeypatch.setattr("desk.forms.EntryForm.validate_constraints", lambda form: None, raising=False)
    monkeypatch.setattr("desk.forms.EntryForm._post_clean", _without_uniqueness)
    page = send(desk, url(topic), slug=other.slug, summary="A long text.")
    assert page.status_code == 200
    assert "meanwhile somebody saved a period that overlaps one of yours, or the same address" in words_of(page)
    assert fields_of(page)["summary"] == "A long text."
    topic.refresh_from_db()
    assert (topic.version, topic.summary) == (0, "Before.")


def _without_uniqueness(form):
    from django.forms.models import construct_instance

    form.instance = construct_instance(form, form.instance, form._meta.fields, form._meta.exclude)


@pytest.mark.parametrize("kind", ["article", "commentary", "document", "event", "force", "institution", "office",
                                  "organisation", "person", "state", "statement", "summit"])  # fmt: skip
def test_a_form_that_nobody_touched_differs_from_nothing(desk, other, kind):
    """Else every conflict would ask about fields nobody changed."""
    entry = one_of_each()[kind]
    mine = fields_of(desk.get(url(entry)))
    send(other, url(entry), summary="Theirs.")
    page = desk.post(url(entry), mine | {"remarks": "Mine."})
    assert {each.path for each in page.context["work"].differences} == {"summary", "remarks"}
    assert page.context["work"].asked == []
    assert desk.post(url(entry), fields_of(page)).status_code == 302
    entry.refresh_from_db()
    assert (entry.summary, entry.remarks) == ("Theirs.", "Mine.")


def test_replaced_states_are_kept_once_a_version(desk, topic):
    send(desk, url(topic), summary="One.")
    send(desk, url(topic))
    send(desk, url(topic), summary="Two.")
    assert list(Snapshot.objects.order_by("version").values_list("version", "state__fields__summary")) == [
        (0, "Before."),
        (1, "One."),
    ]


def test_who_may_not_change_an_entry_is_told_nothing_of_it(topic):
    auditor = at_desk("auditor")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert auditor.post(url(topic), {"version": "7", "summary": "x"}).status_code == 403
    assert not [query for query in queries if "desk_snapshot" in query["sql"]]
