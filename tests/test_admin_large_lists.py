"""Lists of five thousand entries stay usable: at most twelve queries and a short wait, however they are asked."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commentary.models import Article
from members.models import State
from publishing.models import Entry, Topic
from summits.models import Statement
from tests.desk import at_desk, words_of
from tests.many import make_many

pytestmark = pytest.mark.django_db
COUNT = 5000
# Session, user, rights (2), the choices of a filter, the count, the rows; a search by name asks once more, a misspelt
# one four times (its likeness is set for one transaction).
QUERIES = 12
# Quiet machines need a tenth of it; a list that scanned or sorted per row would need many times as long.
SECONDS = 10
EVERY = "admin:publishing_entry_changelist"


def questions() -> dict[str, dict]:
    """What editors ask of a list; a page of fifty starts at p=1."""
    topic = Entry.topics.through.objects.earliest("topic_id").topic
    return {
        "as it opens": {},
        "a name": {"q": "Number 0123"},
        "a misspelt name": {"q": "nubmer 00017"},
        "one letter": {"q": "n"},
        "another name": {"q": "also called 17"},
        "a stage": {"stage": "submitted"},
        "what is scheduled": {"stage": "scheduled"},
        "a topic": {"topics__id__exact": str(topic.pk)},
        "ordered by title": {"o": "1"},
        "page 50": {"p": "50"},
        "all at once": {"q": "number", "stage": "draft", "o": "1", "p": "20"},
    }


def ask(client, address: str, question: dict) -> tuple[list[str], int, float, int]:
    """The titles shown, and what it cost: queries, seconds, KiB."""
    began = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address, question)
    took = time.monotonic() - began
    assert page.status_code == 200, question
    rows = [str(row) for row in page.context["cl"].result_list]
    return rows, len(queries), took, len(page.content) // 1024


@pytest.mark.parametrize("model", [Article, State, Statement])
def test_a_list_of_five_thousand_is_cheap_however_it_is_asked(model):
    make_many(model, COUNT)
    client = at_desk("editor")
    opts = model._meta
    for address in (reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"), reverse(EVERY)):
        for name, question in questions().items():
            if address == reverse(EVERY):
                question.pop("topics__id__exact", None)
            rows, queries, seconds, size = ask(client, address, question)
            print(f"{opts.model_name:9} {name:18} {len(rows):2} rows {queries:2} queries {seconds:5.2f} s {size} KiB")
            assert queries <= QUERIES, (address, name)
            assert seconds < SECONDS, (address, name)
            assert bool(rows) == (name != "what is scheduled"), (address, name)
            assert len(rows) <= 50


def test_what_is_asked_is_what_is_listed():
    make_many(Statement, COUNT)
    client, address = at_desk("editor"), reverse("admin:summits_statement_changelist")
    asked = questions()
    shown = {name: ask(client, address, question)[0] for name, question in asked.items()}
    assert set(shown["a name"]) == {f"Number {number:05}" for number in (123, *range(1230, 1240))}
    assert "Number 00017" in shown["a misspelt name"]
    assert shown["another name"][0] == "Number 00170"
    assert shown["page 50"] == [f"Number {number:05}" for number in range(2449, 2499)]
    assert shown["all at once"] == [f"Number {number:05}" for number in range(2850, 3000, 3)]


def test_a_verb_on_too_many_at_once_is_refused_in_words():
    make_many(Topic, 300)
    client, address = at_desk("editor"), reverse("admin:publishing_topic_changelist")
    chosen = [str(pk) for pk in Entry.objects.values_list("pk", flat=True)[:1]]
    data = {"action": "submit_selected", "_selected_action": chosen, "select_across": "1"}
    before = Entry.objects.filter(stage="submitted").count()
    assert "Choose at most 200 at a time" in words_of(client.post(address, data, follow=True))
    assert Entry.objects.filter(stage="submitted").count() == before
