"""Statuses over time: drawing, table and file say what the API says."""

import csv
import io

from tests.api import walked
from tests.pages import get


def believed(**query) -> list[dict]:
    facts = walked("facts/", kind="membership", page_size=100, **query)
    return [fact for fact in facts if fact["standing"] != "superseded"]


def partial(fact: dict, side: str) -> str:
    return (fact["valid"][side] or "")[: {"year": 4, "month": 7}.get(fact["valid"]["precision"][side], 10)]


def row_of(fact: dict) -> list[str]:
    names = fact["references"]
    return [
        names[fact["subject"]["id"]]["title"], names[fact["object"]["id"]]["title"], fact["value"]["status"],
        partial(fact, "from"), partial(fact, "to"), fact["standing"], fact["id"],
    ]  # fmt: skip


def test_the_file_of_numbers_says_what_the_api_says(record):
    rows = list(csv.reader(io.StringIO(get("/pictures/membership.csv").content.decode("utf-8-sig"))))
    assert rows[0] == ["state", "organisation", "status", "from", "until", "standing", "fact"]
    assert sorted(rows[1:]) == sorted(map(row_of, believed()))
