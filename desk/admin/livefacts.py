"""The panel of live facts: what an entry's texts quote, and what the record says by now."""

from typing import Any

from django.http import HttpRequest

from desk import choosing
from publishing import kinds, live
from publishing.models import Edition, Entry
from publishing.tokens import Token, tokens_in


def quoted(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """`rows` of `{token, label, now, is_changed}`; empty when no text quotes a fact."""
    row = entry.specific
    names = kinds.get(row.kind).serializer.rich_fields
    tokens = [token for name in names for token in tokens_in(getattr(row, name))]
    if not tokens:
        return {}
    found = live.resolved(tokens, row, live.day_of_text(row))
    rows = [_row(token, live.rendered(token, found[token], row.language)) for token in dict.fromkeys(tokens)]
    return {
        "entry": entry,
        "rows": rows,
        "is_behind": any(each["is_changed"] for each in rows) or _readers_see_others(row, names),
        "may_change": choosing.may(request.user, "change", row),
    }


def _row(token: Token, now: Token) -> dict[str, Any]:
    fact = live.get(token.what)
    changed = bool(now.fact) and (now.words, now.value) != (token.words, token.value)
    return {"token": token, "label": fact.label if fact else token.what, "now": now, "is_changed": changed}


def _readers_see_others(row: Entry, names: tuple[str, ...]) -> bool:
    """Whether an unchanged working copy would publish other words than its edition has."""
    public = Edition.objects.current().filter(entry=row.pk, is_original=True).exclude(action="withdrawn").first()
    if public is None or row.is_changed:
        return False
    shown = [token for name in names for token in tokens_in(public.document[name])]
    found = live.resolved(shown, row, None)
    return any(live.rendered(token, found[token], row.language).value != token.value for token in shown)
