"""Webhooks: partners' endpoints, the secrets that sign for them, and a leased row for each message to one of them."""

import base64
import secrets
import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Exists, F, Min, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from syndication.models.partners import Partner
from syndication.models.work import Leased, LeasedQuerySet, State, clock

# How long a message is tried, and an endpoint that takes nothing is kept.
PATIENCE = timedelta(days=3)
# How long a secret that was replaced goes on signing beside its successor.
OVERLAP = timedelta(days=1)
SHORTEST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(minutes=5)


class WebhookEndpoint(models.Model):
    """An address of a partner that is told of what is published, as far as its position in the feed says."""

    class State(models.TextChoices):
        UNVERIFIED = "unverified", _("unverified")
        ACTIVE = "active", _("active")
        DISABLED = "disabled", _("disabled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="webhooks", verbose_name=_("partner"))
    url = models.CharField(_("address"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNVERIFIED)
    disabled_because = models.CharField(_("disabled because"), max_length=200, blank=True)
    # Its place in the feed: everything up to here has become a delivery, or is not for this partner.
    generation = models.UUIDField()
    position = models.BigIntegerField(_("position"))
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    # What it has to repeat before it is sent anything else.
    challenge = models.CharField(max_length=43, default=secrets.token_urlsafe)
    challenged = models.PositiveIntegerField(default=0)
    tested = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(_("last delivery"), null=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    rests_until = models.DateTimeField(_("rests until"), null=True)

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "url"], name="syndication_endpoint_once_per_partner"),
            models.CheckConstraint(
                name="syndication_endpoint_state", condition=Q(state__in=["unverified", "active", "disabled"])
            ),
        ]

    def __str__(self):
        return self.url

    def note_success(self, now: datetime) -> None:
        self._write(delivered_at=now, failing_since=None, rests_until=None)

    def note_failure(self, now: datetime, until: datetime | None = None) -> None:
        """Leave it alone for a while, or as long as it asked. The longer it has been failing, the longer: whoever is
        down is not hammered with everything that waits, and one message it refuses hardly delays the others."""
        since = self.failing_since or now
        rest = min(max((now - since) / 4, SHORTEST_REST), LONGEST_REST)
        self._write(failing_since=since, rests_until=max(until or now, now + rest))

    def is_hopeless(self, now: datetime) -> bool:
        return self.failing_since is not None and self.failing_since <= now - PATIENCE

    def activate(self) -> None:
        self._write(state=self.State.ACTIVE, disabled_because="")

    def disable(self, because: str) -> None:
        """Nothing is sent any more; what waits stays. A new challenge that is met ends it."""
        self._write(state=self.State.DISABLED, disabled_because=because)

    def _write(self, **changes) -> None:
        WebhookEndpoint.objects.filter(pk=self.pk).update(**changes)
        for name, value in changes.items():
            setattr(self, name, value)

    @transaction.atomic
    def new_secret(self, now: datetime) -> "WebhookSecret":
        """A secret that signs from now on. The one before signs on for a day; never more than two do."""
        WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=self.pk)
        last = self.secrets.order_by("-pk").first()
        if last:
            self.secrets.exclude(pk=last.pk).delete()
            self.secrets.filter(pk=last.pk).update(expires_at=now + OVERLAP)
        return self.secrets.create(created_at=now)


def random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


class WebhookSecret(models.Model):
    """What signs for an endpoint: a secret shared with the partner, and the seed of an Ed25519 key that is not."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="secrets")
    secret = models.CharField(max_length=44, default=random_key)
    seed = models.CharField(max_length=44, default=random_key)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.endpoint_id} {self.created_at}"


class DeliveryQuerySet(LeasedQuerySet):
    def sendable(self, now: datetime | None = None):
        """To endpoints that want it and have no other message in hand: a slow one takes one lane, not all of them."""
        in_hand = Delivery.objects.filter(
            endpoint=OuterRef("endpoint"), state=State.WAITING, lease_until__gt=clock(now)
        )
        state = WebhookEndpoint.State
        wanted = Q(endpoint__state=state.ACTIVE) | Q(is_challenge=True)
        return self.filter(wanted, ~Exists(in_hand), endpoint__partner__is_active=True)

    def free(self, now: datetime | None = None):
        rested = Q(endpoint__rests_until=None) | Q(endpoint__rests_until__lte=clock(now)) | Q(is_challenge=True)
        return super().free(now).filter(rested).sendable(now)

    def next_due_at(self) -> datetime | None:
        ready = Greatest("due_at", Coalesce("endpoint__rests_until", "due_at"))
        return self.waiting().filter(lease_until=None).sendable().aggregate(at=Min(ready))["at"]

    def again(self, now: datetime) -> int:
        """Send these once more, whatever became of them, under the same ids."""
        return self.update(
            state=State.WAITING, due_at=now, forgiven=F("attempts"), problem="", give_up_at=now + PATIENCE
        )

    def revive(self) -> int:
        return self.dead().again(timezone.now())


class Delivery(Leased):
    """One message to one endpoint. Its id and its bytes are the same at every attempt."""

    # Three days are what ends it; this many attempts take longer, unless each of them killed its worker.
    max_attempts: ClassVar[int | None] = 40

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("endpoint")
    )
    message = models.CharField(_("message"), max_length=80)
    type = models.CharField(_("type"), max_length=40)
    is_challenge = models.BooleanField(default=False)
    position = models.BigIntegerField(_("position"), null=True)
    body = models.TextField()
    made_at = models.DateTimeField(_("made"))
    give_up_at = models.DateTimeField(_("given up"))
    tried_at = models.DateTimeField(_("last tried"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)

    objects = DeliveryQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Leased.Meta):
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-pk"]
        indexes = [
            *Leased.Meta.indexes,
            models.Index(fields=["endpoint", "due_at"], name="delivery_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(fields=["endpoint", "message"], name="syndication_message_once_per_endpoint"),
        ]

    def __str__(self):
        return self.message

    def note_attempt(self, at: datetime, status: int | None) -> None:
        self._write(tried_at=at, status=status)

    def put_off(self, problem: str, now: datetime, until: datetime | None = None) -> bool:
        """Try again later, at the last moment of its patience at the latest. False: that is over, it is given up."""
        if now >= self.give_up_at:
            self.bury(problem)
            return False
        self.postpone(problem, until=min(max(until or now, now + self.backoff()), self.give_up_at))
        return True
