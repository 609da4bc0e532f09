"""JSON Feed 1.1 (jsonfeed.org). `_alliance_record` holds what is this record's own, tombstones and archives too."""

from typing import Any

import orjson
from django.conf import settings

from publishing.elsewhere import absolute, lasting_url
from syndication.feeds.atom import instant
from syndication.feeds.items import Deleted, Feed, Item
from syndication.record import OWN

MEDIA_TYPE = "application/feed+json"


def json_feed(feed: Feed) -> bytes:
    older, newer = feed.shelf.older, feed.shelf.newer
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.scope.title,
        "home_page_url": absolute(feed.scope.page),
        "feed_url": feed.address("json", feed.archive),
        "next_url": older and feed.address("json", older),
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": settings.SITE_NAME, "url": settings.SITE_URL + "/"}],
        "items": [_item(item) for item in feed.items],
        OWN: {
            "about": f"{settings.SITE_URL}/api/v1/docs/",
            "id": feed.scope.id,
            "generation": str(feed.head.generation),
            "position": feed.position,
            "archive": feed.archive,
            "current": feed.address("json") if feed.archive else None,
            "prev_archive": older and feed.address("json", older),
            "next_archive": newer and feed.address("json", newer),
            "deleted": [_deleted(gone) for gone in feed.deleted],
        },
    }
    return orjson.dumps({key: value for key, value in body.items() if value is not None})


def _item(item: Item) -> dict[str, Any]:
    told = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "content_text": "" if item.html else item.text,
        "summary": item.summary,
        "image": item.image,
        "date_published": instant(item.published),
        "date_modified": instant(item.updated),
        "authors": [_author(author) for author in item.authors],
        "tags": item.topics,
        "language": item.language,
        OWN: item.record,
    }
    return {key: value for key, value in told.items() if value}


def _author(author: Any) -> dict[str, str]:
    address = {"url": lasting_url(author.reference["id"])} if author.reference else {}
    return {"name": author.name, **address}


def _deleted(gone: Deleted) -> dict[str, Any]:
    return {"ref": gone.id, "when": instant(gone.at), "note": gone.note, OWN: gone.record}
