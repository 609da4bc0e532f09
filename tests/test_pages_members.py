"""Who was what: the page against the files of the fact base, and against the facts, on any day."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from home.record.loader.files import facts
from publishing.models import Fact
from publishing.words import words as in_words
from tests.pages import get, words
from tests.record import expected_status, months

ALLIANCE = "Collective Security Treaty Organization"
GROUP = re.compile(r"<h3>\s*(.+?)\s*<span class=\"count\">(\d+)</span>(.*?)</section>", re.DOTALL)
STATE = re.compile(r"<strong><a href=\"/members/[^\"]+\">(.+?)</a></strong>", re.DOTALL)


def statuses(day: date) -> dict[str, str]:
    """state → status in the alliance, as the page prints them."""
    html = get("/members/", on=day.isoformat()).content.decode()
    for section in html.split('<section class="standing"')[1:]:
        heading = re.sub(r"<[^>]+>", "", section.split("</h2>")[0].split(">", 1)[1])
        if unescape(heading).strip() == ALLIANCE:
            return dict(printed(section))
    return {}


def printed(section: str):
    for status, count, rows in GROUP.findall(section):
        names = STATE.findall(rows)
        assert len(names) == int(count)
        if status != "Disputed":
            yield from ((unescape(name), status) for name in names)


def test_every_month_from_1992_the_page_says_what_the_files_say(record):
    names = {state["iso2"]: state["name"] for state in facts("membership")["states"]}
    for day in months():
        expected = {name: expected_status(iso2, day) for iso2, name in names.items()}
        expected_words = {name: in_words(status) for name, status in expected.items() if status}
        found = {name: status[0].lower() + status[1:] for name, status in statuses(day).items()}
        assert found == expected_words, day


@pytest.mark.parametrize("day", ["1993-09-30", "1999-04-02", "2006-06-23", "2012-12-19", "2024-02-22", "2026-01-01"])
def test_the_page_counts_the_facts_of_that_day(record, day):
    held = Fact.objects.current().filter(kind="membership").on(date.fromisoformat(day)).count()
    html = get("/members/", on=day).content.decode()
    assert sum(int(count) for _status, count, _rows in GROUP.findall(html)) == held


def test_the_changes_before_and_after_a_day_lead_from_one_to_the_next(record):
    day, seen = date(1992, 1, 1), []
    while len(seen) < 60:
        response = get("/members/", on=day.isoformat())
        if response.context["next_change"] is None:
            break
        following = response.context["next_change"]
        assert following > day
        assert get("/members/", on=following.isoformat()).context["previous_change"] in (None, *seen, following)
        seen.append(following)
        day = following
    assert date(2012, 12, 19) in seen
    assert statuses(date(2012, 12, 18))["Uzbekistan"] != statuses(date(2012, 12, 19))["Uzbekistan"]


def test_without_a_day_it_is_today(record):
    assert "Who is what today" in words("/members/")
    assert statuses(date.today()) == statuses(date.today() - timedelta(days=1))


def test_every_status_has_its_source(record):
    html = get("/members/", on="2005-01-01").content.decode()
    for row in html.split("<li>")[1:]:
        if "standing__states" not in row and 'class="flag"' in row:
            assert 'href="#source-' in row


def test_a_day_ahead_says_that_nothing_is_foretold(record):
    assert "This day lies ahead." in words("/members/", on="2090-01-01")
    assert "This day lies ahead." not in words("/members/", on="2020-01-01")
