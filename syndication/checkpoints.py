"""Making checkpoints: once a day the worker signs where the chain stands (RFC 8032, Ed25519)."""

from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from publishing.reading import read_head
from syndication.models import Checkpoint, CheckpointKey
from syndication.work.errands import comes_again


class UnusableKey(ValueError):
    """CHECKPOINT_KEY is not what it should be."""


@comes_again("checkpoint", every=timedelta(days=1))
def checkpoint_of_the_day() -> datetime | None:
    make_checkpoint(timezone.now())
    return None


@transaction.atomic
def make_checkpoint(now: datetime) -> Checkpoint | None:
    """The checkpoint at the head of the record; there is one at a position. None while nothing is published."""
    head = read_head(now)
    at_head = Checkpoint.objects.of(head.generation).filter(position=head.position)
    if head.position and not at_head.exists():
        private = private_key()
        checkpoint = Checkpoint(
            generation=head.generation,
            position=head.position,
            chain=head.chain,
            at=now.replace(microsecond=0),
            key=public_key(private),
        )
        checkpoint.signature = private.sign(checkpoint.text.encode()).hex()
        # Somebody else may have made it meanwhile: one is as good as the other.
        Checkpoint.objects.bulk_create([checkpoint], ignore_conflicts=True)
    return at_head.first()


def private_key() -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(f"{settings.CHECKPOINT_KEY}="))
    except ValueError:
        raise UnusableKey("CHECKPOINT_KEY must be 32 bytes in base64url, 43 characters.") from None


def public_key(private: Ed25519PrivateKey) -> CheckpointKey:
    """Its row, made when it signs for the first time; rows of former keys stay."""
    public = private.public_key().public_bytes_raw()
    name = sha256(public).hexdigest()[:16]
    key, _is_new = CheckpointKey.objects.get_or_create(name=name, defaults={"public": public.hex()})
    return key
