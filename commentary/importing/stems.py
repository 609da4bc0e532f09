"""Words as PostgreSQL's English dictionary reduces them, and how telling each is: “selling” and “sells” are one."""

import re
from math import log

from django.db import connection

# So many texts tell common words from rare ones.
SAMPLE = 2000
# A word that one text in so many has is a rare one.
RARE = 100
_MARKS = re.compile(r"[’']s\b|[^\w\s]")


def stems(texts: list[str]) -> list[set[str]]:
    """The reduced words of each text, without stop words, numbers and letters. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(to_tsvector('english', words)) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS said(words, place) ORDER BY place",
            [[_MARKS.sub(" ", text) for text in texts]],
        )
        return [{stem for stem in found if len(stem) > 2 and not stem.isdigit()} for (found,) in cursor.fetchall()]


class Telling:
    """How much a shared word says: 1 for one that a hundredth of the newest editions has, less for commoner ones."""

    def __init__(self) -> None:
        newest = (
            "SELECT search FROM publishing_edition WHERE position IS NOT NULL AND superseded_at_position IS NULL "
            f"ORDER BY position DESC LIMIT {SAMPLE}"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({newest}) AS read")  # noqa: S608 - the number is our own
            self.texts = max(cursor.fetchone()[0], RARE - 1)
            cursor.execute("SELECT word, ndoc FROM ts_stat(%s)", [newest])
            self.found_in = dict(cursor.fetchall())

    def of(self, stem: str) -> float:
        return log((self.texts + 1) / self.found_in.get(stem, 1)) / log(RARE)
