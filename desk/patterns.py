"""Patterns that editors write, matched by the database under a time limit.

PostgreSQL's matcher mostly needs no backtracking and can be cancelled; Python's can do neither, and one bad pattern
would hold a worker for ever.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DataError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

LIMIT = 250  # milliseconds
LONG = 20_000  # characters of the text a new pattern is tried on

_EDGE = re.compile(r"(\\\\)|\\b|\\B")


class PatternRefused(ValueError):
    """The pattern cannot be read or takes too long; the message says which."""


def expression_of(pattern: str) -> str:
    """The pattern in the database's dialect: there a word's edge is `\\y`."""
    return _EDGE.sub(lambda found: found[1] or {r"\b": r"\y", r"\B": r"\Y"}[found[0]], pattern)


def finds(pattern: str, is_case_sensitive: bool, text: str) -> str | None:
    """The first words of `text` that the pattern finds, or None. Raises PatternRefused."""
    flags = "c" if is_case_sensitive else "i"
    with within(LIMIT), connection.cursor() as cursor:
        cursor.execute("SELECT regexp_substr(%s, %s, 1, 1, %s)", [text, expression_of(pattern), flags])
        return cursor.fetchone()[0]


def check_speed(pattern: str, is_case_sensitive: bool, example: str) -> None:
    """Try the pattern on long texts of the kind that slow patterns choke on. Raises PatternRefused."""
    for bit in ("a", "1", " ", "a ", "Aa1-", f"{example[:80]} "):
        finds(pattern, is_case_sensitive, (bit * LONG)[:LONG] + "\x01")


@contextmanager
def within(milliseconds: int) -> Iterator[None]:
    """Statements inside are cancelled after that time. What fails leaves the transaction around it usable."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            (before,) = cursor.fetchone()
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
            yield
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except DataError as error:
        reason = str(error).splitlines()[0].removeprefix("invalid regular expression: ")
        raise PatternRefused(_("The pattern cannot be read: %s.") % reason) from error
    except OperationalError as error:
        raise PatternRefused(_("The pattern takes too long on long texts; make it plainer.")) from error
