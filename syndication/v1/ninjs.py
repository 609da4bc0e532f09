"""An item as ninjs 3.1, the International Press Telecommunications Council's News in JSON."""

from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any, ClassVar

from django.conf import settings
from django.utils.html import strip_tags

from publishing.elsewhere import (
    absolute,
    authors,
    html_of,
    permanent_url,
    picture_url,
    plain_of,
    references_in_full,
    told,
    urn,
)
from publishing.facts import references_in
from publishing.models import Action, Edition
from syndication.terms import rights
from syndication.v1 import other_shapes, shapes
from syndication.v1.addresses import item_url
from syndication.v1.endpoint import Endpoint
from syndication.v1.entries import FOUND
from syndication.v1.lookup import located

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
# Where ninjs keeps the entries that a text names; those of other kinds are associated items.
CONCEPTS = {
    "person": "people",
    "organisation": "organisations",
    "institution": "organisations",
    "force": "organisations",
    "state": "places",
    "topic": "subjects",
    "summit": "events",
    "event": "events",
}


class NinjsItem(Endpoint):
    """One entry, as ninjs 3.1."""

    kind: ClassVar[str] = ""
    operation = "ninjs"
    statuses = FOUND
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.Tombstone}

    def shape(self) -> Any:
        return other_shapes.Ninjs()

    def answer(self, key: str) -> dict[str, Any]:
        edition = located(self, self.kind, key)
        document = edition.document
        return ninjs(edition, document, references_in_full([document], self.moment))


def ninjs(edition: Edition, document: dict, references: Mapping[str, dict]) -> dict[str, Any]:
    item = {
        "uri": urn(edition.entry_id),
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "profile": edition.kind,
        "version": str(edition.number),
        "firstCreated": edition.first_released_at,
        "versionCreated": edition.released_at,
        "pubStatus": "withheld" if edition.action == Action.RETRACTED else "usable",
        "edNote": told(edition.action, edition.note),
        "language": edition.language,
        "title": edition.title,
        "slugline": edition.slug,
        "by": ", ".join(author.name for author in authors(document)),
        "located": document.get("dateline"),
        "headlines": [{"role": "main", "contentType": "text/plain", "value": edition.title}],
        "descriptions": list(_descriptions(edition, document)),
        "bodies": list(_bodies(edition, references)),
        "genres": [{"name": document["type"]}] if document.get("type") else [],
        **_named(document, references),
        "infoSources": [_source(cited) for cited in document["sources"]],
        "altIds": list(_alt_ids(edition)),
        "trustIndicators": [
            {"title": "Corrections policy", "href": absolute("/about/corrections/")},
            {"title": "Sourcing policy", "href": absolute("/about/sourcing/")},
        ],
        "copyrightHolder": settings.SITE_NAME,
        "usageTerms": rights()["text"],
        "rightsInfo": {"linkedRights": rights()["url"]},
    }
    return {key: value for key, value in item.items() if value not in (None, "", [])}


def _descriptions(edition: Edition, document: dict) -> Iterable[dict[str, Any]]:
    for role, words in (("summary", edition.summary), ("standfirst", document.get("standfirst"))):
        if words:
            yield {"role": role, "contentType": "text/plain", "value": words}


def _bodies(edition: Edition, references: Mapping[str, dict]) -> Iterable[dict[str, Any]]:
    """The text marked up and plain, under the same notice."""
    html = html_of(edition, references)
    plain = "\n\n".join(filter(None, [told(edition.action, edition.note), plain_of(edition)]))
    for role, media_type, value, words in (
        ("main", "text/html", html, unescape(strip_tags(html))),
        ("plain", "text/plain", plain, plain),
    ):
        if value:
            counts = {"charCount": len(words), "wordCount": len(words.split())}
            yield {"role": role, "contentType": media_type, **counts, "value": value}


def _named(document: dict, references: Mapping[str, dict]) -> dict[str, list[dict[str, Any]]]:
    """Every entry the document points to, under the concept of its kind."""
    found: dict[str, list[dict[str, Any]]] = {}
    about = {each["id"] for each in document.get("about", ())}
    wrote = {each["id"] for each in document.get("authors", ())}
    for stored in references_in(document):
        now = references[stored["id"]]
        if now["id"] == document["id"]:
            continue
        rel = "author" if now["id"] in wrote else "about" if now["id"] in about else "mentions"
        told_so = {"name": now["title"], "rel": rel, "uri": urn(now["id"])}
        concept = CONCEPTS.get(now["kind"])
        if concept is None:
            url = item_url(now["kind"], now["id"]) if now["is_public"] else None
            told_so |= {"type": "text", **({"renditions": [_rendition("item", url)]} if url else {})}
        elif now["url"]:
            told_so["literal"] = now["url"]
        found.setdefault(concept or "associations", []).append(told_so)
    found.setdefault("associations", []).extend(_picture(each) for each in document["images"])
    return found


def _rendition(name: str, url: str) -> dict[str, Any]:
    return {"name": name, "href": url, "contentType": "application/json"}


def _picture(picture: dict) -> dict[str, Any]:
    size = {"width": picture["width"], "height": picture["height"]}
    return {
        "uri": picture_url(picture),
        "name": picture["caption"] or picture["alt"],
        "rel": "illustration",
        "type": "picture",
        "by": picture["credit"],
        "copyrightNotice": picture["licence"],
        "descriptions": [{"role": "alt", "contentType": "text/plain", "value": picture["alt"]}],
        "renditions": [{"name": "main", "href": picture_url(picture), **size}],
    }


def _source(cited: dict) -> dict[str, Any]:
    # Of a source this standard knows a name and an address; the rest stands in `content` of the item itself.
    named = ", ".join(filter(None, (cited["author"], cited["title"], cited["publisher"])))
    uri = cited["url"] or urn(cited["source"])
    return {"name": named, "role": cited["kind"], "literal": cited["source"], "uri": uri}


def _alt_ids(edition: Edition) -> Iterable[dict[str, str]]:
    """What every shape of the edition carries beside its id."""
    known = {
        "edition": edition.number,
        "position": edition.position,
        "digest-sha-256": edition.digest,
        "page": absolute(edition.url),
        "permanent": permanent_url(edition),
        "api": item_url(edition.kind, edition.entry_id),
    }
    for role, value in known.items():
        if value is not None:
            yield {"role": role, "value": str(value)}
