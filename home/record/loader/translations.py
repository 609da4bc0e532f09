"""The record in other languages: `translations/<language>/<kind>.json` holds the words of each entry by its address.

What is written there is entered by one account and approved by another, like the record itself. A translation that is
there already is left as it is, and so is an entry that was published again since: its editors have the word.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from accounts.models import User
from home.record.loader.desk import Desk
from home.record.loader.faults import Faults
from home.record.loader.files import RECORD
from home.record.loader.markup import block, inline, plain
from home.record.loader.tally import Fate, Tally
from publishing import kinds
from publishing.models import Edition, Entry, Translation
from publishing.translating import publish_translations, write
from publishing.translation_checks import examine_translation

FOLDER = RECORD / "translations"
COLLECTION = "translations"
PROGRESS = 100
Words = dict[str, dict[str, Any]]


@cache
def files() -> dict[tuple[str, str], Words]:
    """`(language, kind)` → the words of each entry by its address."""
    found = sorted(FOLDER.glob("*/*.json"))
    return {(path.parent.name, path.stem): json.loads(path.read_text()) for path in found}


def number() -> int:
    return sum(map(len, files().values()))


class Notation:
    """What turning the notation into HTML asks of a desk, for entries that are there."""

    def __init__(self, desk: Desk, entry: Entry) -> None:
        self.id, self.source = desk.id, desk.source
        self.cited: dict[Any, list[tuple[str, str]]] = {entry.pk: []}

    def cite(self, entry: Entry, keys: Any, locator: str = "") -> None:
        self.cited[entry.pk] += [(key, locator) for key in keys]


def enter(desk: Desk, tally: Tally, contributor: User, editor: User, faults: Faults) -> Iterator[str]:
    """Have what is missing written, submitted, approved and published together. Yields what was done."""
    originals = {
        (edition.kind, edition.slug): edition
        for edition in Edition.objects.current().filter(is_original=True, kind__in={kind for _, kind in files()})
    }
    there = set(Translation.objects.values_list("entry_id", "language"))
    made: list[Translation] = []
    for (language, kind), words in files().items():
        for slug, fields in words.items():
            with faults.at(f"translations/{language}/{kind}.json", slug):
                original = originals.get((kind, slug)) or _elsewhere(kind, slug)
                if original is None:
                    raise ValueError("there is no entry at this address")
                if (original.entry_id, language) in there or original.number > 1:
                    tally.add(COLLECTION, Fate.THERE)
                    continue
                made.append(_written(desk, original, language, fields, contributor))
                tally.add(COLLECTION, Fate.LOADED)
                tally.written["translation"] += 1
    faults.refuse()
    if made:
        yield f"{len(made)} translations entered by {contributor.username}"
        yield from _out(made, contributor, editor, faults)


def _elsewhere(kind: str, slug: str) -> Edition | None:
    """What once was at the address; it has been published again since."""
    once = Edition.objects.released().filter(kind=kind, slug=slug, is_original=True).order_by("-position")
    return once.exclude(number=1).first()


def _written(desk: Desk, original: Edition, language: str, fields: dict[str, Any], by: User) -> Translation:
    entry = Entry(pk=original.entry_id, kind=original.kind)
    row = Translation(entry_id=entry.pk, language=language, translates=original.digest)
    texts = texts_of(Notation(desk, entry), entry, fields)
    write(row, by, fields["title"], fields.get("summary", ""), texts)
    return row


def texts_of(desk: Any, entry: Entry, fields: dict[str, Any]) -> dict[str, Any]:
    """The words by field; rich text as HTML."""
    rich = kinds.get(entry.kind).serializer.rich_fields
    texts: dict[str, Any] = {}
    for name, words in fields.items():
        if name in rich:
            texts[name] = "".join(_part(desk, entry, part) for part in words)
        elif name not in ("title", "summary"):
            texts[name] = [plain(desk, entry, part) for part in words] if isinstance(words, list) else words
    return texts


def _part(desk: Any, entry: Entry, part: str | dict[str, Any]) -> str:
    return f"<p>{inline(desk, entry, part)}</p>" if isinstance(part, str) else block(desk, entry, part)


def _out(made: list[Translation], contributor: User, editor: User, faults: Faults) -> Iterator[str]:
    for number, row in enumerate(made, 1):
        with faults.at(f"translations/{row.language}", row.title):
            row.submit(contributor)
            row.approve(editor)
            if number % PROGRESS == 0 or number == len(made):
                yield f"{number} of {len(made)} translations approved by {editor.username}"
    faults.refuse()
    editions = publish_translations(made, editor)
    yield f"{len(editions)} translations published together, up to position {editions[-1].position}"


def warnings() -> Iterator[str]:
    """What the gate says of the translations that are there: for whoever writes them."""
    for row in Translation.objects.select_related("entry"):
        for finding in examine_translation(row):
            yield f"{row.entry.kind}/{row.entry.slug} ({row.language}) {finding.field}: {finding.message}"
