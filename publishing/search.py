"""Search over editions: full text, names in any script or spelling."""

import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Exists, F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Greatest

MAX_QUERY = 200
# Ranking reads every row it ranks, so only so many are: of a common word the newest, and the best bearers of a name.
NEWEST, NAMED, EXACT, SIMILAR = 200, 50, 20, 200
# With fewer matches than this the words may be misspelt.
FEW = 10


def fold(text: str) -> str:
    """`text` in lower case without accents, as names are stored and looked up."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class NameSimilarity(Func):
    """pg_trgm's `word_similarity(query, names)`: 1 when the query stands in the names word for word."""

    function = "word_similarity"
    output_field = FloatField()


class WholeNameSimilarity(Func):
    """pg_trgm's `similarity(query, names)`: 1 when the query is the name."""

    function = "similarity"
    output_field = FloatField()


# The two expressions that the indexes publishing_edition_name_words and publishing_edition_whole_names are made of.


def name_words() -> SearchVector:
    return SearchVector("names", config="simple")


class WholeNames(Func):
    """Each name by itself, as building.py joined them."""

    function = "string_to_array"
    output_field = ArrayField(TextField())

    def __init__(self, names: str = "names"):
        super().__init__(F(names), Value(" \n"))


def matching(editions: QuerySet, words: str) -> QuerySet:
    """The editions that contain `words` (web search syntax: quotes, OR, minus) or bear a similar name."""
    # `names %> query` is word_similarity over the threshold, in the form that the trigram index serves.
    return editions.filter(Q(search=_anywhere(words)) | Q(names__trigram_word_similar=fold(words)))


def ranked(editions: QuerySet, words: str) -> QuerySet:
    """The matching editions worth ranking with their `rank`, best first."""
    folded = fold(words)
    rank = SearchRank(F("search"), SearchQuery(words, search_type="websearch", config="english"))
    similar = NameSimilarity(Value(folded), F("names"))
    return (
        editions.filter(pk__in=candidates(editions, words))
        .annotate(rank=Greatest(rank, similar) + WholeNameSimilarity(Value(folded), F("names")))
        .order_by("-rank", "-sort_on", "entry_id")
    )


def candidates(editions: QuerySet, words: str) -> QuerySet:
    """Which editions to rank. Each part is bounded, and has an index that serves it whether the words are rare or not.

    Names come by themselves: people and places have no date and would be the last of the newest.
    """
    folded = fold(words)
    rows = editions.order_by().values("pk")
    anywhere = rows.filter(search=_anywhere(words))
    named = rows.alias(name_words=name_words()).filter(name_words=_names(words))
    exact = rows.alias(whole_names=WholeNames()).filter(whole_names__contains=[folded])
    # The database looks for misspelt names only when it has found few words.
    misspelt = rows.filter(~Exists(anywhere[FEW - 1 : FEW]), names__trigram_word_similar=folded)
    return anywhere.order_by("-sort_on", "-entry_id")[:NEWEST].union(
        named.order_by("sort_on", "entry_id")[:NAMED], exact[:EXACT], misspelt[:SIMILAR], all=True
    )


def _anywhere(words: str) -> SearchQuery:
    return SearchQuery(words, search_type="websearch", config="english") | _names(words)


def _names(words: str) -> SearchQuery:
    return SearchQuery(fold(words), search_type="websearch", config="simple")
