"""Two documents of one entry compared, in words: text, fields, facts, sources, names. Reads no table."""

from collections.abc import Iterator
from dataclasses import dataclass

from publishing.comparing.facts import FactChange, compare_facts
from publishing.comparing.fields import FieldChange, compare_fields
from publishing.comparing.matching import Budget
from publishing.comparing.wording import Run
from publishing.facts import every_reference
from publishing.sentences import source_line

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True)
class Comparison:
    """What happened between two documents; each list is empty where nothing did."""

    fields: list[FieldChange]
    facts: list[FactChange]
    sources: list[Run]
    renamed: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.facts or self.sources or self.renamed)


def compare(old: dict | None, new: dict) -> Comparison:
    """`old` is None where there was nothing before: then everything came. A tombstone is nothing too."""
    old = old if old and "title" in old else {}
    names = _names(old) | _names(new)
    return Comparison(
        fields=compare_fields(old, new, names, Budget()),
        facts=compare_facts(old, new),
        sources=list(_sources(old.get("sources", []), new.get("sources", []))),
        renamed=list(_renamed(old, new)),
    )


def _names(document: dict) -> dict[str, str]:
    """What entries and sources are called in a document, by id."""
    named = {ref["id"]: ref["title"] for ref in every_reference(document)}
    return named | {cited["source"]: cited["title"] for cited in document.get("sources", [])}


def _sources(old: list[dict], new: list[dict]) -> Iterator[Run]:
    before, after = [source_line(each) for each in old], [source_line(each) for each in new]
    yield from (Run("del", line) for line in before if line not in after)
    yield from (Run("ins", line) for line in after if line not in before)


def _renamed(old: dict, new: dict) -> Iterator[tuple[str, str]]:
    """Others that are called something else now: this entry repeats it, and nobody wrote it here."""
    before = {ref["id"]: ref["title"] for ref in every_reference(old)}
    own = new["id"]
    now = {ref["id"]: ref["title"] for ref in every_reference(new) if ref["id"] != own}
    yield from ((before[key], title) for key, title in now.items() if before.get(key, title) != title)
