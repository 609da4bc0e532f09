"""Live facts: which facts a text may quote, and what the record says of them on a day.

Subjects register theirs. What is said is said by what is public; of the entry whose text it is, by its own rows, which
are published with it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import override

from publishing import kinds
from publishing.facts import stated
from publishing.models import Entry, Fact, Standing
from publishing.periods import Precision
from publishing.richtext import sanitise
from publishing.tokens import FIGURE, Token, attributes, figure, tokens_in, unnamed, with_tokens


@dataclass(frozen=True)
class LiveFact:
    """One thing a text may quote of an entry of `of_kind`, which is the `side` of facts of kind `fact`."""

    what: str
    label: Any
    of_kind: str
    fact: str
    side: str
    # Of a statement as it is published: what machines read, and what readers read. None where it says nothing.
    value: Callable[[dict], str | None]
    words: Callable[[dict], str]
    # Whether it also takes a second entry: the object of the fact.
    is_within: bool = False
    # Whether it holds until a newer one, whatever its period says: a count is of a day, and stands till the next count.
    until_next: bool = False


@dataclass(frozen=True)
class Statement:
    """A fact as it may be quoted, with its period as the database has it."""

    said: dict
    valid: Any
    starts_on: date | None

    def end(self, side: str) -> str:
        return (self.said[side] or {}).get("id", "")


_known: dict[str, LiveFact] = {}


def register(*facts: LiveFact) -> None:
    _known.update({fact.what: fact for fact in facts})


def every() -> Iterable[LiveFact]:
    return _known.values()


def get(what: str) -> LiveFact | None:
    return _known.get(what)


def day_of_text(entry: Entry) -> date | None:
    """The day live facts of an entry's text are for, unless they name another."""
    return None if entry.start_precision == Precision.UNKNOWN else entry.starts_on


def resolved(tokens: Iterable[Token], entry: Entry, day: date | None) -> dict[Token, Statement | None]:
    """What the record says of each live fact of `entry`'s text, in one query."""
    wanted = list(dict.fromkeys(tokens))
    statements = [*_public(wanted, entry), *_own(wanted, entry)]
    return {token: _chosen(token, statements, date.fromisoformat(token.on) if token.on else day) for token in wanted}


def _public(tokens: list[Token], entry: Entry) -> list[Statement]:
    wanted = Q()
    for token in tokens:
        if fact := get(token.what):
            wanted |= Q(kind=fact.fact, **{fact.side: token.entry})
    if not wanted:
        return []
    rows = Fact.objects.current().accepted().filter(wanted).exclude(entry=entry.pk).order_by("sort_on", "uid")
    return [Statement(row.statement, row.valid, row.starts_on) for row in rows]


def _own(tokens: list[Token], entry: Entry) -> Iterator[Statement]:
    if entry._state.adding or not any(str(entry.pk) in (token.entry, token.within) for token in tokens):
        return
    for name in kinds.get(entry.kind).serializer.fact_rows:
        for row in getattr(entry, name).filter(standing=Standing.ACCEPTED).order_by("starts_on", "id"):
            dated = row if row.has_own_dates else entry
            yield Statement(stated(row), dated.valid, dated.starts_on)


def _chosen(token: Token, statements: list[Statement], day: date | None) -> Statement | None:
    fact = get(token.what)
    if fact is None or day is None:
        return None
    said = [s for s in statements if s.said["kind"] == fact.fact and s.end(fact.side) == token.entry]
    if fact.is_within:
        said = [statement for statement in said if statement.end("object") == token.within]
    held = [s for s in said if _holds(fact, s, day) and fact.value(s.said) is not None]
    return held[-1] if held else None


def _holds(fact: LiveFact, statement: Statement, day: date) -> bool:
    if fact.until_next:
        return statement.starts_on is not None and statement.starts_on <= day
    return not statement.valid.isempty and day in statement.valid


def rendered(token: Token, statement: Statement | None, language: str) -> Token:
    """The token with what `statement` says of it, in the language of the text."""
    fact = get(token.what)
    if fact is None or statement is None:
        return unnamed(token)
    with override(language):
        words = fact.words(statement.said)
    return replace(token, words=words, value=fact.value(statement.said) or "", fact=statement.said["id"])


def refreshed(html: str, entry: Entry) -> str:
    """`html` with each of its live facts saying what the record says now; the days stay as they were chosen."""
    tokens = tokens_in(html)
    if not tokens:
        return html
    found = resolved(tokens, entry, day_of_text(entry))
    return with_tokens(html, lambda token: rendered(token, found[token], entry.language))


def settled(html: str, entry: Entry) -> str:
    """`html` as a document of `entry` has it: live facts with their words and their day, figures with their credit."""
    text, day = refreshed(sanitise(html), entry), day_of_text(entry)
    if tokens_in(text) and day:
        text = with_tokens(text, lambda token: replace(token, on=token.on or day.isoformat()))
    return _with_credits(text, entry) if "<figure>" in text else text


def _with_credits(html: str, entry: Entry) -> str:
    pictures = {image.file.name: image for image in entry.images.all()}

    def credited(match) -> str:
        src = attributes(match[1])["src"].removeprefix("/media/")
        image = pictures.get(src)
        if image is None:
            return figure(src, "")
        attribution = ", ".join(filter(None, (image.credit, image.licence)))
        size = (image.width, image.height)
        return figure(src, image.alt, size=size, caption=image.caption, attribution=attribution)

    return FIGURE.sub(credited, html)


def now(html: str, statements: Iterable[dict]) -> dict[str, str]:
    """Fact id → its words by now, for the live facts of a published text whose value has changed since.

    `statements`: the facts of these ids as they are public now.
    """
    by_id = {statement["id"]: statement for statement in statements}
    changed = {}
    for token in tokens_in(html):
        fact, said = get(token.what), by_id.get(token.fact)
        if fact and said and fact.value(said) not in (None, token.value):
            changed[token.fact] = fact.words(said)
    return changed
