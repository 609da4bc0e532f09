"""The style sheets of public pages: one file each to whoever writes them, one file together to whoever reads the site.

Twenty small files cost a telephone twenty requests before the first word is painted.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage

# In this order: base.css fixes that of the layers, and print.css, which stands outside them, has the last word.
SHEETS = (
    "fonts", "base", "layout", "type", "masthead", "entry", "prose", "sources", "tables", "lists", "forms", "search",
    "notices", "comparing", "front", "cite", "pages", "drawing", "pictures", "extras", "print",
)  # fmt: skip
FOR_PAPER = "print"
TOGETHER = "css/record.css"


class Storage(CompressedManifestStaticFilesStorage):
    """Puts the sheets together when files are collected, then names and compresses the result like every file."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator:
        if not dry_run:
            self.delete(TOGETHER)
            self._save(TOGETHER, ContentFile("\n".join(read(sheet, paths) for sheet in SHEETS).encode()))
            paths = paths | {TOGETHER: (self, TOGETHER)}
        yield from super().post_process(paths, dry_run, **options)


def read(sheet: str, paths: dict[str, Any]) -> str:
    storage, path = paths[f"css/{sheet}.css"]
    with storage.open(path) as file:
        rules = file.read().decode()
    return f"@media print {{\n{rules}}}" if sheet == FOR_PAPER else rules


def stylesheets() -> list[dict[str, str]]:
    """What a page links, with the medium it is for."""
    if settings.STATIC_HASHED:
        return [{"url": static(TOGETHER), "media": ""}]
    return [
        {"url": static(f"css/{sheet}.css"), "media": "print" if sheet == FOR_PAPER else ""} for sheet in SHEETS
    ]  # fmt: skip
