"""Which organisation is joined, left or chaired: linked, named, or left open."""

import re

from members.prose.reading import Reading

_PLAIN = re.compile(
    r"(?: (?:to|of|from|in|out of|with))?(?: (?:the|this|that|its))?"
    r"(?: (?:alliance|organi[sz]ation|bloc|pact|treaty|group(?:ing)?)\b)?",
    re.IGNORECASE,
)
_TREATY = re.compile(r"treaty|charter", re.IGNORECASE)


def object_at(reading: Reading, place: int) -> tuple[str | None, int]:
    """The id of the organisation ("" where it is left open) and where its name ends; None: something else is meant."""
    text = reading.text
    plain = _PLAIN.match(text, place)
    after = plain.end() if plain else place
    after += len(text[after:]) - len(text[after:].lstrip())
    for link in reading.sentence.links:
        if link.start == after:
            kind = reading.known.kind(link.id)
            if kind == "organisation":
                return link.id, link.end
            if kind == "institution":  # its council
                return str(reading.known.specific(link.id).organisation_id or "") or None, link.end
            is_treaty = kind == "document" and _TREATY.search(text[link.start : link.end])
            return ("", link.end) if is_treaty else (None, place)
    named = reading.known.organisations.match(text, after)
    if named:
        return reading.known.organisation_of(named), named.end()
    return "", plain.end() if plain else place
