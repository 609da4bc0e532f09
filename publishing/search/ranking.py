"""Finding: which editions answer a search, and which of them best. Every part is bounded and has an index."""

from django.contrib.postgres.search import SearchRank, SearchVector
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from publishing.models.searchable import CONFIG
from publishing.search.names import WholeNames, WholeNameSimilarity
from publishing.search.understanding import Understood

# Ranking reads every row it ranks, so only so many are: of a common word the newest, and the first bearers of a name.
NEWEST, NAMED, EXACT = 200, 50, 20
# Of context, text, summary, names.
WEIGHTS = [0.1, 0.2, 0.5, 1.0]


def matching(editions: QuerySet, understood: Understood) -> QuerySet:
    """The editions that answer, in no order."""
    return editions.filter(search=understood.query) if understood.text else editions.none()


def newest(editions: QuerySet, understood: Understood) -> QuerySet:
    return matching(editions, understood).order_by("-sort_on", "-entry_id")


def ranked(editions: QuerySet, understood: Understood) -> QuerySet:
    """The matching editions worth ranking with their `rank`, best first."""
    worth_it = editions.filter(pk__in=candidates(editions, understood))
    return with_rank(worth_it, understood).order_by("-rank", "-sort_on", "entry_id")


def with_rank(editions: QuerySet, understood: Understood) -> QuerySet:
    """How well each answers, as its `rank`: by its words, and more for a name, the whole name, the kind asked for."""
    if not understood.text:
        return editions.none().annotate(rank=Value(0.0))
    rank: Combinable = SearchRank(F("search"), understood.query, weights=WEIGHTS)
    for condition, worth in (
        (Q(whole_names__contains=[understood.name]), 2.0),
        (Q(name_words=understood.query), 1.0),
        (Q(kind__in=understood.kinds), 0.5),
    ):
        rank = rank + Case(When(condition, then=Value(worth)), default=Value(0.0), output_field=FloatField())
    like_title = WholeNameSimilarity(Value(understood.name), Lower("title"))
    return editions.alias(whole_names=WholeNames(), name_words=name_words()).annotate(rank=rank + like_title)


def candidates(editions: QuerySet, understood: Understood) -> QuerySet:
    """Which editions to rank. Names come by themselves: people and places have no date, and would be the last of the
    newest."""
    rows = matching(editions, understood).order_by().values("pk")
    named = rows.alias(name_words=name_words()).filter(name_words=understood.query)
    exact = rows.alias(whole_names=WholeNames()).filter(whole_names__contains=[understood.name])
    return rows.order_by("-sort_on", "-entry_id")[:NEWEST].union(
        named.order_by("sort_on", "entry_id")[:NAMED], exact[:EXACT], all=True
    )


def name_words() -> SearchVector:
    """The expression that the index publishing_edition_name_words is made of."""
    return SearchVector("names", config=CONFIG)
