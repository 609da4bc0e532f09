"""Beside an entry's form: where its change will be seen, once something has changed."""

from typing import Any

from django.http import HttpRequest

from desk.admin.verbs import standing_of
from desk.impact import Impact
from publishing.models import Entry


def impact_panel(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    at = standing_of(entry)
    if at.is_as_published and not at.waiting:
        return {}
    impact = Impact(entry, at.public, at.document)
    return {} if impact.is_empty else {"impact": impact}
