"""Usage by day: counted in the process, written with a charge, a refusal, a move in the feed, or the minute's last use.

What a process has not written when it ends is lost: free calls of a minute, and calls it had taken ahead. Budgets are
counted elsewhere and lose nothing.
"""

import threading
from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from syndication.models import Key, Partner

SELDOM = timedelta(minutes=1)
_ADD = """
    INSERT INTO syndication_usage AS u (partner_id, day, calls, free, refused, deprecated)
    VALUES (%(partner)s, %(day)s, %(calls)s, %(free)s, %(refused)s, %(deprecated)s)
    ON CONFLICT (partner_id, day) DO UPDATE SET
        calls = u.calls + EXCLUDED.calls, free = u.free + EXCLUDED.free,
        refused = u.refused + EXCLUDED.refused, deprecated = u.deprecated + EXCLUDED.deprecated
"""

_pending: dict[UUID, dict[date, Counter]] = {}
_lock = threading.Lock()


def note_call(key: Key, counts: dict[str, int], feed_position: int | None, is_due: bool, now: datetime) -> None:
    """One call with this key; `is_due` when it should not wait to be written."""
    note(key.partner_id, now, **counts)
    is_stale = key.last_used_at is None or now - key.last_used_at >= SELDOM
    has_moved = feed_position is not None and feed_position != key.partner.feed_position
    if is_stale:
        unused_since = Q(last_used_at=None) | Q(last_used_at__lte=now - SELDOM)
        Key.objects.filter(unused_since, pk=key.pk).update(last_used_at=now)
    if feed_position is not None and (has_moved or is_stale):
        asked = {"feed_position": feed_position, "feed_asked_at": now}
        Partner.objects.filter(pk=key.partner_id).update(**asked)
    if is_due or is_stale or has_moved:
        write(key.partner_id)


def note(partner: UUID, now: datetime, **counts: int) -> None:
    with _lock:
        _pending.setdefault(partner, {}).setdefault(now.date(), Counter()).update(counts)


def write(partner: UUID) -> None:
    """Add to the database what this process has counted for the partner."""
    with _lock:
        days = _pending.pop(partner, {})
    for day, counts in days.items():
        numbers = {name: counts[name] for name in ("calls", "free", "refused", "deprecated")}
        with connection.cursor() as cursor:
            cursor.execute(_ADD, {"partner": partner, "day": day, **numbers})
