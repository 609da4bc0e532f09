"""Pages and files of the pictures of members."""

from functools import cached_property
from typing import Any

from django.db.models import FETCH_RAISE
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.pictures import over_time, status_map, strengths, tenures
from members.pictures.spells import Spell, every_spell, slid_through
from publishing.drawing.picture import Picture
from publishing.drawing.views import PicturePage
from publishing.models import Fact

# More than was ever drawn legibly.
MOST = 2000


class SpellsPage(PicturePage):
    """A picture of statuses on a day, which a reader may slide through."""

    takes_day = True
    shows = ("membership",)

    @cached_property
    def spells(self) -> list[Spell]:
        return every_spell(self.moment)

    def context(self) -> dict[str, Any]:
        return super().context() | slid_through(self.spells)


class MembershipPage(SpellsPage):
    """Every status of every state, since the first one."""

    name = over_time.NAME
    label = gettext_lazy("Who was what")
    introduction = gettext_lazy("A strip for each state: its statuses since the first one.")

    def picture(self) -> Picture | None:
        return over_time.strips(self.spells, self.day)


class MapPage(SpellsPage):
    """The statuses of one day."""

    name = status_map.NAME
    label = gettext_lazy("The map of a day")
    introduction = gettext_lazy("What each state was on any day that you choose.")

    def picture(self) -> Picture | None:
        return status_map.status_map(self.spells, self.day)


class TenuresPage(PicturePage):
    """Who sat for which state on the alliance's council, with its summits."""

    name = tenures.NAME
    label = gettext_lazy("Who led which state")
    introduction = gettext_lazy("A lane for each state: its leaders, with the summits marked.")
    takes_day = True
    shows = ("tenure",)

    def picture(self) -> Picture | None:
        facts = Fact.objects.at(self.moment.position).filter(kind="tenure", statement__value__sits_on_council=True)
        rows = list(facts.order_by("sort_on", "id").fetch_mode(FETCH_RAISE)[:MOST])
        led = [row for row in rows if row.statement["value"]["state"]]
        references = self.named([row.statement for row in led])
        held = tenures.of_facts(led, references, lambda said: said["value"]["state"])
        met = self.moment.editions().filter(kind="summit", dated_on__isnull=False)
        days = met.values_list("dated_on", flat=True).order_by("-sort_on")[:MOST]
        return tenures.tenures(held, days, self.day, title=_("Who led which state, and when they met"))


class StrengthsPage(PicturePage):
    """Every strength ever given for a force."""

    name = strengths.NAME
    label = gettext_lazy("How strong the forces are said to be")
    introduction = gettext_lazy("Every figure of every source, and how far they lie apart.")
    shows = ("strength",)

    def picture(self) -> Picture | None:
        facts = Fact.objects.at(self.moment.position).filter(kind="strength")
        statements = list(facts.order_by("sort_on", "id").values_list("statement", flat=True)[:MOST])
        figures = strengths.of_statements(statements, self.named(statements), by_year=False)
        return strengths.strengths(figures, title=_("How strong the forces are said to be"))
