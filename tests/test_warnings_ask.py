"""Warnings ask: nobody leads a text past a warning they have not said they read, alone or together."""

import pytest

from desk.forms.warnings import TICK
from publishing.models import Edition, Entry, Stage
from tests.desk import at_desk, fields_of, ticked, words_of
from tests.factories import approved, author, make_topic
from tests.test_admin_flow import post, together, url
from tests.test_checks_panel import found, waive

pytestmark = pytest.mark.django_db
READ = "Read the warnings and say so here"


@pytest.fixture
def topic():
    """A draft without a summary, which is a warning."""
    topic = make_topic(title="Security", summary="")
    topic.record_change(author())
    return topic


def stage(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).stage


@pytest.mark.parametrize(
    ("role", "verb", "after"),
    [
        ("contributor", "submit", "submitted"),
        ("editor", "approve", "approved"),
        ("managing editor", "force", "approved"),
    ],
)
def test_a_warning_is_read_before_it_is_passed(topic, role, verb, after):
    if verb == "approve":
        topic.submit(author())
    client, before = at_desk(role), stage(topic)
    page = client.get(url(topic, verb))
    assert "I have read the warning." in words_of(page)
    filled = fields_of(page) | ({"text": "Nobody is awake."} if verb == "force" else {})
    assert READ in words_of(client.post(url(topic, verb), filled))
    assert stage(topic) == before
    client.post(url(topic, verb), filled | ticked(page))
    assert stage(topic) == after


def test_publishing_asks_too(topic):
    approved(topic)
    editor = at_desk("editor")
    page = editor.get(url(topic, "publish"))
    assert READ in words_of(editor.post(url(topic, "publish"), fields_of(page)))
    assert not Edition.objects.exists()
    assert "was published" in words_of(post(editor, topic, "publish"))


def test_a_warning_that_came_up_meanwhile_was_not_read(topic):
    editor = at_desk("editor")
    page = editor.get(url(topic, "submit"))
    editor.post(f"/admin/desk/comment/on/{topic.pk}/", {"text": "Since when?", "place": ""})
    answer = editor.post(url(topic, "submit"), fields_of(page) | ticked(page))
    assert "The warnings have changed since you opened this page" in words_of(answer)
    assert "I have read the 2 warnings." in words_of(answer)
    assert stage(topic) == Stage.DRAFT


@pytest.mark.parametrize("said", ["on", "x", "true"])
def test_a_tick_for_nothing_in_particular_is_none(topic, said):
    editor = at_desk("editor")
    editor.post(url(topic, "submit"), fields_of(editor.get(url(topic, "submit"))) | {TICK: said})
    assert stage(topic) == Stage.DRAFT


def test_a_waived_warning_asks_nothing(topic):
    contributor = at_desk("contributor")
    waive(contributor, topic, found(contributor, topic, "summary"), "A heading needs none.")
    page = contributor.get(url(topic, "submit"))
    assert TICK not in page.context["form"].fields
    contributor.post(url(topic, "submit"), fields_of(page))
    assert stage(topic) == Stage.SUBMITTED


@pytest.mark.parametrize("action", ["submit_selected", "approve_selected", "publish_selected", "schedule_selected"])
def test_together_each_warning_is_shown_and_asked_about(topic, action):
    other = make_topic(title="Peace", summary="")
    other.record_change(author())
    if action == "approve_selected":
        topic.submit(author()), other.submit(author())
    elif action != "submit_selected":
        approved(topic, other)
    editor, before = at_desk("editor"), (stage(topic), Edition.objects.count())
    page = together(editor, action, topic, other)
    assert words_of(page).count("There is no summary for lists and search.") == 2
    assert "I have read the 2 warnings." in words_of(page)
    hour = {"release_at": "2099-01-01T09:00"} if action == "schedule_selected" else {}
    unread = together(editor, action, topic, other, confirmed=page, **hour, **{TICK: ""})
    assert READ in words_of(unread)
    assert (stage(topic), Edition.objects.count()) == before
    together(editor, action, topic, other, confirmed=page, **hour)
    assert (stage(topic), Edition.objects.count()) != before


def test_returning_asks_about_no_warning(topic):
    topic.submit(author())
    assert TICK not in at_desk("editor").get(url(topic, "return")).context["form"].fields
