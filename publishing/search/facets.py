"""How many of the matches are of each kind, year, topic, state and person: one query over a bounded number of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from publishing.reading import Moment
from publishing.search.ranking import newest
from publishing.search.understanding import Understood

# Counting reads every row it counts; of more than these the newest are counted, and readers are told.
MOST = 1000
# How many values of one facet are worth offering.
OFFERED = 12
# Facet → the column of editions with the ids of the entries it is about.
FACETS = ("kind", "state", "person", "topic", "year")
ENTRIES = {"topic": "topics", "state": "states", "person": "people"}

COUNTS = """
SELECT 'all' AS facet, '' AS value, count(*) AS number FROM matched
UNION ALL SELECT 'kind', kind, count(*) FROM matched GROUP BY kind
UNION ALL SELECT 'year', extract(year FROM dated_on)::text, count(*) FROM matched
WHERE dated_on IS NOT NULL GROUP BY 2"""
ABOUT = """
UNION ALL (
    SELECT '{facet}', about::text, count(*) FROM matched, unnest({column}) about
    GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT {most}
)"""
STATEMENT = """
WITH matched AS MATERIALIZED ({matched})
SELECT counted.facet, counted.value, counted.number, entry.title, entry.slug
FROM ({counts}) counted LEFT JOIN LATERAL ({entry}) entry ON true
ORDER BY counted.number DESC, counted.value DESC"""


@dataclass(frozen=True)
class Value:
    """One value of a facet: how it is asked for, how it is told, and how many matches have it."""

    value: str
    title: str
    number: int
    entry: str = ""


@dataclass(frozen=True)
class Counted:
    """`total` and the facets, over all matches or, when there are more than could be counted, over the newest."""

    total: int = 0
    is_cut: bool = False
    facets: dict[str, list[Value]] = field(default_factory=dict)


def counted(editions: QuerySet, understood: Understood, moment: Moment) -> Counted:
    if not understood.text:
        return Counted()
    columns = ("kind", "dated_on", *ENTRIES.values())
    matched, asked = newest(editions, understood).values(*columns)[: MOST + 1].query.sql_with_params()
    one = RawSQL("CASE WHEN counted.facet = ANY(%s) THEN counted.value::uuid END", (list(ENTRIES),))
    named = moment.editions().filter(entry_id=one).order_by()
    entry, read = named.values("title", "slug").query.sql_with_params()
    about = (ABOUT.format(facet=facet, column=column, most=OFFERED) for facet, column in ENTRIES.items())
    statement = STATEMENT.format(matched=matched, counts=COUNTS + "".join(about), entry=entry)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*asked, *read])
        return _told(cursor.fetchall())


def _told(rows: Iterable[tuple]) -> Counted:
    total, facets = 0, dict[str, list[Value]]()
    for facet, value, number, title, slug in rows:
        if facet == "all":
            total = number
        elif facet not in ENTRIES:
            facets.setdefault(facet, []).append(Value(value, value, number))
        elif title is not None:
            facets.setdefault(facet, []).append(Value(slug, title, number, value))
    return Counted(min(total, MOST), total > MOST, facets)
