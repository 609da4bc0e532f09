"""Pages and files of the pictures of members."""

from django.db.models import FETCH_RAISE
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.pictures.over_time import strips
from members.pictures.spells import every_spell
from members.pictures.status_map import status_map
from members.pictures.strengths import of_statements, strengths
from members.pictures.tenures import of_facts, tenures
from publishing.drawing.picture import Picture
from publishing.drawing.views import PicturePage
from publishing.models import Fact

# More than was ever drawn legibly.
MOST = 2000


class MembershipPage(PicturePage):
    """Every status of every state, since the first one."""

    takes_day = True
    label = gettext_lazy("Every status over time")
    shows = ("membership",)

    def picture(self) -> Picture | None:
        return strips(every_spell(self.moment), self.day)


class MapPage(PicturePage):
    """The statuses of one day."""

    takes_day = True
    label = gettext_lazy("The map of statuses")
    shows = ("membership",)

    def picture(self) -> Picture | None:
        return status_map(every_spell(self.moment), self.day)


class TenuresPage(PicturePage):
    """Who sat for which state on the alliance's council, with its summits."""

    takes_day = True
    label = gettext_lazy("Who led which state")
    shows = ("tenure",)

    def picture(self) -> Picture | None:
        facts = Fact.objects.at(self.moment.position).filter(kind="tenure", statement__value__sits_on_council=True)
        rows = list(facts.order_by("sort_on", "id").fetch_mode(FETCH_RAISE)[:MOST])
        led = [row for row in rows if row.statement["value"]["state"]]
        references = self.named([row.statement for row in led])
        held = of_facts(led, references, lambda said: said["value"]["state"])
        met = self.moment.editions().filter(kind="summit", dated_on__isnull=False)
        days = met.values_list("dated_on", flat=True).order_by("-sort_on")[:MOST]
        return tenures(held, days, self.day, title=_("Who led which state, and when they met"))


class StrengthsPage(PicturePage):
    """Every strength ever given for a force."""

    label = gettext_lazy("How strong the forces are")
    shows = ("strength",)

    def picture(self) -> Picture | None:
        facts = Fact.objects.at(self.moment.position).filter(kind="strength")
        statements = list(facts.order_by("sort_on", "id").values_list("statement", flat=True)[:MOST])
        figures = of_statements(statements, self.named(statements), by_year=False)
        return strengths(figures, title=_("How strong the forces are said to be"))
