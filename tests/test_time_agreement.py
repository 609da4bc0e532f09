"""Random pairs of a day in the world and a position of the record: pages and API never disagree.

Sixty pairs in the suite; `make moments` tries a thousand.
"""

import os
import random
import re
from datetime import date, timedelta

from publishing.models import Edition, Log
from tests.api import walked
from tests.pages import get

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
