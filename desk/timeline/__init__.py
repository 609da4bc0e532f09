"""What happened to an entry or a source, from the history of its rows and the verbs: read, then worded."""

from desk.timeline.deeds import Deed, Page, deeds_of

__all__ = ["Deed", "Page", "deeds_of"]
