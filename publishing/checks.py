"""Rules of the gate that several kinds share."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from publishing.gate import Finding, blocker
from publishing.models import Entry


def is_sourced(entry: Entry, document: dict) -> Iterator[Finding]:
    """What rests on nothing is not published: a quotation, a document, a text."""
    if not document["sources"]:
        yield blocker("without-source", _("It names no source; add at least one."), "sources")
