"""Dates as English articles write them: “16 May 2022”, “May 16”, “in May 2022”, “since 2002”, “30th anniversary”."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from commentary.importing.found import DateFound

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join((*MONTHS, "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"))
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"""\b(?P<iso>{_YEAR}-\d\d(?:-\d\d)?)\b
    | \b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>{_YEAR})\b)?
    | \b(?P<month_a>{_MONTH})\b\.?\s+(?P<day_a>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|,\d)(?:,?\s+(?P<year_a>{_YEAR})\b)?
    | \b(?P<month_b>{_MONTH})\b\.?,?\s+(?P<year_b>{_YEAR})\b
    | (?P<in>\b(?:in|since|until|of|last|this))\s+(?P<month_c>{_MONTH})\b(?!\.?,?\s+\d)
    | (?<![\d,.–-])\b(?P<year_d>{_YEAR})\b(?![\d,.]\d|\s*(?:personnel|troops|soldiers|servicemen|people|men)\b)
    | \b(?P<years>\d{{1,3}})(?:st|nd|rd|th)[\s-]+anniversary\b""",
    re.VERBOSE,
)
_SINCE = re.compile(r"\b(since|from|until|till)\s+\Z", re.IGNORECASE)


def find(texts: Iterable[str], day: str = "") -> list[list[DateFound]]:
    """The dates of each text. A date without its year takes that of `day`, or the year named most."""
    texts = list(texts)
    years = Counter(re.findall(rf"\b{_YEAR}\b", " ".join(texts)))
    usual = day[:4] or (years.most_common(1)[0][0] if years else "")
    return [list(_in(text, usual)) for text in texts]


def _in(text: str, usual: str) -> Iterator[DateFound]:
    for found in _DATE.finditer(text):
        # “On 14 May 2021 … On 3 July”: a day of the year told before it.
        usual = found["year"] or found["year_a"] or found["year_b"] or usual
        if found["years"]:
            yield DateFound(found.start(), found.end(), found[0], "", "anniversary", int(found["years"]))
        elif iso := _iso(found, usual):
            yield DateFound(found.start(), found.end(), found[0], iso, _sense(text, found))


def _sense(text: str, found: re.Match) -> str:
    before = _SINCE.search(text[: found.start()])
    word = (before[1] if before else found["in"] or "").lower()
    return {"since": "since", "from": "since", "until": "until", "till": "until"}.get(word, "on")


def _iso(found: re.Match, usual: str) -> str:
    if found["iso"]:
        return found["iso"] if _exists(found["iso"]) else ""
    named = {name: value for name, value in found.groupdict().items() if value}
    year = next((value for name, value in named.items() if name.startswith("year")), usual)
    month = next((value for name, value in named.items() if name.startswith("month")), "")
    day = next((value for name, value in named.items() if name in ("day", "day_a")), "")
    if not year:
        return ""
    number = next((n for n, name in enumerate(MONTHS, 1) if month and name.startswith(month[:3])), 0)
    text = year + (f"-{number:02}" if number else "") + (f"-{int(day):02}" if day else "")
    return text if _exists(text) else ""


def _exists(iso: str) -> bool:
    try:
        date.fromisoformat((iso + "-01-01")[:10] if len(iso) < 10 else iso)
    except ValueError:
        return False
    return True
