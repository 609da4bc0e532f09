"""Finding: which editions answer a search, and which of them best. Every part is bounded and has an index."""

from django.contrib.postgres.search import SearchRank, SearchVector
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
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
    if not understood.text:
        return editions.none().annotate(rank=Value(0.0))
    name, one, none = understood.name, Value(1.0), Value(0.0)
    whole = Case(When(Q(whole_names__contains=[name]), then=Value(2.0)), default=none, output_field=FloatField())
    named = Case(When(Q(name_words=understood.query), then=one), default=none, output_field=FloatField())
    asked_for = Case(When(kind__in=understood.kinds, then=Value(0.5)), default=none, output_field=FloatField())
    rank = SearchRank(F("search"), understood.query, weights=WEIGHTS) + whole + named + asked_for
    return (
        editions.filter(pk__in=candidates(editions, understood))
        .alias(whole_names=WholeNames(), name_words=name_words())
        .annotate(rank=rank + WholeNameSimilarity(Value(name), Lower("title")))
        .order_by("-rank", "-sort_on", "entry_id")
    )


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
