"""What an editor may choose from while writing: entries of every kind, sources, pictures, facts to quote."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from desk.naming import find, in_order
from publishing import kinds, live
from publishing.models import Entry, Fact, Source
from publishing.tokens import Token

MOST = 12


def kinds_seen_by(user) -> list[str]:
    """The kinds whose screens the user may look at."""
    return [kind.name for kind in kinds.every() if user.has_perm(_right(kind, "view"))]


def may(user, verb: str, entry: Entry) -> bool:
    return user.has_perm(_right(kinds.get(entry.kind), verb))


def _right(kind: kinds.Kind, verb: str) -> str:
    meta = kind.model._meta
    return f"{meta.app_label}.{verb}_{meta.model_name}"


def entries_like(words: str, of_kinds: Iterable[str], fields: dict[type[Entry], tuple[str, ...]]) -> QuerySet[Entry]:
    """Working copies by any of their names, the likeliest first; without words, those changed last."""
    entries = Entry.objects.of_kind(*of_kinds)
    if not words.strip():
        return entries.order_by("-changed_at")[:MOST]
    return in_order(entries, find(words, Entry, fields))[:MOST]


def sources_like(words: str) -> QuerySet[Source]:
    """Sources in which every word stands somewhere: title, publisher, author, address."""
    found = Source.objects.all()
    for word in words.split()[:8]:
        found = found.filter(
            Q(title__icontains=word) | Q(publisher__icontains=word) | Q(author__icontains=word) | Q(url__icontains=word)
        )
    return found.order_by("title", "pk")[:MOST]


def quotable(entry: Entry, text: Entry, day: date) -> list[dict[str, Any]]:
    """The facts of `entry` that a text may quote, with what they say on `day`."""
    tokens = list(_tokens(entry, text))
    offered = []
    for token, statement in live.resolved(tokens, text, day).items():
        if statement is not None:
            told = live.rendered(token, statement, text.language)
            fact = live.get(token.what)
            within = statement.said["object"]["title"] if fact and fact.is_within else ""
            offered.append(
                {
                    "label": f"{fact.label if fact else ''}: {within}" if within else str(fact.label if fact else ""),
                    "what": told.what, "entry": told.entry, "within": told.within, "fact": told.fact,
                    "value": told.value, "words": told.words,
                    "sources": [use["title"] for use in statement.said["citations"]],
                }
            )  # fmt: skip
    return offered


def _tokens(entry: Entry, text: Entry) -> Iterable[Token]:
    for fact in live.every():
        if fact.of_kind != entry.kind:
            continue
        if not fact.is_within:
            yield Token(fact.what, str(entry.pk), "?")
            continue
        public = Fact.objects.current().accepted().filter(kind=fact.fact, **{fact.side: entry.pk})
        for other in public.exclude(object=None).order_by("object").values_list("object", flat=True).distinct():
            yield Token(fact.what, str(entry.pk), "?", within=str(other))


def kinds_quoted() -> list[str]:
    """The kinds of which a text may quote facts."""
    return list(dict.fromkeys(fact.of_kind for fact in live.every()))
