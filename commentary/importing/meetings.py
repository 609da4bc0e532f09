"""What sentences say of meetings and exercises: who was there, hosted and presided, when and where, and if at all."""

import re
from collections.abc import Iterator

from commentary.importing.claiming import CANCELLED, PLACE, Span, claimed, day_told, within
from commentary.importing.found import Claim, DateFound, Mention, Named, Passage

_ATTEND = re.compile(
    r"\b(attend(?:ed|ing|s)?|took\s+part|participated|gathered|were\s+present|was\s+present|came\s+to"
    r"|(?:flew|travelled|came|went)\s+to\s+(?:[\w-]+\s+){1,2}for|spoke\s+at|addressed\s+the|took\s+the\s+floor"
    r"|represented|sat\s+(?:between|beside|next|at|with|among)|signed\s+with\s+the\s+others|followed\s+the|joined\s+(?:the|their)\s+(?:[\w’']+\s+){0,3}(?:session|summit|meeting))\b",
    re.IGNORECASE,
)
# There in the flesh, not on a screen.
_TRAVELLED = re.compile(
    r"\b(?:(?:flew|travelled|came|went)\s+to|in\s+person|sat\s+(?:between|beside|next))\b", re.IGNORECASE
)
_ABSENT = re.compile(
    r"\b(did\s+not\s+(?:attend|come|take\s+part)|skipped|was\s+absent|stayed\s+away|boycotted)\b", re.I
)
_OTHER_VERB = re.compile(r"\b(that|which|was|were|is|are|had|has)\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(summit|session|meeting)\b", re.IGNORECASE)
_PRESIDED = re.compile(r"\b(?:presided\s+over|chaired|hosted\s+the\s+(?:\w+\s+){0,2}council)\b", re.IGNORECASE)
_HELD_IN = re.compile(
    r"\s+(?:(?:was|will\s+be|is|took|to\s+be)\s+)?(?:(?:held|staged|planned|place)\s+)?in\s+", re.IGNORECASE
)
# What may stand between a meeting and its own date; anything else may be of another day.
_WAS_ON = re.compile(
    r"[,\s(]*(?:(?:which|that)\s+)?(?P<verb>(?:was|were|is|will\s+be|to\s+be|took|began|started|opened|ran|met)\s+)?"
    r"(?:(?:held|staged|convened|place)\s+)?(?:(?:in|at)\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*[,\s]*)?"
    r"(?:(?:on|in|of|from)\s+)?"
)
# Behind these a meeting is what something else is about or counts from, and the date may be the other's.
_OF_ELSE = re.compile(
    r"\b(?:on|about|for|over|after|before|since|until|following|of|to|from)\s+(?:the\s+)?(?:[\w-]+\s+)?\Z",
    re.IGNORECASE,
)


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
        if not elsewhere and not PLACE.search(passage.text[: party.start]):
            yield claimed(
                passage, span, "attendance", (party.start, party.end), party,
                object=named, value=_how(text, absent), day=day_told(passage, span, day),
            )  # fmt: skip


def _how(text: str, absent: re.Match | None) -> str:
    return "absent" if absent else "travelled" if _TRAVELLED.search(text) else "in-person"


def hosts(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """“hosted by Freedonia”, “Freedonia hosted”; who presided in the same way."""
    named = passage.inside(span, "summit", "event")
    if not (named or _MEETING.search(passage.text, *span) or _PRESIDED.search(passage.text, *span)):
        return
    dated = day_told(passage, span, day)
    for party in passage.inside(span, "state", "person"):
        before, after = passage.text[span[0] : party.start], passage.text[party.end : span[1]]
        for kind, verb in (("host", r"host(?:ed|s|ing)?"), ("chair", r"(?:presided\s+over|chaired|presiding\s+over)")):
            passive = re.search(rf"\b{verb}\s+by\s+(?:\w+\s+){{0,3}}\Z", before, re.I)
            active = re.match(rf"\s+(?:\w+\s+)?{verb}\b(?!\s+by)", after, re.I)
            if (passive or active) and (kind == "host" or party.of("person")):
                at = (party.start, party.end)
                meeting = _of_party(named, party, bool(passive))
                yield claimed(passage, span, kind, at, party, object=meeting, day=dated)


def _of_party(named: list[Mention], party: Mention, is_before: bool) -> Named | None:
    """Of the meetings a sentence names the one that a party hosted: the nearest on that side, else the only one."""
    side = [each for each in named if (each.end <= party.start) == is_before]
    nearest = side[-1 if is_before else 0] if side else named[0] if len(named) == 1 else None
    return nearest.entry if nearest else None


def held(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """When and where a summit or an exercise was; that it was at all."""
    cancelled = CANCELLED.search(passage.text, *span)
    for event in passage.inside(span, "summit", "event"):
        assert event.entry
        at = (event.start, event.end)
        if event.entry.kind == "event" and not cancelled:
            yield claimed(passage, span, "takes-place", at, event, day=day)
        near = _own_date(passage, event, span)
        if near:
            at = (event.start, near.end)
            yield claimed(passage, span, "held-on", at, event, day=near.iso, value=near.iso)
        for state in passage.inside(span, "state"):
            if _HELD_IN.fullmatch(passage.text[event.end : state.start]):
                yield claimed(passage, span, "held-in", (event.start, state.end), event, object=state.entry, day=day)


def _own_date(passage: Passage, event: Mention, span: Span) -> DateFound | None:
    """The date right behind a meeting, when it is said to be the meeting's."""
    behind = [d for d in passage.dates if d.sense == "on" and event.end <= d.start < span[1]]
    between = _WAS_ON.fullmatch(passage.text, event.end, behind[0].start) if behind else None
    is_of_else = _OF_ELSE.search(passage.text[span[0] : event.start])
    return behind[0] if between and (between["verb"] or not is_of_else) else None


def meetings(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """“the summit in Freedonia on 16 May 2022”, by no name of the record."""
    word = _MEETING.search(passage.text, *span)
    dated = [d for d in passage.dates if word and len(d.iso) == 10 and word.start() - 25 <= d.start <= word.end() + 60]
    bodies = passage.inside(span, "organisation", "state", "institution")
    if word and dated and bodies and within(dated[0].start, span) and not passage.inside(span, "summit"):
        # “The Pact's summit in Freedonia”: whose it was tells more than where.
        of = min(bodies, key=lambda body: (body.of("state"), body.start))
        yield claimed(passage, span, "meeting-on", (word.start(), dated[0].end), of, day=dated[0].iso)
