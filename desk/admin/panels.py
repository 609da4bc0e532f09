"""What stands beside an entry's form. A panel says what to show of an entry, and in which template."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from desk.admin.comments import comments_panel
from desk.admin.fact_checks import fact_check_panel
from desk.admin.impact import impact_panel
from desk.admin.livefacts import quoted
from desk.admin.reviews import reviews_panel
from publishing.models import Entry


@dataclass(frozen=True)
class Panel:
    """`context` answers what the template prints; an empty dict leaves the panel out."""

    template: str
    context: Callable[[HttpRequest, Entry], dict[str, Any]]


# In the order they are shown, below where the entry stands and what the gate finds.
PANELS: list[Panel] = [
    Panel("admin/desk/_reviews.html", reviews_panel),
    Panel("admin/desk/_impact_panel.html", impact_panel),
    Panel("admin/desk/_live_facts.html", quoted),
    Panel("admin/desk/_comments.html", comments_panel),
    Panel("admin/desk/_fact-checks.html", fact_check_panel),
]


def panels(request: HttpRequest, entry: Entry) -> list[dict[str, Any]]:
    """`{template, …}` for each panel that has something to say."""
    told = ((panel, panel.context(request, entry)) for panel in PANELS)
    return [{"template": panel.template, **context} for panel, context in told if context]
