"""“The summit of 16 May 2022”, “the treaty, signed on 15 May 1992”: a date beside what happened on a date."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from members.prose import agreement
from members.prose.agreement import Days, Deed
from members.prose.dates import MONTH, date_at
from members.prose.passages import Link
from members.prose.reading import Reading
from members.prose.subjects import LEADS_TO
from members.prose.times import How, Time, time_at, time_before
from publishing.claims import of_dates
from publishing.gate import Finding
from publishing.models import Entry
from publishing.periods import Precision, next_unit

_PLACE = rf"(?: (?:in|at) (?:the )?(?!(?:{MONTH})\b)[A-Z][\w’'-]+(?: (?!(?:{MONTH})\b)[A-Z][\w’'-]+)*)?"
_HAPPENED = {
    "summit": "held|took place|met|convened|gathered|assembled|sat|hosted|dated",
    "event": "held|took place|ran|lasted|went on|fought|conducted|carried out|staged",
    "document": "signed|adopted|approved|concluded|dated|agreed|initialled",
    "statement": "delivered|made|said|spoken|given|uttered",
}
_BEGAN = {
    "summit": "opened|began|started",
    "event": "opened|began|started|broke out|launched|erupted",
    **dict.fromkeys(("organisation", "force", "institution"), "founded|established|created|formed|set up|launched"),
    "person": "born",
}
_ENDED = {
    "summit": "closed|ended|concluded|finished",
    "event": "closed|ended|concluded|finished|was completed",
    "organisation": "dissolved|disbanded|wound up",
    "person": "died",
}


def _verbs(words: str) -> re.Pattern:
    return re.compile(rf"{LEADS_TO}(?:(?:was|were|been|being) )?(?:(?:first|formally) )*(?:{words}){_PLACE}")


FORMS: dict[str, list[tuple[Deed, re.Pattern]]] = {
    kind: [
        (deed, _verbs(words[kind]))
        for deed, words in ((Deed.HELD, _HAPPENED), (Deed.BEGAN, _BEGAN), (Deed.ENDED, _ENDED))
        if kind in words
    ]
    for kind in _HAPPENED | _BEGAN
}
OF = re.compile(rf"{_PLACE}(?: of| \()")
# “His report on the summit of 24 May”: the date may be the report's.
PART_OF = re.compile(r"\w (?:on|about|for|of) (?:the |an? |its |their )?\Z")
# “At the summit on 16 May”: the day is the meeting's own only where somebody is said to be at it.
AT = re.compile(r"\b(?:at|during) (?:(?:the|an?|their|its) )?(?:[\w-]+ ){0,3}\Z", re.IGNORECASE)
MET_AT = re.compile(
    r"\b(?:met|gathered|convened|assembled|came together) (?:\w+ ){0,2}(?:at|for|in) (?:the|an?|their) \Z"
)
SIGNED = re.compile(r"\b(?:signed|adopted|approved|concluded) (?:the|an?|their|its) \Z")
# “Signed in Glory in October 2003, the Charter …”; a place may be more than a name.
PARTICIPLE = re.compile(
    rf"(?:\A|[,;(] ?)(?:[Ss]igned|[Aa]dopted|[Aa]pproved|[Cc]oncluded)"
    rf"(?:{_PLACE}| (?:in|at) the [\w ]{{3,30}}?)(?= (?:in|on) )"
)
YEAR_OF = re.compile(r"\b(?:the|this|that|its|their) (?=[A-Z0-9][^,;]*\Z)", re.IGNORECASE)


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links(*FORMS):
        entry = reading.known.entries[link.id]
        said = _said_of(reading, link, entry) if entry.starts_on else None
        if said and _wrong(*said, reading, link):
            deed, time = said
            words = reading.text[min(link.start, time.first.start) : max(link.end, time.end)].strip()
            message = _("The text says “%(said)s”; on record it is of another date.") % {"said": words}
            yield reading.differs("prose-date", message, words, link, [of_dates(entry)])


def _said_of(reading: Reading, link: Link, entry: Entry) -> tuple[Deed, Time] | None:
    """What is said of the dates of a link, by the verb behind it, else by what stands right beside it."""
    year = entry.starts_on.year if entry.starts_on else None
    for deed, pattern in FORMS[entry.kind]:
        match = pattern.match(reading.after(link))
        time = match and time_at(reading.text, link.end + match.end(), year)
        if match and not time and re.match(r"\s*(?:[.,;)]|$)", reading.after(link)[match.end() :]):
            time = time_before(reading.text, link.start)
        if time and reading.leads(link):
            return deed, time
    time = _participle(reading, link) if entry.kind == "document" else None
    time = time or _beside(reading, link, entry.kind, year)
    return (Deed.HELD if entry.kind in _HAPPENED else Deed.BEGAN, time) if time else None


def _participle(reading: Reading, link: Link) -> Time | None:
    match = PARTICIPLE.search(reading.before(link))
    time = time_at(reading.text, match.end()) if match else None
    return time if time and re.fullmatch(r", (?:the )?", reading.text[time.end : link.start]) else None


def _beside(reading: Reading, link: Link, kind: str, year: int | None) -> Time | None:
    before, after = reading.before(link), reading.after(link)
    match = OF.match(after) if kind in _HAPPENED and not PART_OF.search(before) else None
    if match and (time := time_at(reading.text, link.end + match.end(), year)):
        return time
    if (kind == "summit" and AT.search(before)) or (kind == "document" and SIGNED.search(before)):
        place = re.match(_PLACE, after)
        if time := time_at(reading.text, link.end + (place.end() if place else 0), year):
            return time
    is_met = kind in ("summit", "event") and MET_AT.search(before)
    if is_met or (kind == "document" and SIGNED.search(before)):
        return time_before(reading.text, link.start)
    return _year_of(reading, link) if kind in _HAPPENED else None


def _year_of(reading: Reading, link: Link) -> Time | None:
    """“The 2019 session”: a date between the article and the link."""
    opening = YEAR_OF.search(reading.before(link))
    span = date_at(reading.text, opening.end()) if opening else None
    return Time(How.ON, span, span, link.end) if span and span.end == link.start - 1 else None


def _wrong(deed: Deed, time: Time, reading: Reading, link: Link) -> Deed | None:
    entry = reading.known.entries[link.id]
    # What is in effect for years was signed on one day.
    days = _first(entry) if entry.kind == "document" else _days(entry)
    held = [days, *(agreement.possible(fact["valid"]) for fact in reading.known.signatures(link.id))]
    return agreement.disagreement(deed, time, [_first(entry)], [_last(entry)], held)


def _days(entry: Entry) -> Days:
    """Every day it may have been on."""
    return entry.starts_on, None if entry.end_precision == Precision.OPEN else _last(entry)[1]


def _first(entry: Entry) -> tuple[date, date]:
    assert entry.starts_on
    return entry.starts_on, next_unit(entry.starts_on, entry.start_precision)


def _last(entry: Entry) -> Days:
    """The day, month or year it ended in: the last before the end. Where none is given, that of its beginning."""
    if entry.end_precision in (Precision.UNKNOWN, Precision.OPEN):
        return entry.starts_on, None
    if entry.ends_on is None:
        return _first(entry)
    last = entry.ends_on - timedelta(days=1)
    if entry.end_precision == Precision.DAY:
        return last, entry.ends_on
    return last.replace(day=1, **({"month": 1} if entry.end_precision == Precision.YEAR else {})), entry.ends_on
