"""What syndication remembers: partners, keys and what they spend; background work; snapshots; webhooks."""

from syndication.models.partners import Key, Partner
from syndication.models.snapshots import Snapshot
from syndication.models.usage import Spending, Usage
from syndication.models.webhooks import Delivery, WebhookEndpoint, WebhookSecret
from syndication.models.work import Errand, Leased, LeasedQuerySet, LeaseLost, State

__all__ = [
    "Delivery",
    "Errand",
    "Key",
    "LeaseLost",
    "Leased",
    "LeasedQuerySet",
    "Partner",
    "Snapshot",
    "Spending",
    "State",
    "Usage",
    "WebhookEndpoint",
    "WebhookSecret",
]
