"""Noticing partners who stopped following the feed or owe receipts: once an hour, by the worker."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.models import Log
from publishing.reading import read_head
from syndication.duties import due, owed_by
from syndication.models import Lapse, Notice, Partner
from syndication.work.errands import comes_again

# A feed is idle when there is more and nobody has asked for so long.
IDLE_AFTER = timedelta(days=3)


@comes_again("partners", every=timedelta(hours=1))
def notice_partners() -> datetime | None:
    look_at_partners(timezone.now())
    mail_notices(timezone.now())
    return None


def look_at_partners(now: datetime) -> None:
    """Raise what is new, settle what is over."""
    head = read_head(now)
    for partner in Partner.objects.all():
        raise_or_settle(partner, Lapse.IDLE, idle(partner, head, now), now)
        raise_or_settle(partner, Lapse.SILENT, silent(partner, now), now)


def idle(partner: Partner, head: Log, now: datetime) -> str:
    """In words how it lags behind, or nothing: who never asked for changes does not follow the feed."""
    lag = partner.feed_lag(head)
    if not (partner.is_active and lag and partner.feed_asked_at and now - partner.feed_asked_at > IDLE_AFTER):
        return ""
    words = ngettext("%(lag)d publication behind, last asked on %(day)s",
                     "%(lag)d publications behind, last asked on %(day)s", lag)  # fmt: skip
    return words % {"lag": lag, "day": partner.feed_asked_at.date().isoformat()}


def silent(partner: Partner, now: datetime) -> str:
    number = owed_by(partner).filter(due(now)).count()
    return ngettext("%d receipt overdue", "%d receipts overdue", number) % number if number else ""


@transaction.atomic
def raise_or_settle(partner: Partner, lapse: str, detail: str, now: datetime) -> None:
    standing = Notice.objects.standing().filter(partner=partner, lapse=lapse)
    if not detail:
        standing.update(settled_at=now)
    elif not standing.update(detail=detail):
        notice = Notice(partner=partner, lapse=lapse, detail=detail, raised_at=now)
        Notice.objects.bulk_create([notice], ignore_conflicts=True)


def mail_notices(now: datetime) -> None:
    """One letter for all that is new. Marked when it is sent: a letter that fails is tried again with the errand."""
    unsent = list(Notice.objects.standing().filter(mailed_at=None).select_related("partner"))
    if not unsent or not settings.PARTNER_NOTICES_TO:
        return
    lines = [f"{notice}: {notice.detail}" for notice in unsent]
    subject = _("%(site)s: partners to be asked") % {"site": settings.SITE_NAME}
    text = "\n".join([*lines, "", f"{settings.SITE_URL}/admin/syndication/partner/"])
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, settings.PARTNER_NOTICES_TO)
    Notice.objects.filter(pk__in=[notice.pk for notice in unsent]).update(mailed_at=now)
