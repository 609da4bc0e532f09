"""`/summits/compare/?a=…&b=…`: two summits in sentences."""

from typing import Any

from publishing.citing import Sources
from publishing.compared import Comparing
from publishing.finding import light
from publishing.models import Edition
from publishing.paging import BY_DATE
from summits.comparing import compare_summits, facts_of

# As many as a list to choose from may hold.
MOST = 400


class CompareSummits(Comparing):
    template_name = "comparing/summits.html"
    parameters = ("a", "b")

    def context(self) -> dict[str, Any]:
        known = self.summits()
        shown = {"summits": known, "chosen": {name: self.parameter(name) for name in self.parameters}}
        if self.asked_pair():
            return shown | self.two_summits(*self.chosen_pair(known))
        if self.parameter("a"):
            self.chosen(known, "a")
        return shown

    def summits(self) -> list[Edition]:
        """The newest, and the two that are asked for however old they are."""
        rows = light(self.moment.editions()).filter(kind="summit")
        asked = rows.filter(slug__in=[self.parameter("a"), self.parameter("b")])
        newest = BY_DATE.sort(rows)[:MOST]
        found = {row.pk: row for row in newest.union(asked)}
        return sorted(found.values(), key=lambda row: (row.sort_on, row.title), reverse=True)

    def two_summits(self, one: Edition, other: Edition) -> dict[str, Any]:
        statements = facts_of(self.moment, (one.entry_id, other.entry_id))
        sources = Sources()
        for statement in statements:
            sources.add(statement["citations"])
        return {
            "one": one,
            "other": other,
            "found": compare_summits(statements, one, other),
            "sources": sources,
            "references": self.named([*statements, one.document, other.document]),
        }
