"""The kernel's verbs: what each makes public, and what it refuses."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from publishing.canonical import digest
from publishing.gate import PublishingRefused
from publishing.models import Action, Edition, Entry, Fact, Log, Stage
from publishing.releasing import clarify, correct, publish, restore, retract, withdraw
from publishing.verifying import faults
from tests.factories import approved, approver, author, make_topic, make_user, published

pytestmark = pytest.mark.django_db


def actions(entry: Entry) -> list[str]:
    return list(Edition.objects.released().filter(entry=entry).values_list("action", flat=True))


def test_a_draft_is_not_public():
    make_topic()
    assert not Edition.objects.exists()


def test_publishing_makes_an_edition_at_the_next_position():
    first, second = published(make_topic(title="Membership"))[0], published(make_topic())[0]
    assert (first.position, second.position) == (1, 2)
    assert first.document["title"] == "Membership"
    assert Log.objects.get().position == 2
    assert list(faults()) == []


def test_several_entries_are_published_in_one_release_adjacent_in_the_feed():
    published(make_topic())
    editions = published(make_topic(), make_topic(), make_topic())
    assert sorted(e.position for e in editions) == [2, 3, 4]
    assert len({e.batch for e in editions}) == 1
    assert len({e.released_at for e in editions}) == 1


def test_one_blocked_entry_stops_the_whole_release():
    good, bad = make_topic(), make_topic(title=" ")
    approved(good, bad)
    with pytest.raises(PublishingRefused) as refusal:
        publish([good, bad], approver())
    assert [finding.code for finding in refusal.value.findings] == ["title"]
    assert not Edition.objects.exists()
    assert not Log.objects.filter(position__gt=0).exists()


def test_an_update_supersedes_the_edition_before():
    topic = make_topic()
    published(topic)
    Entry.objects.filter(pk=topic.pk).update(title="Renamed")
    published(topic)
    assert actions(topic) == ["published", "updated"]
    assert [e.title for e in Edition.objects.current()] == ["Renamed"]
    assert Edition.objects.at(1).get().title != "Renamed"


def test_an_original_in_another_language_replaces_the_original():
    topic = make_topic()
    published(topic)
    Entry.objects.filter(pk=topic.pk).update(language="ru")
    published(topic)
    assert [e.language for e in Edition.objects.current()] == ["ru"]


def test_a_release_is_on_disk_before_anybody_is_told_of_it():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        published(make_topic())
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)


def test_unapproved_text_is_refused():
    topic = make_topic()
    topic.record_change(author())
    topic.submit(author())
    with pytest.raises(PublishingRefused, match="has not been approved"):
        publish([topic], approver())


def test_a_change_after_approval_voids_it():
    topic = make_topic()
    approved(topic)
    Entry.objects.filter(pk=topic.pk).update(title="Changed behind everybody's back")
    with pytest.raises(PublishingRefused, match="has not been approved"):
        publish([topic], approver())


def test_a_recorded_change_returns_the_entry_to_draft():
    topic = make_topic()
    approved(topic)
    topic.record_change(author())
    assert topic.stage == Stage.DRAFT


def test_whoever_had_a_hand_in_a_change_may_not_approve_it():
    topic = make_topic()
    topic.record_change(author())
    topic.record_change(approver())
    topic.submit(author())
    with pytest.raises(ValidationError, match="someone else must approve"):
        topic.approve(approver())


def test_writing_the_note_readers_see_counts_as_a_hand():
    topic = make_topic()
    published(topic)
    topic.record_change(author())
    correct(topic, approver(), "The year was 2012, not 2002.")
    with pytest.raises(ValidationError, match="someone else must approve"):
        topic.approve(approver())


def test_a_forced_publication_is_marked_as_not_reviewed():
    topic = make_topic()
    topic.record_change(author())
    topic.approve(author(), forced_reason="Nobody else is awake and the figure is wrong.")
    assert publish([topic], author())[0].is_reviewed is False


def test_forcing_needs_its_own_right():
    topic = make_topic()
    with pytest.raises(PermissionDenied):
        topic.approve(make_user(is_superuser=False), forced_reason="I want to.")


@pytest.mark.parametrize("verb", [withdraw, retract])
def test_taking_down_needs_its_own_right(verb):
    topic = make_topic()
    published(topic)
    with pytest.raises(PermissionDenied):
        verb(topic, make_user(is_superuser=False), "Because.")


@pytest.mark.parametrize(("propose", "action"), [(correct, "corrected"), (clarify, "clarified")])
def test_a_correction_says_what_was_wrong_and_the_note_is_part_of_the_document(propose, action):
    topic = make_topic()
    published(topic)
    topic.record_change(author())
    propose(topic, author(), "The year was 2012, not 2002.")
    topic.approve(approver())
    edition = publish([topic], approver())[0]
    assert (edition.action, edition.note) == (action, "The year was 2012, not 2002.")
    assert edition.document["note"] == edition.note


def test_a_correction_without_words_is_refused():
    topic = make_topic()
    published(topic)
    with pytest.raises(ValidationError, match="what was wrong"):
        correct(topic, author(), " ")


def test_the_note_of_one_change_does_not_stick_to_the_next():
    topic = make_topic()
    published(topic)
    published(topic, action=Action.CORRECTED, note="The year.")
    assert published(topic)[0].note == ""
    assert actions(topic) == ["published", "corrected", "updated"]


def test_a_retracted_text_stays_and_its_facts_no_longer_count():
    topic = make_topic(title="Doubtful")
    published(topic)
    edition = retract(topic, approver(), "It could not be confirmed.")
    assert (edition.title, edition.action) == ("Doubtful", "retracted")
    assert not Fact.objects.current().filter(entry=topic).exists()


def test_a_withdrawn_entry_leaves_a_tombstone_and_is_gone_at_every_position():
    topic = make_topic(title="Secret name")
    published(topic)
    tombstone = withdraw(topic, approver(), "A court ordered it.")
    assert "Secret name" not in tombstone.canonical
    assert not Edition.objects.readable_at(1).exists()
    assert not Edition.objects.readable_at(2).exists()
    assert list(faults()) == []


def test_restoring_brings_the_old_editions_back():
    topic = make_topic()
    published(topic)
    withdraw(topic, approver(), "By mistake.")
    approved(topic)
    edition = restore(topic, approver())
    assert edition.action == Action.RESTORED
    assert Edition.objects.readable_at(1).count() == 1
    assert not Edition.objects.readable_at(2).exists()
    assert Edition.objects.readable_at(3).get() == edition


def test_what_is_public_cannot_be_restored():
    topic = make_topic()
    published(topic)
    approved(topic)
    with pytest.raises(ValidationError, match="neither withdrawn nor retracted"):
        restore(topic, approver())


def test_withdrawing_what_is_not_public_is_refused():
    with pytest.raises(ValidationError, match="is not public"):
        withdraw(make_topic(), approver(), "Why not.")


def test_a_reference_must_be_public_or_published_with_it():
    topic, heading = make_topic(), make_topic(title="Heading")
    topic.topics.add(heading)
    approved(topic, heading)
    with pytest.raises(PublishingRefused, match="“Heading” is not public"):
        publish([topic], approver())
    assert len(publish([topic, heading], approver())) == 2


def test_a_withdrawn_reference_stops_the_next_publication():
    topic, heading = make_topic(), make_topic(title="Heading")
    topic.topics.add(heading)
    published(topic, heading)
    withdraw(heading, approver(), "Wrong.")
    approved(topic)
    with pytest.raises(PublishingRefused, match="“Heading” was withdrawn"):
        publish([topic], approver())


def test_an_address_once_used_by_another_entry_is_refused():
    old = make_topic(slug="nato")
    published(old)
    Entry.objects.filter(pk=old.pk).update(slug="nato-relations")
    published(old)
    newcomer = make_topic(slug="nato")
    approved(newcomer)
    with pytest.raises(PublishingRefused, match="leads there for ever"):
        publish([newcomer], approver())


def test_publishing_what_has_not_changed_is_refused():
    topic = make_topic()
    published(topic)
    topic.refresh_from_db()
    topic.submit(author())
    topic.approve(approver())
    with pytest.raises(PublishingRefused, match="Nothing has changed"):
        publish([topic], approver())


def test_dropping_the_note_of_a_correction_counts_as_a_hand():
    topic = make_topic()
    published(topic)
    topic.record_change(author())
    correct(topic, author(), "The year was wrong.")
    topic.send_back(approver(), "Say which year.")
    topic.submit(approver())
    with pytest.raises(ValidationError, match="someone else must approve"):
        topic.approve(approver())


def test_an_approval_holds_only_for_what_was_looked_at():
    topic = make_topic()
    topic.record_change(author())
    topic.submit(author())
    seen = digest(topic.document())
    Entry.objects.filter(pk=topic.pk).update(title="Something else")
    with pytest.raises(ValidationError, match="has changed since you looked"):
        topic.approve(approver(), seen=seen)


def test_a_document_names_others_by_their_public_names():
    topic, heading = make_topic(), make_topic(title="Heading")
    topic.topics.add(heading)
    published(topic, heading)
    Entry.objects.filter(pk=heading.pk).update(title="Words of one alone", slug="elsewhere")
    named = topic.document()["topics"][0]
    assert (named["title"], named["url"]) == ("Heading", f"/topics/{heading.slug}/")


@pytest.mark.parametrize("verb", [withdraw, retract])
def test_a_notice_keeps_the_public_address(verb):
    topic = make_topic(slug="public-address")
    published(topic)
    Entry.objects.filter(pk=topic.pk).update(slug="secret-address", language="ru")
    notice = verb(topic, approver(), "Wrong.")
    assert (notice.slug, notice.language) == ("public-address", "en")


def test_restoring_needs_the_right_to_withdraw():
    topic = make_topic()
    published(topic)
    withdraw(topic, approver(), "By mistake.")
    approved(topic)
    editor = make_user(is_superuser=False)
    editor.user_permissions.add(Permission.objects.get(codename="publish_entry"))
    with pytest.raises(PermissionDenied):
        publish([topic], editor)
