"""Linked data in tests: found by extruct, expanded by pyld, held against the vocabulary schema.org publishes."""

from typing import Any

import extruct
from pyld import jsonld
from schema_org.registry import PARENTS, PROPERTY_BY_SCHEMA, ancestry

from tests.pages import get

# Schema.org's own context says more (which words are addresses); for finding undefined ones its vocabulary is enough.
CONTEXT = {"@context": {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"}}
TEXT = {"Text", "URL", "Date", "DateTime", "Time", "CssSelectorType", "PronounceableText"}
SCALARS = {bool: {"Boolean"}, int: {"Number", "Integer", "Text"}, float: {"Number"}, str: TEXT}


def loaded(url: str, options: dict) -> dict:
    """The one context our pages name; nothing is fetched."""
    assert url in ("https://schema.org", "https://schema.org/"), url
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def block(path: str, **query) -> dict:
    """The one data block of a page, as extruct reads it."""
    response = get(path, **query)
    assert response.status_code == 200, path
    [found] = extruct.extract(response.content.decode(), syntaxes=["json-ld"], errors="strict")["json-ld"]
    return found


def nodes(found: dict) -> list[dict]:
    """Every node of the expanded document, nested ones too."""
    expanded = jsonld.expand(found, {"documentLoader": loaded})
    return [node for each in expanded for node in _within(each)]


def _within(value: Any):
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for part in value.values():
            yield from _within(part)
    elif isinstance(value, list):
        for part in value:
            yield from _within(part)


def check(value: Any) -> None:
    """Each type exists, each property belongs to its type, each value is of a kind the property takes."""
    if isinstance(value, list):
        for part in value:
            check(part)
    elif isinstance(value, dict):
        kind = value.get("@type")
        for name, part in value.items():
            if not name.startswith("@"):
                assert kind is not None, value
                _check_property(kind, name, part)
            check(part)


def _check_property(kind: str, name: str, value: Any) -> None:
    assert kind in PARENTS, f"schema.org has no type {kind}"
    assert name in PROPERTY_BY_SCHEMA, f"schema.org has no property {name}"
    told = PROPERTY_BY_SCHEMA[name]
    assert set(told.domains) & {kind, *ancestry(kind)}, f"{kind} has no {name}"
    for part in value if isinstance(value, list) else [value]:
        if not isinstance(part, dict):
            assert SCALARS[type(part)] & set(told.ranges), (kind, name, part, told.ranges)
        elif "@type" in part:
            assert set(told.ranges) & {part["@type"], *ancestry(part["@type"])}, (
                kind,
                name,
                part["@type"],
                told.ranges,
            )
