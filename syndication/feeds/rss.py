"""RSS 2.0. What it has no words for (updates, archives, tombstones) is said with Atom's."""

import xml.etree.ElementTree as ET
from email.utils import format_datetime

from django.conf import settings

from publishing.elsewhere import absolute
from syndication.feeds.atom import edition, instant, links, tombstone
from syndication.feeds.items import Feed, Item
from syndication.terms import rights
from syndication.xml import element, written

MEDIA_TYPE = "application/rss+xml; charset=utf-8"


def rss(feed: Feed) -> bytes:
    root = element(None, "rss", attributes={"version": "2.0"})
    channel = element(root, "channel")
    element(channel, "title", feed.scope.title)
    element(channel, "link", absolute(feed.scope.page))
    element(channel, "description", feed.scope.title)
    element(channel, "language", settings.LANGUAGE_CODE)
    element(channel, "copyright", rights()["text"])
    element(channel, "lastBuildDate", format_datetime(feed.updated))
    element(channel, "docs", "https://www.rssboard.org/rss-specification")
    links(channel, feed, "rss")
    element(channel, "ar:record", attributes={"position": feed.position, "generation": feed.head.generation})
    for item in feed.items:
        _item(channel, item)
    for gone in feed.deleted:
        tombstone(channel, gone)
    return written(root)


def _item(channel: ET.Element, item: Item) -> None:
    made = element(channel, "item")
    element(made, "title", item.title)
    element(made, "link", item.url)
    element(made, "guid", item.id, {"isPermaLink": "false"})
    element(made, "pubDate", format_datetime(item.published))
    element(made, "atom:updated", instant(item.updated))
    for author in item.authors:
        element(made, "dc:creator", author.name)
    for word in (item.record["kind"], *item.topics):
        element(made, "category", word)
    element(made, "description", item.summary or item.text)
    if item.html:
        element(made, "content:encoded", item.html)
    edition(made, item.record)
