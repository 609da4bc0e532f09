"""The gate's rule for articles and commentary: what their text says against the record, read as an import is read.

`members.prose` asks plain constructions around links; here every name the record knows counts, linked or not.
"""

import re
from collections.abc import Iterator
from html import escape

from commentary.importing.claims import claims
from commentary.importing.contradictions import contradictions
from commentary.importing.found import Contradiction, Passage, Reading
from commentary.importing.gathered import gathered
from commentary.importing.names import Names
from commentary.importing.reading import paragraphs, words_of_html
from commentary.importing.recognising import recognise
from commentary.importing.wording import Wording
from members.prose import disagreements, linked_in
from members.prose.known import Known
from publishing import kinds
from publishing.claims import of_text
from publishing.gate import Finding, warning
from publishing.models import Entry
from publishing.periods import partial_text
from publishing.richtext import links_in, source_ids, without_footnotes


def agrees_with_record(entry: Entry, document: dict) -> Iterator[Finding]:
    """A warning for each contradiction that the rules of every kind, which follow the links, do not tell already."""
    if document["language"] != "en":
        return
    fields = kinds.get(document["kind"]).serializer.rich_fields
    cuts = {name: paragraphs(document[name]) for name in fields}
    readings = {name: _read(cut, entry) for name, cut in cuts.items()}
    known = Known(linked_in(document).union(*map(named_in, readings.values())))
    told = [found for name in fields for found in disagreements(document[name], name, document, known)]
    for found in _ways_of_reading(document, cuts, readings, known):
        if not any(_is_same(found, other) for other in told):
            told.append(found)
            yield found


def named_in(reading: Reading) -> set[str]:
    return {str(each.entry.id) for passage in reading.passages for each in passage.mentions if each.entry}


def _ways_of_reading(document: dict, cuts: dict, readings: dict[str, Reading], known: Known) -> Iterator[Finding]:
    """As if every known name were linked, and as an import is read."""
    for name, reading in readings.items():
        yield from disagreements(as_if_linked(reading), name, document, known)
    for name, reading in readings.items():
        wording = Wording(reading)
        found = contradictions(claims(reading), [*wording.known, *wording.of_others])
        for each in [*found, *gathered(reading)]:
            sources = set(map(str, source_ids(cuts[name][each.passage][1])))
            yield _finding(each, reading, sources, name, document)


def as_if_linked(reading: Reading) -> str:
    """The passages with a link around every name that means one entry."""
    return "".join(f"<{each.tag}>{''.join(_linked(each))}</{each.tag}>" for each in reading.passages)


def _linked(passage: Passage) -> Iterator[str]:
    at = 0
    for name in passage.mentions:
        if name.entry and name.start >= at:
            words = escape(passage.text[name.start : name.end])
            yield f'{escape(passage.text[at : name.start])}<a href="/id/{name.entry.id}/">{words}</a>'
            at = name.end
    yield escape(passage.text[at:])


def _read(cut: list[tuple[str, str]], entry: Entry) -> Reading:
    blocks = [[tag, words_of_html(without_footnotes(html))] for tag, html in cut]
    linked = [(words_of_html(words), key) for _tag, html in cut for key, words in links_in(html)]
    day = partial_text(entry.starts_on, entry.start_precision)
    return recognise(blocks, day, Names(linked))


def _finding(each: Contradiction, reading: Reading, cited: set[str], field: str, document: dict) -> Finding:
    passage = reading.passages[each.passage]
    start, end = passage.sentence_of(each.start)
    own = of_text(passage.text[each.start : each.end], passage.text[start:end], cited, document)
    return warning(f"text-{each.kind}", each.message, field, own, *each.facts, about=each.about)


def _is_same(finding: Finding, other: Finding) -> bool:
    """Both of one entry, in one sentence: the words that one quotes stand in the other's."""
    words, others = (_plain(each.claims[0].key) for each in (finding, other))
    return finding.field == other.field and bool(set(finding.about) & set(other.about)) and others in words


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()
