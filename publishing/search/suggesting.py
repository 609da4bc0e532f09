"""Names that go on as somebody has begun to type: from the vocabulary to the words, from the words to their bearers."""

from collections.abc import Iterable, Sequence

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Length

from publishing.models import Edition, Word
from publishing.models.searchable import CONFIG
from publishing.search.asking import WORDS
from publishing.search.names import fold
from publishing.search.ranking import name_words
from publishing.search.understanding import ReadyQuery

# A beginning that goes on in many ways is followed in the shortest; of their bearers so many are looked at.
FEWEST_LETTERS, WAYS, BEARERS, SUGGESTED = 2, 40, 60, 8


def suggested(editions: QuerySet[Edition], typed: str) -> Sequence[Edition]:
    """The editions whose names contain the words typed, the last of which may be only begun; best first."""
    words = WORDS.findall(fold(typed))
    if not words or len(words[-1]) < FEWEST_LETTERS:
        return []
    query = _query(words)
    if query is None:
        return []
    rows = editions.alias(name_words=name_words()).filter(name_words=query)
    bearers = rows.only("kind", "slug", "language", "is_original", "title", "names", "dated_on", "sort_on").order_by(
        "sort_on", "entry_id"
    )[:BEARERS]
    begun = " ".join(words)
    return sorted(bearers, key=lambda edition: _place(edition, begun))[:SUGGESTED]


def _query(words: list[str]) -> SearchQuery | CombinedSearchQuery | None:
    """Every word, and one of the ways the last goes on."""
    *whole, begun = words
    ways = Word.objects.filter(word__startswith=begun).order_by(Length("word"), "word")[:WAYS]
    text = " | ".join(filter(None, _pieces(ways)))
    if not text:
        return None
    # Asked of the editions and not of the vocabulary, which also has the words of what is withdrawn.
    return SearchQuery(" ".join(whole), config=CONFIG) & ReadyQuery(text) if whole else ReadyQuery(text)


def _pieces(words: QuerySet[Word]) -> Iterable[str]:
    piece = Func(Value(CONFIG), F("word"), function="phraseto_tsquery", output_field=TextField())
    return words.annotate(piece=Cast(piece, TextField())).values_list("piece", flat=True)


def _place(edition: Edition, begun: str) -> tuple:
    """Titles that say what was typed come before other names, then people, places and bodies, which have no date."""
    title = fold(edition.title)
    return (
        f" {begun}" not in f" {title}",
        edition.dated_on is not None,
        not title.startswith(begun),
        len(title),
        title,
    )
