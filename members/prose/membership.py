"""“Joined in 2006”, “left in 2012”, “a member since 1994” beside a linked state, against its memberships."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from members.models import Membership
from members.prose import agreement
from members.prose.agreement import Days, Deed
from members.prose.dates import Span, dates_in
from members.prose.objects import object_at
from members.prose.passages import Link
from members.prose.reading import Reading, nearest
from members.prose.subjects import LEADS_TO
from members.prose.times import How, Time, time_at, time_before
from publishing.gate import Finding

Status = Membership.Status
BELONGING = frozenset(map(str, Membership.BELONGING))
LEAVING = frozenset(
    map(str, (Status.FORMER_PARTY, Status.SUSPENDED, Status.SUSPENSION_REQUESTED, Status.FROZEN)),
)

_MEMBER = r"(?:(?:a|an|full|founding) )*(?:members?|part(?:y|ies)|signator(?:y|ies))\b"
_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9]{1,2})"
_JOINING = "accession|admission|return|entry"
_LEAVING = "withdrawal|departure|exit|suspension|expulsion"
_ANY_NOUN = rf"(?P<noun>{_JOINING}|{_LEAVING})\b"
_ITS = r"(?:its|their) (?:full )?(?:membership|participation)"
_JOINED = (
    r"(?:re-?joined|joined|acceded|returned|came back|came in|signed up|(?:re-?)?entered|(?:was|were) back(?= in\b)|"
    r"(?:was|were) (?:(?:re-?)?admitted|accepted|let in|taken in|brought in|reinstated)|"
    rf"(?:resumed|restored|renewed|regained|took up|gained|obtained|acquired) (?:{_ITS}|membership)|"
    rf"became (?:the \w+ |one of the )?{_MEMBER})"
)
_LEFT = (
    r"(?:left|withdrew|quit|departed|exited|pulled out|dropped out|walked out|opted out|abandoned|renounced|seceded|"
    rf"(?:suspended|froze|ended|terminated|gave up|renounced|cancelled) {_ITS}|"
    rf"let (?:{_ITS}|it|the (?:treaty|pact|agreement)) (?:lapse|expire|run out)|"
    rf"(?:ceased to be|stopped being) {_MEMBER}|(?:was|were) (?:suspended|expelled|excluded)|"
    r"(?:declined|refused|chose not|did not)(?: to)? (?:prolong|renew|extend))"
)
# Of what, object_at cannot always tell: “part of the Soviet Union”.
_PART = r"part(?= of (?:the|this|that) (?:alliance|organi[sz]ation|bloc|pact|treaty)\b)"
_BESIDE = r"(?P<beside>,| \() ?(?:(?:then|both|all|once|still) )?"
_HELD = (
    r"(?P<be>is|are|was|were|has|have|had|remain(?:s|ed)|stayed)(?P<no> not| never| no longer| no)?"
    rf"(?: (?:still|already|then|now|also|only|just|been|counted))*(?: among the| one of the)?"
    rf"(?: {_NUMBER})? (?:{_MEMBER}|{_PART})"
)
_BELONGED = r"(?P<be>belongs?|belonged)(?P<no>(?!))?(?= to\b)"
FORMS = (
    (Deed.BEGAN, re.compile(rf"{LEADS_TO}{_JOINED}\b"), True),
    (Deed.ENDED, re.compile(rf"{LEADS_TO}{_LEFT}\b"), True),
    (Deed.HELD, re.compile(rf"{LEADS_TO}{_HELD}"), True),
    (Deed.HELD, re.compile(rf"{LEADS_TO}{_BELONGED}"), True),
    (
        Deed.HELD,
        re.compile(rf"{_BESIDE}(?:an? (?P<of>[A-Z]\w+) members?\b|{_MEMBER})"),
        False,
    ),
    (Deed.BEGAN, re.compile(r"(?:’s|'s|, whose) membership (?:dates|goes) (?:back to|from)(?= )"), False),
    (Deed.BEGAN, re.compile(r"(?:’s|'s|, whose) membership (?:began|started)\b"), False),
    (Deed.ENDED, re.compile(r"(?:’s|'s|, whose) membership (?:ended|lapsed|expired|ran out)\b"), False),
    (None, re.compile(rf"(?:’s|'s?|, whose) (?:\w+ )?{_ANY_NOUN}"), False),
    # Out of it since a day: it ended then.
    (Deed.ENDED, re.compile(rf"{LEADS_TO}(?:been|was|is) out(?:side)?(?: of)?(?= the\b| [A-Z])"), True),
)
# “Having left in 1999, X …”
_HAVING = re.compile(rf"\b[Hh]aving (?:(?:also|already|itself) )?(?:(?P<join>{_JOINED})|{_LEFT})\b")
# “Who took X out of the alliance in 2004”
_CAUSED = re.compile(r"\b(?:took|taken|taking|led|leading|pulled|pulling|brought|bringing) (?:the )?\Z")
_CAUSED_TO = re.compile(r" (?:back )?(?:out(?= of\b)|(?P<join>in(?:to)?\b(?= the\b| [A-Z])))")
# “Came back in 2006 only to leave again in 2008”: the next verb of the same subject.
_NEXT = re.compile(
    rf",? (?:(?:and|but|only|before|then|to) )+(?:(?P<join>{_JOINED}|re-?join(?:ing)?|join(?:ing)?|return(?:ing)?)|"
    rf"(?:{_LEFT}|leav(?:e|ing)|withdraw(?:ing)?|quit(?:ting)?))\b"
)
# “X was the last: it acceded in 1993”
_IT = re.compile(r"[^:;]*[:;] (?:and |but )?it(?= )")
# What may stand between a noun and when that was: “its accession came in 1993”.
_CAME = re.compile(r"(?: (?:came|followed|happened|took (?:place|effect)|was|only|not until))+(?= )")
# Where a sentence goes on without saying when.
_TAIL = re.compile(r"\s*(?:[.,;)]|(?:and|after|following|with|as|despite|because)\b|$)")
# “The last to join was X in 1993.”
_LAST_TO = re.compile(r"\bto (?:(?P<join>re-?join|join|accede|enter|return)|leave|withdraw|quit) was (?:the )?\Z")
_NOUN_OF = re.compile(rf"\b{_ANY_NOUN} of (?:the )?\Z")
# What may be entered, or not be prolonged, besides an alliance: the object must say which.
_NEEDS_OBJECT = re.compile(
    r"(?:entered|came in|signed up|back|abandoned|renounced|dropped out|walked out|prolong|renew|extend|"
    r"belong(?:s|ed)?)\Z"
)
# Who has frozen its membership has not left.
_FOR_GOOD = re.compile(r"\b(?:left|withdrew|quit|seceded|withdrawal|departure|exit|(?:pulled|dropped|walked) out)\b")
_AND = re.compile(r"(?:,| and|, and) (?:the )?\Z")
PRESENT = ("is", "are", "belong", "belongs")
CODES = {Deed.BEGAN: "prose-joined", Deed.ENDED: "prose-left", Deed.HELD: "prose-member"}


@dataclass(frozen=True)
class Said:
    """What the text says of the membership of a state; `is_denied`: that it was none; `for_good`: that it left."""

    deed: Deed
    organisation: str
    time: Time | None
    words: tuple[int, int]
    is_denied: bool = False
    for_good: bool = False
    # “Has been a member since”: on the text's own day it still is.
    still: Span | None = None


def rule(reading: Reading) -> Iterator[Finding]:
    last: Said | None = None
    for link in reading.links("state"):
        gapped = _gapped(reading, link, last)
        for said in [gapped] if gapped else _said_of(reading, link):
            last = said
            for state in [link, *_listed_before(reading, link)]:
                yield from _compared(reading, state, said)


def _gapped(reading: Reading, link: Link, last: Said | None) -> Said | None:
    """“A left in 1999 and B in 2012”: what was said of the one before."""
    time = time_at(reading.text, link.end) if last and last.time and _AND.search(reading.before(link)) else None
    if last is None or time is None or not re.match(r"[.,;)]|$| and\b", reading.text[time.end :]):
        return None
    return replace(last, time=time, words=(link.start, time.end))


def _said_of(reading: Reading, link: Link) -> Iterator[Said]:
    noun, last_to = _NOUN_OF.search(reading.before(link)), _LAST_TO.search(reading.before(link))
    before = noun or last_to
    if before and (time := time_at(reading.text, link.end)):
        joined = last_to and last_to["join"]
        deed = _deed_of(noun) if noun else Deed.BEGAN if joined else Deed.ENDED
        yield Said(deed, "", time, (before.start(), time.end))
    if told := _having(reading, link) or _caused(reading, link):
        yield told
    for place in _places(reading, link):
        for form, pattern, needs_subject in FORMS:
            match = pattern.match(reading.text, place)
            if match and (reading.leads(link) or not needs_subject):
                said = _completed(reading, link, form or _deed_of(match), match)
                if said:
                    yield said
                    yield from _next(reading, link, said)


def _places(reading: Reading, link: Link) -> Iterator[int]:
    """Behind the name, and behind the “it” that stands for the one state of a sentence."""
    yield link.end
    it = _IT.match(reading.text, link.end) if len(reading.links("state")) == 1 else None
    if it:
        yield it.end()


def _having(reading: Reading, link: Link) -> Said | None:
    match = _HAVING.search(reading.before(link))
    said = _ended_with(reading, match.end(), match.start(), bool(match["join"])) if match else None
    is_of_it = said and re.fullmatch(r",? (?:the )?", reading.text[said.words[1] : link.start])
    return said if is_of_it else None


def _caused(reading: Reading, link: Link) -> Said | None:
    before = _CAUSED.search(reading.before(link))
    match = _CAUSED_TO.match(reading.after(link)) if before else None
    return _ended_with(reading, link.end + match.end(), link.start, bool(match["join"])) if match else None


def _next(reading: Reading, link: Link, said: Said) -> Iterator[Said]:
    match = _NEXT.match(reading.text, said.words[1])
    found = _ended_with(reading, match.end(), link.start, bool(match["join"])) if match else None
    if found:
        yield found if found.organisation else replace(found, organisation=said.organisation)


def _ended_with(reading: Reading, place: int, start: int, is_joined: bool) -> Said | None:
    """What is joined or left stands at `place`, and right behind it when."""
    organisation, end = object_at(reading, place)
    time = time_at(reading.text, end) if organisation is not None else None
    if organisation is None or time is None:
        return None
    return Said(Deed.BEGAN if is_joined else Deed.ENDED, organisation, time, (start, time.end))


def _deed_of(match: re.Match) -> Deed:
    return Deed.ENDED if re.fullmatch(_LEAVING, match["noun"]) else Deed.BEGAN


def _completed(reading: Reading, link: Link, deed: Deed, match: re.Match) -> Said | None:
    """With what is joined or left, and when: right behind, else as the sentence opens."""
    place = match.end()
    named = match.groupdict().get("of")
    organisation, end = (reading.known.organisation_called(named), place) if named else object_at(reading, place)
    if organisation is None or (_NEEDS_OBJECT.search(match[0]) and end == place):
        return None
    came = _CAME.match(reading.text, end) if match.groupdict().get("noun") else None
    time = time_at(reading.text, came.end() if came else end)
    verb = match.groupdict().get("be") or ""
    is_denied = bool(match.groupdict().get("no"))
    if time is None and _TAIL.match(reading.text[end:]):
        time = time_before(reading.text, _first(reading, link))
        is_beside = match.groupdict().get("beside") and not any(dates_in(reading.text))
        # “then a member” speaks of another day than the text's.
        is_beside = is_beside and " then " not in match[0]
        if time is None and (is_beside or verb in PRESENT):
            time = _present(reading, end)
    if time is None and verb in PRESENT and not any(dates_in(reading.text)):
        time = _present(reading, end)
    is_never = is_denied and match["no"] == " never"
    if time is None and not is_never:
        return None
    words = link.start, time.end if time and time.end > end else end
    if time and deed is Deed.ENDED and time.how is How.SINCE:
        time = replace(time, how=How.ON)
    is_still = verb in ("has", "have") and time is not None and time.how is How.SINCE and not is_denied
    still = next(iter(reading.own_day()), None) if is_still else None
    return Said(deed, organisation, time, words, is_denied, bool(_FOR_GOOD.search(match[0])), still)


def _present(reading: Reading, end: int) -> Time | None:
    """The present is that of the entry."""
    days = reading.own_day()
    return Time(How.ON, days[0], days[0], end) if days else None


def _first(reading: Reading, link: Link) -> int:
    listed = _listed_before(reading, link)
    return listed[-1].start if listed else link.start


def _listed_before(reading: Reading, link: Link) -> list[Link]:
    """“A, B and C joined”: the states before the last one."""
    found: list[Link] = []
    start = link.start
    for other in reversed([state for state in reading.links("state") if state.end <= link.start]):
        if not _AND.fullmatch(reading.text[other.end : start]):
            break
        found.append(other)
        start = other.start
    return found


def _compared(reading: Reading, link: Link, said: Said) -> Iterator[Finding]:
    facts = [
        fact for fact in reading.known.facts(link.id, "membership") if said.organisation in ("", fact["object"]["id"])
    ]
    # Who never belonged, and where is left open, may have joined something else.
    is_told = any(fact["value"]["status"] in BELONGING | LEAVING for fact in facts)
    if not is_told and said.organisation not in reading.known.with_members:
        return
    wrong = _wrong(said, facts)
    if wrong:
        words = reading.text[min(link.start, said.words[0]) : said.words[1]].strip()
        telling = [fact for fact in facts if fact["value"]["status"] in BELONGING | LEAVING] or facts
        telling = nearest(telling, said.time.first) if said.time else telling
        yield reading.contradicts(CODES[wrong], _words(wrong, said, words, reading.title(link)), words, link, telling)


def _wrong(said: Said, facts: list[dict[str, Any]]) -> Deed | None:
    held = [agreement.possible(fact["valid"]) for fact in facts if fact["value"]["status"] in BELONGING]
    if said.is_denied and (said.time is None or said.time.how is How.ON):
        whole = said.time is None or agreement.covers(said.time.first, held)
        return Deed.HELD if held and whole else None
    if said.time is None:
        return None
    if said.is_denied:
        # No member since a day: it ended then.
        over = said.time.how is How.SINCE and not any(said.time.first.meets(days) for days in _over(facts, LEAVING))
        return Deed.ENDED if over else None
    if said.still and not any(said.still.meets(days) for days in held):
        return Deed.HELD
    leaving = LEAVING - {str(Status.FROZEN)} if said.for_good else LEAVING
    return agreement.disagreement(said.deed, said.time, list(_begun(facts)), list(_over(facts, leaving)), held)


def _begun(facts: list[dict[str, Any]]) -> Iterator[Days]:
    return (agreement.began(fact["valid"]) for fact in facts if fact["value"]["status"] in BELONGING)


def _over(facts: list[dict[str, Any]], leaving: frozenset[str]) -> Iterator[Days]:
    staying = BELONGING | (LEAVING - leaving)
    begun = {fact["valid"]["from"] for fact in facts if fact["value"]["status"] in staying}
    for fact in facts:
        valid, status = fact["valid"], fact["value"]["status"]
        if status in leaving:
            yield agreement.began(valid)
        # Where the next status begins at once nobody left.
        elif status in BELONGING and valid["to"] not in begun and (days := agreement.ended(valid)):
            yield days


def _words(wrong: Deed, said: Said, words: str, state: str) -> str:
    message = {
        Deed.BEGAN: _("The text says “%(said)s”; on record the membership of %(state)s does not begin then."),
        Deed.ENDED: _("The text says “%(said)s”; on record the membership of %(state)s does not end then."),
        Deed.HELD: _("The text says “%(said)s”; on record %(state)s was no member then."),
    }[wrong]
    if said.is_denied and wrong is Deed.HELD:
        message = _("The text says “%(said)s”; on record %(state)s was a member then.")
    return message % {"said": words, "state": state}
