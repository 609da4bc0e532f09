"""What verbs leave behind and what their pages say before they are used."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from commentary.models import Article
from desk.models import Cancellation, Comment
from publishing.models import Edition, Entry, Stage
from tests.desk import at_desk, words_of
from tests.factories import approved, author, make_topic, published
from tests.subjects import make, one_of_each
from tests.test_admin_flow import changed, post, together, url

pytestmark = pytest.mark.django_db


def submitted(client, **fields) -> Entry:
    topic = make_topic()
    published(topic)
    assert changed(client, topic, **({"summary": "Otherwise."} | fields)).status_code == 302
    post(client, topic, "submit", action="corrected", wrong="It was so", right="It is otherwise")
    topic.refresh_from_db()
    assert topic.stage == Stage.SUBMITTED
    return topic


def scheduled(editor, hour) -> Entry:
    topic = make_topic()
    topic.record_change(author())
    topic.submit(author())
    post(editor, topic, "approve")
    assert "was scheduled" in words_of(post(editor, topic, "schedule", release_at=f"{hour:%Y-%m-%dT%H:%M}"))
    return topic


def test_contributor_recalls_what_they_submitted_and_finds_kind_and_note_again():
    contributor = at_desk("contributor")
    topic = submitted(contributor)
    assert "is a draft again" in words_of(post(contributor, topic, "recall"))
    topic.refresh_from_db()
    assert topic.stage == Stage.DRAFT
    page = words_of(contributor.get(url(topic, "submit")))
    assert '<option value="corrected" selected>' in page and "It was so." in page and "It is otherwise." in page


def test_nobody_recalls_the_work_of_others():
    topic = submitted(at_desk("contributor"))
    editor = at_desk("editor")
    assert f"{topic.pk}/recall/" not in words_of(editor.get(url(topic, "change")))
    assert editor.post(url(topic, "recall"), {"version": topic.version}).status_code == 403
    with pytest.raises(PermissionDenied):
        topic.recall(editor.user)
    topic.refresh_from_db()
    assert topic.stage == Stage.SUBMITTED


@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
def test_pages_show_kind_note_and_comparison(verb):
    editor = at_desk("editor")
    topic = submitted(at_desk("contributor"))
    if verb != "approve":
        post(editor, topic, "approve")
    page = words_of(editor.get(url(topic, verb)))
    assert "</strong> corrected" in page
    assert "What was wrong: It was so." in page
    assert "<ins>Otherwise.</ins>" in page


def test_note_under_the_ordinary_kind_is_asked_about():
    contributor = at_desk("contributor")
    topic = make_topic()
    changed(contributor, topic, summary="Better.")
    page = words_of(post(contributor, topic, "submit", action="", wrong="It was worse", right="It is better"))
    assert "Say whether this is a correction or a clarification" in page
    topic.refresh_from_db()
    assert topic.stage == Stage.DRAFT


@pytest.mark.parametrize(("role", "verb"), [("editor", "cancel"), ("managing editor", "withdraw")])
def test_cancelled_release_leaves_who_when_and_for_which_hour(role, verb):
    editor, hour = at_desk("editor"), timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)
    topic = make_topic()
    published(topic)
    assert changed(at_desk("contributor"), topic, summary="Soon.").status_code == 302
    topic.submit(author())
    post(editor, topic, "approve")
    post(editor, topic, "schedule", release_at=f"{hour:%Y-%m-%dT%H:%M}")
    who = editor if role == "editor" else at_desk(role)
    post(who, topic, verb, text="Gone.")
    row = Cancellation.objects.get()
    assert (row.entry_id, row.number, row.release_at, row.by) == (topic.pk, 2, hour, who.user)
    if verb == "cancel":
        assert f"was to be released at {hour:%Y-%m-%d %H:%M} UTC" in words_of(editor.get(url(topic, "change")))


def test_moving_a_release_cancels_nothing():
    editor, hour = at_desk("editor"), timezone.now() + timedelta(days=1)
    topic = scheduled(editor, hour)
    post(editor, topic, "reschedule", release_at=f"{hour + timedelta(days=1):%Y-%m-%dT%H:%M}")
    assert not Cancellation.objects.exists()


def test_page_of_withdrawal_says_what_it_affects():
    topic = make_topic()
    published(topic)
    article = make(Article, "On it", "2022-05-16", body=f'<p><a href="/id/{topic.pk}/">It</a>.</p>', byline="The desk")
    published(article)
    manager = at_desk("managing editor")
    for verb in ("retract", "withdraw"):
        page = words_of(manager.get(url(topic, verb)))
        assert "1 edition has been public." in page
        assert "1 public entry shows it" in page and "On it" in page
        assert f"/api/v1/topics/{topic.pk}/" in page


def test_returning_leaves_a_comment_that_warns_until_it_is_settled():
    topic = submitted(at_desk("contributor"))
    editor = at_desk("editor")
    post(editor, topic, "return", text="Shorter, please.")
    comment = Comment.objects.get()
    assert "A comment is not settled: “Shorter, please.”" in words_of(editor.get(url(topic, "change")))
    editor.post(f"/admin/desk/comment/{comment.pk}/settle/")
    assert "A comment is not settled" not in words_of(editor.get(url(topic, "change")))


def test_restored_edition_tells_why():
    topic = make_topic()
    published(topic)
    manager, contributor = at_desk("managing editor"), at_desk("contributor")
    post(manager, topic, "withdraw", text="Private.")
    post(contributor, topic, "submit", reason="Consent was given.")
    post(manager, topic, "approve")
    post(manager, topic, "restore")
    last = Edition.objects.released().order_by("-position")[0]
    assert (last.action, last.note) == ("restored", "Consent was given.")


def test_entries_of_several_kinds_are_one_release_and_cancelled_as_one():
    """The statement names the summit and its speaker: alone it is refused, together they come out side by side."""
    made = list(one_of_each().values())
    for entry in made:
        approved(entry)
    editor, hour = at_desk("editor"), timezone.now() + timedelta(days=1)
    form = together(editor, "schedule_selected", *made)
    assert f"version-{made[0].pk}" in words_of(form)
    asked = {"release_at": f"{hour:%Y-%m-%dT%H:%M}"}
    answer = words_of(together(editor, "schedule_selected", *made, confirmed=form, **asked))
    assert f"{len(made)} scheduled." in answer
    statement = next(entry for entry in made if entry.kind == "summit")
    assert "Scheduled editions name this entry" in words_of(together(editor, "cancel_selected", statement))
    assert f"{len(made)} no longer scheduled." in words_of(together(editor, "cancel_selected", *made))
    assert Cancellation.objects.count() == len(made)
    form = together(editor, "publish_selected", *made)
    assert not Edition.objects.exists()
    assert f"{len(made)} published." in words_of(together(editor, "publish_selected", *made, confirmed=form))
    assert len(set(Edition.objects.released().values_list("batch", flat=True))) == 1
    assert list(Edition.objects.released().order_by("position").values_list("position", flat=True)) == [
        *range(1, len(made) + 1)
    ]


def test_contributor_is_offered_no_more_in_the_list_than_on_the_screen():
    topic = submitted(at_desk("contributor"))
    other = at_desk("contributor", "second")
    page = words_of(other.get("/admin/publishing/entry/"))
    assert 'value="submit_selected"' in page and 'value="recall_selected"' in page
    for name in ("approve", "return", "publish", "schedule", "cancel"):
        assert f'value="{name}_selected"' not in page
        together(other, f"{name}_selected", topic)
    assert "Only those who had a hand in the change" in words_of(together(other, "recall_selected", topic))
    topic.refresh_from_db()
    assert topic.stage == Stage.SUBMITTED
    auditor = words_of(at_desk("auditor").get("/admin/publishing/entry/"))
    assert "_selected_action" not in auditor and 'value="submit_selected"' not in auditor


def test_list_of_all_entries_costs_the_same_for_one_and_for_many(django_assert_max_num_queries):
    for _each in range(30):
        make_topic()
    client = at_desk("editor")
    # Session, user, rights (2), count twice, the page, the kinds filtered by.
    with django_assert_max_num_queries(12):
        assert client.get("/admin/publishing/entry/").status_code == 200
