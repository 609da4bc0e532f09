"""“The 18,000-strong force”, “the force numbers 18,000” beside a linked force, against its strength that day."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from members.prose.passages import Link
from members.prose.reading import Reading
from members.prose.spoken import ABOUT, NUMBER, Span, dates_in, number_of, unit
from publishing.gate import Finding

_PEOPLE = r"(?:troops|personnel|soldiers|servicemen|service members|people|men|peacekeepers|fighters|strong)"
_NOW = r"(?:,? which|,? who)?(?: (?:then|now|today|currently|still|already|had|has|have))*"
_COUNTS = r"(?:numbers?|numbered|counts?|counted|comprises?|comprised|consists? of|consisted of|totals?|totalled)"
_HAS = r"(?:has|had|have|is|was|are|were|stood at|stands at)"
BEFORE = re.compile(rf"{ABOUT}{NUMBER}[- ]strong (?:\w+ ){{0,2}}\Z")
AFTER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NOW} {_COUNTS} {ABOUT}{NUMBER}\b(?![-–])",
        rf"{_NOW} {_HAS} {ABOUT}{NUMBER}[- ]{_PEOPLE}\b",
        rf",? \(?(?:with )?{ABOUT}{NUMBER}[- ]{_PEOPLE}\b",
        rf"(?:’s|') (?:strength|size) (?:of|is|was|stood at) {ABOUT}{NUMBER}\b",
    )
)
OF = re.compile(r"(?:strength|size) of (?:the )?\Z", re.IGNORECASE)
OF_AFTER = re.compile(rf" (?:is|was|stood at|stands at|reached) {ABOUT}{NUMBER}\b")

ROUGHLY = ("about", "around", "some", "approximately", "roughly", "nearly", "almost")
AT_LEAST = ("more than", "over", "at least")
AT_MOST = ("up to", "under", "fewer than", "less than")


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("force"):
        match = _figure(reading, link)
        if match is None:
            continue
        number, hedge = number_of(match), (match["hedge"] or "").strip()
        facts = _on_record(reading, link)
        if facts and not any(_fits(number, hedge, fact["value"]) for fact in facts):
            start = match.start() if match.string == reading.before(link) else link.start
            said = reading.sentence.text[start : max(link.end, link.end + _length(match, reading, link))]
            message = _("The text says “%(said)s”; on record the strength of %(force)s is %(figures)s.") % {
                "said": said.strip(),
                "force": reading.title(link),
                "figures": ", ".join(dict.fromkeys(f"{fact['value']['personnel']:,}" for fact in facts)),
            }
            yield reading.contradicts("prose-strength", message, said, link, facts)


def _figure(reading: Reading, link: Link) -> re.Match | None:
    before, after = reading.before(link), reading.after(link)
    if match := BEFORE.search(before):
        return match
    if OF.search(before) and (match := OF_AFTER.match(after)):
        return match
    return next(filter(None, (pattern.match(after) for pattern in AFTER)), None)


def _length(match: re.Match, reading: Reading, link: Link) -> int:
    """How much of the text behind the link belongs to the figure."""
    return match.end() if match.string == reading.after(link) else 0


def _on_record(reading: Reading, link: Link) -> list[dict[str, Any]]:
    """The strengths the sentence may mean: those given in its time, and the latest given before."""
    facts = [
        fact
        for fact in reading.known.facts(link.id, "strength")
        if fact["value"]["personnel"] and fact["value"].get("unit", "personnel") == "personnel"
    ]
    spans = list(dates_in(reading.sentence.text)) or reading.own_day()
    if not spans:
        return facts
    chosen = [fact for span in spans for fact in _at(span, facts)]
    return list({fact["id"]: fact for fact in chosen}.values())


def _at(span: Span, facts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    dated = [(unit(fact["valid"]["from"], fact["valid"]["precision"]["from"]), fact) for fact in facts]
    yield from (fact for days, fact in dated if days is None or span.meets(days))
    earlier = [(days[0], fact) for days, fact in dated if days and days[1] <= span.first]
    latest = max((day for day, _fact in earlier), default=None)
    yield from (fact for day, fact in earlier if day == latest)


def _fits(number: int, hedge: str, value: dict[str, Any]) -> bool:
    counted = value["personnel"]
    if hedge in ROUGHLY:
        return abs(number - counted) <= counted * 0.1
    if hedge in AT_LEAST:
        return counted * 0.8 <= number <= counted
    if hedge in AT_MOST:
        return counted <= number <= counted * 1.25
    return abs(number - counted) <= (counted * 0.05 if value.get("approximate") else 0)
