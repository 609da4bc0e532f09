"""What sentences say of the record's entries: office, attendance, host, strength, membership, participation, date.

Rules of thumb over names already recognised. They miss what is said in a roundabout way, and an editor decides on each.
"""

import re
from collections.abc import Callable, Iterator

from commentary.importing.claiming import CANCELLED, PLACE, Span, claimed, day_told, within
from commentary.importing.found import Claim, Named, Passage, Reading
from commentary.importing.meetings import attendance, held, hosts, meetings

ROLES = {
    "head-of-state": r"president|head\s+of\s+state",
    "head-of-government": r"prime\s+minister|premier|head\s+of\s+government|chairman\s+of\s+the\s+cabinet",
    "secretary-general": r"secretary[\s-]general",
    "minister": r"(?:foreign|defen[cs]e|interior)\s+minister|minister\s+of\s+\w+(?:\s+affairs)?",
}  # fmt: skip
_ROLE = re.compile("|".join(rf"(?P<{key.replace('-', '_')}>\b(?:{words})\b)" for key, words in ROLES.items()), re.I)
_FORMER = re.compile(
    r"\b(former|ex-|then|late|future|vice|deputy|first|founding|one-time|incoming|outgoing|designated)[\s-]*\Z",
    re.IGNORECASE,
)
# “The president until 2017, was arrested in 2019”: the years of the office, which the rules for tenures compare.
_WITHIN_YEARS = re.compile(r"[^,;.]*\b(?:until|till|from|between|in)\b[^,;.]*\d")
_NUMBER = r"(?P<number>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d{2,7})"
_STRONG = re.compile(
    rf"{_NUMBER}(?P<thousand>\s+thousand)?[\s-]*(?:personnel|troops|soldiers|servicemen|people|men|strong|military)\b",
    re.I,
)
_GIVEN = re.compile(r"\b(?:to|from|for|by|with|against)\b")
_OUT_OF = re.compile(r"\b(?:of|among)\s+(?:the\s+)?\Z", re.IGNORECASE)
_ROUGHLY = re.compile(
    r"\b(?:about|around|some|approximately|roughly|nearly|almost|more\s+than|over|at\s+least|up\s+to|under|fewer\s+than"
    r"|less\s+than)\s+(?:an?\s+)?\Z",
    re.IGNORECASE,
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
_ASKED = re.compile(
    r"\s+(?:\w+\s+){0,3}?(?:asked|urged|requested|called\s+on|called\s+upon|appealed\s+to|sought\s+(?:\w+\s+){1,4}from)"
    r"\s+(?:the\s+)?",
    re.IGNORECASE,
)
_INVOLVED = re.compile(r"\b(took\s+part|participat\w+|involved|deployed|sent|contributed|trained)\b", re.IGNORECASE)
# Somebody else's claim, or one that is called wrong.
_NOT_SAID = re.compile(
    r"\bit\s+is\s+(?:\w+\s+)?(?:said|claimed|reported|assumed|believed|held)\s+that\b|\b(?:contrary|according)\s+to\b"
    r"|\b(?:wrongly|mistakenly|incorrectly|falsely|erroneously)\b"
    r"|\b(?:claim|notion|idea|legend|myth|belief|assertion|rumou?r|allegation)s?\b[^.;:]*\bthat\b"
    r"|\bby\s+(?:one|some|many|most)\s+(?:account|report|version)s?\b",
    re.IGNORECASE,
)


def claims(reading: Reading) -> list[Claim]:
    """Everything the text is taken to say, in the order it stands there. What it only reports or denies it does not."""
    found = [
        claim
        for passage in reading.passages
        for span in passage.sentences
        if passage.tag != "blockquote" and not _NOT_SAID.search(passage.text, *span)
        for rule in RULES
        for claim in rule(passage, span, reading.day)
    ]
    off = _called_off(reading)
    said = (claim for claim in found if claim.kind != "takes-place" or claim.subject not in off)
    return sorted(dict.fromkeys(said), key=lambda claim: (claim.passage, claim.start))


def _called_off(reading: Reading) -> set[Named]:
    """The events that the text itself says were cancelled, wherever it does."""
    return {
        mention.entry
        for passage in reading.passages
        if CANCELLED.search(passage.text)
        for mention in passage.mentions
        if mention.entry and mention.entry.kind == "event"
    }


def _around(passage: Passage) -> tuple[str, ...]:
    return tuple(each.iso for each in passage.dates if each.iso)


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
            is_bound = follows and _WITHIN_YEARS.match(passage.text, role.end(), span[1])
            if not (leads or follows) or is_bound or _FORMER.search(passage.text[: role.start()]):
                continue
            of = next((s for s in states if 0 <= s.start - role.end() <= 8 or 0 <= role.start() - s.end <= 3), None)
            kind = next(key for key in ROLES if role[key.replace("-", "_")])
            since = passage.date_in(span, ("since",))
            at = (min(role.start(), person.start), max(role.end(), person.end))
            yield claimed(
                passage, span, "tenure" if since else "office", at, person,
                object=of.entry if of else None, value=kind, day=since or day_told(passage, span, day),
                around=() if passage.date_in(span) else _around(passage),
            )  # fmt: skip


def strengths(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    forces = passage.inside(span, "force")
    if _INVOLVED.search(passage.text, *span):
        return
    for found in _STRONG.finditer(passage.text, *span):
        before = [force for force in forces if force.end <= found.start() and found.start() - force.end < 60]
        after = [force for force in forces if found.end() <= force.start < found.end() + 30]
        after = [force for force in after if not _GIVEN.search(passage.text, found.end(), force.start)]
        force = before[-1] if before else after[0] if after else None
        if force and not _OUT_OF.search(passage.text[: force.start]):
            number = int(re.sub(r"\D", "", found["number"])) * (1000 if found["thousand"] else 1)
            dated, is_rough = day_told(passage, span, day), bool(_ROUGHLY.search(passage.text[: found.start()]))
            at = found.span()
            yield claimed(passage, span, "strength", at, force, value=str(number), day=dated, is_rough=is_rough)


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
                yield claimed(passage, span, kind, at, state, object=to.entry, value=value, day=dated or day)


def _status(found: re.Match) -> str:
    return ("not-" if found["not"] or found["no"] else "") + found["status"].lower()


def participations(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    events = passage.inside(span, "event")
    if not events or not _TOOK_PART.search(passage.text, *span):
        return
    for party in passage.inside(span, "state", "force"):
        if not PLACE.search(passage.text[: party.start]):
            at = (party.start, party.end)
            yield claimed(passage, span, "participation", at, party, object=events[0].entry, day=passage.date_in(span))


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
                yield claimed(
                    passage, span, "affiliation", at, person, object=institution.entry, value=found[1], day=day
                )  # fmt: skip


def requests(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    """“Freedonia urged Sylvania to open the border”."""
    parties = passage.inside(span, "state", "organisation", "institution")
    for party, other in zip(parties, parties[1:], strict=False):
        if party.of("state") and _ASKED.fullmatch(passage.text[party.end : other.start]):
            at = (party.start, other.end)
            yield claimed(passage, span, "asked", at, party, object=other.entry, day=passage.date_in(span))


def anniversaries(passage: Passage, span: Span, day: str) -> Iterator[Claim]:
    for found in passage.dates:
        if found.sense == "anniversary" and within(found.start, span):
            of = [m for m in passage.inside(span, "organisation", "document") if 0 <= m.start - found.end <= 25]
            dated = day_told(passage, span, day)
            if of and dated:
                at = (found.start, of[0].end)
                yield claimed(passage, span, "anniversary", at, of[0], day=dated, value=str(found.years))


RULES: tuple[Callable[[Passage, Span, str], Iterator[Claim]], ...] = (
    offices, attendance, hosts, strengths, memberships, participations, held, meetings, anniversaries,
    affiliations, requests,
)  # fmt: skip
