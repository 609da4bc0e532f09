"""“Became president in 2018”, “resigned in March 2019” beside a linked person, against the tenures on record."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from members.prose import agreement
from members.prose.agreement import ANY, Days, Deed
from members.prose.passages import Link
from members.prose.reading import Reading
from members.prose.subjects import LEADS_TO
from members.prose.times import How, Time, time_at, time_before
from members.prose.titles import CALLED, NAME, PASSED, sort_of, tenures_called, tenures_of
from publishing.gate import Finding
from publishing.periods import Precision

# Elections and appointments come before the office does.
AHEAD = timedelta(days=183)
_CHOSEN = (
    r"(?:was|were)(?: (?:first|then|again|duly|narrowly|unanimously))* "
    r"(?P<chosen>(?:re-?)?elected|appointed|named|chosen)"
)
_AS = r"(?: (?:still|already|again|as|the|a|an|its|their|his|her|country’s|new|first|second|next))*"
_BECAME = (
    r"(?:became|took office|took over|took power|came to power|came to office|started|began|assumed office|entered "
    rf"office|was sworn in|was inaugurated|succeeded \w+(?: \w+)?|{_CHOSEN})"
)
_HELD = (
    r"(?:is|was|(?:has |had )?been|remained|stayed|(?:has )?(?:served|ruled|acted|worked)|"
    r"(?:headed|led|ran|governed|ruled)(?: the)? \w+(?= as))"
)
_LEFT = (
    r"(?:resigned|stepped down|stepped aside|stood down|left (?:the )?office|left (?:the )?post|lost office|lost power|"
    r"was (?:dismissed|recalled|removed|ousted|replaced|overthrown|toppled|deposed|sacked)|gave up (?:the )?office|"
    r"fell from power|retired|(?:ended|finished|completed) (?:his|her) term)"
)
_AFTER_WHOM = r"(?:took over from|succeeded|replaced|came after)"
FORMS = (
    (Deed.BEGAN, re.compile(rf"{LEADS_TO}{_BECAME}{_AS} {CALLED}"), True),
    (Deed.BEGAN, re.compile(rf"{LEADS_TO}(?:took office|assumed office|was sworn in|was inaugurated)(?! as\b)"), True),
    (Deed.BEGAN, re.compile(rf"{LEADS_TO}{_AFTER_WHOM} {NAME}"), True),
    (Deed.HELD, re.compile(rf"{LEADS_TO}(?:ruled|governed|led|headed|ran)(?: the)? (?P<what>{NAME})"), True),
    (Deed.HELD, re.compile(rf"{LEADS_TO}{_HELD}{_AS} {CALLED}"), True),
    (Deed.HELD, re.compile(rf"(?:, ?| \()(?:(?:the|its) )?{CALLED}(?=,? \(?[\w]|–)"), False),
    (Deed.ENDED, re.compile(rf"{LEADS_TO}{_LEFT}{_AS} {CALLED}"), True),
    (Deed.ENDED, re.compile(rf"{LEADS_TO}{_LEFT}(?! as\b)"), True),
)


DIED = re.compile(rf"{LEADS_TO}(?:died|was killed|passed away)(?: in office)?\b")


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("person"):
        yield from _died(reading, link)
        for deed, pattern, needs_subject in FORMS:
            match = pattern.match(reading.after(link))
            if match and (reading.leads(link) or not needs_subject):
                yield from _compared(reading, link, deed, match)


def _compared(reading: Reading, link: Link, deed: Deed, match: re.Match) -> Iterator[Finding]:
    tenures = reading.known.facts(link.id, "tenure")
    is_called = bool(match.groupdict().get("title"))
    held = tenures_called(reading, link.id, match) if is_called else tenures
    if what := match.groupdict().get("what"):
        held = tenures_of(reading, tenures, what) or None
    time = _time(reading, link, match)
    if not tenures or held is None or time is None or (is_called and sort_of(match) in PASSED.split("|")):
        return
    if _wrong(deed, time, match, held):
        said = reading.text[link.start : max(time.end, link.end + match.end())].strip()
        message = _("The text says “%(said)s”; on record the tenure of %(person)s is another.")
        words = {"said": said, "person": reading.title(link)}
        yield reading.contradicts("prose-office", message % words, said, link, held or tenures)


def _died(reading: Reading, link: Link) -> Iterator[Finding]:
    """Nobody holds an office after death."""
    match = DIED.match(reading.after(link))
    time = _time(reading, link, match) if match and reading.leads(link) else None
    later = [fact for fact in reading.known.facts(link.id, "tenure") if time and _runs_on(fact["valid"], time)]
    if time and later:
        said = reading.text[link.start : time.end].strip()
        message = _("The text says “%(said)s”; on record %(person)s held an office after that.")
        words = {"said": said, "person": reading.title(link)}
        yield reading.contradicts("prose-office", message % words, said, link, later)


def _runs_on(valid: dict[str, Any], time: Time) -> bool:
    """Whether it surely ended later, or is known to run on; an end known by its year may be any day of it."""
    first = (agreement.ended(valid) or ANY)[0]
    is_open = valid["precision"]["to"] == Precision.OPEN
    return is_open or bool(first and first > time.first.after)


def _time(reading: Reading, link: Link, match: re.Match) -> Time | None:
    end = link.end + match.end()
    time = time_at(reading.text, end)
    if time is None and re.match(r"\s*(?:[.,;)]|$)", reading.text[end:]):
        return time_before(reading.text, link.start)
    return time


def _wrong(deed: Deed, time: Time, match: re.Match, held: list[dict[str, Any]]) -> Deed | None:
    valid = [fact["valid"] for fact in held]
    begun: list[Days] = [agreement.began(each) for each in valid]
    if match.groupdict().get("chosen") and time.how is How.ON:
        begun = [_ahead(days) for days in begun]
    over = [days for each in valid if (days := agreement.ended(each))]
    return agreement.disagreement(deed, time, begun, over, [agreement.possible(each) for each in valid])


def _ahead(days: Days) -> Days:
    first, after = days
    return (max(first - AHEAD, date.min) if first else None, after)
