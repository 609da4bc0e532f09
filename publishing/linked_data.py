"""Linked data for machines that read pages: the thing an entry is about and the edition that tells of it (schema.org).

Subjects register how their kinds are described. Everything comes from the edition; names of other entries are today's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from publishing import kinds, languages
from publishing.datewords import last_day
from publishing.elsewhere import absolute, authors, lasting_url, permanent_url, picture_url, told, urn
from publishing.models import Action, Edition
from publishing.periods import partial_text

CONTEXT = "https://schema.org"
SOURCES = {"news": "NewsArticle", "dataset": "Dataset", "treaty": "Legislation", "analysis": "Article"}
# What would end the block or be read as markup within it; JSON may write any character so.
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"})

Node = dict[str, Any]


@dataclass(frozen=True)
class Description:
    """How a kind is told: its type, and what the document says of the thing beyond its name."""

    type: str
    describe: Callable[[dict, "Names"], Node]


_known: dict[str, Description] = {}


def register(kind: str, type: str, describe: Callable[[dict, "Names"], Node]) -> None:
    _known[kind] = Description(type, describe)


class Names:
    """Other entries as nodes, by their current names; those that are not public have no address."""

    def __init__(self, references: Mapping[str, dict]):
        self._references = references

    def one(self, reference: dict | None) -> Node | None:
        if not reference:
            return None
        now = self._references.get(reference["id"], reference)
        node = {"@type": _known[now["kind"]].type, "name": now["title"], "url": absolute(now["url"])}
        return {"@id": lasting_url(now["id"]), **node} if now["url"] else node

    def all(self, references: Iterable[dict | None]) -> list[Node]:
        once = {reference["id"]: reference for reference in references if reference}
        return [node for reference in once.values() if (node := self.one(reference))]


def starts(dates: dict) -> str | None:
    """The first day, cut to its precision."""
    day = dates["from"]
    return partial_text(date.fromisoformat(day), dates["precision"]["from"]) if day else None


def ends(dates: dict) -> str | None:
    """The last day (not the half-open end), cut to its precision."""
    day, precision = dates["to"], dates["precision"]["to"]
    return partial_text(last_day(date.fromisoformat(day), precision), precision) if day else None


def place(*names: str, country: Node | None = None) -> Node | None:
    """A place by the most exact of `names`, in a country."""
    said = next(filter(None, names), "") or (country or {}).get("name")
    return {"@type": "Place", "name": said, "containedInPlace": country} if said else None


def graph(edition: Edition, references: Mapping[str, dict]) -> Node:
    """`{@context, @graph}` of an entry's page."""
    document, described = edition.document, _known[edition.kind]
    thing = _thing(edition, document) | {"@type": described.type} | described.describe(document, Names(references))
    page: Node = {
        "@type": "WebPage",
        "@id": f"{absolute(edition.url)}#page",
        "url": absolute(edition.url),
        "name": edition.title,
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"},
        "mainEntity": {"@id": thing["@id"]},
        "breadcrumb": _breadcrumb(edition),
    }
    # What editors wrote is itself the work that is dated, cited and corrected; of anything else, the page about it is.
    work = thing if kinds.get(edition.kind).is_written else page
    work |= _published(edition, document)
    return {"@context": CONTEXT, "@graph": [_stated(page), _stated(thing)]}


def _thing(edition: Edition, document: dict) -> Node:
    wikidata = document["wikidata"]
    return {
        "@id": lasting_url(edition.entry_id),
        "identifier": urn(edition.entry_id),
        "name": edition.title,
        "alternateName": [name["name"] for name in document["names"]],
        "description": edition.summary,
        "url": absolute(edition.url),
        "sameAs": f"https://www.wikidata.org/entity/{wikidata}" if wikidata else None,
        "image": [_image(picture) for picture in document["images"]],
    }


def _image(picture: dict) -> Node:
    return {
        "@type": "ImageObject",
        "contentUrl": picture_url(picture),
        "caption": picture["caption"] or picture["alt"],
        "creditText": picture["credit"],
        "license": picture["licence"] if picture["licence"].startswith("http") else None,
    }


def _published(edition: Edition, document: dict) -> Node:
    """The edition as a publication: its dates, number and digest, its sources, what was corrected in it."""
    sources = document["sources"]
    return {
        "identifier": [urn(edition.entry_id), _value("sha-256", edition.digest), _value("position", edition.position)],
        "version": edition.number,
        "datePublished": edition.first_released_at,
        "dateModified": edition.released_at,
        "sdDatePublished": edition.released_at,
        "inLanguage": edition.language,
        "translationOfWork": _original(edition),
        "creativeWorkStatus": _("Retracted") if edition.action == Action.RETRACTED else None,
        "author": [_author(author) for author in authors(document)],
        "publisher": publisher(),
        "sdPublisher": {"@id": publisher()["@id"]},
        "license": absolute("/about/terms/"),
        "isAccessibleForFree": True,
        "correction": [_correction(row) for row in getattr(edition, "corrections", ())],
        "citation": [_source(cited) for cited in sources],
        "isBasedOn": [cited["url"] for cited in sources if cited["read"] and cited["url"]],
        "workExample": {"@type": "CreativeWork", "url": permanent_url(edition), "version": edition.number},
    }


def _original(edition: Edition) -> Node | None:
    if edition.is_original:
        return None
    path = kinds.page_url(edition.kind, edition.slug)
    title = edition.document["translates"]["title"]
    return {"@type": "CreativeWork", "name": title, "url": absolute(path), "version": edition.translates_number}


def _value(name: str, value: Any) -> Node:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def publisher() -> Node:
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{settings.SITE_URL}/#publisher",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "correctionsPolicy": absolute("/about/corrections/"),
        "publishingPrinciples": absolute("/about/sourcing/"),
    }


def _author(author) -> Node:
    if author.reference is None:
        return {"@type": "Organization", "name": author.name}
    return {"@type": "Person", "@id": lasting_url(author.reference["id"]), "name": author.name}


def _correction(row: dict) -> Node:
    return {"@type": "CorrectionComment", "text": told(row["action"], row["note"]), "datePublished": row["at"]}


def _source(cited: dict) -> Node:
    return {
        "@type": SOURCES.get(cited["kind"], "CreativeWork"),
        "name": cited["title"],
        # One field for people and bodies alike: no telling which it names.
        "creditText": cited["author"],
        "publisher": {"@type": "Organization", "name": cited["publisher"]} if cited["publisher"] else None,
        "datePublished": cited["published"],
        "url": cited["url"],
        "archivedAt": cited["archived_url"],
        "inLanguage": cited["language"],
    }


def _breadcrumb(edition: Edition) -> Node:
    kind = kinds.get(edition.kind)
    section = languages.here(f"/{kind.section}/")
    steps = (
        (settings.SITE_NAME, languages.here("/")),
        (str(kind.label_plural), section),
        (edition.title, edition.url),
    )
    listed = [
        {"@type": "ListItem", "position": number, "name": name, "item": {"@id": absolute(path)}}
        for number, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def _stated(value: Any) -> Any:
    """Without what is not known: an empty statement states something else."""
    if isinstance(value, dict):
        kept = {key: _stated(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        return [_stated(part) for part in value]
    return value


def data_block(data: Node) -> SafeString:
    """`data` for a page, as a block that no browser runs: the only function that declares JSON safe in HTML.

    No character that means anything to an HTML parser is left in it, so nothing an editor types can end the block.
    """
    text = orjson.dumps(data, option=orjson.OPT_UTC_Z).decode().translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
