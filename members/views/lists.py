"""Lists of members whose rows say what held on one day of the world."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import FETCH_RAISE, Q
from django.utils.translation import gettext_lazy as _

from members.views.status import by_status
from publishing.days import around, edges
from publishing.lists import EntryList
from publishing.models import Edition, Fact
from publishing.paging import BY_TITLE
from publishing.related import holding

# Facts of the entries of one page; a record as long as that says less, but never too much.
MOST = 5000


class DayList(EntryList):
    """Entries by name, each with what held of it on the day. Subclasses say which facts: kind and the entry's side."""

    takes_day = True
    order = BY_TITLE
    held_as: ClassVar[tuple[tuple[str, str], ...]] = ()

    def row_parts(self, rows: list[Edition]) -> tuple[dict[str, Any], Iterable[Any]]:
        facts = self.facts([row.entry_id for row in rows])
        held = self.held(facts)
        statements = [statement for of_one in held.values() for each in of_one.values() for statement in each]
        return {"held": held, **around(self.changes(facts), self.day)}, statements

    def facts(self, entries: list) -> list[Fact]:
        wanted = Q()
        for kind, side in self.held_as:
            wanted |= Q(kind=kind, **{f"{side}__in": entries})
        rows = Fact.objects.at(self.moment.position).filter(wanted).fetch_mode(FETCH_RAISE)
        return list(rows.order_by("-sort_on", "-id")[:MOST])

    def held(self, facts: list[Fact]) -> dict[str, dict[str, list[dict]]]:
        """id of the entry → kind of fact → what held that day."""
        found: dict[str, dict[str, list[dict]]] = defaultdict(lambda: defaultdict(list))
        sides = dict(self.held_as)
        for fact in holding(facts, self.day):
            found[str(getattr(fact, sides[fact.kind]))][fact.kind].append(fact.statement)
        return found

    def changes(self, facts: list[Fact]) -> Iterable:
        return edges(facts)


class OrganisationList(DayList):
    kind = "organisation"
    introduction = _("Alliances, unions and communities of states that the record refers to.")
    types = ("alliance", "union", "community", "other")
    held_as = (("membership", "object"), ("chairmanship", "object"))
    row_template = "members/organisation-row.html"

    def row_parts(self, rows: list[Edition]) -> tuple[dict[str, Any], Iterable[Any]]:
        own, statements = super().row_parts(rows)
        own["groups"] = {key: by_status(held["membership"]) for key, held in own["held"].items()}
        return own, statements


class PersonList(DayList):
    kind = "person"
    introduction = _("Leaders, officials and experts: which office they held when, what they said, who says so.")
    page_size = 60
    names = ("state",)
    held_as = (("tenure", "subject"), ("affiliation", "subject"))
    row_template = "members/person-row.html"


class InstitutionList(DayList):
    kind = "institution"
    introduction = _("Bodies of the alliance, research institutes, ministries and news outlets.")
    names = ("country", "organisation")
    held_as = (("affiliation", "object"),)
    row_template = "members/institution-row.html"


class ForceList(DayList):
    kind = "force"
    introduction = _("The forces kept ready together, with each strength ever given for them.")
    types = ("rapid-reaction", "rapid-deployment", "peacekeeping", "aviation", "regional-group")
    names = ("organisation",)
    held_as = (("contribution", "object"), ("strength", "subject"))
    row_template = "members/force-row.html"

    def held(self, facts: list[Fact]) -> dict[str, dict[str, list[dict]]]:
        """A count stands until the next: of each force the newest one given by that day."""
        found = super().held([fact for fact in facts if fact.kind != "strength"])
        for fact in counts_by(facts, self.day):
            found[str(fact.subject)]["strength"] = found[str(fact.subject)]["strength"] or [fact.statement]
        return found

    def changes(self, facts: list[Fact]) -> Iterable:
        yield from edges(fact for fact in facts if fact.kind != "strength")
        yield from (fact.starts_on for fact in facts if fact.kind == "strength" and fact.starts_on)


def counts_by(facts: Iterable[Fact], day) -> list[Fact]:
    """The strengths given for a day or earlier, the newest first as `facts` come; undated ones last."""
    return [fact for fact in facts if fact.kind == "strength" and fact.sort_on <= day]
