"""The desk's screen of duties: every correction partners were told of, who has answered, and who has not."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.admin.addresses import screen_of
from desk.admin.front import LISTS
from publishing.models import Edition
from syndication.duties import DUTIES, concerning, standing
from syndication.models import Notice, Partner, Receipt

PER_PAGE = 25
# Shown on the front page: what is older has been answered, or its partners are on the list of notices.
RECENT = timedelta(days=30)


def told_lately():
    return standing().filter(released_at__gte=timezone.now() - RECENT)


LISTS.extend([
    ("notices", "syndication.view_notice", gettext_lazy("Partners to be asked"), Notice.objects.standing,
     ("admin:syndication_partner_changelist", "notice=yes")),
    ("duties", "publishing.publish_entry", gettext_lazy("Corrections partners answer for"), told_lately,
     ("admin:syndication_partner_duties", "")),
])  # fmt: skip


def duties_view(request: HttpRequest):
    user: Any = request.user
    if not (user.has_perm("publishing.publish_entry") or user.has_perm("syndication.view_partner")):
        raise PermissionDenied
    page = Paginator(standing().defer("canonical", "text"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("Corrections and what partners made of them"),
        "page": page,
        "rows": list(answered(list(page), timezone.now(), at_desk=user.has_perm("publishing.view_entry"))),
    }
    return TemplateResponse(request, "admin/syndication/partner/duties.html", context)


def answered(editions: list[Edition], now: datetime, at_desk: bool):
    """Each edition with the receipts there are and the partners who owe one; `at_desk`: for whom the entry's own
    screen is open, others are led to its page."""
    receipts: dict[int, list[Receipt]] = {}
    for receipt in Receipt.objects.filter(edition__in=editions).select_related("partner").order_by("partner__name"):
        receipts.setdefault(receipt.edition_id, []).append(receipt)
    bound = asked(editions)
    titles = titles_of(editions)
    for edition in editions:
        posted = receipts.get(edition.pk, [])
        have = {receipt.partner_id for receipt in posted}
        due_at = DUTIES[edition.action].due_at(edition)
        yield {
            "edition": edition,
            "title": edition.title or titles.get(edition.entry_id, ""),
            "url": screen_of(edition.kind, edition.entry_id) if at_desk else edition.url,
            "due_at": due_at,
            "is_overdue": due_at < now,
            "receipts": posted,
            "owing": [partner for partner in bound[edition.pk] if partner.pk not in have],
        }


def asked(editions: list[Edition]) -> dict[int, list[Partner]]:
    """Which partners each edition asks something of."""
    found: dict[int, list[Partner]] = {edition.pk: [] for edition in editions}
    for partner in Partner.objects.filter(is_active=True):
        since = partner.answers_since()
        if since is not None:
            these = Edition.objects.filter(pk__in=found, released_at__gte=since)
            for pk in concerning(partner, these).values_list("pk", flat=True):
                found[pk].append(partner)
    return found


def titles_of(editions: list[Edition]) -> dict[UUID, str]:
    """A tombstone has no title; the desk knows what the entry was called last."""
    entries = [edition.entry_id for edition in editions if not edition.title]
    named = Edition.objects.released().filter(entry_id__in=entries).exclude(title="").order_by("position")
    return dict(named.values_list("entry_id", "title"))
