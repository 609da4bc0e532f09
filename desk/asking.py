"""What an outside fact-checker is asked of a frozen document: its facts, what its texts quote live, each paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from publishing import kinds, live
from publishing.datewords import partial_words
from publishing.facts import UNSOURCED, every_reference
from publishing.richtext import plain_text, source_ids
from publishing.sentences import sentence, source_line
from publishing.textchecks import quoted_in
from publishing.tokens import Token

_HEADING = re.compile(r"<h[1-6]\b.*?</h[1-6]>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|blockquote|table|thead|tbody|tr|caption|figure|figcaption|hr)\b[^<>]*>")
# Each is two fields of one form, of which a request may have a thousand.
MOST = 450


@dataclass(frozen=True)
class Question:
    """`words`: what is to be found right or wrong. `part`: where it stands, the facts first."""

    id: str
    words: str
    part: str
    note: str = ""
    sources: list[str] = field(default_factory=list)


def questions(document: dict[str, Any]) -> list[Question]:
    """Whom a text mentions or is about is no statement to check: what it says of them stands in its paragraphs."""
    stated = [fact for fact in document["facts"] if fact["kind"] not in UNSOURCED]
    return [*map(_of_fact, stated), *_quoted(document), *_paragraphs(document)][:MOST]


def said_by(document: dict[str, Any]) -> dict[str, str]:
    """Id → words of everything that was ever asked of this document."""
    facts = {fact["id"]: sentence(fact) for fact in document["facts"]}
    return facts | {question.id: question.words for question in questions(document)}


def _of_fact(fact: dict[str, Any]) -> Question:
    cited = [source_line(use) for use in fact["citations"]]
    return Question(fact["id"], sentence(fact), "facts", fact["note"], cited)


def _quoted(document: dict[str, Any]) -> Iterator[Question]:
    titles = {ref["id"]: ref["title"] for ref in every_reference(document)} | {document["id"]: document["title"]}
    for key, token in {_key(document, "live", token): token for _name, token in quoted_in(document)}.items():
        yield Question(key, _in_words(token, titles), "quoted")


def _in_words(token: Token, titles: dict[str, str]) -> str:
    what = live.get(token.what)
    of = ", ".join(titles[key] for key in (token.entry, token.within) if key in titles)
    day = f", {partial_words(token.on)}" if token.on else ""
    return f"{of}, {what.label if what else token.what}{day}: {token.words}"


def _paragraphs(document: dict[str, Any]) -> Iterator[Question]:
    for name in kinds.get(document["kind"]).serializer.rich_fields:
        cited = {use["source"]: source_line(use) for use in document["sources"]}
        for number, block in enumerate(_blocks(document[name])):
            lines = [cited[str(key)] for key in source_ids(block) if str(key) in cited]
            yield Question(_key(document, name, number), plain_text(block), "paragraphs", sources=lines)


def _blocks(html: str) -> list[str]:
    """Paragraphs, items, quotations and rows of a sanitised text, in order; headings state nothing."""
    rows_whole = _ROW.sub(lambda row: f"<tr>{_BLOCK.sub(' ', row[0])}</tr>", _HEADING.sub("", html))
    return [block for block in _BLOCK.split(rows_whole) if plain_text(block)]


def _key(document: dict[str, Any], part: str, which: object) -> str:
    return str(uuid5(UUID(document["id"]), f"asked:{part}:{which}"))


def heading(part: str) -> str:
    return {
        "facts": _("The facts, one by one"),
        "quoted": _("What the text quotes from the record"),
        "paragraphs": _("The text, paragraph by paragraph"),
    }[part]
