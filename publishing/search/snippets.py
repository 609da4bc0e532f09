"""The passage of an entry that answers a search, with the words found in it. Plain text in pieces: templates escape."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LENGTH = 240
# Treaties are long, and a page shows twenty passages: so much of a text is looked through.
READ = 50_000
# A word begins with its stem, and has an ending of so many letters at most.
ENDING = 5


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool


class Marker:
    """Marks the words that begin with one of the lexemes, in any case."""

    def __init__(self, lexemes: Iterable[str]):
        stems = sorted({_stem(lexeme) for lexeme in lexemes if any(map(str.isalnum, lexeme))}, key=len, reverse=True)
        self.words = (
            re.compile(rf"(?<!\w)(?:{'|'.join(f'({stem})' for stem in stems)})(?!\w)", re.IGNORECASE) if stems else None
        )

    def marked(self, text: str) -> list[Piece]:
        pieces, at = [], 0
        for found in self.words.finditer(text) if self.words else ():
            pieces += [Piece(text[at : found.start()], False), Piece(found[0], True)]
            at = found.end()
        return [piece for piece in [*pieces, Piece(text[at:], False)] if piece.text]

    def passage(self, *texts: str) -> list[Piece]:
        """From the first of the texts in which most different words are found, the stretch where they stand."""
        found = [(text, self._places(text)) for text in texts]
        best, places = max(found, key=lambda each: len({word for _place, word in each[1]}))
        return self.marked(_stretch(best, densest([place for place, _word in places], LENGTH)))

    def _places(self, text: str) -> list[tuple[int, int | None]]:
        """Where words are found, and which."""
        return [(found.start(), found.lastindex) for found in self.words.finditer(text, 0, READ)] if self.words else []


def densest(places: Sequence[int], length: int) -> int:
    """The first of `places`, which are in order, within `length` from which most of them lie. Each is looked at once or
    twice, however many there are."""
    best, most, end = 0, 0, 0
    for at, place in enumerate(places):
        while end < len(places) and places[end] < place + length:
            end += 1
        if end - at > most:
            best, most = place, end - at
    return best


def _stretch(text: str, first: int) -> str:
    """So much of `text` as a passage has, cut at spaces, with what stands at `first`."""
    if len(text) <= LENGTH:
        return text
    start = text.rfind(" ", 0, max(first - LENGTH // 4, 0)) + 1 if first > LENGTH // 4 else 0
    end = text.find(" ", start + LENGTH)
    end = len(text) if end == -1 else end
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def _stem(lexeme: str) -> str:
    """English stems end in i where the word may end in y."""
    if len(lexeme) < 3 or lexeme.isdigit():
        return re.escape(lexeme)
    stem = f"{re.escape(lexeme[:-1])}[iy]" if lexeme.endswith("i") else re.escape(lexeme)
    return rf"{stem}\w{{0,{ENDING}}}"
