"""`/about/audit/`: the record's own account of how well it is sourced, checked and corrected."""

from typing import Any

from django.core.cache import cache
from django.utils import timezone

from home.trust.audit import Audit, audit_at
from publishing.views import RecordPage

KEPT_FOR = 24 * 60 * 60


class AuditPage(RecordPage):
    template_name = "home/about/audit.html"

    def context(self) -> dict[str, Any]:
        return {"audit": self.audit()}

    def audit(self) -> Audit:
        """Counted once for a position and a day: it reads every public fact. A past is counted as on its own day."""
        today = (self.moment.reached_at or timezone.now()).date()
        # What is withdrawn changes earlier positions too.
        head = self.moment.head
        key = f"audit:{head.generation}:{head.position}:{self.moment.position}:{today}"
        found = cache.get(key)
        if found is None:
            found = audit_at(self.moment, today)
            cache.set(key, found, KEPT_FOR)
        return found
