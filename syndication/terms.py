"""The terms of the API: which version held on which day, and the page that says them from what the code does."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.models import Action
from publishing.views import RecordPage
from syndication.duties import DUTIES
from syndication.plans import PUBLIC, Plan, PlanName, plan

PATH = "/about/terms/"
# A change of what partners are bound by is a new day here; they are written to, and accept it anew.
VERSIONS = (date(2026, 11, 1),)
ACTS = {
    "replace": gettext_lazy("Put the new text in place of yours, and show the note."),
    "banner": gettext_lazy("Leave the text, under a banner with the note."),
    "delete": gettext_lazy("Delete your copy, caches and search included. The note may be shown in its place."),
    "put_back": gettext_lazy("Put it back."),
}


def version_of(accepted_on: date) -> date | None:
    """The terms that stood on that day; None: it was before there were any of these."""
    return next((version for version in reversed(VERSIONS) if version <= accepted_on), None)


def url(part: str = "") -> str:
    return f"{settings.SITE_URL}{PATH}" + (f"#{part}" if part else "")


def rights() -> dict[str, str]:
    """The licence in a sentence, and where it stands in full."""
    text = _("© %s. Quote with a link; see the terms for anything more.") % settings.SITE_NAME
    return {"text": text, "url": url()}


def under_embargo() -> dict[str, str]:
    text = _(
        "For preparation only. Nothing of it may be published, passed on or drawn upon before the hour in “until”. "
        "Where it is moved, the new hour holds; where it is cancelled, delete it."
    )
    return {"text": text, "url": url("embargo")}


@dataclass(frozen=True)
class Row:
    """What an edition with this action asks of whoever holds a copy."""

    action: str
    act: str
    hours: int


class TermsPage(RecordPage):
    template_name = "home/about/terms.html"

    def context(self) -> dict[str, Any]:
        return {
            "version": VERSIONS[-1],
            "plans": plans(),
            "duties": [
                Row(str(Action(action).label), str(ACTS[duty.act]), duty.hours) for action, duty in DUTIES.items()
            ],
            "embargo": under_embargo()["text"],
        }


def plans() -> list[Plan]:
    return [plan(name) for name in (PUBLIC, *PlanName.values)]
