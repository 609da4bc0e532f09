"""“The summit of 16 May 2022”, “the treaty, signed on 15 May 1992”: a date beside what happened on a date."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from members.prose.passages import Link
from members.prose.reading import Reading
from members.prose.spoken import DATE, span_of
from publishing.claims import of_dates
from publishing.gate import Finding
from publishing.models import Entry
from publishing.periods import next_unit

_PLACE = r"(?: (?:in|at) (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)?"
_HAPPENED = {
    "summit": r"(?:,? (?:which |that )?(?:was |were )?(?:held|took place|met|opened))",
    "event": r"(?:,? (?:which |that )?(?:was |were )?(?:held|took place|ran|began|started))",
    "document": r"(?:,? (?:which |that )?(?:was |were )?(?:signed|adopted))",
    "statement": r"(?:,? (?:which |that )?(?:was )?(?:delivered|made|said))",
}
HAPPENED = {
    kind: re.compile(rf"{verb}{_PLACE},?(?: (?:on|in|from))? {DATE}(?P<more>(?: to| until|[-–]| and))?")
    for kind, verb in _HAPPENED.items()
}
OF = re.compile(rf"{_PLACE}(?: of| \() ?{DATE}(?P<more>(?: to| until|[-–]| and))?")
# “At the summit on 16 May”: the day is the meeting's own only where somebody is said to be at it.
MET = re.compile(rf"{_PLACE} (?:on|in) {DATE}(?P<more>(?: to| until|[-–]| and))?")
AT = re.compile(r"\b(?:at|during) (?:(?:the|an?) )?(?:[\w-]+ ){0,3}\Z", re.IGNORECASE)


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links(*HAPPENED):
        entry = reading.known.entries[link.id]
        match = _date_beside(reading, link, entry.kind)
        span = span_of(match) if match and not match["more"] else None
        days = _days(entry)
        if match and span and days and not span.meets(days):
            said = reading.sentence.text[link.start : link.end + match.end()]
            message = _("The text says “%(said)s”; on record it is of another date.") % {"said": said.strip()}
            yield reading.differs("prose-date", message, said, link, [of_dates(entry)])


def _date_beside(reading: Reading, link: Link, kind: str) -> re.Match | None:
    after = reading.after(link)
    match = HAPPENED[kind].match(after) or OF.match(after)
    if not match and kind == "summit" and AT.search(reading.before(link)):
        match = MET.match(after)
    return match


def _days(entry: Entry) -> tuple[date | None, date | None] | None:
    """Every day it may have been on."""
    if entry.starts_on is None:
        return None
    until = next_unit(entry.starts_on, entry.start_precision)
    if entry.ends_on:
        until = max(until, entry.ends_on)
    return entry.starts_on, None if entry.end_precision == "open" else until
