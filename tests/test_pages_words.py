"""Dates in words: as precise as they are known, days of a meeting included, ends of a fact half-open."""

import pytest
from django.utils.safestring import mark_safe

from publishing.datewords import dates_words, partial_words, period_words
from publishing.templatetags.record import joined


def dates(start, end, start_precision="day", end_precision="day"):
    return {"from": start, "to": end, "precision": {"from": start_precision, "to": end_precision}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (dates("2004-08-02", "2004-08-07"), "2–6 August 2004"),
        (dates("2022-10-10", "2022-10-22"), "10–21 October 2022"),
        (dates("2022-05-16", "2022-05-17"), "16 May 2022"),
        (dates("2022-05-16", None, end_precision="not-applicable"), "16 May 2022"),
        (dates("2004-07-30", "2004-08-07"), "30 July 2004 – 6 August 2004"),
        (dates("2022-05-01", "2022-06-01", "month", "month"), "May 2022"),
        (dates("2022-05-01", "2022-07-01", "month", "month"), "May 2022 – June 2022"),
        (dates("2022-01-01", "2023-01-01", "year", "year"), "2022"),
        (dates("2020-01-01", "2023-01-01", "year", "year"), "2020–2022"),
        (dates("1994-01-01", None, "year", "open"), "since 1994"),
        (dates("2022-05-01", None, "month", "unknown"), "May 2022"),
        (dates(None, "2022-05-17", "unknown"), "until 16 May 2022"),
        (dates(None, None, "not-applicable", "not-applicable"), ""),
    ],
)
def test_days_of_a_meeting_are_printed_to_the_last(given, expected):
    assert dates_words(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (dates("1994-04-20", "1999-04-20"), "20 April 1994 until 20 April 1999"),
        (dates("1994-01-01", None, "year", "open"), "since 1994"),
        (dates("2002-05-01", "2012-06-28", "month", "day"), "May 2002 until 28 June 2012"),
        (dates("2003-01-01", None, "year", "unknown"), "2003 until an unknown date"),
        (dates(None, "2012-06-28", "unknown"), "from an unknown date until 28 June 2012"),
        (dates(None, "2012-06-28", "not-applicable"), "until 28 June 2012"),
        (dates("2022-05-16", None, end_precision="not-applicable"), "16 May 2022"),
        (dates(None, None, "unknown", "unknown"), "at an unknown date"),
        (dates(None, None, "unknown", "open"), "since an unknown date"),
        (dates(None, None, "not-applicable", "not-applicable"), ""),
    ],
)
def test_a_fact_holds_until_the_first_day_it_no_longer_did(given, expected):
    assert period_words(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("2022", "2022"), ("2022-05", "May 2022"), ("2022-05-16", "16 May 2022"), ("", ""), (None, ""), ("n.d.", "n.d.")],
)
def test_partial_dates(given, expected):
    assert partial_words(given) == expected


def test_what_is_joined_is_said_once():
    assert joined("Kyrgyzstan", mark_safe('<a href="/members/kyrgyzstan/">Kyrgyzstan</a>'), "") == (
        '<a href="/members/kyrgyzstan/">Kyrgyzstan</a>'
    )
    assert joined("Moscow", "Russia") == "Moscow, Russia"
