"""The vocabulary of the record, learnt as editions are released; see models/word.py."""

import re
from collections.abc import Iterable

from publishing.models import Edition, Word
from publishing.search.names import fold, sound

LETTERS = re.compile(r"[^\W\d_]{2,40}")


def learn(editions: Iterable[Edition]) -> None:
    """Runs under the head's lock: two releases that learn the same words wait for each other there."""
    told = ((edition.names, edition.summary) for edition in editions)
    words = sorted({word for names, summary in told for word in words_of(names, summary)})
    Word.objects.bulk_create([Word(word=word, sound=sound(word)[:60]) for word in words], ignore_conflicts=True)


def words_of(names: str, summary: str) -> list[str]:
    return LETTERS.findall(f"{names} {fold(summary)}")
