"""What the record remarks of entries, beside the passages it bears on: doubts, what was not found, how it was counted.

A remark bears on a passage when it shares telling words with it, and its entry is named there, is tied by a fact to
one that is, or is of the day the text is about. That is a likeness of words: an editor weighs it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from commentary.importing import dates, lookup
from commentary.importing.found import DateFound, Named, Note, Reading, same_time
from commentary.importing.stems import Telling, stems
from publishing.models import Entry, Fact

# How much must be shared, counted in rare words; the words of an entry's own name count only where it is not named.
IF_NAMED, IF_RELATED = 0.85, 2.0
# A word that tells anything at all: less would be “also” or “member”.
TELLING = 0.7
MOST = 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Remark:
    """One sentence of an entry's remarks, and its words as stems; `title`: those of the entry's name."""

    entry: Named
    words: str
    stems: set[str]
    title: set[str]

    @cached_property
    def dates(self) -> list[DateFound]:
        return [each for each in dates.find([self.words])[0] if each.iso]

    def __hash__(self) -> int:
        return hash((self.entry, self.words))


def remarks(reading: Reading) -> list[Note]:
    """Each remark at the passage it bears on most; at a passage those of the closest entries."""
    said = stems([passage.text for passage in reading.passages])
    names = stems([" ".join(each.text for each in passage.mentions) for passage in reading.passages])
    named = [{entry.id for each in passage.mentions for entry in each.entries} for passage in reading.passages]
    related = _related(reading, set().union(*named))
    telling = Telling()
    best: dict[Remark, tuple[float, int]] = {}
    told = _Told(reading)
    for remark in _of_record():
        for number, ids in enumerate(named):
            is_named = remark.entry.id in ids
            is_near = told.bears_on(remark, number, is_named) and (is_named or related[remark.entry.id] & {*ids, None})
            weight = _weight(remark, said[number], names[number], is_named, telling) if is_near else 0
            if weight > best.get(remark, (0.0, 0))[0]:
                best[remark] = weight, number
    return list(_notes(_once(best)))


class _Told:
    """What time each passage speaks of: a remark on another time says nothing of it."""

    def __init__(self, reading: Reading):
        own = [reading.day] if reading.day else []
        self.days = [[*own, *(each.iso for each in passage.dates if each.iso)] for passage in reading.passages]
        self.counts_years = [any(each.years for each in passage.dates) for passage in reading.passages]
        happened = Entry.objects.of_kind("summit", "document", "statement").exclude(remarks="")
        self.dated = {entry.pk: entry for entry in happened if entry.starts_on}

    def bears_on(self, remark: Remark, number: int, is_named: bool) -> bool:
        entry, days = self.dated.get(remark.entry.id), self.days[number]
        if entry and not is_named and not any(lookup.holds(entry, day) for day in days):
            return False
        of = [each.iso for each in remark.dates]
        return not of or self.counts_years[number] or any(same_time(one, other) for one in of for other in days)


def _once(best: dict[Remark, tuple[float, int]]) -> dict[Remark, tuple[float, int]]:
    """Of two remarks that say much the same at one passage, the one that bears on it more."""
    kept: dict[Remark, tuple[float, int]] = {}
    for remark, (weight, number) in sorted(best.items(), key=lambda each: -each[1][0]):
        others = [other for other, (_weight, place) in kept.items() if place == number and other.entry != remark.entry]
        if not any(len(remark.stems & other.stems) * 2 >= min(len(remark.stems), len(other.stems)) for other in others):
            kept[remark] = weight, number
    return {remark: found for remark, found in best.items() if remark in kept}


def _weight(remark: Remark, said: set[str], names: set[str], is_named: bool, telling: Telling) -> float:
    """How much is shared, or 0 when that is too little. A name alone tells nothing: one shared word must be none."""
    shared = said & remark.stems
    if is_named:
        shared -= remark.title
    elif shared - names:
        shared |= said & remark.title
    if not any(telling.of(stem) >= TELLING for stem in shared - names):
        return 0
    weight = sum(map(telling.of, shared))
    return weight if weight >= (IF_NAMED if is_named else IF_RELATED) else 0


def _of_record() -> Iterator[Remark]:
    rows = list(Entry.objects.exclude(remarks="").values_list("pk", "kind", "title", "remarks"))
    told = [(Named(*row[:3]), words) for row in rows for words in _SENTENCE.split(row[3]) if words.strip()]
    titles = dict(zip((row[0] for row in rows), stems([row[2] for row in rows]), strict=True))
    for (entry, words), found in zip(told, stems([words for _entry, words in told]), strict=True):
        yield Remark(entry, words, found, titles[entry.id])


def _related(reading: Reading, named: set[UUID]) -> dict[UUID, set[UUID | None]]:
    """By entry: the named ones that a public fact ties it to; None for one of the day the text is about."""
    ties: dict[UUID, set[UUID | None]] = defaultdict(set)
    facts = Fact.objects.current().filter(Q(subject__in=named) | Q(object__in=named)).exclude(kind="mentions")
    for entry, *parties in facts.values_list("entry", "subject", "object"):
        ties[entry].update(party for party in parties if party in named)
    if len(reading.day) == 10:
        that_day = Entry.objects.filter(valid__overlap=lookup.at(reading.day), ends_on__isnull=False)
        for pk in that_day.values_list("pk", flat=True):
            ties[pk].add(None)
    return ties


def _notes(best: dict[Remark, tuple[float, int]]) -> Iterator[Note]:
    at: dict[int, dict[Named, list[tuple[float, str]]]] = defaultdict(lambda: defaultdict(list))
    for remark, (weight, number) in best.items():
        at[number][remark.entry].append((weight, remark.words))
    for number, entries in sorted(at.items()):
        closest = sorted(entries.items(), key=lambda each: -max(each[1])[0])
        for entry, told in closest[:MOST]:
            yield Note(number, 0, _("The record remarks"), entry, " ".join(words for _weight, words in told))
