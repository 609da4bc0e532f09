"""The editors' screens of the kernel's tables, and what the subjects' screens are made of."""

from desk.admin import house_rules, planning, records, sources  # noqa: F401  (registers their screens)
from desk.admin.entries import EntryAdmin, TopicAdmin
from desk.admin.inlines import DatedFactInline, PartInline

__all__ = ["DatedFactInline", "EntryAdmin", "PartInline", "TopicAdmin"]
