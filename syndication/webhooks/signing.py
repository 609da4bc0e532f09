"""Standard Webhooks (standardwebhooks.com): HMAC-SHA256 as v1 and Ed25519 as v1a, by every secret that is in force."""

import base64
import hmac
from collections.abc import Iterable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import Q

from syndication.models import WebhookEndpoint, WebhookSecret


def in_force(endpoint: WebhookEndpoint, now: datetime) -> Iterable[WebhookSecret]:
    return endpoint.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def signed_headers(secrets: Iterable[WebhookSecret], message: str, now: datetime, body: bytes) -> dict[str, str]:
    """`now` is the moment of the attempt: receivers refuse what is older than some minutes."""
    seconds = int(now.timestamp())
    content = f"{message}.{seconds}.".encode() + body
    signatures = [text for secret in secrets for text in signatures_of(secret, content)]
    return {"webhook-id": message, "webhook-timestamp": str(seconds), "webhook-signature": " ".join(signatures)}


def signatures_of(secret: WebhookSecret, content: bytes) -> list[str]:
    shared = hmac.digest(base64.b64decode(secret.secret), content, "sha256")
    return [f"v1,{encoded(shared)}", f"v1a,{encoded(private_key(secret).sign(content))}"]


def private_key(secret: WebhookSecret) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret.seed))


def public_text(secret: WebhookSecret) -> str:
    return f"whpk_{encoded(private_key(secret).public_key().public_bytes_raw())}"


def secret_text(secret: WebhookSecret) -> str:
    return f"whsec_{secret.secret}"


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()
