"""What sentences say of the record's entries: office, attendance, host, strength, membership, participation, date.

Rules of thumb over names already recognised. They miss what is said in a roundabout way, and an editor decides on each.
"""

import re
from collections.abc import Callable, Iterator

from commentary.importing.found import Claim, Mention, Passage, Reading, same_time
from commentary.importing.names import is_abbreviation

Span = tuple[int, int]

ROLES = {
    "head-of-state": r"president|head\s+of\s+state",
    "head-of-government": r"prime\s+minister|premier|head\s+of\s+government|chairman\s+of\s+the\s+cabinet",
    "secretary-general": r"secretary[\s-]general",
    "minister": r"(?:foreign|defen[cs]e|interior)\s+minister|minister\s+of\s+\w+(?:\s+affairs)?",
}  # fmt: skip
_ROLE = re.compile("|".join(rf"(?P<{key.replace('-', '_')}>\b(?:{words})\b)" for key, words in ROLES.items()), re.I)
_FORMER = re.compile(r"\b(former|ex-|then|late|future|vice|deputy)[\s-]*\Z", re.IGNORECASE)
_ATTEND = re.compile(
    r"\b(attend(?:ed|ing|s)?|took\s+part|participated|gathered|were\s+present|was\s+present|came\s+to)\b", re.I
)
_ABSENT = re.compile(
    r"\b(did\s+not\s+(?:attend|come|take\s+part)|skipped|was\s+absent|stayed\s+away|boycotted)\b", re.I
)
_OTHER_VERB = re.compile(r"\b(that|which|was|were|is|are|had|has)\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(summit|session|meeting)\b", re.IGNORECASE)
_PRESIDED = re.compile(r"\b(?:presided\s+over|chaired)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(in|at|near|to)\s+(?:the\s+)?\Z", re.IGNORECASE)
_NUMBER = r"(?P<number>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d{2,7})"
_STRONG = re.compile(
    rf"{_NUMBER}(?P<thousand>\s+thousand)?[\s-]*(?:personnel|troops|soldiers|servicemen|people|men|strong|military)\b",
    re.I,
)
_JOINED = re.compile(r"\b(joined|acceded\s+to|entered|became\s+a\s+(?:full\s+)?member\s+of)\b", re.IGNORECASE)
_LEFT = re.compile(r"\b(left|leaving|withdrew\s+from|quit|quitting|pulled\s+out\s+of)\b", re.IGNORECASE)
_TWICE = re.compile(r"\b(twice|two\s+times|three\s+times)\b", re.IGNORECASE)
_IS = re.compile(
    r"\b(?P<not>not\s+(?:currently\s+)?)?(?:is|was|remains?|remained|as|been)\s+(?P<no>not\s+)?(?:currently\s+|still\s+)?"
    r"an?\s+(?:full\s+|founding\s+)?(?P<status>member|observer|candidate)\b",
    re.IGNORECASE,
)
_TOOK_PART = re.compile(
    r"\b(took\s+part|participated|joined|sent|contributed|troops\s+from|contingents?\s+from|involved)\b", re.I
)
_HELD_IN = re.compile(
    r"\s+(?:(?:was|will\s+be|is|took|to\s+be)\s+)?(?:(?:held|staged|planned|place)\s+)?in\s+", re.IGNORECASE
)
_CANCELLED = re.compile(r"\b(cancel|call(?:ed)?\s+off|scrapp|did\s+not\s+take\s+place|never\s+took)", re.IGNORECASE)


def claims(reading: Reading) -> list[Claim]:
    """Everything the text is taken to say, in the order it stands there."""
    found = [
        claim
        for passage in reading.passages
        for span in passage.sentences
        for rule in RULES
        for claim in rule(passage, span, reading.day)
    ]
    return sorted(dict.fromkeys(found), key=lambda claim: (claim.passage, claim.start))


def _claim(
    passage: Passage, span: Span, kind: str, at: tuple[int, int], subject: Mention, *, day: str, **fields
) -> Claim:
    assert subject.entry
    words = passage.text[span[0] : span[1]].strip()
    return Claim(kind, passage.number, *at, subject.entry, day=day, words=words, **fields)


def _day(passage: Passage, span: Span, day: str) -> str:
    """The date of a sentence; the day of the article when the sentence gives none, or gives it less exactly."""
    told = passage.date_in(span)
    if day and (not told or len(told) < len(day) and same_time(told, day)):
        return day
    return told


def offices(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """“Prime Minister Jane Doe”, “Freedonia's President Jane Doe”, “Jane Doe, the president of Freedonia”."""
    states = passage.inside(span, "state")
    for person in passage.inside(span, "person"):
        for role in _ROLE.finditer(passage.text, span[0], span[1]):
            between = passage.text[role.end() : person.start]
            after = passage.text[person.end : role.start()]
            leads = role.end() <= person.start and re.fullmatch(r"\s*(of\s+[\w\s]{2,30}\s)?,?\s*", between)
            follows = person.end <= role.start() and re.fullmatch(
                r",\s+(the\s+|who\s+is\s+|[\w\s]{2,25}[’']s\s+)?", after
            )
            if not (leads or follows) or _FORMER.search(passage.text[: role.start()]):
                continue
            of = next((s for s in states if 0 <= s.start - role.end() <= 8 or 0 <= role.start() - s.end <= 3), None)
            kind = next(key for key in ROLES if role[key.replace("-", "_")])
            since = passage.date_in(span, ("since",))
            at = (min(role.start(), person.start), max(role.end(), person.end))
            yield _claim(
                passage, span, "tenure" if since else "office", at, person,
                object=of.entry if of else None, value=kind, day=since or _day(passage, span, day),
            )  # fmt: skip


def attendance(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    text = passage.text[span[0] : span[1]]
    came, absent = _ATTEND.search(text), _ABSENT.search(text)
    summits = passage.inside(span, "summit")
    if not (came or absent) or not (summits or _MEETING.search(text)):
        return
    named = summits[0].entry if summits else None
    for party in passage.inside(span, "state", "person"):
        # In front of the verb: its subject only, not somebody of whom something else is said.
        verb = absent or came
        elsewhere = verb and _OTHER_VERB.search(passage.text[party.end : span[0] + verb.start()])
        if not elsewhere and not _PLACE.search(passage.text[: party.start]):
            yield _claim(
                passage, span, "attendance", (party.start, party.end), party,
                object=named, value="absent" if absent else "in-person", day=_day(passage, span, day),
            )  # fmt: skip


def hosts(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """“hosted by Freedonia”, “Freedonia hosted”; who presided in the same way."""
    named = passage.inside(span, "summit", "event")
    meeting = named[0].entry if named else None
    if not (meeting or _MEETING.search(passage.text, *span) or _PRESIDED.search(passage.text, *span)):
        return
    dated = _day(passage, span, day)
    for party in passage.inside(span, "state", "person"):
        before, after = passage.text[span[0] : party.start], passage.text[party.end : span[1]]
        for kind, verb in (("host", r"host(?:ed|s|ing)?"), ("chair", r"(?:presided\s+over|chaired|presiding\s+over)")):
            passive = re.search(rf"\b{verb}\s+by\s+(?:\w+\s+){{0,3}}\Z", before, re.I)
            active = re.match(rf"\s+(?:\w+\s+)?{verb}\b(?!\s+by)", after, re.I)
            if (passive or active) and (kind == "host" or party.of("person")):
                at = (party.start, party.end)
                yield _claim(passage, span, kind, at, party, object=meeting, day=dated)


def strengths(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    forces = passage.inside(span, "force")
    for found in _STRONG.finditer(passage.text, *span):
        before = [force for force in forces if force.end <= found.start() and found.start() - force.end < 60]
        after = [force for force in forces if found.end() <= force.start < found.end() + 30]
        force = before[-1] if before else after[0] if after else None
        if force:
            number = int(re.sub(r"\D", "", found["number"])) * (1000 if found["thousand"] else 1)
            dated = _day(passage, span, day)
            yield _claim(passage, span, "strength", found.span(), force, value=str(number), day=dated)


def memberships(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    text = passage.text
    organisations = passage.inside(span, "organisation")
    dated = passage.date_in(span, ("on", "since"))
    for state in passage.inside(span, "state"):
        for kind, verb in (("joined", _JOINED), ("left", _LEFT), ("status", _IS)):
            found = verb.search(text, state.end, min(state.end + 60, span[1]))
            if not found:
                continue
            to = next((each for each in organisations if 0 <= each.start - found.end() <= 30), None)
            to = to or (organisations[-1] if kind == "status" and organisations else None)
            times = _TWICE.search(text, found.end(), span[1]) if kind == "left" else None
            if to and (times or dated or kind == "status"):
                value = times[0].lower() if times else _status(found) if kind == "status" else ""
                kind = "times-left" if times else kind
                at = (state.start, times.end() if times else max(found.end(), to.end))
                yield _claim(passage, span, kind, at, state, object=to.entry, value=value, day=dated or day)


def _status(found: re.Match) -> str:
    return ("not-" if found["not"] or found["no"] else "") + found["status"].lower()


def participations(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    events = passage.inside(span, "event")
    if not events or not _TOOK_PART.search(passage.text, *span):
        return
    for party in passage.inside(span, "state", "force"):
        if not _PLACE.search(passage.text[: party.start]):
            at = (party.start, party.end)
            yield _claim(passage, span, "participation", at, party, object=events[0].entry, day=passage.date_in(span))


def held(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """When and where a summit or an exercise was; that it was at all."""
    cancelled = _CANCELLED.search(passage.text, *span)
    for event in passage.inside(span, "summit", "event"):
        assert event.entry
        at = (event.start, event.end)
        if event.entry.kind == "event" and not cancelled:
            yield _claim(passage, span, "takes-place", at, event, day=day)
        near = [d for d in passage.dates if d.sense == "on" and 0 <= d.start - event.end <= 40 and d.start < span[1]]
        if near:
            yield _claim(
                passage, span, "held-on", (event.start, near[0].end), event, day=near[0].iso, value=near[0].iso
            )
        for state in passage.inside(span, "state"):
            if _HELD_IN.fullmatch(passage.text[event.end : state.start]):
                yield _claim(passage, span, "held-in", (event.start, state.end), event, object=state.entry, day=day)


def meetings(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """“the summit in Freedonia on 16 May 2022”, by no name of the record."""
    word = _MEETING.search(passage.text, *span)
    dated = [d for d in passage.dates if word and len(d.iso) == 10 and word.start() - 25 <= d.start <= word.end() + 60]
    bodies = passage.inside(span, "organisation", "state", "institution")
    if word and dated and bodies and _within(dated[0].start, span) and not passage.inside(span, "summit"):
        yield _claim(passage, span, "meeting-on", (word.start(), dated[0].end), bodies[0], day=dated[0].iso)


def affiliations(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """“Jane Doe, head of research at the Institute of Glory”."""
    for person in passage.inside(span, "person"):
        for institution in passage.inside(span, "institution"):
            between = passage.text[person.end : institution.start]
            found = re.fullmatch(
                r",\s+(?:an?\s+|the\s+)?(\w[^.;,“”]{2,150}?)\s+(?:at|of|with|from)\s+(?:the\s+)?", between
            )
            if found:
                at = (person.start, institution.end)
                yield _claim(
                    passage, span, "affiliation", at, person, object=institution.entry, value=found[1], day=day
                )  # fmt: skip


def names(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """A force called otherwise than the record calls it."""
    for force in passage.inside(span, "force"):
        if not is_abbreviation(force.text) and " " in force.text:
            yield _claim(passage, span, "called", (force.start, force.end), force, value=force.text, day=day)


def _within(position: int, span: Span) -> bool:
    return span[0] <= position < span[1]


def anniversaries(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    for found in passage.dates:
        if found.sense == "anniversary" and _within(found.start, span):
            of = [m for m in passage.inside(span, "organisation", "document") if 0 <= m.start - found.end <= 25]
            dated = _day(passage, span, day)
            if of and dated:
                at = (found.start, of[0].end)
                yield _claim(passage, span, "anniversary", at, of[0], day=dated, value=str(found.years))


RULES: tuple[Callable[[Passage, Span, str], Iterator[Claim]], ...] = (
    offices, attendance, hosts, strengths, memberships, participations, held, meetings, anniversaries,
    affiliations, names,
)  # fmt: skip
