"""Rich text compared as text: blocks (paragraph, heading, item, row) aligned first, then the words inside each pair."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.comparing.matching import Budget, matches
from publishing.comparing.wording import Run, Token, likeness, tokens, word_runs

# What a reader would call it. What is not listed is a paragraph.
NAMES = {
    "h2": gettext_lazy("heading"),
    "h3": gettext_lazy("subheading"),
    "h4": gettext_lazy("small heading"),
    "ul": gettext_lazy("bulleted item"),
    "ol": gettext_lazy("numbered item"),
    "blockquote": gettext_lazy("quotation"),
    "tr": gettext_lazy("table row"),
    "caption": gettext_lazy("caption"),
    "figcaption": gettext_lazy("caption"),
    "p": gettext_lazy("paragraph"),
}
INNERMOST = ("figcaption", "caption", "tr", "h2", "h3", "h4", "ul", "ol", "blockquote")
BREAKS = {*NAMES, "li", "hr", "br", "table", "thead", "tbody", "figure", "div"}
# Blocks that share less than this are not versions of each other.
ALIKE = 0.35
MOST_PAIRS = 2_500
OPEN, CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True)
class Block:
    """One block of text. `markup` has the inline marks too: emphasis may change while no word does."""

    kind: str
    words: tuple[Token, ...]
    markup: str

    @property
    def key(self) -> tuple:
        return self.kind, self.markup, tuple(token.key for token in self.words)


@dataclass(frozen=True)
class Passage:
    """One block compared. `change`: same, ins, del, changed or formatted; `was`: its earlier kind, if another."""

    change: str
    kind: str
    runs: tuple[Run, ...]
    was: str = ""

    @property
    def kind_name(self) -> str:
        return str(NAMES.get(self.kind, NAMES["p"]))

    @property
    def was_name(self) -> str:
        return str(NAMES.get(self.was, NAMES["p"])) if self.was else ""


class _Blocks(HTMLParser):
    """Sanitised HTML → blocks. A link is its words and, after them, a mark that says where it leads."""

    def __init__(self, names: Mapping[str, str]):
        super().__init__(convert_charrefs=True)
        self.names, self.blocks = names, []
        self.open: list[str] = []
        self.text = self.markup = self.leads_to = ""
        self.marks: list[Token] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("td", "th") and self.text.strip():
            self.text += " | "
        if tag in BREAKS and not ("tr" in self.open and tag in ("p", "br")):
            self.flush()
        if tag in NAMES:
            self.open.append(tag)
        elif tag == "a":
            self.leads_to = given.get("href") or ""
        elif tag == "img":
            self.mark(_("picture: %s") % (given.get("alt") or given.get("src") or ""), given.get("src"))
        if tag not in BREAKS and tag != "a":
            self.markup += f"<{tag}>"

    def handle_endtag(self, tag):
        if tag == "a" and self.leads_to:
            self.mark(self.destination(self.leads_to), self.leads_to)
            self.leads_to = ""
        if tag in BREAKS and not ("tr" in self.open and tag == "p"):
            self.flush()
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]
        if tag not in BREAKS and tag != "a":
            self.markup += f"</{tag}>"

    def handle_data(self, data):
        if not self.leads_to.startswith("#source-"):
            data = data.replace(OPEN, "").replace(CLOSE, "")
            self.text += data
            self.markup += " ".join(data.split())

    def mark(self, words: str, key) -> None:
        if self.leads_to and not self.leads_to.startswith("#"):
            self.text = self.text.rstrip() + " "
        self.text += f"{OPEN}{len(self.marks)}{CLOSE}"
        self.marks.append(Token(("mark", key), f"[{words}]", False))

    def destination(self, href: str) -> str:
        if href.startswith("#source-"):
            return _("source: %s") % self.names.get(href.removeprefix("#source-"), "?")
        return f"→ {self.names.get(href.removeprefix('/id/').strip('/'), href)}"

    def flush(self) -> None:
        words = tuple(self.tokens())
        if words:
            kind = next((tag for tag in reversed(self.open) if tag in INNERMOST), "p")
            self.blocks.append(Block(kind, words, self.markup))
        self.text = self.markup = ""

    def tokens(self) -> Iterator[Token]:
        pieces = self.text.replace(CLOSE, OPEN).split(OPEN)
        for number, piece in enumerate(pieces):
            if number % 2 == 0:
                yield from tokens(piece)
            else:
                spaced = pieces[number + 1][:1].isspace()
                yield self.marks[int(piece)]._replace(spaced=spaced)


def blocks_of(html: str, names: Mapping[str, str]) -> list[Block]:
    """`names`: what entries and sources are called, by id."""
    parser = _Blocks(names)
    parser.feed(html)
    parser.close()
    parser.flush()
    return parser.blocks


def lines_of(text: str) -> list[Block]:
    """Plain text, a block for each line."""
    return [Block("p", tuple(words), line) for line in text.splitlines() if (words := tokens(line))]


def passages(old: Sequence[Block], new: Sequence[Block], budget: Budget | None = None) -> list[Passage]:
    """All blocks of both texts in reading order."""
    budget = budget or Budget()
    found: list[Passage] = []
    i = j = 0
    same = matches([block.key for block in old], [block.key for block in new], budget)
    for at_old, at_new, size in [*same, (len(old), len(new), 0)]:
        found += _rewritten(old[i:at_old], new[j:at_new], budget)
        found += [_whole("same", block) for block in new[at_new : at_new + size]]
        i, j = at_old + size, at_new + size
    return found


def _rewritten(old: Sequence[Block], new: Sequence[Block], budget: Budget) -> Iterator[Passage]:
    i = j = 0
    for at_old, at_new in [*_pairs(old, new), (len(old), len(new))]:
        yield from (_whole("del", block) for block in old[i:at_old])
        yield from (_whole("ins", block) for block in new[j:at_new])
        if at_old < len(old) and at_new < len(new):
            yield _pair(old[at_old], new[at_new], budget)
        i, j = at_old + 1, at_new + 1


def _pair(old: Block, new: Block, budget: Budget) -> Passage:
    runs = tuple(word_runs(old.words, new.words, budget))
    is_same = all(run.kind == "same" for run in runs)
    return Passage("formatted" if is_same else "changed", new.kind, runs, old.kind if old.kind != new.kind else "")


def _whole(change: str, block: Block) -> Passage:
    old, new = () if change == "ins" else block.words, () if change == "del" else block.words
    return Passage(change, block.kind, tuple(word_runs(old, new)))


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Which blocks are versions of each other: the pairing in order that shares most words."""
    if len(old) * len(new) > MOST_PAIRS:
        # Too many to try every pair: each is held against the one in its place.
        both = enumerate(zip(old, new, strict=False))
        return [(n, n) for n, (one, other) in both if likeness(_bag(one), _bag(other)) >= ALIKE]
    bags = [[_bag(block) for block in side] for side in (old, new)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    like: dict[tuple[int, int], float] = {}
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            like[i, j] = likeness(bags[0][i], bags[1][j])
            paired = best[i + 1][j + 1] + like[i, j] if like[i, j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return list(_chosen(best, like, len(old), len(new)))


def _chosen(best: list[list[float]], like: Mapping, rows: int, columns: int) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < rows and j < columns:
        if like[i, j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + like[i, j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _bag(block: Block) -> Counter:
    return Counter(token.key for token in block.words)
