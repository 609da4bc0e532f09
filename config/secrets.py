"""Secrets a demonstration makes up for itself and keeps in its data folder, readable by its owner only."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def kept(path: Path, length: int = 50) -> str:
    """The secret in this file, made on first use. Two processes starting at once get the same one."""
    with suppress(FileNotFoundError):
        if text := path.read_text().strip():
            return text
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(length)[:length])
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_text().strip()
