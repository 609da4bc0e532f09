"""The editors' screens of the kernel, and what the subjects' screens are made of."""

from publishing.admin import records, sources  # noqa: F401  (registers their screens)
from publishing.admin.entries import EntryAdmin, TopicAdmin
from publishing.admin.inlines import DatedFactInline, PartInline

__all__ = ["DatedFactInline", "EntryAdmin", "PartInline", "TopicAdmin"]
