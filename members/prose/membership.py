"""“Joined in 2006”, “left in 2012”, “a member since 1994” beside a linked state, against its memberships."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from members.models import Membership
from members.prose.passages import Link
from members.prose.reading import Reading
from members.prose.spoken import DATE, Span, dates_in, left_on, possible, span_of, unit
from publishing.gate import Finding

BELONGING = frozenset(map(str, Membership.BELONGING))
Status = Membership.Status
LEAVING = frozenset(
    map(str, (Status.FORMER_PARTY, Status.SUSPENDED, Status.SUSPENSION_REQUESTED, Status.FROZEN)),
)

# Between the state and its verb only this may stand: with anything else the subject may be another, or it is denied.
_ADVERBS = "then|first|also|again|formally|officially|later|finally|only|itself|had|has|have|already"
_LEADS_TO = rf"(?:,? (?:which|that))?(?: (?:{_ADVERBS}))*"
_BECAME = r"became (?:a |full |the \w+ )*members?"
_JOINED = rf"(?:re-?joined|joined|acceded|returned|was (?:re)?admitted|were admitted|{_BECAME})"
_LEFT = r"(?:left|withdrew|quit|departed|pulled out|suspended its (?:membership|participation))"
_SINCE = r"(?:is|was|has been|have been|had been)? ?,? ?\(?(?:a |full )*members?"
_IN = r"(?:was|were) (?:still |already |then )?(?:a |full )*members?"
_NOUN = r"(?:’s|'s) (?P<noun>accession|admission|return|withdrawal|departure|suspension)"
# What is joined or left; the date follows.
_OBJECT = re.compile(
    r"(?: (?:to|of|from|in|out of))?(?: (?:the|this|that))?"
    r"(?: (?:alliance|organi[sz]ation|bloc|pact|treaty|group(?:ing)?)\b)?",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"\s*,?\s*(?:again |back )?(?:in|on|from)? ?{DATE}")
_SINCE_WHEN = re.compile(rf"\s*,?\s*(?:since|from|as of) {DATE}")
_FIRST = re.compile(rf"\s*(?:In|On) {DATE}")
_AND = re.compile(r"(?:,| and|, and) (?:the )?\Z")

FORMS = (
    ("joined", re.compile(rf"{_LEADS_TO} (?P<verb>{_JOINED})\b"), _WHEN),
    ("left", re.compile(rf"{_LEADS_TO} (?P<verb>{_LEFT})\b"), _WHEN),
    ("since", re.compile(rf"{_LEADS_TO},? ?(?P<verb>{_SINCE})\b"), _SINCE_WHEN),
    ("was", re.compile(rf"{_LEADS_TO} (?P<verb>{_IN})\b"), _WHEN),
    ("noun", re.compile(_NOUN), _WHEN),
)
NOUNS_OF_LEAVING = ("withdrawal", "departure", "suspension")


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("state"):
        for form, pattern, when in FORMS:
            match = pattern.match(reading.after(link))
            if match:
                yield from _compare(reading, link, _deed(form, match), match, when)


def _deed(form: str, match: re.Match) -> str:
    if form == "noun":
        return "left" if match["noun"] in NOUNS_OF_LEAVING else "joined"
    return form


def _compare(reading: Reading, link: Link, deed: str, match: re.Match, when: re.Pattern) -> Iterator[Finding]:
    place = link.end + match.end()
    organisation, place = _object(reading, place)
    if organisation is None:
        return
    span, end = _date(reading.sentence.text, place, when)
    if span is None:
        return
    for state in [link, *_listed_before(reading, link)]:
        facts = [
            fact
            for fact in reading.known.facts(state.id, "membership")
            if organisation in ("", fact["object"]["id"]) and fact["value"]["status"] in BELONGING | LEAVING
        ]
        if facts and not _agrees(deed, span, facts):
            said = reading.sentence.text[state.start : end]
            yield reading.contradicts(f"prose-{CODES[deed]}", _words(deed, said, reading, state), said, state, facts)


CODES = {"joined": "joined", "left": "left", "since": "joined", "was": "member"}


def _words(deed: str, said: str, reading: Reading, link: Link) -> str:
    message = {
        "joined": _("The text says “%(said)s”; on record %(state)s did not join then."),
        "since": _("The text says “%(said)s”; on record the membership of %(state)s does not begin then."),
        "left": _("The text says “%(said)s”; on record the membership of %(state)s does not end then."),
        "was": _("The text says “%(said)s”; on record %(state)s was no member then."),
    }[deed]
    return message % {"said": said.strip(), "state": reading.title(link)}


def _object(reading: Reading, place: int) -> tuple[str | None, int]:
    """The id of the organisation ("" where it is left open) and where its name ends; None: something else is meant."""
    text = reading.sentence.text
    plain = _OBJECT.match(text, place)
    after = plain.end() if plain else place
    after += len(text[after:]) - len(text[after:].lstrip())
    for link in reading.sentence.links:
        if link.start == after:
            kind = reading.known.kind(link.id)
            if kind == "organisation":
                return link.id, link.end
            is_treaty = kind == "document" and re.search(r"treaty|charter", text[link.start : link.end], re.IGNORECASE)
            return ("", link.end) if is_treaty else (None, place)
    named = reading.known.organisations.match(text, after)
    if named:
        return _dashed(named.lastgroup or ""), named.end()
    return ("", plain.end() if plain else place)


def _dashed(group: str) -> str:
    digits = group[1:]
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _date(text: str, place: int, when: re.Pattern) -> tuple[Span | None, int]:
    """The date right behind, else the one the sentence opens with; a second date right behind it ends a range."""
    match = when.match(text, place)
    if match:
        return span_of(match), match.end()
    opening = _FIRST.match(text) if when is _WHEN and not any(dates_in(text[place:])) else None
    ends_clause = re.match(r"\s*(?:[.,;)]|and\b|$)", text[place:])
    return (span_of(opening), place) if opening and ends_clause else (None, place)


def _listed_before(reading: Reading, link: Link) -> list[Link]:
    """“A, B and C joined”: the states before the last one."""
    found: list[Link] = []
    states = reading.links("state")
    start = link.start
    for other in reversed([state for state in states if state.end <= link.start]):
        if not _AND.fullmatch(reading.sentence.text[other.end : start]):
            break
        found.append(other)
        start = other.start
    return found


def _agrees(deed: str, span: Span, facts: list[dict[str, Any]]) -> bool:
    return any(span.meets(days) for days in _days(deed, facts))


def _days(deed: str, facts: list[dict[str, Any]]) -> Iterator[tuple[date | None, date | None]]:
    """The days that would bear the text out. An end nobody knows bears out any."""
    begun = {fact["valid"]["from"] for fact in facts if fact["value"]["status"] in BELONGING}
    for fact in facts:
        valid, belongs = fact["valid"], fact["value"]["status"] in BELONGING
        begins, ends = unit(valid["from"], valid["precision"]["from"]), left_on(valid)
        if deed == "was" and belongs:
            yield possible(valid)
        if deed in ("joined", "since") and belongs:
            yield begins or (None, None)
        if deed == "left" and fact["value"]["status"] in LEAVING and begins:
            yield begins
        # Where the next status begins at once nobody left.
        if deed == "left" and belongs and valid["to"] not in begun and (ends or valid["precision"]["to"] == "unknown"):
            yield ends or (None, None)
