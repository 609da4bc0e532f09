"""Search ranks a bounded number of rows, understands names in any spelling, and refuses what asks for nothing."""

import pytest
from django.test import Client

from publishing.reading import BadParameter, Moment, read_head
from publishing.releasing import withdraw
from publishing.search import ranking
from publishing.search.asking import Term, asked
from publishing.search.names import sound
from publishing.search.understanding import understand
from tests.factories import approver, make_topic, published

pytestmark = pytest.mark.django_db


def moment() -> Moment:
    head = read_head()
    return Moment(head, head.position)


def titles(words: str) -> list[str]:
    now = moment()
    return list(ranking.ranked(now.editions(), understand(words, now)).values_list("title", flat=True))


def publish_titles(*names: str) -> None:
    published(*(make_topic(title=name, summary="Of the treaty.") for name in names))


def test_who_bears_exactly_the_name_comes_first():
    publish_titles("Freedonia and its neighbours", "Freedonia", "Notes from Freedonia")
    assert titles("freedonia")[0] == "Freedonia"


def test_who_bears_the_name_is_found_among_more_matches_than_are_ranked(monkeypatch):
    monkeypatch.setattr(ranking, "NEWEST", 2)
    monkeypatch.setattr(ranking, "NAMED", 2)
    publish_titles(*(f"Report {number} from Freedonia" for number in range(12)), "Freedonia")
    found = titles("freedonia")
    assert found[0] == "Freedonia"
    assert len(found) <= 2 + 2 + 1


def test_a_misspelt_word_is_taken_for_the_nearest_and_a_known_one_for_itself():
    publish_titles("Alexander Zubrovkin", "Zubrovka")
    assert titles("zubrofkin") == ["Alexander Zubrovkin"]
    assert understand("zubrofkin", moment()).corrected == "zubrovkin"
    assert titles("zubrovka") == ["Zubrovka"]
    assert understand("zubrovka", moment()).corrected == ""


def test_a_name_in_another_case_or_with_accents_is_the_same_name():
    publish_titles("Chișinău")
    assert titles("CHISINAU") == titles("chișinău") == ["Chișinău"]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Лукашенко", "Lukashenko", "Lukashenka"), ("Токаев", "Tokayev", "Toqaev", "Тоқаев"),
        ("Փաշինյան", "Pashinyan", "Pashinian", "Пашинян"), ("Жапаров", "Japarov", "Zhaparov"),
        ("Saakashvili", "სააკაშვილი"), ("Рахмон", "Rahmon", "Rakhmon"), ("Шойгу", "Shoygu", "Shoigu"),
    ],
)  # fmt: skip
def test_spellings_of_a_name_sound_alike(spellings):
    assert len({sound(name) for name in spellings}) == 1


def test_phrases_exclusion_and_choice_are_understood_as_usual():
    assert asked('arms "rapid reaction" -nato').choices == (
        (Term("arms"), Term("rapid reaction", is_phrase=True), Term("nato", is_phrase=True, is_excluded=True)),
    )
    assert [[term.text for term in choice] for choice in asked("arms OR troops").choices] == [["arms"], ["troops"]]
    assert [term.text for term in asked("V. V. Putin").terms] == ["Putin"]
    assert asked("2022-05-16").terms == [Term("2022-05-16", is_phrase=True)]


def test_a_phrase_stands_together_and_an_excluded_word_nowhere():
    publish_titles("Rapid reaction of Freedonia", "Reaction, not rapid", "Rapid reaction of Sylvania")
    assert set(titles('"rapid reaction"')) == {"Rapid reaction of Freedonia", "Rapid reaction of Sylvania"}
    assert titles('"rapid reaction" -sylvania') == ["Rapid reaction of Freedonia"]


@pytest.mark.parametrize("typed", ["-", '""', "OR OR", "((", "!", "*:*", "-freedonia", "%", "🙂", "\\"])
def test_what_asks_for_nothing_is_refused_in_words(typed):
    with pytest.raises(BadParameter, match="Say what to look for"):
        asked(typed)
    assert Client().get("/search/", {"q": typed}).status_code == 400
    assert Client().get("/api/v1/search/", {"q": typed}).status_code == 400


@pytest.mark.parametrize(
    "typed",
    [
        "'",
        "a & | b",
        "a' | 'b",
        "x" * 200,
        "the of and",
        "é" * 100,
        "a:* b<->c",
        '"open',
        "a" + " b" * 99,
        "'; x",
        "ЪЬ",
    ],
)
def test_odd_words_are_looked_for_and_never_an_error(typed):
    expected = 400 if typed == "'" else 200
    assert Client().get("/search/", {"q": typed}).status_code == expected
    assert Client().get("/api/v1/search/", {"q": typed}).status_code == expected


def test_words_of_what_is_withdrawn_are_no_longer_meant():
    made = make_topic(title="Zubrovkin", summary="")
    published(made)
    withdraw(made, approver(), "In error.")
    page = Client().get("/search/", {"q": "zubrofkin"})
    assert (page.context["rows"], page.context["understood"].corrected) == ([], "")
    assert "zubrovkin" not in page.content.decode().lower()
    assert Client().get("/search/suggestions.json", {"q": "zubr"}).json()[1] == []
