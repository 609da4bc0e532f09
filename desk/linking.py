"""Known names in a text: which entries a text names without linking them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice
from uuid import UUID

from publishing import kinds
from publishing.models import Action, Edition
from publishing.richtext import entry_ids, sanitise
from publishing.search.names import WholeNames, fold

# No name of the record has more words, and none worth linking fewer letters.
MOST_WORDS, FEWEST_LETTERS = 12, 3
# The longest text of prose has fewer stretches that may be names; a table of figures could have many times as many.
MOST_TRIED = 100_000
# Words in these are read, so that they can be counted, but nothing is linked there.
CLOSED = {"a", "blockquote", "h2", "h3", "h4", "figcaption", "caption"}
BLOCKS = {
    "p",
    "h2",
    "h3",
    "h4",
    "li",
    "td",
    "th",
    "blockquote",
    "figure",
    "figcaption",
    "tr",
    "table",
    "ul",
    "ol",
    "hr",
}
_WORD = re.compile(r"\w+")


@dataclass
class Run:
    """A stretch of text in one block; `is_open` where a link may be made."""

    words: str
    is_open: bool


@dataclass(frozen=True)
class Proposal:
    """A name and whom it may mean. It is the `nth` place (from 0) where the text has these letters."""

    words: str
    nth: int
    context: str
    entries: list[dict] = field(default_factory=list)


class _Reader(HTMLParser):
    """The text as the editor counts it: live facts, footnotes and pictures are one character, blocks end lines."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self.inside: list[str] = []
        self.is_atom = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href") or ""
        if tag == "data" or (tag == "a" and href.startswith("#source-")):
            self.is_atom = True
            self._add("\ufffc")
        elif tag in ("br", "img"):
            self._add("\ufffc")
        elif tag in BLOCKS:
            self._add("\n")
        if tag in CLOSED:
            self.inside.append(tag)

    def handle_endtag(self, tag):
        if tag in ("data", "a"):
            self.is_atom = False
        if tag in BLOCKS:
            self._add("\n")
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data):
        if not self.is_atom:
            self._add(data)

    def _add(self, words: str) -> None:
        self.runs.append(Run(words, not self.inside))


def unlinked(html: str, itself: UUID | None = None) -> list[Proposal]:
    """The first place of each name of a public entry that the text does not link yet, in order of the text.

    The longest name at a place wins. Raises ValidationError when the text is too long.
    """
    clean = sanitise(html)
    runs = _Reader(clean).runs
    text = "".join(run.words for run in runs)
    tried = list(islice(_candidates(text), MOST_TRIED))
    known = _named([text[start:end] for start, end in tried])
    taken = {str(key) for key in entry_ids(clean)} | {str(itself)}
    return list(_proposals(text, tried, _open_spans(runs), known, taken))


def _open_spans(runs: list[Run]) -> list[bool]:
    return [run.is_open for run in runs for _letter in run.words]


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Every stretch of words that may be a name: on one line, beginning with a capital, a figure or another script."""
    words = list(_WORD.finditer(text))
    for first, word in enumerate(words):
        if word[0][0].islower():
            continue
        for last in words[first : first + MOST_WORDS]:
            between = text[word.start() : last.end()]
            if "\n" in between or "\ufffc" in between:
                break
            yield word.start(), last.end()


def _named(candidates: Iterable[str]) -> dict[str, list[dict]]:
    """Folded name → the public entries with pages that bear it, with the name as each writes it."""
    folded = sorted({fold(each) for each in candidates if len(each) >= FEWEST_LETTERS})
    rows = (
        Edition.objects.current()
        .filter(is_original=True)
        .exclude(action__in=[Action.WITHDRAWN, Action.RETRACTED])
        .exclude(kind__in=[kind.name for kind in kinds.every() if not kind.has_page])
        .alias(whole_names=WholeNames())
        .filter(whole_names__overlap=folded)
        .order_by("title", "entry_id")
    )
    found: dict[str, list[dict]] = {}
    for edition in rows if folded else ():
        written = dict.fromkeys([edition.title, *(name["name"] for name in edition.document["names"])])
        for name in written:
            bearer = {"id": str(edition.entry_id), "title": edition.title, "kind": edition.kind, "name": name}
            found.setdefault(fold(name), []).append(bearer)
    return found


def _bearers(words: str, known: dict[str, list[dict]]) -> list[dict]:
    """Who is meant by exactly these words: an abbreviation must stand in its own capitals."""
    bearers = known.get(fold(words), ()) if len(words) >= FEWEST_LETTERS else ()
    meant = [each for each in bearers if not each["name"].isupper() or each["name"] == words]
    return list({each["id"]: each for each in meant}.values())


def _proposals(
    text: str, tried: list[tuple[int, int]], is_open: list[bool], known: dict[str, list[dict]], taken: set[str]
) -> Iterator[Proposal]:
    after = 0
    longest_first = sorted(tried, key=lambda span: (span[0], -span[1]))
    for start, end in longest_first:
        words = text[start:end]
        entries = _bearers(words, known) if start >= after else []
        if not entries:
            continue
        # A longer name holds its place whether or not it is linked there: no part of it is another name.
        after = end
        if all(is_open[start:end]) and not taken & {each["id"] for each in entries}:
            taken.update(each["id"] for each in entries)
            yield Proposal(words, _count(text, words, start), _around(text, start, end), entries)


def _count(text: str, words: str, before: int) -> int:
    """How often these letters begin before a place."""
    count, at = 0, text.find(words)
    while -1 < at < before:
        count, at = count + 1, text.find(words, at + 1)
    return count


def _around(text: str, start: int, end: int) -> str:
    line = text[max(0, start - 40) : end + 40].replace("\ufffc", " ")
    return " ".join(line.split())
