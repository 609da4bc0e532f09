"""“The 18,000-strong force”, “the force numbers 18,000” beside a linked force, against its strength that day."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from members.prose.agreement import unit
from members.prose.dates import Span, dates_in
from members.prose.numbers import FIGURE, PEOPLE, Figure, figure_at, figure_of
from members.prose.passages import Link
from members.prose.reading import Reading
from members.prose.subjects import LEADS_TO
from publishing.gate import Finding

_COUNTS = (
    r"(?:numbers?|numbered|counts?|counted|comprises?|comprised?|consists? of|consisted of|totals?|totalled|"
    r"amounts? to|amounted to|(?:is|are|was|were) (?:put|estimated|set|fixed|assessed) at|"
    r"(?:is|are|was|were) (?:made up|composed) of|"
    r"(?:grew|grown|rose|risen|expanded|increased|shrank|shrunk|fell|fallen|was cut|were cut) to)"
)
_HAS = (
    r"(?:has|have|fields?|fielded|boasts?|boasted|musters?|mustered|maintains?|maintained|employs?|employed|"
    r"is|are|was|were|stood at|stands? at)"
)
_STRENGTH = r"(?:strength|size) (?:of|is|was|stands at|stood at)"
BEFORE = re.compile(rf"{FIGURE.pattern} (?:\w+ ){{0,2}}\Z", re.IGNORECASE)
# What a figure may follow, and whether it must say what it counts to be the force's.
AFTER = tuple(
    (re.compile(pattern), needs_noun)
    for pattern, needs_noun in (
        (rf"{LEADS_TO}{_COUNTS} ", False),
        (rf"{LEADS_TO}(?:had )?{_HAS} (?:a strength of )?", True),
        (rf"{LEADS_TO}(?:is|are|was|were) to (?:have|number|count) ", True),
        (r",? \(?(?:with )?(?:a (?:total )?strength of |a (?:total )?force of |a total of )", False),
        (r",? \(?(?:(?:with|numbering|counting|totalling) )?", True),
        (r",? (?:numbering|counting|totalling) ", False),
        (r" of (?=(?:\w+[- ])+(?:thousand|hundred)\b|\d+[,.]?\d{3})", False),
        (rf"(?:’s|'s?|’) {_STRENGTH} ", False),
    )
)
OF = re.compile(r"(?:strength|size) of (?:the )?\Z", re.IGNORECASE)
OUT_OF = re.compile(r"\b(?:of|among) (?:the )?\Z", re.IGNORECASE)
OF_AFTER = re.compile(r" (?:is|was|stood at|stands at|reached) ")


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("force"):
        figure = figure_beside(reading, link)
        facts = _on_record(reading, link, figure) if figure else []
        if figure and facts and not any(_fits(figure, fact["value"]) for fact in facts):
            said = reading.text[min(figure.start, link.start) : max(link.end, figure.end)].strip()
            message = _("The text says “%(said)s”; on record %(force)s counts %(figures)s.") % {
                "said": said,
                "force": reading.title(link),
                "figures": ", ".join(dict.fromkeys(f"{fact['value']['personnel']:,}" for fact in facts)),
            }
            yield reading.contradicts("prose-strength", message, said, link, facts)


def figure_beside(reading: Reading, link: Link) -> Figure | None:
    """The number that the text gives for the whole of a force."""
    match = BEFORE.search(reading.before(link))
    before = figure_of(match) if match else None
    if before and before.noun == "strong":
        return before
    if OF.search(reading.before(link)) and (match := OF_AFTER.match(reading.after(link))):
        return figure_at(reading.text, link.end + match.end())
    if OUT_OF.search(reading.before(link)):
        return None  # a part of it
    for pattern, needs_noun in AFTER:
        match = pattern.match(reading.after(link))
        figure = figure_at(reading.text, link.end + match.end()) if match else None
        if figure and (figure.noun or not needs_noun):
            return figure
    return None


def _on_record(reading: Reading, link: Link, figure: Figure) -> list[dict[str, Any]]:
    """The strengths the sentence may mean: those given in its time, and the latest given before."""
    facts = [
        fact
        for fact in reading.known.facts(link.id, "strength")
        if fact["value"]["personnel"] and _counts(figure.noun, fact["value"].get("unit") or "personnel")
    ]
    spans = list(dates_in(reading.text)) or reading.own_day()
    chosen = [fact for span in spans for fact in _at(span, facts)] if spans else facts
    return list({fact["id"]: fact for fact in chosen}.values())


def _counts(noun: str, unit_of: str) -> bool:
    if unit_of == "personnel":
        return noun in PEOPLE or not noun
    return noun.rstrip("s") == unit_of.casefold().rstrip("s")


def _at(span: Span, facts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What was given in that time; and, unless something was given as it began, the latest before."""
    dated = [(unit(fact["valid"]["from"], fact["valid"]["precision"]["from"]), fact) for fact in facts]
    yield from (fact for days, fact in dated if days is None or span.meets(days))
    if any(days and days[0] <= span.first < days[1] for days, _fact in dated):
        return
    earlier = [(days[0], fact) for days, fact in dated if days and days[1] <= span.first]
    latest = max((day for day, _fact in earlier), default=None)
    yield from (fact for day, fact in earlier if day == latest)


def _fits(figure: Figure, value: dict[str, Any]) -> bool:
    return figure.fits(value["personnel"], bool(value.get("approximate")))
