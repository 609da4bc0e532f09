"""The gate's rules for what texts quote and show: live facts that hold, figures that are the entry's own."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from publishing import kinds, live
from publishing.gate import Finding, blocker, hint
from publishing.models import Edition, Entry
from publishing.tokens import Token, figures_in, tokens_in


def live_facts_hold(entry: Entry, document: dict) -> Iterator[Finding]:
    """Nothing is quoted that the record does not say, and what it has come to say is told."""
    for name, token in quoted_in(document):
        if not token.fact:
            message = _("The record says nothing public of “%(words)s” (%(what)s) on %(day)s; choose the fact again.")
            words = {"words": token.words, "what": _label(token), "day": token.on or _("an unknown day")}
            yield blocker("live-fact-unknown", message % words, name)
    if any(True for _each in quoted_in(document)):
        yield from _changed_since(entry)


def _changed_since(entry: Entry) -> Iterator[Finding]:
    public = Edition.objects.current().filter(entry=entry.pk, is_original=True).exclude(action="withdrawn").first()
    if public is None:
        return
    quoted = list(quoted_in(public.document))
    said = live.resolved([token for _name, token in quoted], entry, None)
    for name, token in quoted:
        statement = said[token]
        now = live.rendered(token, statement, entry.language)
        if statement and now.value != token.value:
            message = _(
                "Readers see the live fact “%(then)s” (%(what)s, %(day)s); the record now says “%(now)s” (%(source)s)."
            )
            words = {"then": token.words, "now": now.words, "what": _label(token), "day": token.on}
            yield hint("live-fact-changed", message % (words | {"source": sources_of(statement)}), name)


def sources_of(statement: live.Statement) -> str:
    return "; ".join(use["title"] for use in statement.said["citations"]) or _("no source")


def _label(token: Token) -> str:
    fact = live.get(token.what)
    return str(fact.label) if fact else token.what


def quoted_in(document: dict) -> Iterator[tuple[str, Token]]:
    """Each live fact in a document's texts, with the name of the field."""
    for name in kinds.get(document["kind"]).serializer.rich_fields:
        for token in tokens_in(document.get(name) or ""):
            yield name, token


def figures_are_its_own(entry: Entry, document: dict) -> Iterator[Finding]:
    """A figure shows a picture of the entry: there its alternative text, credit and licence stand."""
    own = {image["src"] for image in document["images"]}
    for name in kinds.get(document["kind"]).serializer.rich_fields:
        for src in figures_in(document[name]):
            if src not in own:
                message = _("The text shows the picture %(src)s, which is not among the images of this entry.")
                yield blocker("figure-without-image", message % {"src": src}, name)
