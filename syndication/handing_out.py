"""Who was given an edition before its hour: beside the entry's form, and on the partner's page."""

from typing import Any

from django.http import HttpRequest

from desk.admin.addresses import screen_of
from desk.admin.panels import PANELS, Panel
from desk.admin.verbs import standing_of
from publishing.models import Entry
from syndication.models import EmbargoFetch, Partner

SHOWN = 30


def given_panel(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """For those who may know what is under embargo; left out where nothing waits and nothing was given."""
    user: Any = request.user
    if not user.has_perm("publishing.view_embargoed"):
        return {}
    fetches = list(EmbargoFetch.objects.filter(entry=entry.pk).select_related("key__partner")[:SHOWN])
    return {"fetches": fetches} if fetches or standing_of(entry).waiting else {}


PANELS.append(Panel("admin/syndication/_embargo_fetches.html", given_panel))


def given_to(partner: Partner) -> list[dict[str, Any]]:
    """The newest rows of the partner's log, each with the screen of its entry. No hour: not every manager may know."""
    fetches = EmbargoFetch.objects.filter(key__partner=partner).select_related("entry", "key")[:SHOWN]
    return [{"fetch": fetch, "url": screen_of(fetch.entry.kind, fetch.entry_id)} for fetch in fetches]
