"""Places to wait at: each holds a thread of this process, so there are few, and few for any one caller."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from syndication.v1.problems import Problem

RETRY_AFTER = {"Retry-After": "5"}


class Place:
    """Given back once, however often that is said; also when an answer that was never read is forgotten."""

    def __init__(self, places: "Places", holder: str):
        self.places, self.holder, self.is_held = places, holder, True

    def give_back(self) -> None:
        if self.is_held:
            self.is_held = False
            self.places.free(self.holder)


class Places:
    def __init__(self) -> None:
        # Re-entrant: a forgotten place may be collected, and so given back, at any moment.
        self._lock = threading.RLock()
        self._held: Counter[str] = Counter()

    def take(self, holder: str) -> Place:
        with self._lock:
            if self._held[holder] >= settings.FEED_WAITERS_PER_CALLER:
                detail = _("You are waiting here %d times already.") % self._held[holder]
                raise Problem(429, "too-many-waiting", detail, RETRY_AFTER, **{"violated-policies": ["waiting"]})
            if self._held.total() >= settings.FEED_WAITERS:
                raise Problem(
                    503, "no-place-to-wait", _("Too many are waiting here; ask without waiting."), RETRY_AFTER
                )
            self._held[holder] += 1
        return Place(self, holder)

    @contextmanager
    def taken(self, holder: str) -> Iterator[None]:
        place = self.take(holder)
        try:
            yield
        finally:
            place.give_back()

    def free(self, holder: str) -> None:
        with self._lock:
            self._held[holder] -= 1
            self._held += Counter()  # forgets who holds none


places = Places()
