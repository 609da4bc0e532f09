"""CSL-JSON, as citation processors read it: a list of one item."""

from datetime import date
from typing import Any

import orjson

from publishing.cite import Work

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"


def csl(work: Work) -> bytes:
    item: dict[str, Any] = {
        "id": work.key,
        "type": "article-newspaper" if work.is_written else "entry-encyclopedia",
        "title": work.title,
        "author": [{"literal": author.name} for author in work.authors],
        "container-title": work.container,
        "publisher": work.container,
        "issued": _date(work.published_on),
        "original-date": _date(work.first_published_on),
        "edition": str(work.edition),
        "version": str(work.edition),
        "language": work.language,
        "URL": work.url,
        "note": f"{work.urn}, SHA-256 {work.digest}",
    }
    if work.abstract:
        item["abstract"] = work.abstract
    return orjson.dumps([item], option=orjson.OPT_INDENT_2)


def _date(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}
