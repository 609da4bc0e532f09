"""A sentence beside what is on record of its links, and how a rule says that they differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from members.prose.dates import Span, dates_in
from members.prose.known import Known
from members.prose.passages import Link, Sentence
from members.prose.subjects import is_claimed, is_subject
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

    @property
    def text(self) -> str:
        return self.sentence.text

    @cached_property
    def own_links(self) -> list[Link]:
        """The links of which the text itself says something, not somebody it tells of."""
        return [link for link in self.sentence.links if not is_claimed(self.before(link), self.after(link))]

    def links(self, *kinds: str) -> list[Link]:
        return [link for link in self.own_links if self.known.kind(link.id) in kinds]

    def before(self, link: Link) -> str:
        return self.text[: link.start]

    def after(self, link: Link) -> str:
        return self.text[link.end :]

    def leads(self, link: Link) -> bool:
        """Whether the link can be the subject of a verb."""
        return is_subject(self.before(link))

    def title(self, link: Link) -> str:
        return self.known.entries[link.id].title

    def days(self) -> list[Span]:
        """What days the sentence may be about: those it names, else those of its paragraph and of the entry."""
        named = list(dates_in(self.text))
        return named or [*dates_in(self.sentence.around), *self.own_day()]

    def own_day(self) -> list[Span]:
        dates = self.document["dates"]
        if not dates["from"]:
            return []
        first = date.fromisoformat(dates["from"])
        after = date.fromisoformat(dates["to"]) if dates["to"] else next_unit(first, dates["precision"]["from"])
        return [Span(first, max(after, next_unit(first, dates["precision"]["from"])))]

    def contradicts(self, code: str, message: str, said: str, link: Link, statements: Iterable[dict]) -> Finding:
        told = [of_statement(statement) for statement in list(statements)[:MAX_CLAIMS]]
        return self.differs(code, message, said, link, told)

    def differs(self, code: str, message: str, said: str, link: Link, claims: list[Claim]) -> Finding:
        own = of_text(said.strip(" ,.("), said, set(self.sentence.sources), self.document)
        return warning(code, message, self.field, own, *claims, about=[link.id])


def nearest(statements: Iterable[dict], span: Span) -> list[dict]:
    """First what begins or ends nearest to those days: the fact that decides is among the few that are told."""

    def distance(statement: dict) -> timedelta:
        edges = [statement["valid"][edge] for edge in ("from", "to")]
        return min((abs(date.fromisoformat(edge) - span.first) for edge in edges if edge), default=timedelta.max)

    return sorted(statements, key=distance)
