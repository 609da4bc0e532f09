"""Working models of syndication: one module per subject."""

from syndication.models.snapshots import Snapshot
from syndication.models.work import Errand, Leased, LeasedQuerySet, LeaseLost, State

__all__ = ["Errand", "LeaseLost", "Leased", "LeasedQuerySet", "Snapshot", "State"]
