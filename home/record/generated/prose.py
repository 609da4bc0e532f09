"""Generated running text: paragraphs of the record's sentences with links to generated entries and footnotes."""

from dataclasses import dataclass, field
from html import escape
from random import Random
from uuid import uuid5

from home.record.generated import words
from home.record.generated.catalogue import NAMESPACE, Catalogue, Identity

SOURCES = 400
PUBLISHERS = ("Interfax", "BelTA", "24.kg", "Kazinform", "Asia-Plus", "Armenpress", "Reuters", "The Diplomat")


def source(number: int) -> dict:
    """The `number`-th generated source, in the shape documents cite it."""
    rng = Random(f"source:{number}")
    publisher = rng.choice(PUBLISHERS)
    phrase = rng.choice(words.phrases())
    return {
        "source": str(uuid5(NAMESPACE, f"source:{number}")),
        "title": f"{words.place_name(rng)}: {phrase}",
        "publisher": publisher,
        "author": " ".join(words.person_name(rng)),
        "url": f"https://example.org/{number}/{publisher.lower().replace(' ', '-')}",
        "archived_url": None,
        "published": f"{rng.randrange(1999, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
        "kind": "news",
        "language": "en",
        "read": True,
        "locator": "",
    }


def cited(rng: Random, count: int) -> list[dict]:
    return [source(number) for number in rng.sample(range(SOURCES), count)]


@dataclass
class Writer:
    """Writes for one entry, and remembers whom the text links to."""

    catalogue: Catalogue
    entry: Identity
    rng: Random
    sources: list[dict]
    linked: dict[str, Identity] = field(default_factory=dict)

    def rich(self, length: int, max_links: int) -> str:
        """HTML of about `length` words, as the sanitiser would leave it."""
        blocks, count = [], 0
        while count < length:
            parts = [self.sentence(max_links) for _ in range(self.rng.randrange(3, 6))]
            text = " ".join(text for text, _ in parts) + self.footnote()
            count += sum(size for _, size in parts)
            blocks.append(f"<p>{text}</p>")
            if len(blocks) % 4 == 0:
                blocks.append(f"<h2>{escape(self.rng.choice(words.phrases()).capitalize(), quote=False)}</h2>")
        return "\n".join(blocks)

    def sentence(self, max_links: int) -> tuple[str, int]:
        if self.rng.random() < 0.12:
            text = self.reported()
            return text, len(text.split())
        pieces = self.rng.choice(words.sentences())
        text = "".join(
            escape(piece, quote=False) if isinstance(piece, str) else self.link(piece, max_links) for piece in pieces
        )
        return text, sum(len((piece if isinstance(piece, str) else piece[1]).split()) for piece in pieces)

    def reported(self) -> str:
        """A sentence of rare words: an invented person, place and figure."""
        rng = self.rng
        given, family = words.person_name(rng)
        return (
            f"{given} {family} said in {words.place_name(rng)} that {rng.randrange(20, 20000)} personnel"
            f" had taken part and that {rng.choice(words.phrases())} would be discussed again."
        )

    def link(self, place: tuple[str, str], max_links: int) -> str:
        kind, shown = place
        target = self.catalogue.before(self.entry.index, kind, self.rng) if kind else None
        if target is None or target == self.entry:
            return escape(shown, quote=False)
        words_shown = escape(target.title, quote=False)
        if str(target.id) not in self.linked and len(self.linked) >= max_links:
            return words_shown
        self.linked[str(target.id)] = target
        return f'<a href="/id/{target.id}/">{words_shown}</a>'

    def footnote(self) -> str:
        if not self.sources or self.rng.random() < 0.4:
            return ""
        used = self.rng.choice(self.sources)
        return f'<sup><a href="#source-{used["source"]}">{self.sources.index(used) + 1}</a></sup>'

    def plain(self) -> str:
        """One sentence without markup, for summaries and quotations."""
        pieces = self.rng.choice(words.sentences())
        return "".join(piece if isinstance(piece, str) else piece[1] for piece in pieces)
