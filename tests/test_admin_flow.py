"""From a contributor's first save to the public edition, through the screens alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Organisation, State
from publishing.models import Action, Edition, Entry, Fact, Stage
from tests.desk import at_desk, fields_of, send, ticked, words_of
from tests.factories import approved, approver, author, cite, make_source, make_topic, published
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db


def url(entry: Entry, page: str) -> str:
    entry = entry.specific
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{page}", args=[entry.pk])


def post(client, entry: Entry, verb: str, **data):
    """The verb's own page, filled in and sent, its warnings read."""
    page = client.get(url(entry, verb))
    filled = fields_of(page) | ticked(page) if page.status_code == 200 else {}
    return client.post(url(entry, verb), filled | data, follow=True)


def together(client, action: str, *entries: Entry, confirmed=None, **data):
    """The action of the list of all entries; with the page that asked, its form filled in and sent."""
    filled = fields_of(confirmed) | ticked(confirmed) | {"together": "1"} if confirmed else {}
    data = filled | data | {"action": action, "_selected_action": [entry.pk for entry in entries]}
    return client.post(reverse("admin:publishing_entry_changelist"), data, follow=True)


def changed(client, entry: Entry, **fields):
    return send(client, url(entry, "change"), **fields)


def test_contributor_writes_editor_approves_and_publishes():
    alliance = make(Organisation, "Alliance")
    published(alliance)
    source = make_source()
    contributor, editor = at_desk("contributor"), at_desk("editor")
    answer = send(
        contributor,
        reverse("admin:members_state_add"),
        title="Freedonia", slug="freedonia", summary="A land of plenty.", iso2="FD", iso3="FRD",
        **{
            "citations-0-source": source.pk,
            "memberships-0-organisation": alliance.pk,
            "memberships-0-status": "member",
            "memberships-0-starts": "2003-09-18",
            "memberships-0-sources-0-source": source.pk,
            "memberships-0-sources-0-locator": "p. 4",
        },
    )  # fmt: skip
    assert answer.status_code == 302, words_of(answer)
    state = State.objects.get()
    membership = state.memberships.get()
    assert (str(membership.starts_on), membership.start_precision, membership.end_precision) == (
        "2003-09-18", "day", "open",
    )  # fmt: skip
    assert [(use.source, use.locator) for use in membership.citations.all()] == [(source, "p. 4")]
    assert (state.version, state.changed_by, state.stage) == (1, contributor.user, Stage.DRAFT)

    assert "was submitted" in words_of(post(contributor, state, "submit", action=""))
    assert "was approved" in words_of(post(editor, state, "approve"))
    assert "was published" in words_of(post(editor, state, "publish"))
    edition = Edition.objects.current().get(entry=state)
    assert edition.action == Action.PUBLISHED
    fact = Fact.objects.current().get(kind="membership")
    assert (fact.subject, fact.object) == (state.pk, alliance.pk)
    page = editor.get(url(state, "change"))
    assert "/members/freedonia/" in words_of(page)


def test_contributor_sees_no_button_and_gets_no_further():
    topic = make_topic()
    topic.record_change(author())
    topic.submit(author())
    contributor = at_desk("contributor")
    page = words_of(contributor.get(url(topic, "change")))
    for verb in ("approve", "publish", "force", "withdraw"):
        assert f"{topic.pk}/{verb}/" not in page
        assert contributor.post(url(topic, verb), {"version": topic.version}).status_code == 403
    topic.refresh_from_db()
    assert topic.stage == Stage.SUBMITTED


def test_own_change_is_not_approved_and_the_words_say_so():
    topic = make_topic()
    editor = at_desk("editor")
    assert changed(editor, topic, title="Collective security").status_code == 302
    post(editor, topic, "submit", action="")
    page = post(editor, topic, "approve")
    assert "You changed “Collective security” yourself; someone else must approve it." in words_of(page)
    topic.refresh_from_db()
    assert topic.stage == Stage.SUBMITTED


def test_publication_is_refused_with_the_findings():
    state = make(State, "Freedonia", iso2="FD", iso3="FRD")
    alliance = make(Organisation, "Alliance")
    state.memberships.create(organisation=alliance, status="member")
    editor = at_desk("editor")
    state.record_change(author())
    state.submit(author())
    state.approve(approver())
    page = words_of(post(editor, state, "publish"))
    assert "“Alliance” is not public. Publish it first or together with this entry." in page
    assert "has no source" in page
    assert not Edition.objects.exists()


def test_correction_needs_its_note():
    topic = make_topic()
    published(topic)
    editor = at_desk("editor")
    changed(editor, topic, summary="Better.")
    page = words_of(post(editor, topic, "submit", action="corrected", wrong="It was worse", right=""))
    assert page.count("Say what is right or meant.") == 1
    post(editor, topic, "submit", action="corrected", wrong="It was worse", right="It is better.")
    topic.refresh_from_db()
    note = "What was wrong: It was worse.\nWhat is right: It is better."
    assert (topic.proposed_action, topic.proposed_note) == ("corrected", note)


def test_return_schedule_cancel_retract_withdraw_restore():
    topic = make_topic()
    editor, manager = at_desk("editor"), at_desk("managing editor")
    topic.record_change(author())
    topic.submit(author())
    assert "was returned" in words_of(post(editor, topic, "return", text="Shorter, please."))
    assert "Shorter, please." in words_of(editor.get(url(topic, "change")))
    topic.submit(author())
    post(editor, topic, "approve")
    hour = timezone.now() + timedelta(days=1)
    assert "was scheduled" in words_of(post(editor, topic, "schedule", release_at=f"{hour:%Y-%m-%dT%H:%M}"))
    assert Edition.objects.waiting().get().release_at == hour.replace(second=0, microsecond=0)
    assert "is no longer scheduled" in words_of(post(editor, topic, "cancel"))
    post(editor, topic, "publish")
    assert editor.post(url(topic, "retract"), {"version": topic.version}).status_code == 403
    assert "was retracted" in words_of(post(manager, topic, "retract", text="Doubtful."))
    assert "was withdrawn" in words_of(post(manager, topic, "withdraw", text="Private."))
    page = words_of(editor.get(url(topic, "change")))
    assert "Readers see the notice" in page and "Nothing has changed since" not in page
    assert "This field is required" in words_of(post(editor, topic, "submit", reason=""))
    post(editor, topic, "submit", reason="The doubt was unfounded.")
    post(manager, topic, "approve")
    assert "The doubt was unfounded." in words_of(manager.get(url(topic, "restore")))
    assert "was restored" in words_of(post(manager, topic, "restore"))
    actions = Edition.objects.released().order_by("position").values_list("action", flat=True)
    assert list(actions) == ["published", "retracted", "withdrawn", "restored"]


def test_force_needs_a_reason_and_marks_the_edition():
    topic = make_topic()
    manager = at_desk("managing editor")
    changed(manager, topic, summary="At once.")
    assert "This field is required" in words_of(post(manager, topic, "force", text=""))
    post(manager, topic, "force", text="Nobody else is awake.")
    post(manager, topic, "publish")
    assert not Edition.objects.get().is_reviewed


def test_verb_for_another_version_is_refused():
    topic = make_topic()
    topic.record_change(author())
    topic.submit(author())
    editor = at_desk("editor")
    answer = editor.post(url(topic, "approve"), {"version": topic.version - 1, "seen": "x"})
    assert "Somebody changed this entry after you opened this page" in words_of(answer)


def test_selected_entries_are_published_in_one_release():
    made = list(one_of_each().values())
    for entry in made:
        entry.record_change(author())
        entry.submit(author())
        entry.approve(approver())
    topics = [entry for entry in made if entry.kind == "topic"]
    editor = at_desk("editor")
    page = together(editor, "publish_selected", *topics)
    assert not Edition.objects.exists()
    assert "Publish together, in one release" in words_of(page)
    assert "1 published." in words_of(together(editor, "publish_selected", *topics, confirmed=page))
    statement = next(entry for entry in made if entry.kind == "statement")
    page = together(editor, "publish_selected", statement)
    assert "is not public" in words_of(page)
    assert "is not public" in words_of(together(editor, "publish_selected", statement, confirmed=page))
    assert Edition.objects.count() == 1


def test_changing_a_source_is_a_hand_in_every_entry_that_cites_it():
    topic, source = make_topic(), make_source(title="Charter")
    cite(topic, source)
    approved(topic)
    editor = at_desk("editor")
    answer = send(editor, reverse("admin:publishing_source_change", args=[source.pk]), title="Charter of 2002")
    assert answer.status_code == 302
    topic.refresh_from_db()
    assert topic.stage == Stage.DRAFT
    assert topic.has_hand_in(editor.user)
