"""The inline marks of the prose, and the HTML made of them.

`[[collection/id|text]]` links to an entry, `[@source]` or `[@source|locator]` is a footnote.
"""

import re
from collections.abc import Iterable
from html import escape, unescape

from home.record.loader.desk import Desk
from publishing.models import Entry

_MARK = re.compile(r"\[\[([^\]|]+)\|([^\]]+)\]\]|\[@([^\]|]+)(?:\|([^\]]+))?\]")
_LEFTOVER = re.compile(r"\[\[|\]\]|\[@")
Block = dict


def linked(desk: Desk, key: str, text: str) -> str:
    return f'<a href="/id/{desk.id(key)}/">{escape(text, quote=False)}</a>'


def footnote(desk: Desk, entry: Entry, key: str, locator: str = "") -> str:
    """A footnote mark; the source joins those of the entry, in order of first citation."""
    source = desk.source(key)
    desk.cite(entry, [key], locator)
    numbers = list(dict.fromkeys(cited for cited, _ in desk.cited[entry.pk]))
    return f'<a href="#source-{source.pk}">{numbers.index(key) + 1}</a>'


def footnotes(desk: Desk, entry: Entry, keys: Iterable[str]) -> str:
    return "".join(footnote(desk, entry, key) for key in keys)


def line(when: str, what: str, notes: str) -> str:
    return f"<li>{when}: {what} {notes}</li>"


def inline(desk: Desk, entry: Entry, text: str) -> str:
    """One paragraph's text with its marks turned into links and footnotes. Raises UnknownId, ValueError."""

    def replaced(match: re.Match[str]) -> str:
        key, words, source, locator = match.groups()
        if key:
            return f'<a href="/id/{desk.id(key)}/">{words}</a>'
        return footnote(desk, entry, source, unescape(locator or ""))

    html = _MARK.sub(replaced, escape(text, quote=False))
    if _LEFTOVER.search(html):
        raise ValueError(f"an unfinished mark near “{_LEFTOVER.split(html)[1][:40]}”")
    return html


def plain(desk: Desk, entry: Entry, text: str) -> str:
    """The same for fields without markup: the words stay, the sources are cited."""
    inline(desk, entry, text)
    return " ".join(_MARK.sub(lambda match: match[2] or "", text).split())


def block(desk: Desk, entry: Entry, part: Block) -> str:
    """One block of an article as HTML."""
    tag = part["tag"]
    if tag in ("ul", "ol"):
        return f"<{tag}>{''.join(f'<li>{inline(desk, entry, item)}</li>' for item in part['items'])}</{tag}>"
    if tag == "table":
        return table(desk, entry, part["rows"])
    if tag == "blockquote":
        return f"<blockquote><p>{inline(desk, entry, part['text'])}</p></blockquote>"
    if tag not in ("p", "h2", "h3"):
        raise ValueError(f"a block of the unknown kind “{tag}”")
    return f"<{tag}>{inline(desk, entry, part['text'])}</{tag}>"


def table(desk: Desk, entry: Entry, rows: list[list[str]]) -> str:
    """The first row heads the columns."""
    head, *body = rows
    titles = "".join(f'<th scope="col">{inline(desk, entry, cell)}</th>' for cell in head)
    lines = ("".join(f"<td>{inline(desk, entry, cell)}</td>" for cell in row) for row in body)
    return (
        f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in lines)}</tbody></table>"
    )
