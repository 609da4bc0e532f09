"""Budgets: so many calls a minute and a day, never more, whatever the number of processes.

One statement takes from both windows or from neither; a process takes a few calls ahead where a budget is large.
"""

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from syndication.models import Spending
from syndication.plans import Plan
from syndication.work.errands import comes_again

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

# What is in the running window; processes whose clocks differ a little meet in the later one.
_IN_MINUTE = "CASE WHEN s.minute BETWEEN %(minute)s AND %(minute)s + interval '1 minute' THEN s.in_minute ELSE 0 END"
_IN_DAY = "CASE WHEN s.day BETWEEN %(day)s AND %(day)s + interval '1 day' THEN s.in_day ELSE 0 END"
_GRANTED = f"least(%(wanted)s, %(per_minute)s - {_IN_MINUTE}, %(per_day)s - {_IN_DAY})"
_TAKE = f"""
    INSERT INTO syndication_spending AS s (holder, minute, in_minute, day, in_day, granted)
    VALUES (%(holder)s, %(minute)s, %(wanted)s, %(day)s, %(wanted)s, %(wanted)s)
    ON CONFLICT (holder) DO UPDATE SET
        minute = CASE WHEN s.minute = %(minute)s + interval '1 minute' THEN s.minute ELSE %(minute)s END,
        day = CASE WHEN s.day = %(day)s + interval '1 day' THEN s.day ELSE %(day)s END,
        in_minute = {_IN_MINUTE} + {_GRANTED},
        in_day = {_IN_DAY} + {_GRANTED},
        granted = {_GRANTED}
    WHERE {_IN_MINUTE} < %(per_minute)s AND {_IN_DAY} < %(per_day)s
    RETURNING granted, in_minute, in_day
"""
_LOOK = f"SELECT {_IN_MINUTE}, {_IN_DAY} FROM syndication_spending s WHERE holder = %(holder)s"


@dataclass(frozen=True)
class Quota:
    """One window of a budget: how much of it is left and in how many seconds it begins anew."""

    name: str
    limit: int
    remaining: int
    seconds: int
    resets_in: int


@dataclass(frozen=True)
class Balance:
    """Where a caller stands after a call. `is_granted` is false when the call was over the budget."""

    plan: Plan
    at: datetime
    in_minute: int
    in_day: int
    is_granted: bool = True
    # Whether the database was written to: nothing else about a call may then wait for a better moment.
    is_written: bool = True

    @property
    def quotas(self) -> tuple[Quota, Quota]:
        minute, day = starts(self.at)
        return (
            self._quota("minute", self.plan.minute, self.in_minute, MINUTE, minute),
            self._quota("day", self.plan.day, self.in_day, DAY, day),
        )

    def _quota(self, name: str, limit: int, spent: int, window: timedelta, start: datetime) -> Quota:
        left = start + window - self.at
        # Rounded up: whoever waits so long is in the next window.
        resets_in = max(1, -(-left // timedelta(seconds=1)))
        return Quota(name, limit, max(0, limit - spent), int(window.total_seconds()), resets_in)

    @property
    def exhausted(self) -> list[Quota]:
        return [quota for quota in self.quotas if quota.remaining == 0]

    @property
    def retry_after(self) -> int:
        return max((quota.resets_in for quota in self.exhausted), default=1)


@dataclass
class _Purse:
    """What this process took ahead for one holder in the running minute, and has not spent yet."""

    balance: Balance
    units: int = 0
    spent: int = 0


@dataclass
class _Purses:
    """All purses of this process belong to one minute; what is left in them lapses with it."""

    minute: datetime = datetime.min.replace(tzinfo=UTC)
    of: dict[tuple[str, Plan], _Purse] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_purses = _Purses()


def spend(holder: str, plan: Plan, now: datetime | None = None) -> Balance:
    """One call of `holder`, if the plan's budget allows it."""
    now = now or timezone.now()
    if plan.block == 1:
        return _taken(holder, plan, 1, now)[0]
    return _from_purse(holder, plan, now) or _refilled(holder, plan, now)


def balance(holder: str, plan: Plan, now: datetime | None = None) -> Balance:
    """Where the holder stands, for nothing."""
    now = now or timezone.now()
    spent = _spent(_values(holder, plan, 0, now))
    with _purses.lock:
        purse = _purses.of.get((holder, plan)) if _purses.minute == starts(now)[0] else None
        ahead = purse.units if purse else 0
    return Balance(plan, now, spent[0] - ahead, spent[1] - ahead)


def starts(now: datetime) -> tuple[datetime, datetime]:
    """When the minute and the day of `now` began."""
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    return minute, minute.replace(hour=0, minute=0)


def _from_purse(holder: str, plan: Plan, now: datetime) -> Balance | None:
    with _purses.lock:
        if _purses.minute != starts(now)[0]:
            return None
        purse = _purses.of.get((holder, plan))
        if purse is None or not purse.units:
            return None
        purse.units -= 1
        purse.spent += 1
        return _told(purse, now, is_written=False)


def _refilled(holder: str, plan: Plan, now: datetime) -> Balance:
    """Take ahead as much as was spent this minute, a hundredth of the budget at most: a slow caller wastes nothing."""
    minute = starts(now)[0]
    with _purses.lock:
        if _purses.minute != minute:
            _purses.minute, _purses.of = minute, {}
        purse = _purses.of.get((holder, plan))
        wanted = max(1, min(plan.block, purse.spent if purse else 0))
    after, granted = _taken(holder, plan, wanted, now)
    if not granted:
        return after
    with _purses.lock:
        if _purses.minute != minute:
            return after
        purse = _purses.of.setdefault((holder, plan), _Purse(after))
        purse.balance, purse.units, purse.spent = after, purse.units + granted - 1, purse.spent + 1
        return _told(purse, now, is_written=True)


def _told(purse: _Purse, now: datetime, is_written: bool) -> Balance:
    """What lies unspent in the purse is still the caller's."""
    known = purse.balance
    return replace(
        known, at=now, in_minute=known.in_minute - purse.units, in_day=known.in_day - purse.units, is_written=is_written
    )


def _taken(holder: str, plan: Plan, wanted: int, now: datetime) -> tuple[Balance, int]:
    values = _values(holder, plan, wanted, now)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        row = cursor.fetchone()
    if row:
        granted, *spent = row
        return Balance(plan, now, *spent), granted
    return Balance(plan, now, *_spent(values), is_granted=False), 0


def _spent(values: dict[str, Any]) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, values)
        return cursor.fetchone() or (0, 0)


def _values(holder: str, plan: Plan, wanted: int, now: datetime) -> dict[str, Any]:
    minute, day = starts(now)
    limits = {"per_minute": plan.minute, "per_day": plan.day}
    return {"holder": holder, "minute": minute, "day": day, "wanted": wanted, **limits}


def forget_callers() -> int:
    """Drop the budgets of days that are over, and with them the traces of who called. Returns how many."""
    return Spending.objects.lapsed(timezone.now()).delete()[0]


@comes_again("callers", every=DAY)
def forget_callers_daily() -> None:
    forget_callers()
