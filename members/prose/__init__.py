"""Prose against facts: a date, a figure or an office in the text beside a linked entry must not contradict its facts.

The rules read English. Each asks for a plain construction and is silent at any other: a warning nobody believes is
worse than none.
"""

from collections.abc import Callable, Iterator

from members.prose import chairs, dated, membership, offices, seats, sizes, strength, tenures
from members.prose.known import Known
from members.prose.passages import sentences
from members.prose.reading import Reading
from publishing import kinds
from publishing.gate import Finding
from publishing.models import Entry

# Rooms further up add the rules of their own kinds when they are ready.
RULES: list[Callable[[Reading], Iterator[Finding]]] = [
    membership.rule,
    chairs.rule,
    strength.rule,
    offices.rule,
    tenures.rule,
    dated.rule,
    seats.rule,
    sizes.rule,
]


def agrees_with_facts(entry: Entry, document: dict) -> Iterator[Finding]:
    if document["language"] != "en":
        return
    known = Known(linked_in(document))
    for field in kinds.get(document["kind"]).serializer.rich_fields:
        yield from disagreements(document[field], field, document, known)


def linked_in(document: dict) -> set[str]:
    """The entries the texts of a document link to."""
    return {fact["object"]["id"] for fact in document["facts"] if fact["kind"] == "mentions"}


def disagreements(html: str, field: str, document: dict, known: Known) -> Iterator[Finding]:
    """What the words of a field say otherwise than the facts of the entries it links to."""
    for sentence in sentences(html) if known.entries else ():
        reading = Reading(sentence, known, document, field)
        for rule in RULES:
            yield from rule(reading)
