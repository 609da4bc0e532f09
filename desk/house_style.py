"""The house rules asked of an entry's text: one of the gate's checks of every kind."""

import re
from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from desk.models.house_rules import HouseRule
from desk.patterns import LIMIT, PatternRefused, within
from publishing import kinds
from publishing.gate import Finding, Level, hint, warning
from publishing.models import Entry
from publishing.richtext import plain_text

# Somebody else's words are not the house's to style.
QUOTED = {"original_text", "pull_quote"}
BLOCKQUOTE = re.compile(r"<blockquote>.*?</blockquote>", re.DOTALL)

SEARCH = """
    SELECT rule.id, said.field, regexp_substr(said.words, rule.expression, 1, 1, flags)
    FROM (SELECT *, CASE WHEN is_case_sensitive THEN 'c' ELSE 'i' END AS flags FROM desk_houserule) rule,
         unnest(%s::text[], %s::text[]) WITH ORDINALITY AS said(field, words, place)
    WHERE is_active AND (in_kinds = '{}' OR %s = ANY(in_kinds)) AND (in_fields = '{}' OR said.field = ANY(in_fields))
      AND (%s::bigint IS NULL OR rule.id = %s) AND regexp_like(said.words, rule.expression, flags)
    ORDER BY place, rule.name
"""


def follows_house_style(entry: Entry, document: dict) -> Iterator[Finding]:
    texts = {name: words for name, words in own_words(document) if words.strip()}
    rules = HouseRule.objects.filter(is_active=True).in_bulk()
    if not rules:
        return
    try:
        found = _search(texts, document["kind"], LIMIT * 4)
    except PatternRefused:
        # One of them does not come to an end; the others are still asked, each for itself.
        found = [row for key in rules for row in _one(key, texts, document["kind"])]
    for key, field, words in found:
        rule = rules.get(key)
        if rule:
            yield _finding(rule, field, words)


def own_words(document: dict) -> Iterator[tuple[str, str]]:
    """Field by field what the house itself says in a document."""
    serializer = kinds.get(document["kind"]).serializer
    yield from ((name, document[name]) for name in ("title", "summary", "remarks"))
    for name in serializer.text_fields:
        is_quoted = name in QUOTED or (name == "text" and document.get("type") == "quote")
        if not is_quoted and document[name]:
            yield name, "\n".join(document[name]) if isinstance(document[name], list) else str(document[name])
    for name in serializer.rich_fields:
        yield name, plain_text(BLOCKQUOTE.sub(" ", document[name]))


def _search(texts: dict[str, str], kind: str, limit: int, only: int | None = None) -> list[tuple[int, str, str]]:
    with within(limit), connection.cursor() as cursor:
        cursor.execute(SEARCH, [list(texts), list(texts.values()), kind, only, only])
        return cursor.fetchall()


def _one(key: int, texts: dict[str, str], kind: str) -> list[tuple[int, str, str]]:
    try:
        return _search(texts, kind, LIMIT, key)
    except PatternRefused:
        return [(key, "", "")]


def _finding(rule: HouseRule, field: str, words: str) -> Finding:
    tell = warning if rule.level == Level.WARNING else hint
    if not field:
        message = _("The house rule “%s” could not be asked: its pattern takes too long on this text.") % rule
        return hint("house-rule-unanswered", message, about=[rule.pk])
    message = f"{rule.message} “{words}”"
    if rule.suggestion:
        message = _("%(message)s Write: %(suggestion)s") % {"message": message, "suggestion": rule.suggestion}
    return tell("house-style", message, field, about=[f"rule {rule.pk}", words.casefold()])
