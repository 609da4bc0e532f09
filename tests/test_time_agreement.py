"""Random pairs of a day in the world and a position of the record: pages and API never disagree.

Sixty pairs in the suite; `make moments` tries a thousand.
"""

import csv
import io
import os
import random
import re
from collections import Counter
from datetime import date, timedelta

from lxml import etree

from publishing.models import Edition, Log
from tests.api import walked
from tests.pages import get
from tests.pictures import told as marks

PAIRS = int(os.environ.get("MOMENTS") or 60)
FIRST, DAYS = date(1991, 1, 1), 36 * 366
GROUP = re.compile(r'<section class="standing__group" data-status="([^"]+)">(.*?)</section>', re.DOTALL)
STATE = re.compile(r'data-state="([^"]+)" data-standing="([^"]+)"')


def pairs(number: int) -> list[tuple[str, str]]:
    """As many days as positions; the first and the last position among them."""
    chance, head = random.Random(number), Log.objects.get().position
    drawn = [(chance.randrange(DAYS), chance.randint(0, head)) for _pair in range(number)]
    drawn[:2] = [(drawn[0][0], 0), (drawn[1][0], head)]
    return [((FIRST + timedelta(days=day)).isoformat(), str(position)) for day, position in drawn]


def told(kind: str, on: str, as_of: str, **query) -> list[dict]:
    """What the API says held, but for what has been superseded."""
    rows = walked("facts/", page_size=100, kind=kind, on=on, as_of=as_of, **query)
    return [row for row in rows if row["standing"] != "superseded"]


def printed_statuses(on: str, as_of: str) -> list[tuple[str, str, str]]:
    """(state, status, standing) as the page of all members prints them."""
    html = get("/members/", on=on, as_of=as_of).content.decode()
    rows = [
        (state, status, standing) for status, group in GROUP.findall(html) for state, standing in STATE.findall(group)
    ]
    return sorted(rows)


def told_statuses(on: str, as_of: str) -> list[tuple[str, str, str]]:
    return sorted(
        (row["subject"]["id"], row["value"]["status"] if row["standing"] == "accepted" else "disputed", row["standing"])
        for row in told("membership", on, as_of)
    )


def held_on(url: str, on: str, as_of: str) -> dict[str, set[str]]:
    """Kind of fact → ids of the facts an entry's page shows of the day."""
    held = get(url, on=on, as_of=as_of).context["held"]
    return {kind: {fact["id"] for fact in facts} for kind, facts in held.items()}


ASKED = {
    "state": (("membership", "membership", "subject"), ("chairmanship", "chairmanship", "subject")),
    "organisation": (("membership", "membership", "object"), ("chairmanship", "chairmanship", "object")),
    "person": (("tenure", "tenure", "subject"), ("affiliation", "affiliation", "subject")),
    "institution": (("affiliation", "affiliation", "object"),),
    "force": (("contribution", "contribution", "object"),),
}


def test_on_any_day_of_any_past_pages_and_api_say_the_same(record):
    chance = random.Random(PAIRS)
    for on, as_of in pairs(PAIRS):
        assert printed_statuses(on, as_of) == told_statuses(on, as_of), (on, as_of)
        editions = Edition.objects.readable_at(int(as_of)).filter(is_original=True)
        for kind, threads in ASKED.items():
            known = list(editions.filter(kind=kind).order_by("entry_id"))
            if known:
                one = chance.choice(known)
                held = held_on(one.url or "", on, as_of)
                for key, fact, side in threads:
                    said = {row["id"] for row in told(fact, on, as_of, **{side: str(one.entry_id)})}
                    assert held[key] == said, (one.url, key, on, as_of)


def drawn(address: str, **query) -> list[list[str]]:
    """The rows of a picture's file; none where there was nothing to draw."""
    response = get(address, **query)
    if response.status_code == 404:
        return []
    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert "fact" in head, address
    return [[row[head.index("fact")], row[head.index("standing")]] for row in rows]


def test_on_any_day_of_any_past_the_map_and_api_say_the_same(record):
    for on, as_of in pairs(PAIRS):
        shown = sorted(drawn("/pictures/map.csv", on=on, as_of=as_of))
        main = most_told(as_of)
        # Filtered here: between two entries of one release the organisation may have no page yet.
        held = [row for row in told("membership", on, as_of) if row["object"]["id"] == main]
        assert {fact for fact, _standing in shown} == {row["id"] for row in held}, (on, as_of)
        svg = get("/pictures/map.svg", on=on, as_of=as_of)
        assert svg.status_code == (200 if main else 404), (on, as_of)
        if main:
            assert len(marks(etree.fromstring(svg.content))) == len({row["subject"]["id"] for row in held}), (on, as_of)


def most_told(as_of: str) -> str | None:
    """The organisation the map is of: the one of which most is said, however it ended."""
    rows = walked("facts/", page_size=100, kind="membership", as_of=as_of)
    counted = Counter(row["object"]["id"] for row in rows if row["standing"] != "superseded")
    return max(counted, key=lambda one: counted[one], default=None)


CHARTS = {
    "membership": ("membership", lambda fact: True),
    "strength": ("strength", lambda fact: fact["value"]["personnel"] is not None),
    "tenures": ("tenure", lambda fact: fact["value"]["sits_on_council"] and fact["value"]["state"]),
    "attendance": ("attendance", lambda fact: fact["subject"]["kind"] == "state"),
}


def test_in_any_past_the_charts_and_api_say_the_same(record):
    """A chart of all times shows one past whole."""
    for _on, as_of in pairs(max(PAIRS // 6, 2)):
        for picture, (kind, is_drawn) in CHARTS.items():
            rows = walked("facts/", page_size=100, kind=kind, as_of=as_of)
            said = [[row["id"], row["standing"]] for row in rows if row["standing"] != "superseded" and is_drawn(row)]
            assert sorted(drawn(f"/pictures/{picture}.csv", as_of=as_of)) == sorted(said), (picture, as_of)
            assert get(f"/pictures/{picture}.svg", as_of=as_of).status_code == (200 if said else 404)


def test_on_any_day_of_any_past_lists_of_people_and_api_say_the_same(record):
    for on, as_of in pairs(max(PAIRS // 6, 2)):
        response = get("/people/", on=on, as_of=as_of)
        listed = {str(row.entry_id) for row in response.context["page"].rows}
        printed = {(who, fact["id"]) for who, of in response.context["held"].items() for fact in of["tenure"]}
        people = walked("people/", page_size=100, on=on, as_of=as_of, ordering="title")
        said = {(row["id"], each["fact"]) for row in people for each in row["on"]["tenures"] if row["id"] in listed}
        assert printed == said, (on, as_of)


def test_the_change_before_and_after_is_where_the_page_changes(record):
    """On the next day of change something else is told; the day before it, the same."""
    for on, as_of in pairs(max(PAIRS // 6, 2)):
        following = get("/members/", on=on, as_of=as_of).context["next_change"]
        if following:
            eve = (following - timedelta(days=1)).isoformat()
            assert told_ids(on, as_of) == told_ids(eve, as_of)
            assert told_ids(following.isoformat(), as_of) != told_ids(eve, as_of)


def told_ids(on: str, as_of: str) -> set[str]:
    return {row["id"] for row in told("membership", on, as_of)}
