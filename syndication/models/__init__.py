"""What syndication remembers: partners, keys and what they spend; background work; snapshots; receipts."""

from syndication.models.partners import Key, Partner
from syndication.models.receipts import Lapse, Notice, Outcome, Receipt
from syndication.models.snapshots import Snapshot
from syndication.models.usage import Spending, Usage
from syndication.models.work import Errand, Leased, LeasedQuerySet, LeaseLost, State

__all__ = [
    "Errand",
    "Key",
    "Lapse",
    "LeaseLost",
    "Leased",
    "LeasedQuerySet",
    "Notice",
    "Outcome",
    "Partner",
    "Receipt",
    "Snapshot",
    "Spending",
    "State",
    "Usage",
]
