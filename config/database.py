"""Which PostgreSQL the site uses: the one DATABASE_URL names, else an embedded one in the data folder."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.embedded.server import Server

CONNECTION = {
    # Threads keep their connection; the health check notices a restarted server before a reader does.
    "CONN_MAX_AGE": 600,
    "CONN_HEALTH_CHECKS": True,
}


def settings(url: str, data_dir: Path) -> dict[str, Any]:
    return (named(url) if url else embedded(data_dir)) | CONNECTION


def named(url: str) -> dict[str, Any]:
    """postgresql://user:password@host:port/name?sslmode=require; a `host` parameter names a socket folder."""
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured("DATABASE_URL must read postgresql://user:password@host:port/name.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def embedded(data_dir: Path) -> dict[str, Any]:
    """Names the server without starting it: the first connection does that."""
    server = Server(data_dir / "postgres")
    return {
        "ENGINE": "config.embedded",
        "NAME": server.database,
        "USER": server.user,
        "HOST": str(server.sockets),
        "EMBEDDED_HOME": str(data_dir / "postgres"),
    }
