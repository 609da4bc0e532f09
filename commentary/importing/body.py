"""The text of an import as the body of an article, with the links that were accepted."""

from collections.abc import Iterator
from html import escape
from uuid import UUID

from commentary.importing.found import Named, Passage, Quotation
from commentary.importing.proposals import Proposal

# Headings are not linked.
LINKED = ("p", "li", "blockquote")


def body(passages: list[Passage], links: list[Proposal]) -> str:
    """The text as HTML: each accepted name is a link where it stands first, each accepted quotation a link itself."""
    names = {each.target for each in links if each.kind == "link"}
    quotations = {(each.passage, each.quotation): each.target.id for each in links if each.quotation}
    parts: list[str] = []
    for passage in passages:
        spans = list(_spans(passage, names, quotations)) if passage.tag in LINKED else []
        html = _linked(passage.text, spans)
        parts.append(f"<ul><li><p>{html}</p></li></ul>" if passage.tag == "li" else _wrapped(passage.tag, html))
    return "".join(parts).replace("</ul><ul>", "")


def _spans(
    passage: Passage, names: set[Named], quotations: dict[tuple[int, Quotation], UUID]
) -> Iterator[tuple[int, int, UUID]]:
    """Where links begin and end and what they lead to; a linked name is taken out of `names`."""
    quoted = [
        # Between its marks, which stay outside the link.
        (quote.start + 1, quote.end - 1, quotations[passage.number, quote])
        for quote in passage.quotations
        if (passage.number, quote) in quotations
    ]
    yield from quoted
    for mention in passage.mentions:
        entry = next((each for each in mention.entries if each in names), None)
        if entry and not any(start <= mention.start < end for start, end, _key in quoted):
            names.discard(entry)
            yield mention.start, mention.end, entry.id


def _linked(text: str, spans: list[tuple[int, int, UUID]]) -> str:
    html, at = "", 0
    for start, end, key in sorted(spans):
        words = escape(text[start:end], quote=False)
        html += f'{escape(text[at:start], quote=False)}<a href="/id/{key}/">{words}</a>'
        at = end
    return html + escape(text[at:], quote=False)


def _wrapped(tag: str, html: str) -> str:
    return f"<blockquote><p>{html}</p></blockquote>" if tag == "blockquote" else f"<{tag}>{html}</{tag}>"
