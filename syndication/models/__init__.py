"""What syndication remembers: partners, keys, spending; embargoes; background work; snapshots; webhooks; receipts;
checkpoints."""

from syndication.models.checkpoints import Checkpoint, CheckpointKey
from syndication.models.embargo import WAITING, EmbargoFetch, EmbargoTurn, Turn
from syndication.models.partners import Key, Partner
from syndication.models.receipts import Lapse, Notice, Outcome, Receipt
from syndication.models.snapshots import Snapshot
from syndication.models.usage import Spending, Usage
from syndication.models.webhooks import Delivery, WebhookEndpoint, WebhookSecret
from syndication.models.work import Errand, Leased, LeasedQuerySet, LeaseLost, State

__all__ = [
    "WAITING",
    "Checkpoint",
    "CheckpointKey",
    "Delivery",
    "EmbargoFetch",
    "EmbargoTurn",
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
    "Turn",
    "Usage",
    "WebhookEndpoint",
    "WebhookSecret",
]
