"""Asking for feeds in tests."""

import json

import feedparser
from django.test import Client
from lxml import etree

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "ar": "urn:alliance-record:feed:1",
}


def body(path: str, **query) -> bytes:
    response = Client().get(path, query)
    assert response.status_code == 200, (path, response.status_code)
    return response.content


def parsed(path: str, **query):
    """The feed as feedparser reads it, and it must find nothing wrong."""
    response = Client().get(path, query)
    assert response.status_code == 200, (path, response.status_code)
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    return found


def tree(path: str, **query) -> etree._Element:
    return etree.fromstring(body(path, **query))


def listed(path: str, **query) -> dict:
    return json.loads(body(path, **query))


def titles(path: str, **query) -> list[str]:
    return [item["title"] for item in listed(path, **query)["items"]]


def tombstones(path: str, **query) -> dict[str, str]:
    """id → public reason, of an Atom or RSS document."""
    found = tree(path, **query).iterfind(".//at:deleted-entry", NS)
    return {each.get("ref"): each.findtext("at:comment", namespaces=NS) for each in found}


def link(path: str, rel: str) -> str | None:
    """The address of the first link of this relation on the feed itself."""
    root = tree(path)
    holder = root.find("channel") if root.tag == "rss" else root
    return next((each.get("href") for each in holder.iterfind("atom:link", NS) if each.get("rel") == rel), None)
