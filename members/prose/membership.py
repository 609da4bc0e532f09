"""“Joined in 2006”, “left in 2012”, “a member since 1994” beside a linked state, against its memberships."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from members.models import Membership
from members.prose import agreement
from members.prose.agreement import Days, Deed
from members.prose.dates import dates_in
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
    rf"(?:suspended|froze|ended|terminated|gave up|renounced|cancelled) {_ITS}|let {_ITS} (?:lapse|expire|run out)|"
    rf"(?:ceased to be|stopped being) {_MEMBER}|(?:was|were) (?:suspended|expelled|excluded)|"
    r"(?:declined|refused|chose not|did not)(?: to)? (?:prolong|renew|extend))"
)
# Of what, object_at cannot always tell: “part of the Soviet Union”.
_PART = r"part(?= of (?:the|this|that) (?:alliance|organi[sz]ation|bloc|pact|treaty)\b)"
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
    (Deed.HELD, re.compile(rf"(?P<beside>,| \() ?(?:then )?(?:an? (?P<of>[A-Z]\w+) members?\b|{_MEMBER})"), False),
    (Deed.BEGAN, re.compile(r"(?:’s|'s|, whose) membership (?:dates|goes) (?:back to|from)(?= )"), False),
    (Deed.BEGAN, re.compile(r"(?:’s|'s|, whose) membership (?:began|started)\b"), False),
    (Deed.ENDED, re.compile(r"(?:’s|'s|, whose) membership (?:ended|lapsed|expired|ran out)\b"), False),
    (None, re.compile(rf"(?:’s|'s?|, whose) (?:\w+ )?{_ANY_NOUN}"), False),
)
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
    for form, pattern, needs_subject in FORMS:
        match = pattern.match(reading.after(link))
        if match and (reading.leads(link) or not needs_subject):
            said = _completed(reading, link, form or _deed_of(match), match)
            if said:
                yield said


def _deed_of(match: re.Match) -> Deed:
    return Deed.ENDED if re.fullmatch(_LEAVING, match["noun"]) else Deed.BEGAN


def _completed(reading: Reading, link: Link, deed: Deed, match: re.Match) -> Said | None:
    """With what is joined or left, and when: right behind, else as the sentence opens."""
    place = link.end + match.end()
    named = match.groupdict().get("of")
    organisation, end = (reading.known.organisation_called(named), place) if named else object_at(reading, place)
    if organisation is None or (_NEEDS_OBJECT.search(match[0]) and end == place):
        return None
    time = time_at(reading.text, end)
    verb = match.groupdict().get("be") or ""
    is_denied = bool(match.groupdict().get("no"))
    if time is None and re.match(r"\s*(?:[.,;)]|and\b|$)", reading.text[end:]):
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
    return Said(deed, organisation, time, words, is_denied, bool(_FOR_GOOD.search(match[0])))


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
