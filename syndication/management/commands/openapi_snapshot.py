"""Write docs/openapi.json, the committed contract; a test compares it with what the code says."""

from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand

from syndication.v1.openapi import document

SNAPSHOT = settings.BASE_DIR / "docs" / "openapi.json"


def text() -> bytes:
    return orjson.dumps(document(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


class Command(BaseCommand):
    help = "Write the OpenAPI document to docs/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_bytes(text())
        self.stdout.write(f"{SNAPSHOT} written.")
