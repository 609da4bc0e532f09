"""Who is written to when something they follow changes. Known to nobody but the worker: no screen lists addresses."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# An address that nobody confirms is forgotten.
UNCONFIRMED_FOR = timedelta(days=3)
# Letters that ask one address to confirm, within a day; and the pause before the same one is sent again.
LETTERS_A_DAY = 5
PAUSE = timedelta(minutes=10)


class FollowQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def unasked(self):
        """Those whose letter with the link to confirm has not been sent."""
        return self.filter(confirmed_at=None, letter_at=None)

    def lapsed(self, now: datetime):
        return self.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_FOR)

    def behind(self, position: int):
        """Those who have not been told of everything up to `position`."""
        return self.confirmed().filter(position__lt=position)


class Follow(models.Model):
    """An address and what it follows: one entry, what is filed under a topic, or all corrections."""

    class Scope(models.TextChoices):
        ENTRY = "entry", _("an entry")
        TOPIC = "topic", _("a topic")
        CORRECTIONS = "corrections", _("corrections")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField()
    scope = models.CharField(max_length=12, choices=Scope)
    # Of an entry that may be withdrawn: no reference the database would have to keep.
    entry = models.UUIDField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    letter_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    # Up to where in the record the address has been told.
    position = models.BigIntegerField(default=0)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "scope", "entry"], nulls_distinct=False, name="home_follow_each_thing_once"
            ),
            models.CheckConstraint(
                name="home_follow_corrections_are_of_no_entry",
                condition=Q(scope="corrections", entry=None) | (~Q(scope="corrections") & Q(entry__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["position"], condition=Q(confirmed_at__isnull=False), name="home_follow_behind"),
            models.Index(fields=["email", "asked_at"], name="home_follow_asked"),
        ]

    def __str__(self):
        return f"{self.scope} {self.entry or ''}".strip()

    @classmethod
    def ask(cls, email: str, scope: str, entry: uuid.UUID | None, now: datetime) -> None:
        """Note that somebody wants `email` to follow; the worker asks the address itself.

        Nothing tells the caller whether the address was known, has confirmed, or has been asked too often.
        """
        email = email.strip().lower()
        if cls.objects.filter(email=email, asked_at__gt=now - timedelta(days=1)).count() >= LETTERS_A_DAY:
            return
        follow, is_new = cls.objects.get_or_create(email=email, scope=scope, entry=entry, defaults={"asked_at": now})
        if not is_new and follow.confirmed_at is None and follow.asked_at < now - PAUSE:
            cls.objects.filter(pk=follow.pk, confirmed_at=None).update(asked_at=now, letter_at=None)

    def confirm(self, position: int, now: datetime) -> None:
        """From here on it is told what is published after `position`."""
        type(self).objects.filter(pk=self.pk, confirmed_at=None).update(confirmed_at=now, position=position)
