"""What a sentence says of a meeting of leaders: its city, how many came; against the summits of its day or month."""

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from commentary.importing import lookup
from commentary.importing.claiming import Span, within
from commentary.importing.found import Contradiction, DateFound, Passage, Reading
from members.prose.numbers import SMALL
from publishing.overlaps import in_words
from summits.models import Attendance, Summit

_PLACE = r"[A-Z][\w-]+(?: [A-Z][\w-]+)?"
_CITY = re.compile(
    rf"\b(?:met|gathered|convened|assembled|place|held|summit|session|meeting) in (?P<met>{_PLACE})"
    rf"|\b(?P<named>{_PLACE})(?= (?:summit|session)\b)|\b(?P<hosted>{_PLACE}) hosted\b"
)
_NUMBER = rf"(?P<{{}}>{'|'.join(list(SMALL)[:12])}|\d{{{{1,2}}}})"
_WHO = "(?P<{}>heads of state|leaders|presidents)(?: and government)?"
# “Five of the six leaders” counts the five; who spoke or signed may be some of those who came.
_COUNT = re.compile(
    rf"(?<!of )(?<!of the )\b{_NUMBER.format('came')} {_WHO.format('guests')} "
    r"(?:attended|came|took part|gathered|were present)\b"
    rf"|\b(?:brought together|attended by|gathered|united) {_NUMBER.format('united')} {_WHO.format('those')}\b",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"\b(?:heads of state|leaders|presidents)\b", re.IGNORECASE)


def gathered(reading: Reading) -> list[Contradiction]:
    cities = cache(lookup.cities)
    found = (
        each
        for passage in reading.passages
        if passage.tag != "blockquote"
        for span in passage.sentences
        for each in _Sentence(passage, span, cities).contradictions()
    )
    return list(dict.fromkeys(found))


class _Sentence:
    def __init__(self, passage: Passage, span: Span, cities: Callable[[], set[str]]):
        self.passage, self.span, self.cities = passage, span, cities
        self.words = passage.text[slice(*span)]

    def contradictions(self) -> Iterator[Contradiction]:
        for pattern, rule in ((_CITY, self._elsewhere), (_COUNT, self._miscounted)):
            for match in pattern.finditer(self.passage.text, *self.span):
                if not any(quote.start <= match.start() < quote.end for quote in self.passage.quotations):
                    yield from rule(match)

    @cached_property
    def dates(self) -> list[DateFound]:
        return [each for each in self.passage.dates if within(each.start, self.span) and each.sense == "on"]

    @cached_property
    def summits(self) -> list[Summit]:
        """The one that is named, else those of the day or the month the sentence tells, if it speaks of such."""
        if lookup.is_beside(self.words):
            return []
        named = [each.entry for each in self.passage.inside(self.span, "summit") if each.entry]
        if named:
            return list(lookup.all_summits().filter(pk__in={each.id for each in named}))
        of = {each.entry.id for each in self.passage.inside(self.span, "organisation") if each.entry}
        is_meant = lookup.is_of_leaders(self.words) or (of and _LEADERS.search(self.words))
        if len(self.dates) != 1 or not is_meant:
            return []
        return [each for each in lookup.summits_of(self.dates[0].iso) if not of or each.organisation_id in of]

    def _elsewhere(self, match: re.Match) -> Iterator[Contradiction]:
        told = {city for city in self.cities() if re.search(rf"\b{re.escape(city)}\b", self.words)}
        if len(told) != 1 or not match[match.lastgroup or 0].startswith(tuple(told)):
            return
        city = told.pop()
        if self.summits and all(each.city and each.city != city for each in self.summits):
            message = _("“%(summit)s” was in %(known)s, not in %(claimed)s.")
            yield self._told(match, self.summits[0], message, claimed=city, known=self.summits[0].city)
        elif not self.summits and lookup.is_of_leaders(self.words):
            yield from self._another_day(match, city)

    def _another_day(self, match: re.Match, city: str) -> Iterator[Contradiction]:
        """“The session in Glory on 17 May”, where the record has one there on the 16th."""
        day = next((each for each in self.dates if 0 <= each.start - match.end() <= len(" on ")), None)
        near = (
            [each for each in lookup.summits_near(day.iso) if each.city == city] if day and len(day.iso) == 10 else []
        )
        if day and near:
            message = _("The record has no summit in %(claimed)s on %(day)s; “%(summit)s” was %(known)s.")
            yield self._told(match, near[0], message, claimed=city, day=day.iso, known=in_words(near[0]))

    def _miscounted(self, match: re.Match) -> Iterator[Contradiction]:
        number = match["came"] or match["united"]
        count = int(number) if number.isdigit() else SMALL[number.lower()]
        are_leaders = (match["guests"] or match["those"]).lower() == "leaders"
        complete = [each for each in self.summits if each.is_attendance_complete]
        if complete == self.summits and all(count not in _counts(each, are_leaders) for each in complete):
            for summit in complete[:1]:
                known = _counts(summit, True)[-1]
                message = _("%(known)s came to “%(summit)s” by the record's complete list, not %(claimed)s.")
                yield self._told(match, summit, message, claimed=number, known=known)

    def _told(self, match: re.Match, summit: Summit, message: str, **words) -> Contradiction:
        about: tuple[UUID, ...] = (summit.pk,)
        told = message % {"summit": summit.title, **words}
        facts = (lookup.recorded(summit),)
        source = lookup.source_of(summit)
        return Contradiction(self.passage.number, *match.span(), told, source, "meeting", about, facts)


def _counts(summit: Summit, are_leaders: bool) -> range:
    """From the presidents alone, or the leaders of members, to everybody who was there."""
    rows = [row for row in summit.attendances.all() if row.state_id and row.mode != Attendance.Mode.ABSENT]
    own = [row for row in rows if not row.is_guest]
    fewest = own if are_leaders else [row for row in own if row.capacity == "head of state"]
    return range(len(fewest), len(rows) + 1)
