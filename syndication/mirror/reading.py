"""What a reader of the copy is given: items under the names of today, tombstones, and where the copy stands."""

from collections.abc import Iterator
from typing import Any

from .copies import Copies, Copy
from .proof import key_of

REFERENCE = {"id", "kind", "title", "url"}


def item(copies: Copies, copy: Copy, entry: str) -> dict[str, Any] | None:
    """The item, what it points to under the names that this copy knows, and the translations it holds.

    `entry`: an id, or `<id>/<language>` for a translation.
    """
    found = copies.one("items", copy, entry)
    if found is None:
        return None
    words = {ref["id"]: ref for ref in pointed(found["content"])}
    names = {key: named(copies, copy, words[key]) for key in words}
    return found | {"references": names, "translations": translations(copies, copy, found["id"])}


def translations(copies: Copies, copy: Copy, entry: str) -> list[dict[str, Any]]:
    """The entry in other languages, and whether each is of the original that is held."""
    original = copies.one("items", copy, entry)
    digest, api_url = (original["digest"], original["api_url"]) if original else (None, None)
    return [
        {name: held[name] for name in ("language", "edition", "digest", "url")}
        | {
            "api_url": f"{api_url or held['api_url']}?language={held['language']}",
            "translates": held["translates"],
            "stale": held["translates"]["digest"] != digest,
        }
        for held in copies.translations(copy, entry)
    ]


def named(copies: Copies, copy: Copy, words: dict[str, Any]) -> dict[str, Any]:
    """By the name it has here; what is not held goes by the words of the text, unlinked."""
    held = copies.one("items", copy, words["id"])
    if held is None:
        return words | {"url": None, "api_url": None, "is_public": False}
    return {name: held[name] for name in ("id", "kind", "title", "url", "api_url")} | {"is_public": True}


def pointed(content: Any) -> Iterator[dict[str, Any]]:
    """Every reference in a document, wherever it stands."""
    if isinstance(content, dict):
        if content.keys() == REFERENCE:
            yield content
        else:
            for part in content.values():
                yield from pointed(part)
    elif isinstance(content, list):
        for part in content:
            yield from pointed(part)


def listed(copies: Copies, copy: Copy) -> Iterator[dict[str, Any]]:
    """A line for each entry held or withdrawn; the conformance kit compares them with the site."""
    for held in copies.every("items", copy):
        yield {"id": key_of(held)} | {name: held[name] for name in ("kind", "edition", "position", "digest")}
    for row in copies.every("tombstones", copy):
        yield {name: row[name] for name in ("id", "kind", "edition", "position")} | {"digest": None}


def status(copies: Copies, copy: Copy | None) -> dict[str, Any]:
    building = copies.building()
    told: dict[str, Any] = {
        "site": copies.belongs_to(""),
        "building": {"generation": building.generation, "position": building.position} if building else None,
    }
    if copy is None:
        return told
    return told | {
        "generation": copy.generation,
        "position": copy.position,
        "chain": copy.chain,
        "entries": copies.number("items", copy),
        "withdrawn": copies.number("tombstones", copy),
        # Up to where it is proven by what the site has signed, and by which key.
        "checkpoint": copies.checkpoint(copy.generation),
    }
