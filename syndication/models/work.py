"""Background work as leased rows: a row says what is due, a worker holds it for a while, and nothing gets lost.

A claim is one statement that commits before the work begins. Who is killed leaves a lease that runs out, and the next
worker takes the row. `attempts` grows with every claim and is the fencing token: a worker that was too slow and lost
its lease can no longer finish, postpone or extend. The clock is the database's, so machines need not agree on theirs.
"""

import random
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, router
from django.db.models import Case, F, Func, Min, Q, Value, When
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

MAX_PROBLEM = 2000


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    DEAD = "dead", _("given up")


class LeaseLost(Exception):
    """Somebody else has taken the row since: what was done with it must not be recorded."""


def clock(now: datetime | None = None) -> Any:
    """`now`, or the database's clock at the statement: `now()` would be the beginning of the transaction."""
    if now is not None:
        return Value(now, output_field=models.DateTimeField())
    return Func(function="clock_timestamp", output_field=models.DateTimeField())


class LeasedQuerySet(models.QuerySet):
    model: Any  # a subclass of Leased, below

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def dead(self) -> Self:
        return self.filter(state=State.DEAD)

    def free(self, now: datetime | None = None) -> Self:
        """Rows that are due and that nobody holds, those given up on included (see `bury_exhausted`)."""
        at = clock(now)
        return self.waiting().filter(Q(lease_until=None) | Q(lease_until__lte=at), due_at__lte=at)

    def claim(self, now: datetime | None = None) -> Any:
        """The row that has been due longest, held for its model's lease; None when none is free.

        One statement: what another worker is just taking is skipped, not waited for.
        """
        wanted = self.free(now).filter(self.model.has_tries_left()).order_by("due_at", "pk").values("pk")[:1]
        inner, parameters = wanted.query.sql_with_params()
        table = self.model._meta.db_table
        rows = self.model._base_manager.using(router.db_for_write(self.model)).raw(
            f'UPDATE "{table}" SET attempts = attempts + 1, lease_until = coalesce(%s, clock_timestamp()) + %s'
            # Equal to a scalar: as a set, the planner may run the inner query, and so lock, more than once.
            f' WHERE id = ({inner} FOR NO KEY UPDATE OF "{table}" SKIP LOCKED) RETURNING *',
            [now, self.model.lease, *parameters],
        )
        for row in rows:
            row.is_held = True
            return row
        return None

    def bury_exhausted(self, now: datetime | None = None) -> int:
        """Give up on rows that took their workers down with them at every attempt. Returns how many."""
        if self.model.max_attempts is None:
            return 0
        exhausted = self.free(now).exclude(self.model.has_tries_left())
        return exhausted.update(state=State.DEAD, lease_until=None, problem="Its worker died at every attempt.")

    def next_due_at(self) -> datetime | None:
        return self.waiting().filter(lease_until=None).aggregate(at=Min("due_at"))["at"]

    def bring_forward(self, to: Any = None) -> int:
        """Make rows due at `to` (now) at the latest, also while they are held: they are then done once more."""
        return self.waiting().update(due_at=Least(F("due_at"), clock() if to is None else to))

    def revive(self) -> int:
        """The operator's verb: what was given up is tried afresh."""
        return self.dead().update(state=State.WAITING, due_at=clock(), forgiven=F("attempts"))


class Leased(models.Model):
    """A row that says what is due. Subclasses add what to do; a queue (syndication/work) adds how."""

    lease: ClassVar[timedelta] = timedelta(seconds=60)
    # After so many tries in vain a row is dead and kept for the operator; None: it is tried for ever.
    max_attempts: ClassVar[int | None] = 8
    backoff_first: ClassVar[timedelta] = timedelta(seconds=10)
    backoff_longest: ClassVar[timedelta] = timedelta(hours=12)

    state = models.CharField(max_length=7, choices=State, default=State.WAITING, editable=False)
    due_at = models.DateTimeField(db_default=clock())
    attempts = models.PositiveIntegerField(default=0, editable=False)
    # Attempts that no longer count: those before its last success, or before the operator revived it.
    forgiven = models.PositiveIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    problem = models.TextField(blank=True, editable=False)

    objects = LeasedQuerySet.as_manager()

    # Whether this very object came from a claim and has not been given back since.
    is_held = False

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["due_at", "id"], name="%(class)s_due", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_only_waiting_rows_are_held",
                condition=Q(state="waiting") | Q(lease_until=None),
            ),
        ]

    @classmethod
    def has_tries_left(cls) -> Q:
        return Q() if cls.max_attempts is None else Q(attempts__lt=F("forgiven") + cls.max_attempts)

    @property
    def tries(self) -> int:
        """How often it was tried since it last succeeded."""
        return self.attempts - self.forgiven

    def extend(self, now: datetime | None = None) -> None:
        """Hold on to it for another lease, counted from now."""
        self._write(lease_until=clock(now) + Value(self.lease))

    def finish(self) -> None:
        self._give_back(state=State.DONE, problem="")

    def come_again(self, at: datetime) -> None:
        """Done for now, due again `at`; earlier if it was brought forward while it was held."""
        due_at = Case(When(due_at=self.due_at, then=Value(at)), default=Least(F("due_at"), Value(at)))
        self._give_back(due_at=due_at, forgiven=self.attempts, problem="")

    def postpone(self, problem: str, until: datetime | None = None) -> None:
        """It failed: try again after the backoff (or at `until`), or give up when it was tried often enough."""
        if self.max_attempts is not None and self.tries >= self.max_attempts:
            self.bury(problem)
        else:
            due_at = Value(until) if until else clock() + Value(self.backoff())
            self._give_back(due_at=due_at, problem=problem[:MAX_PROBLEM])

    def bury(self, problem: str) -> None:
        """Give up at once; it stays for the operator to see and revive."""
        self._give_back(state=State.DEAD, problem=problem[:MAX_PROBLEM])

    def backoff(self) -> timedelta:
        """Twice as long each time; jittered, so that what failed together does not return together."""
        longest = min(self.backoff_longest, self.backoff_first * 2 ** min(self.tries - 1, 30))
        return longest * random.uniform(0.5, 1)

    def _give_back(self, **changes: Any) -> None:
        self._write(lease_until=None, **changes)
        self.is_held = False

    def _write(self, **changes: Any) -> None:
        held = type(self)._base_manager.filter(
            pk=self.pk, attempts=self.attempts, state=State.WAITING, lease_until__isnull=False
        )
        if not held.update(**changes):
            raise LeaseLost(f"{self} was taken by another worker after attempt {self.attempts}")


class Errand(Leased):
    """Something that has to be done again and again: one row per errand (syndication/work/errands.py)."""

    # An errand that was given up on would never come again.
    max_attempts = None
    backoff_longest = timedelta(hours=1)

    name = models.CharField(max_length=60, unique=True, editable=False)

    class Meta(Leased.Meta):
        verbose_name = _("errand")
        verbose_name_plural = _("errands")
        ordering = ["name"]

    def __str__(self):
        return self.name
