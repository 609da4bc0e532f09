"""XML on the wire: elements by their usual prefixes, and no character that XML 1.0 forbids."""

import xml.etree.ElementTree as ET
from typing import Any

from publishing.elsewhere import xml_text

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    # RFC 5005 and RFC 6721.
    "fh": "http://purl.org/syndication/history/1.0",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    # This record's own: one empty element an item, its attributes being the members of `_alliance_record`.
    "ar": "urn:alliance-record:feed:1",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"

for prefix, uri in NAMESPACES.items():
    ET.register_namespace(prefix, uri)


def name(text: str) -> str:
    """`atom:entry` as ElementTree names it; a name without a prefix is in no namespace."""
    prefix, colon, local = text.partition(":")
    if not colon:
        return text
    return f"{_XML}{local}" if prefix == "xml" else f"{{{NAMESPACES[prefix]}}}{local}"


def element(parent: ET.Element | None, tag: str, text: Any = None, attributes: dict[str, Any] | None = None):
    """A new element under `parent`; attributes of None are left out."""
    given = {name(key): xml_text(value) for key, value in (attributes or {}).items() if value is not None}
    made = ET.Element(name(tag), given) if parent is None else ET.SubElement(parent, name(tag), given)
    if text is not None:
        made.text = xml_text(text)
    return made


def written(root: ET.Element, default: str = "") -> bytes:
    """The document; elements of the namespace `default` bare, as naive readers expect them."""
    if default:
        root.set("xmlns", NAMESPACES[default])
        for each in root.iter():
            each.tag = each.tag.removeprefix(f"{{{NAMESPACES[default]}}}")
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def told(value: Any) -> str | None:
    """A value as an attribute of our own element."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value in (None, "") else str(value)
