"""“President X”, “X, the prime minister” beside a linked person, against the offices held that day."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from members.prose.agreement import possible
from members.prose.dates import dates_in
from members.prose.passages import Link
from members.prose.reading import Reading
from members.prose.titles import ACTING, CALLED, sort_of, tenures_called
from publishing.gate import Finding

BEFORE = re.compile(rf"(?<![\w-]){CALLED} \Z")
# With a comma between, the name is an apposition only if another comma closes it.
BEFORE_COMMA = re.compile(rf"(?<![\w-]){CALLED}, \Z")
WITHIN = re.compile(rf"{CALLED} ")
_PAST = r"(?P<past> at the time| at that time| back then| in those days)?"
AFTER = re.compile(
    rf"(?:, ?| \()(?:who (?:is|was) )?(?:(?:the|its) )?(?P<then>then )?{CALLED}{_PAST}(?=,|\)|\.|;| at\b| and\b|$)"
)


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("person"):
        match = _title_beside(reading, link)
        if match:
            yield from _compare(reading, link, match)


def _title_beside(reading: Reading, link: Link) -> re.Match | None:
    before, after = reading.before(link), reading.after(link)
    found = (
        BEFORE.search(before),
        BEFORE_COMMA.search(before) if re.match(r"[,.;]|$", after) else None,
        WITHIN.match(reading.text, link.start, link.end),
        AFTER.match(after),
    )
    return next(filter(None, found), None)


def _compare(reading: Reading, link: Link, match: re.Match) -> Iterator[Finding]:
    sort = sort_of(match)
    tenures = reading.known.facts(link.id, "tenure")
    held = tenures_called(reading, link.id, match) if tenures else None
    if held is None or (sort and sort not in (*ACTING, "then")):
        return
    is_past = sort == "then" or match.groupdict().get("then") or match.groupdict().get("past")
    spans = [span for span in dates_in(reading.text) if span.start >= link.end] if is_past else reading.days()
    then = [fact for fact in held if not spans or any(span.meets(possible(fact["valid"])) for span in spans)]
    said = _words(reading, link, match)
    words = {"said": said, "person": reading.title(link), "title": match["title"]}
    if not then:
        message = _("The text says “%(said)s”; on record %(person)s did not hold such an office then.")
        yield reading.contradicts("prose-office", message % words, said, link, _nearest(held or tenures))
    elif sort in ACTING and not any(fact["value"].get("acting") for fact in then):
        message = _("The text says “%(said)s”; on record %(person)s was not acting then.")
        yield reading.contradicts("prose-acting", message % words, said, link, then)


def _words(reading: Reading, link: Link, match: re.Match) -> str:
    shift = link.end if match.string == reading.after(link) else 0
    start, end = min(match.start() + shift, link.start), max(match.end() + shift, link.end)
    return reading.text[start:end].strip(" ,(")


def _nearest(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(facts, key=lambda fact: fact["valid"]["from"] or "", reverse=True)
