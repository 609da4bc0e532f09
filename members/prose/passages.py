"""Rich text taken apart: sentences with the places of their links and the sources of their footnotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = {"p", "li", "h2", "h3", "h4", "td", "th", "caption", "figcaption"}
# Somebody else's words: what they get wrong is theirs.
QUOTED = {"blockquote", "cite"}
# The end of a sentence: a full stop that is not one of an abbreviation or an initial.
_END = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\b[A-Z])[.!?][”\"’]?\s+(?=[A-Z“\"(])")
_ENTRY = re.compile(r"/id/([0-9a-f-]{36})/\Z")
_FOOTNOTE = re.compile(r"#source-([0-9a-f-]{36})\Z")
_SAID = re.compile(r"“[^”]*(?:”|\Z)|«[^»]*(?:»|\Z)|\"[^\"]*\"|„[^“”]{0,400}[“”]")
_HIDDEN = "·"
# The rules look back and forth in a sentence and its paragraph; what is longer than people write is not read.
LONGEST_SENTENCE, LONGEST_PARAGRAPH = 2_000, 10_000


@dataclass(frozen=True)
class Link:
    """Where in the sentence a link to an entry begins and ends."""

    start: int
    end: int
    id: str


@dataclass(frozen=True)
class Sentence:
    text: str
    links: tuple[Link, ...] = ()
    sources: frozenset[str] = frozenset()
    # The paragraph it stands in: where a sentence says no date, one of these is meant.
    around: str = ""


@dataclass
class _Block:
    text: str = ""
    links: list[Link] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks = [_Block()]
        self.quoted = 0
        self.open: list[tuple[str, int, str]] = []

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.blocks.append(_Block())
        if tag in QUOTED:
            self.quoted += 1
        if tag == "br":
            self.handle_data(" ")
        if tag == "a":
            href = dict(attrs).get("href") or ""
            entry, note = _ENTRY.match(href), _FOOTNOTE.match(href)
            kind, key = ("entry", entry[1]) if entry else ("note", note[1]) if note else ("other", "")
            self.open.append((kind, len(self.blocks[-1].text), key))

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.blocks.append(_Block())
        if tag in QUOTED:
            self.quoted = max(0, self.quoted - 1)
        if tag == "a" and self.open:
            kind, start, key = self.open.pop()
            block = self.blocks[-1]
            if kind == "entry" and start < len(block.text):
                block.links.append(Link(start, len(block.text), key))
            if kind == "note":
                block.notes.append((len(block.text), key))

    def handle_data(self, data):
        if self.quoted or (self.open and self.open[-1][0] == "note"):
            return
        block, words = self.blocks[-1], re.sub(r"\s+", " ", data)
        # A link begins where its words do, so a space may be dropped only before it.
        block.text += words.lstrip() if block.text.endswith(" ") and not self.open else words


def sentences(html: str) -> Iterator[Sentence]:
    """The sentences of `html` that are the editors' own words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for block in reader.blocks:
        yield from _split(block)


def _split(block: _Block) -> Iterator[Sentence]:
    start, own = 0, _without_quotations(block)
    for end in [*(match.end() for match in _END.finditer(block.text)), len(block.text)]:
        text = own[start:end]
        if text.strip() and len(text) <= LONGEST_SENTENCE:
            links = tuple(
                Link(link.start - start, link.end - start, link.id)
                for link in block.links
                if start <= link.start and link.end <= end and _HIDDEN not in own[link.start : link.end]
            )
            # A footnote often follows the full stop.
            sources = frozenset(key for place, key in block.notes if start < place <= end)
            yield Sentence(text, links, sources, own if len(own) <= LONGEST_PARAGRAPH else "")
        start = end


def _without_quotations(block: _Block) -> str:
    """The text of a block, what it quotes hidden letter by letter. A name in quotation marks is no quotation."""
    names = {block.text[link.start : link.end] for link in block.links}

    def hidden(match: re.Match) -> str:
        is_name = match[0].strip('“”«»„"') in names
        return match[0] if is_name else re.sub(r"\S", _HIDDEN, match[0])

    return _SAID.sub(hidden, block.text)
