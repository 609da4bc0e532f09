"""What syndication remembers: partners, keys, spending; background work; snapshots; webhooks; receipts; checkpoints."""

from syndication.models.checkpoints import Checkpoint, CheckpointKey
from syndication.models.partners import Key, Partner
from syndication.models.receipts import Lapse, Notice, Outcome, Receipt
from syndication.models.snapshots import Snapshot
from syndication.models.usage import Spending, Usage
from syndication.models.webhooks import Delivery, WebhookEndpoint, WebhookSecret
from syndication.models.work import Errand, Leased, LeasedQuerySet, LeaseLost, State

__all__ = [
    "Checkpoint",
    "CheckpointKey",
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
