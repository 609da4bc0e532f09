"""Unsaved text is kept for its author and for nobody else, touches no entry, and goes when it is saved."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk.models import Autosave, Presence
from desk.models.working import KEPT, MAX_AUTOSAVES, STALE
from tests.desk import at_desk, fields_of, words_of
from tests.factories import make_topic
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db
KEEP, OPEN = "/admin/desk/unsaved/", "/admin/desk/open/"


@pytest.fixture
def desk():
    return at_desk("contributor")


@pytest.fixture
def other():
    return at_desk("editor")


@pytest.fixture
def topic():
    return make_topic(title="Security", summary="Before.")


def url(entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


def pairs(data: dict) -> list:
    return [[name, str(one)] for name, value in data.items() for one in (value if isinstance(value, list) else [value])]


def keep(client, entry=None, tab="a1", model="publishing.topic", fields=(), **more):
    body = {"model": model, "entry": str(entry.pk) if entry else "", "tab": tab, "fields": list(fields)} | more
    return client.post(KEEP, body, content_type="application/json")


def test_unsaved_text_is_one_row_a_tab_and_touches_no_entry(desk, topic):
    for words in ("One", "Two", "Three"):
        assert keep(desk, topic, fields=[["title", words]], version=0).status_code == 200
    keep(desk, topic, tab="b2", fields=[["title", "Elsewhere"]])
    assert sorted(Autosave.objects.values_list("tab", "data")) == [
        ("a1", [["title", "Three"]]),
        ("b2", [["title", "Elsewhere"]]),
    ]
    topic.refresh_from_db()
    assert (topic.title, topic.version, topic.stage) == ("Security", 0, "draft")


def test_it_is_offered_to_its_author_only_and_restored_with_its_rows(desk, other, topic):
    typed = fields_of(desk.get(url(topic))) | {"summary": "Unsaved.", "aliases-0-name": "СБ", "desk_tab": "a1"}
    kept = keep(desk, topic, fields=pairs(typed)).json()["id"]
    assert "You have unsaved text of" in words_of(desk.get(url(topic)))
    assert "You have unsaved text of" not in words_of(other.get(url(topic)))
    page = desk.post(url(topic), {"restore": kept})
    assert "This is your unsaved text of" in words_of(page)
    shown = fields_of(page)
    assert (shown["summary"], shown["aliases-0-name"], shown["desk_tab"]) == ("Unsaved.", "СБ", "a1")
    topic.refresh_from_db()
    assert (topic.summary, topic.aliases.count()) == ("Before.", 0)
    assert desk.post(url(topic), shown).status_code == 302
    topic.refresh_from_db()
    assert (topic.summary, topic.aliases.count()) == ("Unsaved.", 1)
    assert not Autosave.objects.exists()


def test_unsaved_text_of_a_new_entry_is_restored_on_the_form_that_adds_one(desk):
    add = reverse("admin:publishing_topic_add")
    typed = fields_of(desk.get(add)) | {"title": "New topic", "slug": "new-topic", "desk_tab": "a1"}
    kept = keep(desk, fields=pairs(typed)).json()["id"]
    assert "You have unsaved text of" in words_of(desk.get(add))
    shown = fields_of(desk.post(add, {"restore": kept}))
    assert shown["title"] == "New topic"
    assert desk.post(add, shown).status_code == 302
    assert not Autosave.objects.exists()


def test_restored_over_a_newer_save_both_are_put_together(desk, other, topic):
    typed = fields_of(desk.get(url(topic))) | {"summary": "Unsaved.", "desk_tab": "a1"}
    kept = keep(desk, topic, fields=pairs(typed)).json()["id"]
    other.post(url(topic), fields_of(other.get(url(topic))) | {"summary": "Theirs.", "title": "Their title"})
    page = desk.post(url(topic), {"restore": kept})
    assert "Both of you changed this" in words_of(page)
    assert (fields_of(page)["summary"], fields_of(page)["title"]) == ("Unsaved.", "Their title")


def test_nobody_restores_or_discards_what_is_not_theirs(desk, other, topic):
    kept = keep(desk, topic, fields=[["title", "Secret"]]).json()["id"]
    answer = other.post(url(topic), {"restore": kept})
    assert answer.status_code == 403
    assert "Secret" not in words_of(answer)
    other.post(f"{KEEP}{kept}/discard/")
    assert Autosave.objects.count() == 1
    desk.post(f"{KEEP}{kept}/discard/")
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_restoring_nothing_is_refused(desk, topic, key):
    assert desk.post(url(topic), {"restore": key}).status_code == 403


def test_text_of_another_entry_is_not_restored_into_this_one(desk, topic):
    kept = keep(desk, make_topic(), fields=[["title", "Other"]]).json()["id"]
    assert desk.post(url(topic), {"restore": kept}).status_code == 403


def test_a_save_forgets_the_text_of_its_own_tab_only(desk, topic):
    keep(desk, topic, tab="a1")
    keep(desk, topic, tab="b2")
    page = fields_of(desk.get(url(topic)))
    desk.post(url(topic), page | {"summary": "Saved.", "desk_tab": "a1"})
    assert list(Autosave.objects.values_list("tab", flat=True)) == ["b2"]


def test_a_save_that_is_refused_keeps_the_unsaved_text(desk, topic):
    keep(desk, topic, tab="a1")
    page = fields_of(desk.get(url(topic)))
    refused = desk.post(url(topic), page | {"title": "", "desk_tab": "a1"})
    assert refused.status_code == 200
    assert fields_of(refused)["desk_tab"] == "a1"
    assert Autosave.objects.count() == 1


def test_more_than_two_megabytes_are_refused_in_words(desk, topic):
    answer = keep(desk, topic, fields=[["body", "x" * (2 * 1024 * 1024)]])
    assert answer.status_code == 413
    assert "larger than 2 MB" in answer.json()["error"]
    assert keep(desk, topic, fields=[["body", "x" * (2 * 1024 * 1024 - 500)]]).status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", '{"model": "publishing.topic", "tab": "a1", "fields": [1]}',
                                  '{"model": "accounts.user", "tab": "a1", "fields": []}', '{"model": "x"}',
                                  '{"model": "publishing.topic", "tab": "../a", "fields": []}',
                                  '{"model": "publishing.topic", "tab": "a1", "fields": {}}'])  # fmt: skip
def test_what_no_form_sends_is_refused(desk, body):
    assert desk.post(KEEP, body, content_type="application/json").status_code == 400
    assert not Autosave.objects.exists()


def test_characters_the_database_cannot_keep_are_left_out(desk, topic):
    body = (
        f'{{"model": "publishing.topic", "entry": "{topic.pk}", "tab": "a", "fields": [["title", "a\\u0000b\\ud800"]]}}'
    )
    assert desk.post(KEEP, body, content_type="application/json").status_code == 200
    assert Autosave.objects.get().data == [["title", "ab?"]]


@pytest.mark.parametrize("address", [KEEP, OPEN])
def test_who_may_not_change_entries_keeps_and_sees_nothing(topic, address, reader):
    auditor = at_desk("auditor")
    said = {"model": "publishing.topic", "entry": str(topic.pk), "tab": "a1", "fields": []}
    kind = {"content_type": "application/json"} if address == KEEP else {}
    assert auditor.post(address, said, **kind).status_code == 403
    assert reader.post(address, said, **kind).status_code == 302
    assert auditor.get(address).status_code == 405
    assert not Presence.objects.exists()
    page = auditor.get(url(topic))
    assert b'id="working"' not in page.content


def test_a_person_leaves_only_so_much_behind(desk, topic):
    for number in range(MAX_AUTOSAVES + 3):
        keep(desk, topic, tab=f"t{number}")
    assert Autosave.objects.count() == MAX_AUTOSAVES
    Autosave.objects.update(saved_at=timezone.now() - KEPT - timedelta(days=1))
    keep(desk, topic, tab="new")
    assert list(Autosave.objects.values_list("tab", flat=True)) == ["new"]


def beat(client, entry, tab="a1", **more):
    said = {"model": entry._meta.label_lower, "entry": str(entry.pk), "tab": tab} | more
    return client.post(OPEN, said).json()


def test_everybody_else_who_has_it_open_is_told_two_tabs_of_one_person_too(desk, other, topic):
    assert beat(desk, topic)["others"] == []
    (told,) = beat(other, topic, unsaved="yes")["others"]
    assert told.startswith("Contributor, since ")
    mine, theirs = beat(desk, topic, tab="b2")["others"]
    assert mine.startswith("You, in another tab, since ")
    assert theirs.startswith("Editor, since ")
    assert theirs.endswith(", with unsaved changes")
    assert beat(desk, make_topic())["others"] == []


def test_who_closes_the_tab_or_falls_silent_is_gone(desk, other, topic):
    beat(other, topic)
    assert len(beat(desk, topic)["others"]) == 1
    beat(other, topic, leaves="yes")
    assert beat(desk, topic)["others"] == []
    beat(other, topic)
    Presence.objects.filter(user=other.user).update(seen_at=timezone.now() - timedelta(seconds=STALE + 1))
    assert beat(desk, topic)["others"] == []


def test_whoever_has_it_open_is_told_of_a_save(desk, other, topic):
    assert beat(desk, topic)["version"] == 0
    other.post(url(topic), fields_of(other.get(url(topic))) | {"summary": "Theirs."})
    told = beat(desk, topic)
    assert told["version"] == 1
    assert told["saved"].startswith("Editor saved this entry at ")


# Session, user, rights (2), the entry, this tab (3, with a savepoint around), who is gone, who is there.
def test_asking_again_at_once_writes_nothing(desk, topic):
    beat(desk, topic)
    with CaptureQueriesContext(connection) as asked:
        beat(desk, topic)
        beat(desk, topic)
    assert [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    beat(desk, topic, unsaved="yes")
    assert Presence.objects.get().is_unsaved


def test_a_heartbeat_stays_cheap(desk, other, topic, django_assert_max_num_queries):
    beat(other, topic)
    with django_assert_max_num_queries(14):
        beat(desk, topic)


@pytest.mark.parametrize("kind", ["article", "summit", "state"])
def test_the_whole_form_of_a_kind_comes_back(desk, kind):
    entry = one_of_each()[kind]
    typed = fields_of(desk.get(url(entry)))
    kept = keep(desk, entry, model=entry._meta.label_lower, fields=pairs(typed)).json()["id"]
    shown = fields_of(desk.post(url(entry), {"restore": kept}))
    assert {name: shown.get(name) for name in typed} == typed
