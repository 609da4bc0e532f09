"""Atom 1.0 (RFC 4287) with archives (RFC 5005) and tombstones (RFC 6721)."""

import xml.etree.ElementTree as ET
from datetime import datetime

from django.conf import settings

from publishing.elsewhere import Author, absolute, lasting_url
from syndication.feeds.items import Deleted, Feed, Item
from syndication.terms import rights
from syndication.xml import element, told, written

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def atom(feed: Feed) -> bytes:
    root = element(None, "atom:feed", attributes={"xml:lang": settings.LANGUAGE_CODE})
    element(root, "atom:id", feed.scope.id)
    element(root, "atom:title", feed.scope.title)
    element(root, "atom:updated", instant(feed.updated))
    _author(root, Author(settings.SITE_NAME), settings.SITE_URL)
    element(root, "atom:rights", rights()["text"])
    links(root, feed, "atom")
    element(root, "ar:record", attributes={"position": feed.position, "generation": feed.head.generation})
    for item in feed.items:
        _entry(root, item)
    for gone in feed.deleted:
        tombstone(root, gone)
    return written(root, default="atom")


def links(parent: ET.Element, feed: Feed, form: str) -> None:
    """Where the feed, its page and its archives are; the same elements serve RSS."""
    media = {"atom": "application/atom+xml", "rss": "application/rss+xml"}[form]
    here = {"self": feed.archive, **({"current": None} if feed.archive else {})}
    named = {"prev-archive": feed.shelf.older, "next-archive": feed.shelf.newer}
    for rel, archive in (*here.items(), *((rel, number) for rel, number in named.items() if number)):
        element(parent, "atom:link", attributes={"rel": rel, "type": media, "href": feed.address(form, archive)})
    page = absolute(feed.scope.page)
    element(parent, "atom:link", attributes={"rel": "alternate", "type": "text/html", "href": page})
    element(parent, "atom:link", attributes={"rel": "license", "href": rights()["url"]})
    if feed.archive:
        element(parent, "fh:archive")


def _entry(root: ET.Element, item: Item) -> None:
    entry = element(root, "atom:entry", attributes={"xml:lang": item.language})
    element(entry, "atom:id", item.id)
    element(entry, "atom:title", item.title)
    element(entry, "atom:published", instant(item.published))
    element(entry, "atom:updated", instant(item.updated))
    for author in item.authors:
        _author(entry, author)
    element(entry, "atom:link", attributes={"rel": "alternate", "type": "text/html", "href": item.url})
    api = {"rel": "alternate", "type": "application/json", "href": item.record["api_url"]}
    element(entry, "atom:link", attributes=api)
    element(entry, "atom:category", attributes={"term": item.record["kind"], "scheme": "urn:alliance-record:kind"})
    for topic in item.topics:
        element(entry, "atom:category", attributes={"term": topic})
    if item.summary:
        element(entry, "atom:summary", item.summary)
    if item.html:
        element(entry, "atom:content", item.html, {"type": "html", "xml:base": settings.SITE_URL + "/"})
    else:
        element(entry, "atom:content", item.text)
    edition(entry, item.record)


def _author(parent: ET.Element, author: Author, uri: str | None = None) -> None:
    person = element(parent, "atom:author")
    element(person, "atom:name", author.name)
    if address := uri or (author.reference and lasting_url(author.reference["id"])):
        element(person, "atom:uri", address)


def edition(parent: ET.Element, record: dict) -> None:
    element(parent, "ar:edition", attributes={key: told(value) for key, value in record.items()})


def tombstone(root: ET.Element, gone: Deleted) -> None:
    left = element(root, "at:deleted-entry", attributes={"ref": gone.id, "when": instant(gone.at)})
    element(left, "at:comment", gone.note)
    edition(left, gone.record)
