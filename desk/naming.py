"""Finding working copies by name: title, other names in any script, and misspelt. For the desk only."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import F, Func, IntegerField, QuerySet, UUIDField, Value
from django.db.models.functions import Length

from desk.misspelling import faults
from publishing.models import Alias, Entry
from publishing.search.asking import MAX_QUERY
from publishing.search.names import NameSimilarity, WholeNameSimilarity
from publishing.spelling import Spelling, spelling

MOST = 100
# With fewer names that contain the words, misspelt ones are looked for: so many that have enough letters in a row in
# common with them to be tried, and of these those that are a misspelling away, or have very many in common.
FEW, TRIED, MAYBE, ALIKE = 10, 400, 0.2, 0.4


@dataclass(frozen=True)
class Found:
    """An entry and the name it was found by."""

    entry: UUID
    name: str


def find(
    words: str, model: type[Entry] = Entry, fields: dict[type[Entry], tuple[str, ...]] | None = None
) -> list[Found]:
    """The entries of that kind (`Entry`: of any) whose names are most like `words`, best first, each once.

    `fields`: further columns of each kind that hold names, such as a person's name in the original script.
    """
    spelled = spelling(words.replace("\x00", ""))[:MAX_QUERY].strip()
    if not spelled:
        return []
    rows = _ask(model, fields or {}, spelled, "contains")
    if len(rows) < FEW:
        # Words that stand in the middle of another are less likely meant than a misspelt name: Rusia, not Belarusian.
        whole = [row for row in rows if re.search(rf"(?<!\w){re.escape(spelled)}", spelling(row[1]))]
        rows = [*whole, *_misspelt(model, fields or {}, spelled), *rows]
    best: dict[UUID, str] = {}
    for pk, name, *_likeness in rows:
        best.setdefault(pk, name)
    return [Found(pk, name) for pk, name in list(best.items())[:MOST]]


def in_order(entries: QuerySet, found: list[Found]) -> QuerySet:
    """Those of `entries` that were found, in that order."""
    keys = [each.entry for each in found]
    place = Func(Value(keys, ArrayField(UUIDField())), F("pk"), function="array_position", output_field=IntegerField())
    return entries.filter(pk__in=keys).order_by(place)


def _misspelt(model: type[Entry], fields: dict, spelled: str) -> list[tuple]:
    """First the fewest wrong letters, then, as far as nothing is that near, what is most alike."""
    tried = [(row, faults(spelled, spelling(row[1]))) for row in _tried(model, fields, spelled)]
    near = [(row, wrong) for row, wrong in tried if wrong is not None or row[3] >= ALIKE]
    near.sort(key=lambda each: (each[1] is None, each[1] or 0, -each[0][2]))
    return [row for row, _wrong in near]


def _tried(model: type[Entry], fields: dict, spelled: str) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        # The operator that the index serves reads its threshold from here.
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(MAYBE)])
        return _ask(model, fields, spelled, "trigram_word_similar", TRIED)


def _ask(model: type[Entry], fields: dict, spelled: str, how: str, most: int = MOST) -> list[tuple]:
    """(entry, name, likeness, likeness of a part) of the names that match, most alike first, of equals the shorter."""
    titles, aliases = Entry.objects.all(), Alias.objects.all()
    if model.KIND:
        titles, aliases = titles.filter(kind=model.KIND), aliases.filter(entry__kind=model.KIND)
    asked = [_names(titles, "pk", "title", spelled, how), _names(aliases, "entry_id", "name", spelled, how)]
    for kind, columns in fields.items():
        if issubclass(kind, model):
            asked += [_names(kind._default_manager.all(), "pk", column, spelled, how) for column in columns]
    first, *rest = asked
    rows = first.union(*rest, all=True).order_by("-likeness", "length")[:most]
    return [(pk, name, likeness, part) for pk, name, likeness, part, _length in rows]


def _names(rows: QuerySet, key: str, column: str, spelled: str, how: str) -> QuerySet:
    name = Spelling(column)
    part, whole = NameSimilarity(Value(spelled), name), WholeNameSimilarity(Value(spelled), name)
    rows = rows.order_by().annotate(spelled_name=name).filter(**{f"spelled_name__{how}": spelled})
    told = {"found": F(key), "called": F(column), "likeness": part + whole, "part": part, "length": Length(column)}
    return rows.annotate(**told).values_list(*told)
