"""Generated entries are shaped like published ones, the same for the same seed, and pass every proof."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.demo import is_allowed
from home.management.commands import load_generated
from home.record.generated.catalogue import Catalogue, base
from home.record.generated.documents import document
from home.record.generated.loading import load
from home.record.generated.rows import canonical
from publishing import canonical as kernel
from publishing import kinds
from publishing.facts import references_in
from publishing.models import Edition, Entry, Fact
from publishing.richtext import sanitise
from publishing.verifying import faults
from tests.factories import make_topic, published
from tests.subjects import one_of_each

NUMBERS = range(len(base()) + 200)


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue(7)


@pytest.fixture
def documents(catalogue) -> list[dict]:
    return [document(catalogue, catalogue.identity(number)) for number in NUMBERS]


@pytest.fixture
def loaded(db, catalogue) -> None:
    load(catalogue, 0, len(base()) + 100, lambda done: None)


def shape(fact: dict) -> tuple:
    return fact["kind"], *(tuple(sorted(part)) for part in (fact, fact["value"], fact["valid"]["precision"]))


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_generated_documents_have_the_keys_of_really_published_ones(documents):
    published_ones = {edition.kind: edition.document for edition in published(*one_of_each().values())}
    generated = {each["kind"]: each for each in documents}
    assert generated.keys() == published_ones.keys() == set(kinds.names())
    assert {kind: set(each) for kind, each in generated.items()} == {
        kind: set(each) for kind, each in published_ones.items()
    }


@pytest.mark.django_db
def test_generated_facts_have_the_shape_of_really_published_ones(documents):
    editions = published(*one_of_each().values())
    real = {shape(fact) for edition in editions for fact in edition.document["facts"]}
    known = {kind for kind, *_ in real}
    assert known > {"membership", "tenure", "attendance", "speaker", "about", "mentions"}
    facts = [fact for each in documents for fact in each["facts"]]
    assert {shape(fact) for fact in facts if fact["kind"] in known} <= real


def test_the_same_seed_writes_the_same_documents(catalogue, documents):
    again = [document(Catalogue(7), catalogue.identity(number)) for number in NUMBERS]
    assert documents == again
    other = Catalogue(8)
    assert document(other, other.identity(400)) != document(catalogue, catalogue.identity(400))


def test_documents_name_only_what_comes_before_them(documents):
    seen = set()
    for each in documents:
        seen.add(each["id"])
        assert {reference["id"] for reference in references_in(each)} <= seen


def test_texts_are_sanitised_and_of_real_length(documents):
    bodies = [each["body"] for each in documents if each["kind"] == "article"]
    assert all(sanitise(body) == body for body in bodies)
    assert all(550 <= len(body.split()) <= 1100 for body in bodies)
    assert all('href="/id/' in body for body in bodies)


def test_the_quick_canonical_form_is_the_kernels(documents):
    for each in documents[-20:]:
        assert canonical(each) == kernel.canonical(each)


def test_loaded_entries_are_current_editions_whose_chain_verifies(loaded):
    assert list(faults()) == []
    assert Entry.objects.count() == Edition.objects.current().count() == len(base()) + 100
    assert Edition.objects.released().count() > Entry.objects.count()
    assert not Fact.objects.filter(position=None).exists()


def test_a_second_load_goes_on_where_the_first_ended(loaded, catalogue):
    before = Edition.objects.released().count()
    load(catalogue, len(base()) + 100, len(base()) + 110, lambda done: None)
    assert Entry.objects.count() == len(base()) + 110
    assert Edition.objects.released().count() > before
    assert list(faults()) == []


@pytest.mark.django_db
def test_a_load_that_sets_the_indexes_aside_puts_them_back(monkeypatch, catalogue):
    before = indexes()
    monkeypatch.setattr("home.record.generated.loading.SET_ASIDE_FROM", 10)
    load(catalogue, 0, 30, lambda done: None)
    assert indexes() == before


@pytest.mark.django_db
def test_a_record_that_is_not_generated_is_left_alone(monkeypatch):
    monkeypatch.setattr(load_generated, "is_allowed", lambda: True)
    published(make_topic())
    with pytest.raises(CommandError, match="not generated"):
        call_command("load_generated", "--entries=10")


@pytest.mark.django_db
def test_a_real_database_is_refused(monkeypatch):
    assert load_generated.is_allowed is is_allowed
    monkeypatch.setattr(load_generated, "is_allowed", lambda: False)
    with pytest.raises(CommandError, match="real database"):
        call_command("load_generated", "--entries=10", "--force")
