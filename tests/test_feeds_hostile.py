"""Feeds of words that were never meant for XML, and the whole record as other people's programs read it."""

import json
import re
from urllib.parse import urlsplit

import feedparser
import jsonschema
import pytest
from django.test import Client
from lxml import etree

from publishing.models import Edition
from tests.factories import published
from tests.feeds import NS, body, listed, parsed, titles, tree
from tests.subjects import one_of_each

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "format": "uri", "pattern": "^https?://"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
PERSON = {"type": "object", "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS}, "minProperties": 1}
# Members of one's own start with an underscore and a letter, hold objects, and have no dot in them.
OWN = {"patternProperties": {r"^_[A-Za-z][^.]*$": {"type": "object"}}, "additionalProperties": False}
# Written from https://www.jsonfeed.org/version/1.1/, for there is no schema by its authors.
ITEM = OWN | {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        **dict.fromkeys(("id", "title", "content_html", "content_text", "summary", "language"), TEXT),
        **dict.fromkeys(("url", "external_url", "image", "banner_image"), ADDRESS),
        **dict.fromkeys(("date_published", "date_modified"), INSTANT),
        "authors": {"type": "array", "items": PERSON},
        "tags": {"type": "array", "items": TEXT},
        "attachments": {"type": "array"},
    },
}
JSON_FEED = OWN | {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **dict.fromkeys(("title", "description", "user_comment", "language"), TEXT),
        **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), ADDRESS),
        "authors": {"type": "array", "items": PERSON},
        "expired": {"type": "boolean"},
        "hubs": {"type": "array"},
        "items": {"type": "array", "items": ITEM},
    },
}
NASTY = "]]> <script>alert(1)</script> & “quoted” 'so' \x0b\x1f\ufffe \U0001f54a &amp; ё"
CLEAN = "]]> <script>alert(1)</script> & “quoted” 'so'  \U0001f54a &amp; ё"


@pytest.fixture
def nasty(db):
    made = one_of_each()
    made["article"].title, made["article"].byline = NASTY, NASTY
    made["article"].body = f"<p>{NASTY}</p><p><a href='https://example.org/?a=1&amp;b=2'>out</a></p>"
    made["article"].topics.add(made["topic"])
    made["topic"].title = NASTY
    for entry in (made["article"], made["topic"]):
        entry.save()
    published(*made.values())
    return made


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_words_xml_cannot_carry_break_no_feed(nasty, form):
    root = tree(f"/feeds/articles.{form}")
    item = root.find("atom:entry", NS) if form == "atom" else root.find(".//item")
    title = item.findtext("atom:title", namespaces=NS) if form == "atom" else item.findtext("title")
    assert title == CLEAN
    found = parsed(f"/feeds/articles.{form}")
    assert "alert" not in feedparser.parse(body(f"/feeds/articles.{form}")).entries[0].content[0].value
    assert found.entries[0].content[0].value.count("https://example.org/?a=1&amp;b=2") == 1


def test_json_carries_every_word(nasty):
    [item] = listed("/feeds/articles.json")["items"]
    assert (item["title"], item["authors"], item["tags"]) == (NASTY, [{"name": NASTY}], [NASTY])
    assert "<script" not in item["content_html"]


def test_the_whole_record_fits_json_feed(record):
    page = listed("/feeds/all.json")
    while page:
        jsonschema.validate(page, JSON_FEED, jsonschema.Draft202012Validator)
        following = page.get("next_url")
        page = json.loads(body(urlsplit(following).path)) if following else None
    for feed in ("corrections", "articles", "statements", "members/armenia", "summits/moscow-2022", "topics"):
        if Client().get(f"/feeds/{feed}.json").status_code == 200:
            jsonschema.validate(listed(f"/feeds/{feed}.json"), JSON_FEED, jsonschema.Draft202012Validator)


def test_the_whole_record_reads_as_atom_and_rss(record):
    """Every feed document by an independent parser, every address in them in full and leading somewhere."""
    documents, addresses = 0, set()
    for form in ("atom", "rss"):
        path = f"/feeds/all.{form}"
        while path:
            found = parsed(path)
            documents += 1
            assert len({entry.id for entry in found.entries}) == len(found.entries)
            for entry in found.entries:
                html = entry.content[0].value if "content" in entry else ""
                assert not re.search(r'(?:href|src)="(?!https?:|mailto:)', html), entry.link
                addresses |= {entry.link, *re.findall(r'href="(http://127[^"]*)"', html)}
            root = tree(path)
            holder = root if form == "atom" else root.find("channel")
            links = {each.get("rel"): each.get("href") for each in holder.iterfind("atom:link", NS)}
            path = urlsplit(links["prev-archive"]).path if "prev-archive" in links else None
    assert documents > 10
    assert len(addresses) > 500
    for address in sorted(addresses)[::20]:
        assert Client().get(urlsplit(address).path).status_code == 200, address


def test_feeds_of_the_record_are_not_empty(record):
    """Each state and person is followed by what the record relates to them."""
    assert len(titles("/feeds/members/armenia.json")) > 20
    people = Edition.objects.current().filter(kind="person").only("kind", "slug")[:30]
    assert all(titles(f"/feeds{person.url.rstrip('/')}.json") for person in people)


def test_atom_says_what_rfc_4287_asks_of_it(nasty):
    """Section 4.1: one id, title and date each; an author; an alternate link where there is no content."""
    root = tree("/feeds/all.atom")
    for holder in (root, *root.iterfind("atom:entry", NS)):
        for name in ("id", "title", "updated"):
            assert len(holder.findall(f"atom:{name}", NS)) == 1
        assert holder.find("atom:author/atom:name", NS).text
        rels = [(each.get("rel"), each.get("type"), each.get("hreflang")) for each in holder.iterfind("atom:link", NS)]
        assert len(rels) == len(set(rels)), "two links of one kind"
    assert len(root.findall("atom:link[@rel='self']", NS)) == 1
    assert etree.QName(root).localname == "feed"
    assert b"<feed " in body("/feeds/all.atom")
