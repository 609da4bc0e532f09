"""One sentence beside what is on record of its links, and how a rule says that they differ."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from members.prose.known import Known
from members.prose.passages import Link, Sentence
from members.prose.spoken import Span, dates_in
from publishing.claims import Claim, of_statement, of_text
from publishing.gate import Finding, warning
from publishing.periods import next_unit

MAX_CLAIMS = 3


@dataclass(frozen=True)
class Reading:
    sentence: Sentence
    known: Known
    document: dict[str, Any]
    field: str

    def links(self, *kinds: str) -> list[Link]:
        return [link for link in self.sentence.links if self.known.kind(link.id) in kinds]

    def before(self, link: Link) -> str:
        return self.sentence.text[: link.start]

    def after(self, link: Link) -> str:
        return self.sentence.text[link.end :]

    def title(self, link: Link) -> str:
        return self.known.entries[link.id].title

    def days(self) -> list[Span]:
        """What days the sentence may be about: those it names, else those of its paragraph and of the entry."""
        named = list(dates_in(self.sentence.text))
        return named or [*dates_in(self.sentence.around), *self.own_day()]

    def own_day(self) -> list[Span]:
        dates = self.document["dates"]
        if not dates["from"]:
            return []
        first = date.fromisoformat(dates["from"])
        after = date.fromisoformat(dates["to"]) if dates["to"] else next_unit(first, dates["precision"]["from"])
        return [Span(first, max(after, next_unit(first, dates["precision"]["from"])))]

    def contradicts(self, code: str, message: str, said: str, link: Link, statements: list[dict]) -> Finding:
        told = [of_statement(statement) for statement in statements[:MAX_CLAIMS]]
        return self.differs(code, message, said, link, told)

    def differs(self, code: str, message: str, said: str, link: Link, claims: list[Claim]) -> Finding:
        own = of_text(said.strip(" ,.("), said, set(self.sentence.sources), self.document)
        return warning(code, message, self.field, own, *claims, about=[link.id])
