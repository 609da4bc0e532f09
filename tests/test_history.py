"""History by trigger: every row of every working table, whoever wrote it and however."""

from datetime import date

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse

from desk.middleware import signature
from desk.timeline import deeds_of
from members.models import Membership, Organisation, State
from publishing import history
from publishing.models import Alias, Entry
from tests.desk import at_desk, send, words_of
from tests.factories import approver, author, make_source, make_topic, published
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db

# Not working copies: what is public (immutable), who had a hand and what was waived (kept by triggers of their own),
# numbers of dropped editions, the head of the log.
OTHERWISE_KEPT = {"Approval", "Contribution", "Dropped", "Edition", "Fact", "Log", "Waiver", "Word"}


def url(entry: Entry, page: str) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{page}", args=[entry.pk])


def told(thing, number: int = 1) -> str:
    """The first page of the timeline in words."""
    return " | ".join(
        " ".join([deed.who, deed.by, *(f"{part.title} {part.words} {_fields(part)}" for part in deed.parts)])
        for deed in deeds_of(thing, number).deeds
    )


def _fields(part) -> str:
    return "; ".join(f"{change.field}: {change.before} → {change.after}" for change in part.changes)


def state() -> State:
    return make(State, "Freedonia", iso2="FD", iso3="FRD", capital="Glory")


def test_every_working_table_has_its_history():
    working = {
        model
        for app in ("publishing", "members", "summits", "commentary")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not model._meta.proxy and not model.__name__.endswith("History") and model.__name__ not in OTHERWISE_KEPT
    }
    assert {kept.model._meta.concrete_model for kept in history.every()} == working


def test_bulk_update_is_kept():
    one, other = make_topic(), make_topic()
    Entry.objects.filter(pk__in=[one.pk, other.pk]).update(summary="The same for both.")
    for topic, before in ((one, one.summary), (other, other.summary)):
        assert f"summary: {before} → The same for both." in told(topic)


def test_raw_sql_is_kept_and_told_as_unsigned():
    topic = make_topic()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE publishing_entry SET published_version = 77 WHERE id = %s", [topic.pk])
        cursor.execute("INSERT INTO publishing_alias (entry_id, name, kind, language) VALUES (%s, 'A', 'variant', '')",
                       [topic.pk])  # fmt: skip
    words = told(topic)
    assert "Unsigned directly in the database" in words
    assert "published version: – → 77" in words
    assert "other name: A added" in words


def test_bulk_created_rows_are_kept():
    topic = make_topic()
    Alias.objects.bulk_create([Alias(entry=topic, name=name) for name in ("First", "Second")])
    assert "other name: First added" in told(topic)
    assert "other name: Second added" in told(topic)


def test_removed_row_says_what_it_last_said():
    freedonia, alliance = state(), make(Organisation, "Alliance")
    fact = state_that(Membership, "2003", state=freedonia, organisation=alliance, status="member")
    Membership.objects.filter(pk=fact.pk).update(note="From the depositary.")
    fact.citations.all().delete()
    Membership.objects.filter(pk=fact.pk).delete()
    words = told(freedonia)
    removed = words[words.index("removed; it last said") :]
    assert "from: – → 2003;" in removed
    assert "status: – → member" in removed
    assert "note: – → From the depositary." in removed
    assert "source of a row of memberships: Report" in words


def test_links_to_topics_are_kept():
    topic, freedonia = make_topic(title="Enlargement"), state()
    freedonia.topics.add(topic)
    freedonia.topics.clear()
    words = told(freedonia)
    assert "topics: Enlargement added" in words
    assert "topics: Enlargement removed" in words


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'insert'", "DELETE FROM {}"])
def test_history_is_only_ever_added_to(statement):
    make_topic()
    for kept in history.every():
        table = kept.history._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
                           [table, "pgtrigger_append_only%"])  # fmt: skip
            assert cursor.fetchone() == (1,), table
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("publishing_entryhistory"))


def test_history_outlives_its_row():
    topic = make_topic()
    key = topic.pk
    topic.delete()
    kept = next(kept for kept in history.every() if kept.model is Entry)
    assert list(kept.history.objects.filter(id=key).values_list("pgh_label", flat=True)) == ["insert", "delete"]


def test_request_is_signed_with_who_how_where_and_its_id():
    topic = make_topic()
    contributor = at_desk("contributor")
    contributor.defaults["HTTP_X_REQUEST_ID"] = "proxy-0123456789"
    assert send(contributor, url(topic, "change"), title="Collective security").status_code == 302
    deed = deeds_of(topic).deeds[0]
    assert (deed.who, deed.by) == ("Contributor", f"POST {url(topic, 'change')}")
    assert deed.request == "proxy-0123456789"
    assert [(part.words, _fields(part)) for part in deed.parts] == [
        ("changed", f"title: {topic.title} → Collective security")
    ]


def test_request_id_of_strangers_is_not_repeated():
    request = RequestFactory().post("/admin/", headers={"X-Request-ID": "<script>alert(1)"})
    signed = signature(request)
    assert signed["user"] is None
    assert len(signed["request"]) == 32 and signed["request"].isalnum()


def test_command_signs_itself():
    topic = make_topic()
    with pghistory.context(command="load_record"):
        Entry.objects.filter(pk=topic.pk).update(summary="Loaded.")
    assert "Command manage.py load_record" in told(topic)


def test_verbs_stand_in_the_deed_that_did_them():
    topic = make_topic()
    editor = at_desk("editor")
    topic.record_change(author())
    topic.submit(author())
    send(editor, url(topic, "approve"))
    send(editor, url(topic, "publish"))
    publishing, approving = deeds_of(topic).deeds[:2]
    assert [part.words for part in publishing.parts if part.how == "verb"] == ["edition 1: published"]
    assert [part.words for part in approving.parts if part.how == "verb"] == ["approved"]
    assert {publishing.who, approving.who} == {"Editor"}
    assert "stage: draft → waiting for approval" in told(topic)


def test_correction_is_told_with_its_note():
    topic = make_topic()
    published(topic)
    Entry.objects.filter(pk=topic.pk).update(summary="Better.")
    published(topic, action="corrected", note="It was worse.")
    assert "edition 2: corrected" in told(topic)
    assert "It was worse." in told(topic)
    assert str(approver()) in told(topic)


def test_history_of_a_source_is_its_own():
    source = make_source(title="Charter")
    type(source).objects.filter(pk=source.pk).update(published_on=date(2002, 10, 7), published_precision="month")
    assert "published on: unknown → 2002-10" in told(source)
    page = at_desk("contributor").get(reverse("admin:publishing_source_history", args=[source.pk]))
    assert "History of “Charter" in words_of(page)


def test_rows_that_were_there_before_are_entered_as_found():
    topic = make_topic()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE publishing_entryhistory")
    with connection.schema_editor(atomic=False) as editor:
        history.begin("publishing")(apps, editor)
    assert "History begins what was there before" in told(topic)
    Entry.objects.filter(pk=topic.pk).update(summary="After.")
    assert f"summary: {topic.summary} → After." in told(topic)


# Session, user, permissions (2), entry, timeline, and the names in it: entries, sources, people.
@pytest.mark.parametrize("kind", ["summit", "state", "topic", "commentary"])
def test_page_costs_a_bounded_number_of_queries(kind, django_assert_max_num_queries):
    entry = one_of_each()[kind]
    for number in range(30):
        with pghistory.context(command=f"step {number}"):
            Entry.objects.filter(pk=entry.pk).update(summary=f"Version {number}.")
    client = at_desk("editor")
    client.get(url(entry, "history"))
    with django_assert_max_num_queries(10):
        page = client.get(url(entry, "history"), {"page": 2})
    assert page.status_code == 200


def test_timeline_is_paged_by_deed():
    topic = make_topic()
    for number in range(45):
        with pghistory.context(command=f"step-{number}"):
            Entry.objects.filter(pk=topic.pk).update(summary=f"Version {number}.")
    pages = [deeds_of(topic, number) for number in (1, 2, 3)]
    assert [len(page.deeds) for page in pages] == [20, 20, 6]
    assert {page.pages for page in pages} == {3}
    assert "step-44" in pages[0].deeds[0].by
    editor = at_desk("editor")
    assert "page 2 of 3" in words_of(editor.get(url(topic, "history"), {"page": 2}))
    assert editor.get(url(topic, "history"), {"page": 99}).status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "x", "²", "9" * 30, ""])
def test_malformed_page_is_refused_in_words(number):
    answer = at_desk("editor").get(url(make_topic(), "history"), {"page": number})
    assert (answer.status_code, answer.content.decode()) == (400, "There is no such page.")
