"""Search over editions: full text, names in any script or spelling."""

import unicodedata

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import Greatest

MAX_QUERY = 200


def fold(text: str) -> str:
    """`text` in lower case without accents, as names are stored and looked up."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class NameSimilarity(Func):
    """pg_trgm's `word_similarity(query, names)`: 1 when the query stands in the names word for word."""

    function = "word_similarity"
    output_field = FloatField()


def matching(editions: QuerySet, words: str) -> QuerySet:
    """The editions that contain `words` (web search syntax: quotes, OR, minus) or bear a similar name."""
    query = SearchQuery(words, search_type="websearch", config="english")
    names = SearchQuery(fold(words), search_type="websearch", config="simple")
    # `names %> query` is word_similarity over the threshold, in the form that the trigram index serves.
    return editions.filter(Q(search=query) | Q(search=names) | Q(names__trigram_word_similar=fold(words)))


def ranked(editions: QuerySet, words: str) -> QuerySet:
    """Matching editions with their `rank`, best first."""
    query = SearchQuery(words, search_type="websearch", config="english")
    similar = NameSimilarity(Value(fold(words)), F("names"))
    return (
        matching(editions, words)
        .annotate(rank=Greatest(SearchRank(F("search"), query), similar))
        .order_by("-rank", "-sort_on", "entry_id")
    )
