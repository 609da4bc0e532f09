"""The passage of an entry that answers a search, with the words found in it. Plain text in pieces: templates escape."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LENGTH = 240
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
        best = max(texts, key=self._different)
        return self.marked(self._stretch(best))

    def _different(self, text: str) -> int:
        return len({found.lastindex for found in self.words.finditer(text)}) if self.words else 0

    def _stretch(self, text: str) -> str:
        if len(text) <= LENGTH:
            return text
        places = [found.start() for found in self.words.finditer(text)] if self.words else []
        first = max(places, key=lambda place: sum(place <= other < place + LENGTH for other in places), default=0)
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
