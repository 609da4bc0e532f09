"""What syndication remembers: partners, keys, what they spend; background work; snapshots; webhooks; receipts."""

from syndication.models.partners import Key, Partner
from syndication.models.receipts import Lapse, Notice, Outcome, Receipt
from syndication.models.snapshots import Snapshot
from syndication.models.usage import Spending, Usage
from syndication.models.webhooks import Delivery, WebhookEndpoint, WebhookSecret
from syndication.models.work import Errand, Leased, LeasedQuerySet, LeaseLost, State

__all__ = [
    "Delivery",
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
    "WebhookEndpoint",
    "WebhookSecret",
]
