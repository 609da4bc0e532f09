"""Plans: what a caller may spend in a minute and in a day, and the scopes a key may have."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PUBLIC = "public"
# Calls a minute and a day. API_BUDGETS in the environment sets others, per plan: "public=60/5000 agency=6000/2000000".
SHIPPED = {PUBLIC: "60/5000", "research": "120/50000", "partner": "600/200000", "agency": "3000/1000000"}


class Scope(TextChoices):
    """What a key opens. What is public stays public without one."""

    CONTENT = "content", _("content: entries, facts, search")
    FEED = "feed", _("feed: the change feed and the log")
    BULK = "bulk", _("bulk: snapshots")
    EMBARGO = "embargo", _("embargo: scheduled editions before their hour")
    WEBHOOKS = "webhooks", _("webhooks: endpoints of one's own")
    RECEIPTS = "receipts", _("receipts: what became of corrections")


class PlanName(TextChoices):
    """The plans of partners; whoever sends no key is on the plan `public`."""

    PARTNER = "partner", _("partner")
    RESEARCH = "research", _("research")
    AGENCY = "agency", _("agency")


# Of what every key opens: the API's description, a partner's own page.
NO_SCOPE = ""
# What may be read without a key.
OPEN = frozenset({NO_SCOPE, Scope.CONTENT, Scope.FEED})


@dataclass(frozen=True)
class Plan:
    """Budgets are calls in a minute and in a day, both of UTC."""

    name: str
    minute: int
    day: int

    @property
    def block(self) -> int:
        """How many calls a process may take from the budget at once, so that not each of them is a write."""
        return max(1, min(self.minute, self.day) // 100)


def plan(name: str) -> Plan:
    text = settings.API_BUDGETS.get(name, SHIPPED[name])
    minute, day = numbers(text)
    return Plan(name, minute, day)


def numbers(text: str) -> tuple[int, int]:
    """“60/5000” → (60, 5000)."""
    match = re.fullmatch(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,8})", text)
    if not match:
        raise ImproperlyConfigured(f"API_BUDGETS: “{text}” is not <calls a minute>/<calls a day>.")
    return int(match[1]), int(match[2])
