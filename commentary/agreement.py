"""The gate's rule for articles and commentary: what their text says against the record, read as an import is read.

`members.prose` asks plain constructions around links; here every name the record knows counts, linked or not.
"""

import re
from collections.abc import Iterator

from commentary.importing.claims import claims
from commentary.importing.contradictions import contradictions
from commentary.importing.found import Contradiction, Reading
from commentary.importing.names import Names
from commentary.importing.reading import paragraphs, words_of_html
from commentary.importing.recognising import recognise
from commentary.importing.wording import known_quotations
from members.prose import agrees_with_facts
from publishing import kinds
from publishing.claims import of_text
from publishing.gate import Finding, warning
from publishing.models import Entry
from publishing.periods import partial_text
from publishing.richtext import links_in, source_ids, without_footnotes


def agrees_with_record(entry: Entry, document: dict) -> Iterator[Finding]:
    """A warning for each contradiction that the rules of every kind do not tell already."""
    if document["language"] != "en":
        return
    told = list(agrees_with_facts(entry, document))
    for name in kinds.get(document["kind"]).serializer.rich_fields:
        cut = paragraphs(document[name])
        reading = _read(cut, entry)
        for each in contradictions(claims(reading), known_quotations(reading)):
            finding = _finding(each, reading, set(map(str, source_ids(cut[each.passage][1]))), name, document)
            if not any(_is_same(finding, other) for other in told):
                yield finding


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
