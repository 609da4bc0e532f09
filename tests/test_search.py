"""Search ranks a bounded number of rows, and still puts first who bears the name."""

import pytest

from publishing import search
from publishing.models import Edition
from tests.factories import make_topic, published

pytestmark = pytest.mark.django_db


def titles(words: str) -> list[str]:
    return list(search.ranked(Edition.objects.current(), words).values_list("title", flat=True))


def publish_titles(*names: str) -> None:
    published(*(make_topic(title=name, summary="Of the treaty.") for name in names))


def test_who_bears_exactly_the_name_comes_first():
    publish_titles("Freedonia and its neighbours", "Freedonia", "Notes from Freedonia")
    assert titles("freedonia")[0] == "Freedonia"


def test_who_bears_the_name_is_found_among_more_matches_than_are_ranked(monkeypatch):
    monkeypatch.setattr(search, "NEWEST", 2)
    monkeypatch.setattr(search, "NAMED", 2)
    publish_titles(*(f"Report {number} from Freedonia" for number in range(12)), "Freedonia")
    found = titles("freedonia")
    assert found[0] == "Freedonia"
    assert len(found) <= 2 + 2 + 1


def test_misspelt_names_are_looked_for_only_when_little_is_found(monkeypatch):
    publish_titles("Alexander Zubrovkina", *(f"Zubrovkin {number}" for number in range(3)))
    assert "Alexander Zubrovkina" in titles("zubrovkin")
    monkeypatch.setattr(search, "FEW", 3)
    assert "Alexander Zubrovkina" not in titles("zubrovkin")


def test_a_name_in_another_case_or_with_accents_is_the_same_name():
    publish_titles("Chișinău")
    assert titles("CHISINAU") == titles("chișinău") == ["Chișinău"]
