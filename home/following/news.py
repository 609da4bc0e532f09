"""What there is to tell a follower, and which followers there is anything to tell: one rule, asked both ways."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from home.models import Follow
from publishing.models import ANNOUNCED, Action, Edition

Scope = Follow.Scope


def news(scope: str, entry: Any, position: Any, head: int) -> QuerySet[Edition]:
    """Editions released after `position` that concern what is followed; withdrawn ones are told by that alone.

    `entry` and `position` are values, or references to the columns of a query that this one stands in.
    """
    rows = Edition.objects.filter(position__gt=position, position__lte=head, is_suppressed=False, is_original=True)
    if scope == Scope.CORRECTIONS:
        return rows.filter(action__in=ANNOUNCED)
    if scope == Scope.ENTRY:
        return rows.filter(entry=entry)
    return rows.filter(Q(entry=entry) | Q(topics__contains=[entry]) | _leaves(entry, position))


def _leaves(topic: Any, position: Any) -> Q:
    """An edition that takes its entry out of the topic. A withdrawal has no topics: those the entry had since the
    follower was last told count.
    """
    had = Edition.objects.filter(
        entry=OuterRef("entry"), is_original=True, position__lt=OuterRef("position"), topics__contains=[_inner(topic)]
    )
    just_then = Exists(had.filter(superseded_at_position=OuterRef("position")))
    since = Exists(had.filter(superseded_at_position__gt=_inner(position)))
    return Q(just_then) | Q(since, action=Action.WITHDRAWN)


def _inner(value: Any) -> Any:
    """The same reference, read from one query further in."""
    return OuterRef(value) if isinstance(value, OuterRef) else value


def with_news(head: int) -> Q:
    """Of followers: those for whom there is something, found in the one query it is put into."""
    found = Q()
    for scope in Scope.values:
        found |= Q(Exists(news(scope, OuterRef("entry"), OuterRef("position"), head)), scope=scope)
    return found
