"""Fingerprints: canonical JSON (RFC 8785), its SHA-256, and the hash chain along the positions."""

from hashlib import sha256
from uuid import UUID

import rfc8785


def canonical(document: dict) -> str:
    """`document` as RFC 8785 canonical JSON. Raises ValueError for what JSON cannot hold."""
    return rfc8785.dumps(document).decode()


def digest_of_text(text: str) -> str:
    """Hex SHA-256 of UTF-8 text."""
    return sha256(text.encode()).hexdigest()


def digest(document: dict) -> str:
    """Hex SHA-256 of the document's canonical JSON."""
    return digest_of_text(canonical(document))


def chain_start(generation: UUID) -> str:
    return digest_of_text(str(generation))


def chain_link(previous: str, position: int, entry_id: UUID, number: int, action: str, document_digest: str) -> str:
    """The chain's value at `position`; anyone can recompute it from the change feed."""
    return digest_of_text(f"{previous}\n{position}\n{entry_id}\n{number}\n{action}\n{document_digest}\n")
