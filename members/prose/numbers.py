"""Numbers of people as prose writes them: “some 18,000 troops”, “eighteen thousand”, “3,500 to 4,000”."""

import re
from dataclasses import dataclass

_UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {word: number for number, word in enumerate(_UNITS, 1)}
SMALL |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_WORD = "|".join(sorted(SMALL, key=len, reverse=True))
_WORDS = rf"(?:{_WORD})(?:[- ](?:{_WORD}))?(?: hundred)?"
_DIGITS = r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+(?:\.\d)?"
_HEDGES = (
    "about", "around", "some", "approximately", "roughly", "nearly", "almost", "more than", "over", "well over",
    "just over", "at least", "up to", "under", "just under", "fewer than", "less than", "only", "just", "a total of",
)  # fmt: skip
_HEDGE = rf"(?:(?P<hedge>{'|'.join(sorted(_HEDGES, key=len, reverse=True))}) )?"
FIGURE = re.compile(
    rf"{_HEDGE}(?P<low>(?:{_DIGITS}|\b{_WORDS})(?P<thousand> thousand\b(?: (?:and )?{_WORDS}\b)?)?)"
    rf"(?:(?: ?[-–—] ?| to | and )(?P<high>(?:{_DIGITS}|\b{_WORDS})(?: thousand\b)?))?"
    # What is counted; a small word means that nothing is named.
    rf"(?:[- ](?P<noun>(?!(?:in|at|by|over|and|on|for|from|during|as|when|or|that|then|but|to)\b)[\w-]+))?",
    re.IGNORECASE,
)
PEOPLE = {
    "troops", "personnel", "soldiers", "servicemen", "members", "people", "men", "peacekeepers", "fighters", "strong",
}  # fmt: skip
_NEARLY = ("nearly", "almost", "just under")
_ROUGHLY = ("about", "around", "some", "approximately", "roughly")
_AT_LEAST = ("more than", "over", "well over", "just over", "at least")
_AT_MOST = ("up to", "under", "fewer than", "less than")


@dataclass(frozen=True)
class Figure:
    """A number or a range of them, how sure the text is of it, what it counts ("" where that is not said)."""

    low: float
    high: float
    hedge: str
    noun: str
    start: int
    end: int

    def fits(self, counted: int, is_approximate: bool) -> bool:
        """Whether a careful writer could say so of what is on record."""
        if self.hedge in _NEARLY:
            return self.low * 0.88 <= counted <= self.low
        if self.hedge in _AT_LEAST:
            return counted * 0.8 <= self.low <= counted
        if self.hedge in _AT_MOST:
            return counted <= self.high <= counted * 1.25
        room = 0.1 if self.hedge in _ROUGHLY else 0.05 if is_approximate else 0
        return self.low - counted * room <= counted <= self.high + counted * room


def figure_at(text: str, place: int) -> Figure | None:
    match = FIGURE.match(text, place)
    return figure_of(match) if match else None


def figure_of(match: re.Match) -> Figure | None:
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else low
    if match["high"] and "thousand" in match["high"] and not match["thousand"] and low < 1000:
        low *= 1000
    noun = (match["noun"] or "").casefold()
    hedge = (match["hedge"] or "").casefold()
    return Figure(low, high, hedge, noun, match.start(), match.end()) if low <= high else None


def _number(text: str) -> float:
    digits, times = text.casefold(), 1
    if " thousand " in digits:
        thousands, _between, rest = digits.partition(" thousand ")
        return _number(thousands) * 1000 + _number(rest.removeprefix("and "))
    if digits.endswith(" thousand"):
        digits, times = digits.removesuffix(" thousand"), 1000
    if digits[0].isdigit():
        grouped = re.sub(r"[.,\s](?=\d{3})", "", digits)
        return float(grouped) * times
    hundreds = 100 if digits.endswith(" hundred") else 1
    return sum(SMALL[word] for word in re.split(r"[- ]", digits.removesuffix(" hundred"))) * hundreds * times
