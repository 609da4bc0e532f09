"""How an edition is told: the item, the same shape in lists, alone and in the change feed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FETCH_RAISE, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, JSONObject

from publishing import kinds, languages
from publishing.facts import references_in
from publishing.finding import OF_ITS_LANGUAGE, versions
from publishing.models import ANNOUNCED, Edition
from publishing.reading import Moment, current_references
from publishing.versions import versions_of
from syndication.terms import rights
from syndication.v1 import PREFIX
from syndication.v1.addresses import absolute, edition_url, item_url
from syndication.v1.held import Held
from syndication.v1.problems import Problem

COLUMNS = (
    "entry_id", "kind", "slug", "title", "summary", "language", "action", "note", "number", "position", "digest",
    "chain", "batch", "canonical", "is_reviewed", "is_suppressed", "first_released_at", "released_at", "sort_on",
    "superseded_at_position", "is_original", "translates", "translates_number",
)  # fmt: skip

MEMBERS = (
    "id", "kind", "slug", "title", "summary", "url", "api_url", "language", "action", "note", "edition", "position",
    "digest", "reviewed", "first_published_at", "published_at", "corrections", "translates", "translations", "rights",
    "content", "references",
)  # fmt: skip

# Without these a row says neither what it is nor where the rest of it can be had.
ALWAYS = ("id", "kind")


def tellable(editions: QuerySet[Edition], until: int | OuterRef) -> QuerySet[Edition]:
    """`editions` with all an item needs, corrections and translations as of position `until` included; a forgotten
    column raises."""
    # Beside a translation, what was corrected after it came out is told by the original.
    own = Coalesce(OuterRef("position"), until if isinstance(until, OuterRef) else Value(until))
    corrections = (
        Edition.objects.released()
        .filter(
            OF_ITS_LANGUAGE,
            entry_id=OuterRef("entry_id"),
            action__in=ANNOUNCED,
            position__lte=own,
            is_suppressed=False,
        )
        .order_by("position")
        .values(told=JSONObject(number="number", action="action", note="note", at="released_at", position="position"))
    )
    told = {"corrected": ArraySubquery(corrections), "versions": versions(until)}
    return editions.only(*COLUMNS).annotate(**told).fetch_mode(FETCH_RAISE)


def items(
    editions: Sequence[Edition], moment: Moment, members: Iterable[str] = (), held: Held | None = None
) -> list[dict[str, Any]]:
    """The items of one page; the names of everything they point to come from one query."""
    wanted = tuple(dict.fromkeys((*ALWAYS, *members))) if members else MEMBERS
    pointed: list[list[dict[str, Any]]] = [[] for _edition in editions]
    if held or "references" in wanted:
        pointed = [references_in({"of": [edition.document, held_by(edition)]}) for edition in editions]
    fresh = fresh_references([ref for refs in pointed for ref in refs], moment)
    told = []
    for edition, refs in zip(editions, pointed, strict=True):
        item = {name: _TELL[name](edition) for name in wanted if name != "references"}
        names = named(refs, fresh)
        if "references" in wanted:
            item["references"] = names
        if held:
            item["on"] = held.told(held_by(edition), names)
        told.append(item)
    return told


def held_by(edition: Edition) -> list[dict[str, Any]]:
    return getattr(edition, "held", [])


def fresh_references(refs: list[dict[str, Any]], moment: Moment) -> dict[str, dict[str, Any]]:
    """Current names by id, with absolute addresses of page and item; what is not public has neither."""
    if not refs:
        return {}
    current = current_references([{"refs": refs}], moment)
    return {key: _absolute(ref) for key, ref in current.items()}


def named(refs: list[dict[str, Any]], fresh: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The names for one document out of those for a page. What is not public goes by this document's own words, not
    by those of whichever other document on the page points to it too."""
    told = {}
    for ref in refs:
        name = fresh[ref["id"]]
        told[ref["id"]] = name if name["is_public"] else {**name, **ref, "url": None}
    return told


def _absolute(ref: dict[str, Any]) -> dict[str, Any]:
    api_url = item_url(ref["kind"], ref["id"]) if ref["is_public"] else None
    return {**ref, "url": absolute(ref["url"]), "api_url": api_url}


def told_translations(edition: Edition) -> list[dict[str, Any]]:
    """The entry in other languages at the moment of the item, and whether each is of the original as it stands."""
    standing = versions_of(edition)
    original = next((each["digest"] for each in standing if each["is_original"]), None)
    return [_translation(edition, each, original) for each in standing if not each["is_original"]]


def _translation(edition: Edition, each: dict[str, Any], original: str | None) -> dict[str, Any]:
    page = languages.within(kinds.page_url(edition.kind, edition.slug), each["language"])
    return {
        "language": each["language"],
        "edition": each["number"],
        "digest": each["digest"],
        "url": absolute(page),
        "api_url": f"{item_url(edition.kind, edition.entry_id)}?language={each['language']}",
        "translates": {"edition": each["translates_number"], "digest": each["translates"]},
        "stale": each["translates"] != original,
    }


def told_source(edition: Edition) -> dict[str, Any] | None:
    """Of a translation: the edition it was made from."""
    if edition.is_original:
        return None
    return {"edition": edition.translates_number, "digest": edition.translates}


def told_correction(correction: dict[str, Any]) -> dict[str, Any]:
    return correction | {"at": datetime.fromisoformat(correction["at"])}


def gone(tombstone: Edition) -> Problem:
    """What is left of a withdrawn entry: who it was by id, the public reason, and when."""
    return Problem(
        410,
        "withdrawn",
        tombstone.note,
        id=str(tombstone.entry_id),
        kind=tombstone.kind,
        action=tombstone.action,
        note=tombstone.note,
        edition=tombstone.number,
        position=tombstone.position,
        digest=tombstone.digest,
        at=tombstone.released_at,
        changes=f"{settings.SITE_URL}{PREFIX}changes/?after={(tombstone.position or 1) - 1}&limit=1",
    )


def rowed(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """`editions` with what a line of history needs: their documents stay in the database."""
    return editions.only(*(name for name in COLUMNS if name != "canonical")).fetch_mode(FETCH_RAISE)


def edition_row(edition: Edition) -> dict[str, Any]:
    """One line of an entry's history."""
    return {
        "edition": edition.number,
        "position": edition.position,
        "at": edition.released_at,
        "action": edition.action,
        "note": edition.note,
        "language": edition.language,
        "title": edition.title or None,
        "reviewed": edition.has_second_reader,
        "digest": edition.digest,
        "chain": edition.chain,
        "url": edition_url(edition.kind, edition.entry_id, edition.number),
    }


_TELL: dict[str, Any] = {
    "id": lambda e: e.entry_id,
    "kind": lambda e: e.kind,
    "slug": lambda e: e.slug,
    "title": lambda e: e.title,
    "summary": lambda e: e.summary,
    "url": lambda e: absolute(e.url),
    "api_url": lambda e: item_url(e.kind, e.entry_id),
    "language": lambda e: e.language,
    "action": lambda e: e.action,
    "note": lambda e: e.note,
    "edition": lambda e: e.number,
    "position": lambda e: e.position,
    "digest": lambda e: e.digest,
    "reviewed": lambda e: e.has_second_reader,
    "first_published_at": lambda e: e.first_released_at,
    "published_at": lambda e: e.released_at,
    "corrections": lambda e: [told_correction(row) for row in e.corrected],
    "translates": told_source,
    "translations": told_translations,
    "rights": lambda e: rights(),
    # The published text itself, not parsed and written again: these are the bytes the digest covers.
    "content": lambda e: orjson.Fragment(e.canonical),
}
