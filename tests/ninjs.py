"""ninjs 3.1 as a JSON schema, written from IPTC's published standard (CC BY 4.0): its members, their types, its rules.

Where the standard forbids unknown members, so does this; what the record never sends (plans, coverage) is left out.
"""

from typing import Any

TEXT = {"type": "string"}
URI = {"type": "string", "format": "uri", "pattern": "^[a-z][a-z0-9+.-]*:"}
INSTANT = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
WHOLE = {"type": "integer"}


def closed(required: tuple[str, ...] = (), **members: Any) -> dict[str, Any]:
    """An object with these members and no other."""
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": members}


def several(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


CONCEPT = {"name": TEXT, "rel": TEXT, "uri": URI, "literal": TEXT}
WORDS = {"role": TEXT, "contentType": TEXT, "value": TEXT}
RENDITION = closed(
    ("name",), name=TEXT, href=URI, contentType=TEXT, title=TEXT, width=WHOLE, height=WHOLE, sizeInBytes=WHOLE
)  # fmt: skip
MEMBERS: dict[str, Any] = {
    "uri": URI,
    "standard": closed(name=TEXT, version=TEXT, schema=URI),
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    **dict.fromkeys(("firstCreated", "versionCreated", "contentCreated", "embargoedUntil", "expires"), INSTANT),
    **dict.fromkeys(("profile", "version", "edNote", "language", "title", "by", "slugline", "located"), TEXT),
    **dict.fromkeys(("copyrightHolder", "copyrightNotice", "usageTerms"), TEXT),
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    "descriptions": several(closed(("value",), **WORDS)),
    "headlines": several(closed(("value",), **WORDS)),
    "bodies": several(closed(("value",), **WORDS, charCount=WHOLE, wordCount=WHOLE)),
    "people": several(closed(**CONCEPT)),
    "organisations": several(closed(**CONCEPT)),
    "places": several(closed(**CONCEPT)),
    "subjects": several(closed(**CONCEPT, creator=TEXT, relevance=WHOLE, confidence=WHOLE)),
    "events": several(closed(**CONCEPT, id=TEXT)),
    "objects": several(closed(**CONCEPT)),
    "infoSources": several(closed(name=TEXT, role=TEXT, uri=URI, literal=TEXT)),
    "renditions": several(RENDITION),
    "associations": several({"$ref": "#/$defs/associated"}),
    "altIds": several(closed(role=TEXT, value=TEXT)),
    "trustIndicators": several(closed(role=URI, title=TEXT, href=URI)),
    "genres": several(closed(name=TEXT, uri=TEXT, literal=TEXT)),
    "rightsInfo": closed(langId=URI, linkedRights=URI, encodedRights=TEXT)
    | {"oneOf": [{"required": ["linkedRights"]}, {"required": ["encodedRights"]}]},
    "digitalSourceType": closed(name=TEXT, uri=URI, literal=TEXT),
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"associated": closed(("uri", "name"), **MEMBERS, name=TEXT, rel=TEXT)},
    **closed(("uri",), **MEMBERS),
}
