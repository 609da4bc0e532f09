"""“President X”, “X, the prime minister” beside a linked person, against the offices held that day."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from members.prose.passages import Link
from members.prose.reading import Reading
from members.prose.spoken import possible
from publishing.gate import Finding

# As prose calls an office, and what the title of such an office contains.
TITLES = {
    r"president": r"\bpresident\b",
    r"prime minister": r"\b(?:prime minister|head of government)\b",
    r"secretary[- ]general": r"\bsecretary[- ]general\b",
    r"(?:foreign minister|minister (?:of|for) foreign affairs)": r"\bforeign\b",
    r"(?:defen[cs]e minister|minister of defen[cs]e)": r"\bdefen[cs]e\b",
}
_TITLE = f"(?P<title>(?i:{'|'.join(TITLES)}))"
# At other times than the sentence speaks of, or another office altogether.
_PASSED = "former|ex|future|late|deputy|vice|first|one-time|incoming|outgoing|designated|then"
_SORT = f"(?P<sort>(?i:{_PASSED}|acting|interim)[ -])?"
_WHOSE = r"(?:[A-Z][\w’'-]+ )?"
_OF = r"(?: of (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)?"
BEFORE = re.compile(rf"(?<![\w-]){_SORT}{_WHOSE}{_TITLE}{_OF} \Z")
WITHIN = re.compile(rf"{_SORT}{_WHOSE}{_TITLE} ")
AFTER = re.compile(
    rf"(?:, ?| \()(?:who (?:is|was) )?(?:then )?(?:the )?{_SORT}{_WHOSE}{_TITLE}(?= of\b|,|\)|\.|;| at\b|$)"
)
ACTING = ("acting", "interim")


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("person"):
        text = reading.sentence.text
        found = (
            BEFORE.search(text[: link.start]),
            WITHIN.match(text, link.start, link.end),
            AFTER.match(text, link.end),
        )
        match = next(filter(None, found), None)
        if match:
            yield from _compare(reading, link, match)


def _compare(reading: Reading, link: Link, match: re.Match) -> Iterator[Finding]:
    sort = (match["sort"] or "").strip(" -").casefold()
    tenures = reading.known.facts(link.id, "tenure")
    if not tenures or (sort and sort not in (*ACTING, "then")):
        return
    called = next(office for title, office in TITLES.items() if re.fullmatch(title, match["title"], re.IGNORECASE))
    held = [fact for fact in tenures if re.search(called, fact["object"]["title"], re.IGNORECASE)]
    spans = [] if sort == "then" else reading.days()
    then = [fact for fact in held if not spans or any(span.meets(possible(fact["valid"])) for span in spans)]
    said = reading.sentence.text[min(match.start(), link.start) : max(match.end(), link.end)]
    words = {"said": said.strip(" ,("), "person": reading.title(link), "title": match["title"]}
    if not then:
        message = _("The text says “%(said)s”; on record %(person)s did not hold such an office then.")
        yield reading.contradicts("prose-office", message % words, said, link, _nearest(held or tenures))
    elif sort in ACTING and not any(fact["value"].get("acting") for fact in then):
        message = _("The text says “%(said)s”; on record %(person)s was not acting then.")
        yield reading.contradicts("prose-acting", message % words, said, link, then)


def _nearest(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(facts, key=lambda fact: fact["valid"]["from"] or "", reverse=True)
