"""The sender as a reader of the feed: each endpoint has a cursor, and what lies behind it becomes deliveries."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from publishing.models import Edition, Log
from syndication.models import Delivery, Errand, Partner, WebhookEndpoint
from syndication.webhooks.messages import announcement
from syndication.work.errands import comes_again
from syndication.work.queues import wake

NAME = "announce"
# So many messages wait for one endpoint at most. What it has not taken stays in the feed, behind its cursor.
BACKLOG = 500
# How many positions are looked through at once for a partner that is told of few.
WINDOW = 5000
KEPT = timedelta(days=30)


@comes_again(NAME, every=timedelta(seconds=15))
def announce() -> datetime | None:
    """Every endpoint that is behind, a bounded step each. Returns when there is more to do."""
    log = Log.objects.first()
    if log is None:
        return None
    behind = WebhookEndpoint.objects.filter(
        ~Q(generation=log.generation) | Q(position__lt=log.position),
        state=WebhookEndpoint.State.ACTIVE, partner__is_active=True,
    )  # fmt: skip
    is_unfinished = [announce_to(pk, log) for pk in behind.values_list("pk", flat=True)]
    return timezone.now() + timedelta(seconds=1) if any(is_unfinished) else None


@transaction.atomic
def announce_to(pk, log: Log, now: datetime | None = None) -> bool:
    """Deliveries and cursor in one transaction: nothing is announced twice or passed over. True: there is more."""
    now = now or timezone.now()
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=pk).first()
    if endpoint is None:
        return False
    if endpoint.generation != log.generation:
        start_anew(endpoint, log)
    room = BACKLOG - endpoint.deliveries.waiting().count()
    if room <= 0:
        return False
    until = min(log.position, endpoint.position + WINDOW)
    found = list(announced_to(endpoint.partner, endpoint.position, until).order_by("position")[: room + 1])
    if len(found) > room:
        found = found[:room]
        until = found[-1].position or until
    rows = [announcement(endpoint, edition, log, now) for edition in found]
    # Those there are already were sent once: the cursor was set back to have them again.
    endpoint.deliveries.filter(message__in=[row.message for row in rows]).again(now)
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    WebhookEndpoint.objects.filter(pk=pk).update(generation=log.generation, position=until)
    if rows:
        wake()
    return until < log.position


def start_anew(endpoint: WebhookEndpoint, log: Log) -> None:
    """The record was restored: positions mean something else now, and the feed tells every reader to start again.
    An endpoint made before the first publication has missed nothing."""
    endpoint.position = log.position if endpoint.generation.int else 0


def announced_to(partner: Partner, after: int, until: int) -> QuerySet[Edition]:
    """Released editions that the partner is told of: those it was given, and those by which an entry leaves them."""
    released = Edition.objects.filter(position__gt=after, position__lte=until)
    if not (partner.kinds or partner.topics):
        return released
    replaced = Edition.objects.filter(entry_id=OuterRef("entry_id"), superseded_at_position=OuterRef("position"))
    told = Q(pk__in=partner.permitted(released).values("pk"))
    return released.filter(told | Exists(partner.permitted(replaced)))


def replay(endpoint: WebhookEndpoint, position: int) -> None:
    """Tell it of everything after this position once more, under the same ids."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(position=position)
    announce_soon([])


def announce_soon(released: list[Edition]) -> None:
    """Called in the transaction of every release."""
    Errand.objects.filter(name=NAME).bring_forward()
    wake()


@comes_again("forget deliveries", every=timedelta(hours=6))
def forget_deliveries(now: datetime | None = None) -> None:
    """The delivery log goes back thirty days; what was never sent because its endpoint is off goes as well."""
    Delivery.objects.filter(made_at__lt=(now or timezone.now()) - KEPT, lease_until=None).delete()
