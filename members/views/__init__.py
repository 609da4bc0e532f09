"""Public pages of members: editions and facts only."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext

from members.pictures import over_time, spells, strengths, tenures
from members.views.lists import ForceList, InstitutionList, OrganisationList, PersonList, counts_by
from members.views.status import by_status
from publishing.days import around, edges
from publishing.drawing.picture import Picture
from publishing.models import Edition
from publishing.related import MENTIONED, WHOLE, as_object, as_subject, holding, of_its_offices
from publishing.views import EntryPage

__all__ = [
    "ForceList",
    "ForcePage",
    "InstitutionList",
    "InstitutionPage",
    "OrganisationList",
    "OrganisationPage",
    "PersonList",
    "PersonPage",
    "StatePage",
]


class DayPage(EntryPage):
    """An entry of which the page says how it stood on one day (`?on=`, today when not asked)."""

    takes_day = True
    rich_fields = ("profile",)
    # Threads of which the page shows what held on the day.
    on_the_day: ClassVar[tuple[str, ...]] = ()

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        held = {key: [fact.statement for fact in holding(self.facts[key], self.day)] for key in self.on_the_day}
        drawn = [each for each in self.drawn(edition, context["references"]) if each]
        placed = {each.name: each.placed(edition.url or "", self.asked_day, self.moment.as_of) for each in drawn}
        return {"held": held, "pictures": placed, **around(self.changes(), self.day)}

    def changes(self) -> Iterator[date]:
        """The days on which what the page shows of a day becomes something else."""
        for key in self.on_the_day:
            yield from edges(self.facts[key])

    def drawn(self, edition: Edition, references: dict[str, dict]) -> list[Picture | None]:
        """The pictures of `drawings`, from the facts the page has; None for one with nothing in it."""
        return []

    def strips(self, references: dict[str, dict]) -> Picture | None:
        found = spells.of_facts(self.facts["membership"], references)
        return over_time.strips(found, self.day, title=gettext("Status over time"))


class StatePage(DayPage):
    kind = "state"
    template_name = "members/state.html"
    threads = (
        as_subject("membership", limit=WHOLE),
        as_subject("chairmanship", limit=WHOLE),
        as_subject("capital", limit=WHOLE),
        of_its_offices(),
        as_subject("attendance"),
        as_subject("host", "hosted"),
        as_subject("contribution"),
        as_subject("participation"),
        as_subject("requester", "requested"),
        as_subject("signatory", "signed"),
        *MENTIONED,
    )
    on_the_day = ("membership", "capital", "holders", "chairmanship")
    drawings = (over_time.NAME,)

    def drawn(self, edition: Edition, references: dict[str, dict]) -> list[Picture | None]:
        return [self.strips(references)]


class OrganisationPage(DayPage):
    kind = "organisation"
    template_name = "members/organisation.html"
    threads = (
        as_object("membership", limit=WHOLE),
        as_object("chairmanship", limit=WHOLE),
        of_its_offices(),
        as_subject("convened_by", "convened"),
        as_subject("addressee", "addressed"),
        *MENTIONED,
    )
    on_the_day = ("membership", "chairmanship", "holders")
    drawings = (over_time.NAME,)

    def drawn(self, edition: Edition, references: dict[str, dict]) -> list[Picture | None]:
        return [self.strips(references)]

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        own = super().own_context(edition, context)
        return own | {"groups": by_status(own["held"]["membership"])}


class PersonPage(DayPage):
    kind = "person"
    template_name = "members/person.html"
    threads = (
        as_subject("tenure", limit=WHOLE),
        as_subject("affiliation", limit=WHOLE),
        as_subject("speaker", "said"),
        as_subject("attended", limit=WHOLE),
        as_subject("chair", "chaired"),
        as_subject("expert", "assessed"),
        as_subject("author", "wrote"),
        as_subject("proposer", "proposed"),
        *MENTIONED,
    )
    on_the_day = ("tenure", "affiliation")
    companions: ClassVar = {"said": 12}
    drawings = (tenures.NAME,)

    def drawn(self, edition: Edition, references: dict[str, dict]) -> list[Picture | None]:
        held = tenures.of_facts(self.facts["tenure"], references, lambda said: said["object"])
        met = [fact.starts_on for fact in self.facts["attended"] if fact.pk and fact.starts_on]
        return [tenures.tenures(held, met, self.day, title=gettext("Offices and summits"), by_person=True)]


class InstitutionPage(DayPage):
    kind = "institution"
    template_name = "members/institution.html"
    threads = (as_object("affiliation", limit=WHOLE), of_its_offices(), *MENTIONED)
    on_the_day = ("affiliation",)


class ForcePage(DayPage):
    kind = "force"
    template_name = "members/force.html"
    threads = (
        as_subject("strength", limit=WHOLE),
        as_object("contribution", limit=WHOLE),
        as_subject("participation"),
        *MENTIONED,
    )
    on_the_day = ("contribution",)
    drawings = (strengths.NAME,)

    def drawn(self, edition: Edition, references: dict[str, dict]) -> list[Picture | None]:
        given = [fact.statement for fact in self.facts["strength"]]
        figures = strengths.of_statements(given, references, by_year=True)
        return [strengths.strengths(figures, title=gettext("Strength by year, according to each source"))]

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        known = counts_by(self.facts["strength"], self.day)
        return super().own_context(edition, context) | {"latest_strength": known[0].statement if known else None}

    def changes(self) -> Iterator[date]:
        """A count stands until the next."""
        yield from super().changes()
        yield from (fact.starts_on for fact in self.facts["strength"] if fact.starts_on)
