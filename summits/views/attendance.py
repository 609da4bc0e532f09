"""Summits × states: who came to what, and how."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import FETCH_RAISE
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.citing import Sources
from publishing.completeness import completeness_of
from publishing.drawing.picture import GALLERY, Picture
from publishing.finding import light
from publishing.models import Fact
from publishing.paging import BY_DATE, page_of
from publishing.views import RecordPage
from publishing.words import words
from summits.pictures.attendance import attendance, of_statements

LETTERS = {"in-person": "P", "by-video": "V", "represented": "R", "absent": "A"}


class AttendanceMatrix(RecordPage):
    """The newest summits as rows, the states named in their attendance as columns."""

    template_name = "summits/attendance.html"
    parameters = ("after",)
    page_size = 60
    label = gettext_lazy("The table of attendance")
    shows = ("attendance", "summit")

    def context(self) -> dict[str, Any]:
        editions = light(self.moment.editions()).filter(kind="summit")
        page = page_of(editions, BY_DATE, self.page_size, self.parameter("after"))
        statements = self.attendance([row.entry_id for row in page.rows])
        sources = Sources()
        for statement in statements:
            sources.add(statement["citations"])
        references = self.named(statements)
        states = columns(statements, references)
        return {
            "page": page,
            "states": states,
            "rows": matrix(page.rows, states, statements),
            "letters": LETTERS,
            "references": references,
            "sources": sources,
            "picture": self.picture(statements, references),
            "completeness": completeness_of(statements),
        }

    def picture(self, statements: list[dict], references: dict[str, dict]) -> Picture | None:
        """Of the newest summits; the files are of those, so later pages of the list have none."""
        if self.parameter("after"):
            return None
        drawn = attendance(of_statements(statements, references))
        return drawn and drawn.placed(GALLERY, None, self.moment.as_of)

    def attendance(self, summits: list) -> list[dict]:
        """Attendance of states; guests who came for none are named on the summit's own page."""
        facts = Fact.objects.at(self.moment.position).filter(kind="attendance", object__in=summits)
        rows = facts.fetch_mode(FETCH_RAISE).order_by("sort_on", "id").values_list("statement", flat=True)
        return [row for row in rows if row["subject"]["kind"] == "state"]


def columns(statements: list[dict], references: dict[str, dict]) -> list[dict]:
    """The states that were at most summits first."""
    seen: dict[str, int] = defaultdict(int)
    for statement in statements:
        seen[statement["subject"]["id"]] += 1
    return [references[key] for key in sorted(seen, key=lambda key: (-seen[key], references[key]["title"]))]


def matrix(summits: list, states: list[dict], statements: list[dict]) -> list[dict]:
    """Rows of cells; where every cell rests on the same sources, the row cites them once."""
    cells: dict[str, dict[str, list[dict]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        cells[statement["object"]["id"]][statement["subject"]["id"]].append(cell(statement))
    return [
        {
            "summit": summit,
            "cells": [cells[str(summit.entry_id)][state["id"]] for state in states],
            "citations": shared(cells[str(summit.entry_id)].values()),
        }
        for summit in summits
    ]


def cell(statement: dict) -> dict:
    value = statement["value"]
    return {
        **statement,
        "letter": LETTERS.get(value["mode"], "?"),
        "words": words(value["mode"]),
        "guest": _("guest") if value["guest"] else "",
        "doubt": words(statement["standing"]) if statement["standing"] != "accepted" else "",
    }


def shared(cells: Iterable[list[dict]]) -> list[dict]:
    citations = [statement["citations"] for row in cells for statement in row]
    same = {frozenset(use["source"] for use in each) for each in citations}
    return citations[0] if len(same) == 1 else []
