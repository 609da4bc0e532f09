"""Dates, periods and figures as Russian writes them: months bent beside a day and after a preposition."""

import pytest
from django.utils.translation import override

from publishing.datewords import dates_words, day_words, partial_words
from publishing.templatetags.record import grouped
from tests.test_pages_words import dates


@pytest.fixture(autouse=True)
def in_russian():
    with override("ru"):
        yield


def plain(text: str) -> str:
    """With common spaces: what does not break is not looked at here."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (dates("2004-08-02", "2004-08-07"), "2–6 августа 2004 г."),
        (dates("2022-05-16", "2022-05-17"), "16 мая 2022 г."),
        (dates("2004-07-30", "2004-08-07"), "30 июля 2004 г. – 6 августа 2004 г."),
        (dates("2022-05-01", "2022-06-01", "month", "month"), "май 2022 г."),
        (dates("2022-03-01", None, "month", "unknown"), "март 2022 г."),
        (dates("2022-01-01", "2023-01-01", "year", "year"), "2022 г."),
        (dates("2020-01-01", "2023-01-01", "year", "year"), "2020–2022 гг."),
        (dates(None, None, "not-applicable", "not-applicable"), ""),
    ],
)
def test_dates_of_entries(given, expected):
    assert plain(dates_words(given)) == expected


@pytest.mark.parametrize(
    ("month", "alone", "after"),
    [
        (1, "январь", "января"),
        (3, "март", "марта"),
        (5, "май", "мая"),
        (8, "август", "августа"),
        (10, "октябрь", "октября"),
    ],
)
def test_a_month_bends_after_a_preposition_and_not_alone(month, alone, after):
    day = f"2002-{month:02}-01"
    assert plain(day_words(day, "month")) == f"{alone} 2002 г."
    assert plain(day_words(day, "month", within=True)) == f"{after} 2002 г."
    assert plain(day_words(day)) == f"1 {after} 2002 г."


def test_partial_dates():
    assert [plain(partial_words(text)) for text in ("2022", "2022-05", "2022-05-16", "n.d.")] == [
        "2022 г.", "май 2022 г.", "16 мая 2022 г.", "n.d.",
    ]  # fmt: skip


def test_thousands_stand_apart_by_a_narrow_space_that_does_not_break():
    assert grouped(18_000) == "18\u202f000"
    assert grouped(1_500_000) == "1\u202f500\u202f000"
    assert grouped(900) == "900"
