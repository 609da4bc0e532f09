"""Who was given an edition before its hour: beside the entry's form, and on the partner's page."""

from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.admin.addresses import screen_of
from desk.admin.panels import PANELS, Panel
from desk.admin.verbs import standing_of
from publishing import kinds
from publishing.models import Edition, Entry
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


def given_to(partner: Partner, user: Any) -> list[dict[str, Any]]:
    """The newest rows of the partner's log. No hour, and of what is not public yet no name: not every manager may
    know."""
    fetches = list(EmbargoFetch.objects.filter(key__partner=partner).select_related("entry", "key")[:SHOWN])
    public = Edition.objects.current().filter(entry__in=[fetch.entry_id for fetch in fetches], is_original=True)
    titles = dict(public.values_list("entry_id", "title"))
    return [{"fetch": fetch} | _named(fetch.entry, titles.get(fetch.entry_id, ""), user) for fetch in fetches]


def _named(entry: Entry, public_title: str, user: Any) -> dict[str, str]:
    """What an entry is called on the page of a partner, and its screen, for those who work on the record."""
    if user.has_perm("publishing.view_embargoed") and user.has_perm("publishing.view_entry"):
        return {"name": entry.title, "url": screen_of(entry.kind, entry.pk)}
    return {"name": public_title or _("%s that is not public") % capfirst(kinds.get(entry.kind).label), "url": ""}
