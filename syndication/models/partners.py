"""Partners and their keys."""

import re
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import Log
from syndication.plans import Plan, PlanName, Scope, plan

SLOTS = (1, 2)
# The word in front lets scanners of public code recognise a key that got there.
KEY = re.compile(r"ark_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")


class Partner(models.Model):
    """Somebody who takes the record into a system of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    contact = models.CharField(_("contact"), max_length=200, help_text=_("The person to ask for."))
    email = models.EmailField(_("email"))
    plan = models.CharField(_("plan"), max_length=10, choices=PlanName, default=PlanName.PARTNER)
    terms_accepted_on = models.DateField(
        _("terms accepted on"), null=True, blank=True, help_text=_("No key opens anything before that day.")
    )
    kinds = ArrayField(
        models.CharField(max_length=40), verbose_name=_("kinds"), default=list, blank=True,
        help_text=_("Which kinds of entry it is given before they are public, and is told of by webhook. None: all."),
    )  # fmt: skip
    topics = ArrayField(
        models.UUIDField(), verbose_name=_("topics"), default=list, blank=True,
        help_text=_("The same by topic: entries under any of these. None: all."),
    )  # fmt: skip
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Clear this instead of deleting: every key stops at once.")
    )
    feed_position = models.BigIntegerField(_("last position asked for"), null=True, editable=False)
    feed_asked_at = models.DateTimeField(_("feed asked"), null=True, editable=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="syndication_partner_plan", condition=Q(plan__in=PlanName.values)),
        ]

    def __str__(self):
        return self.name

    @property
    def budget(self) -> Plan:
        return plan(self.plan)

    def has_accepted_terms(self, now: datetime | None = None) -> bool:
        today = (now or timezone.now()).date()
        return self.terms_accepted_on is not None and self.terms_accepted_on <= today

    def feed_lag(self, head: Log) -> int | None:
        """How many publications its copy is behind; None when it never asked for changes."""
        return None if self.feed_position is None else max(0, head.position - self.feed_position)

    def answers_since(self, now: datetime | None = None) -> datetime | None:
        """Since when it has been able to post receipts; None when it is not, now."""
        able = self.keys.filter(scopes__contains=[Scope.RECEIPTS])
        if not self.is_active or not able.live(now).exists():
            return None
        return able.earliest("created_at").created_at

    @property
    def is_given_everything(self) -> bool:
        return not (self.kinds or self.topics)

    def permitted[Row: Model](self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Those of `rows` (editions, or what tells of them) that are of the kinds and topics agreed on.

        What is public needs no permission.
        """
        if self.kinds:
            rows = rows.filter(kind__in=self.kinds)
        if self.topics:
            rows = rows.filter(topics__overlap=self.topics)
        return rows

    @transaction.atomic
    def issue_key(
        self, by, scopes: Iterable[str], expires_at: datetime | None = None, now: datetime | None = None
    ) -> tuple["Key", str]:
        """A key and its text, which is kept nowhere and cannot be told again.

        Raises ValidationError while two keys are live: one is in use, one is its successor.
        """
        now = now or timezone.now()
        Partner.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.keys.filter(expires_at__lte=now).update(slot=None)
        free = set(SLOTS) - set(self.keys.filter(slot__isnull=False).values_list("slot", flat=True))
        if not free:
            raise ValidationError(_("Two keys are live. Revoke one first."))
        prefix = secrets.token_hex(6)
        text = f"ark_{prefix}_{secrets.token_urlsafe(32)}"
        made = Key.objects.create(
            partner=self, prefix=prefix, digest=digest_of_key(text), scopes=sorted(set(scopes)), slot=min(free),
            expires_at=expires_at or now + timedelta(days=365), created_by=by, created_at=now,
        )  # fmt: skip
        return made, text


def digest_of_key(text: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return sha256(text.encode()).hexdigest()


class KeyQuerySet(models.QuerySet):
    def live(self, now: datetime | None = None):
        return self.filter(slot__isnull=False, expires_at__gt=now or timezone.now())


class Key(models.Model):
    """A partner's key. Two at most hold a slot, which the database keeps; without a slot it opens nothing."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys", verbose_name=_("partner"))
    prefix = models.CharField(_("prefix"), max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope), verbose_name=_("scopes"))
    slot = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(_("issued"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "slot"], name="syndication_two_live_keys"),
            models.CheckConstraint(name="syndication_key_slot", condition=Q(slot=None) | Q(slot__in=SLOTS)),
            models.CheckConstraint(
                name="syndication_revoked_key_has_no_slot", condition=Q(revoked_at=None) | Q(slot=None)
            ),
            models.CheckConstraint(
                name="syndication_key_scopes",
                condition=Q(scopes__contained_by=Scope.values) & ~Q(scopes=[]),
            ),
        ]

    def __str__(self):
        return f"ark_{self.prefix}_…"

    def is_expired(self, now: datetime | None = None) -> bool:
        return self.expires_at <= (now or timezone.now())

    @property
    def is_live(self) -> bool:
        return self.slot is not None and not self.is_expired()

    def revoke(self, now: datetime | None = None) -> None:
        """From now on it opens nothing, in every process. Safe to repeat."""
        Key.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now or timezone.now(), slot=None)
        self.refresh_from_db(fields=["revoked_at", "slot"])
