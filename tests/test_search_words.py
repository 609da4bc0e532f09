"""What a search says of words: only what an edition of its moment contains is told; the vocabulary itself is not."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from publishing.models import Word
from publishing.releasing import withdraw
from publishing.search import names, vocabulary
from tests.factories import approver, make_topic, published

pytestmark = pytest.mark.django_db


def topic(title: str, summary: str = ""):
    made = make_topic(title=title, summary=summary)
    published(made)
    return made


def withdrawn(title: str) -> None:
    withdraw(topic(title), approver(), "In error.")


def search(words: str, **query: str):
    response = Client().get("/search/", {"q": words} | query)
    assert response.status_code == 200
    return response.context


def corrected(words: str, **query: str) -> str:
    return search(words, **query)["understood"].corrected


def suggested(words: str) -> list[str]:
    return Client().get("/search/suggestions.json", {"q": words}).json()[1]


def titles(words: str) -> list[str]:
    return [hit["edition"].title for hit in search(words)["rows"]]


def test_a_word_is_meant_from_the_moment_it_stands_in_the_record():
    topic("Glory")
    topic("Zubrovkin")
    assert [corrected("zubrofkin", as_of=position) for position in "012"] == ["", "", "zubrovkin"]
    assert corrected("zubrofkin") == "zubrovkin"


def test_a_withdrawn_word_is_as_any_that_never_was():
    topic("Zubrovka")
    withdrawn("Zubrovkin")
    assert corrected("zubrovkin") == corrected("zubrowkim") == "zubrovka"
    assert corrected("zubrovkin", as_of="2") == "zubrovka"


def test_a_withdrawn_spelling_hides_no_other():
    topic("Lukashenko")
    assert corrected("lukashemko") == "lukashenko"
    withdrawn("Lukashemqo")
    assert corrected("lukashemko") == "lukashenko"


def test_a_word_stands_in_the_record_as_it_is_typed_or_without_accents():
    topic("Путь", "Шёлковый путь")
    topic("Шелкобы")
    assert (corrected("шёлковый"), titles("шёлковый")) == ("", ["Путь"])


def test_what_is_too_common_to_be_looked_for_is_not_misspelt():
    topic("Thea")
    assert corrected("the of and") == ""
    assert not search("the of and")["understood"].text


def test_all_words_before_the_last_stand_in_what_is_suggested():
    topic("Notes of 2022 on Glory")
    topic("Glory")
    withdrawn("Zubrovkin")
    assert suggested("notes glo") == suggested("2022 on glo") == ["Notes of 2022 on Glory"]
    assert suggested("the glo") == suggested("glo") == ["Glory", "Notes of 2022 on Glory"]
    assert suggested("zubrovkin glo") == suggested("zubrowkim glo") == []


def test_common_words_and_one_left_out_find_nothing():
    topic("Freedonia")
    topic("Sylvania")
    assert titles("the -sylvania") == titles("said says -sylvania") == []
    assert titles("the -sylvania OR freedonia") == ["Freedonia"]
    assert titles("the freedonia -sylvania") == ["Freedonia"]
    assert Client().get("/api/v1/search/", {"q": "the -sylvania"}).json()["data"] == []
    assert Client().get("/api/v1/topics/", {"q": "the -sylvania"}).json()["data"] == []


@pytest.mark.parametrize("number", ["0001999999999999999999999", "00011999", "011", "9" * 5000, "11", "0", "00", "x"])
def test_a_page_that_there_is_not_is_refused(number):
    topic("Freedonia")
    refused = Client().get("/search/", {"q": "freedonia", "page": number})
    assert refused.status_code == 400
    assert "Pages run from 1 to 10." in refused.content.decode()


def test_the_first_and_the_last_page_are_there():
    topic("Freedonia")
    assert [len(search("freedonia", page=number)["rows"]) for number in ("1", "10")] == [1, 0]


def test_the_migration_of_the_vocabulary_uses_none_of_todays_code(monkeypatch):
    topic("Aleksandr Лукашенко", "Ջապարով, Chișinău and the Шёлковый путь")
    learnt = dict(Word.objects.values_list("word", "sound"))
    assert len(learnt) > 6
    Word.objects.all().delete()
    for module, name in ((names, "sound"), (names, "fold"), (vocabulary, "sound"), (vocabulary, "words_of")):
        monkeypatch.setattr(module, name, lambda *_given: pytest.fail("of today"))
    migration = import_module("publishing.migrations.0008_search")
    migration.learn_all(apps, None)
    assert dict(Word.objects.values_list("word", "sound")) == learnt
    tree = ast.parse(Path(str(migration.__file__)).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert {name.split(".")[0] for name in imported} == {"re", "unicodedata", "django"}
