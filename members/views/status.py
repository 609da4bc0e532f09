"""Who is what on a day: the page of all states' statuses, from facts."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from members.pictures.over_time import strips
from members.pictures.spells import Spell, every_spell, slid_through
from members.pictures.status_map import status_map
from publishing.citing import Sources
from publishing.completeness import completeness_of
from publishing.days import around
from publishing.drawing.picture import GALLERY, Picture
from publishing.finding import light
from publishing.models import Edition, Fact, Standing
from publishing.paging import BY_TITLE
from publishing.reading import Moment
from publishing.views import RecordPage

# From full part to none; statuses nobody thought of yet come before the last two.
RANKS = (
    "member",
    "member-participation-frozen",
    "suspension-requested",
    "charter-signatory",
    "treaty-party",
    "treaty-signatory",
    "suspended",
    "observer-parliamentary-assembly",
    "candidate",
    "former-party",
    Standing.DISPUTED,
)
MAX_STATES = 400


class WhoIsWhat(RecordPage):
    """Every state's status on a day, grouped by organisation and status, with the changes before and after."""

    template_name = "members/who-is-what.html"
    takes_day = True
    label = gettext_lazy("Who is what")
    shows = ("membership",)

    def context(self) -> dict[str, Any]:
        memberships = memberships_at(self.moment)
        believed = memberships.exclude(standing=Standing.SUPERSEDED)
        spells = every_spell(self.moment)
        statements = [each.statement for each in spells if each.holds(self.day)]
        states = states_at(self.moment)
        sources = Sources()
        for statement in statements:
            sources.add(statement["citations"])
        placed = {statement["subject"]["id"] for statement in statements}
        return {
            "organisations": grouped(statements),
            "is_ahead": self.day > timezone.now().date(),
            "today": timezone.now().date(),
            "others": [state for state in states if str(state.entry_id) not in placed],
            "count": len(states),
            "flags": {str(state.entry_id): state.document["flag"] for state in states},
            "sources": sources,
            "completeness": completeness_of(statements),
            "references": self.named(statements),
            **changes_around(believed, self.day),
            "pictures": self.pictures(spells),
            **slid_through(spells),
        }

    def pictures(self, spells: list[Spell]) -> dict[str, Picture | None]:
        drawn = {"map": status_map(spells, self.day), "membership": strips(spells, self.day)}
        asked = (self.asked_day, self.moment.as_of)
        return {name: each and each.placed(GALLERY, *asked) for name, each in drawn.items()}


def states_at(moment: Moment) -> list[Edition]:
    rows = light(moment.editions()).filter(kind="state")
    return list(BY_TITLE.sort(rows)[:MAX_STATES])


def memberships_at(moment: Moment):
    return Fact.objects.at(moment.position).filter(kind="membership")


def grouped(statements: list[dict]) -> list[dict]:
    """`[{organisation, groups}]`, the organisation with most states first."""
    rows: dict[str, list[dict]] = defaultdict(list)
    for statement in statements:
        rows[statement["object"]["id"]].append(statement)
    ordered = sorted(rows.values(), key=lambda each: (-len(each), each[0]["object"]["title"]))
    return [{"organisation": each[0]["object"], "groups": by_status(each)} for each in ordered]


def by_status(statements: list[dict]) -> list[dict]:
    """`[{status, statements}]`, full members first, states by name; what is disputed stands apart, last."""
    rows: dict[str, list[dict]] = defaultdict(list)
    for statement in sorted(statements, key=lambda each: each["subject"]["title"]):
        is_accepted = statement["standing"] == Standing.ACCEPTED
        rows[statement["value"]["status"] if is_accepted else statement["standing"]].append(statement)
    return [{"status": status, "statements": rows[status]} for status in sorted(rows, key=rank)]


def rank(status: str) -> float:
    return RANKS.index(status) if status in RANKS else len(RANKS) - 2.5


def changes_around(memberships, day: date) -> dict[str, date | None]:
    """The nearest days before and after `day` on which the page says something else."""
    found = memberships.aggregate(
        begun=Max("valid__startswith", filter=Q(valid__startswith__lt=day)),
        ended=Max("valid__endswith", filter=Q(valid__endswith__lt=day)),
        begins=Min("valid__startswith", filter=Q(valid__startswith__gt=day)),
        ends=Min("valid__endswith", filter=Q(valid__endswith__gt=day)),
    )
    return around([each for each in found.values() if each], day)
