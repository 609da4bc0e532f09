"""`/members/compare/`: two days (`?from=…&to=…`) or two states (`?a=…&b=…`) in sentences."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from members.comparing import days, states
from members.views.status import states_at
from publishing.citing import Sources
from publishing.compared import Comparing
from publishing.models import Edition
from publishing.reading import BadParameter, parse_day


class CompareMembers(Comparing):
    template_name = "comparing/members.html"
    parameters = ("from", "to", "a", "b")

    def context(self) -> dict[str, Any]:
        known = states_at(self.moment)
        shown = {"states": known, "chosen": {name: self.parameter(name) for name in self.parameters}}
        of_days, of_states = self.pair("from", "to"), self.asked_pair()
        if of_days and of_states:
            raise BadParameter("a", _("Compare two days or two states, not both at once."))
        if of_days:
            return shown | self.two_days(parse_day(of_days[0], "from"), parse_day(of_days[1], "to"))
        if of_states:
            return shown | self.two_states(*self.chosen_pair(known))
        if self.parameter("a"):
            self.chosen(known, "a")
        return shown | {"today": timezone.now().date()}

    def two_days(self, first: date, second: date) -> dict[str, Any]:
        if first >= second:
            raise BadParameter("to", _("The day of “to” must come after that of “from”."))
        found = days.compare_days(days.facts_of(self.moment, first, second), first, second)
        return {"first": first, "second": second, "days": found, **self.cited(found.statements)}

    def two_states(self, one: Edition, other: Edition) -> dict[str, Any]:
        pair = (one.entry_id, other.entry_id)
        found = states.compare_states(states.facts_of(self.moment, pair), pair, self.day)
        return {"one": one, "other": other, "found": found, **self.cited(found["statements"])}

    def cited(self, statements: list[dict]) -> dict[str, Any]:
        """The names and the sources of what the page tells."""
        sources = Sources()
        for statement in statements:
            sources.add(statement["citations"])
        return {"sources": sources, "references": self.named(statements)}
