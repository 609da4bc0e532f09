"""Who is written to when something they follow changes. Known to nobody but the worker: no screen lists addresses."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)
# An address that nobody confirms is forgotten.
UNCONFIRMED_FOR = timedelta(days=3)
# Letters that ask one address to confirm, within a day; and the pause before the same one is sent again.
LETTERS_A_DAY = 5
PAUSE = timedelta(minutes=10)
# What a worker has in hand is nobody else's for so long; the letters of one that dies are then sent by the next.
LEASE = timedelta(minutes=15)
BATCH = 100
# After a refusal the pause doubles, up to a day; a mailbox refused so often for good is closed: some four days.
FIRST_PAUSE = timedelta(minutes=5)
REFUSALS = 12


def digest_of(email: str) -> str:
    """What stands for an address that must be known again and not be read.

    Slow, so that addresses are not tried out against the table; without the site's key, which may be replaced, while
    what was promised holds for ever.
    """
    text = email.strip().lower().encode()
    return hashlib.scrypt(text, salt=b"home.models.Silenced", n=2**14, r=8, p=1, dklen=20).hex()


class Silenced(models.Model):
    """An address that wants no letter ever again, whoever asks for one."""

    digest = models.CharField(primary_key=True, max_length=40)

    def __str__(self):
        return self.digest

    @classmethod
    def add(cls, digest: str) -> None:
        with transaction.atomic():
            cls.objects.get_or_create(digest=digest)
            Follow.objects.filter(digest=digest).delete()


class Tally(models.Model):
    """How much one caller asked for, or one address was asked, in the day that began with the first time."""

    holder = models.CharField(primary_key=True, max_length=80)
    since = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.holder}: {self.number}"

    @classmethod
    def take(cls, holder: str, most: int, now: datetime) -> bool:
        """Whether there is one more; it is then taken. However many ask at once, there are never more."""
        cls.objects.get_or_create(holder=holder, defaults={"since": now})
        cls.objects.filter(holder=holder, since__lte=now - DAY).update(since=now, number=0)
        return bool(cls.objects.filter(holder=holder, number__lt=most).update(number=F("number") + 1))

    @classmethod
    def give_back(cls, holder: str) -> None:
        cls.objects.filter(holder=holder, number__gt=0).update(number=F("number") - 1)

    @classmethod
    def forget_past(cls, now: datetime) -> None:
        cls.objects.filter(since__lte=now - DAY).delete()


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

    def due(self, now: datetime):
        """Those that nobody has in hand and that need not wait after a refusal."""
        return self.filter(due_at__lte=now)

    def claim(self, now: datetime) -> list["Follow"]:
        """Some of those due, held for a lease. Who follow the same thing from the same point come together."""
        with transaction.atomic():
            locked = self.due(now).select_for_update(skip_locked=True)
            rows = list(locked.order_by("scope", "entry", "position", "id")[:BATCH])
            until = now + LEASE
            Follow.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=until)
        for row in rows:
            row.due_at = until
        return rows


class Follow(models.Model):
    """An address and what it follows: one entry, what is filed under a topic, or all corrections."""

    class Scope(models.TextChoices):
        ENTRY = "entry", _("an entry")
        TOPIC = "topic", _("a topic")
        CORRECTIONS = "corrections", _("corrections")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField()
    digest = models.CharField(max_length=40)
    scope = models.CharField(max_length=12, choices=Scope)
    # Of an entry that may be withdrawn: no reference the database would have to keep.
    entry = models.UUIDField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    letter_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    # Up to where in the record the address has been told.
    position = models.BigIntegerField(default=0)
    # Not before then is it written to: later after a refusal, and while a worker has it in hand.
    due_at = models.DateTimeField(default=timezone.now)
    # How often in a row its letter was not taken.
    tries = models.PositiveSmallIntegerField(default=0)

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
            models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="home_follow_asked"),
            models.Index(fields=["digest"], name="home_follow_digest"),
        ]

    def __str__(self):
        return f"{self.scope} {self.entry or ''}".strip()

    @classmethod
    def ask(cls, email: str, scope: str, entry: uuid.UUID | None, now: datetime) -> None:
        """Note that somebody wants `email` to follow; the worker asks the address itself.

        Nothing tells the caller whether the address was known, has confirmed, wants no letters, or has been asked too
        often.
        """
        email = email.strip().lower()
        digest = digest_of(email)
        if Silenced.objects.filter(digest=digest).exists():
            return
        known = cls.objects.filter(email=email, scope=scope, entry=entry).first()
        if known and (known.confirmed_at or known.asked_at >= now - PAUSE):
            return
        if not Tally.take(digest, LETTERS_A_DAY, now):
            return
        if known:
            cls.objects.filter(pk=known.pk, confirmed_at=None).update(asked_at=now, letter_at=None)
        else:
            asked = {"digest": digest, "asked_at": now, "due_at": now}
            cls.objects.get_or_create(email=email, scope=scope, entry=entry, defaults=asked)

    def confirm(self, position: int, now: datetime) -> None:
        """From here on it is told what is published after `position`; the letter that asked was wanted."""
        waiting = type(self).objects.filter(pk=self.pk, confirmed_at=None)
        if waiting.update(confirmed_at=now, position=position, due_at=now, tries=0):
            Tally.give_back(self.digest)

    def note_sent(self, now: datetime, **changes) -> None:
        """Done with it for now. Nothing is written once the lease has run out and another has it."""
        self._held().update(due_at=now, tries=0, **changes)

    def give_back(self, now: datetime) -> None:
        self._held().update(due_at=now)

    def put_off(self, now: datetime) -> None:
        pause = min(FIRST_PAUSE * 2 ** min(self.tries, 20), DAY)
        self._held().update(due_at=now + pause, tries=self.tries + 1)

    def refused(self, now: datetime, is_for_good: bool) -> None:
        """Its letter was not taken. An address that never was, or has long been closed, is forgotten."""
        if is_for_good and (self.confirmed_at is None or self.tries + 1 >= REFUSALS):
            self._held().delete()
        else:
            self.put_off(now)

    def _held(self):
        return type(self).objects.filter(pk=self.pk, due_at=self.due_at)
