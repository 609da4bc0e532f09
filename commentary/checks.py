"""The gate's rules for articles and commentary: who speaks, and that something is said."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from commentary.agreement import agrees_with_record
from commentary.models import Article, Commentary
from publishing.checks import is_sourced
from publishing.gate import Finding, blocker, warning
from publishing.richtext import plain_text


def somebody_speaks(commentary: Commentary, document: dict) -> Iterator[Finding]:
    if not document["experts"] and not commentary.attribution.strip():
        message = _("The commentary names no expert; choose one, or say in the attribution who speaks.")
        yield blocker("commentary-without-expert", message, "experts")


def something_is_said(entry: Article | Commentary, document: dict) -> Iterator[Finding]:
    field, text = ("body", entry.body) if isinstance(entry, Article) else ("assessment", entry.assessment)
    if not plain_text(text):
        yield warning("empty-text", _("There is no text yet."), field)


def author_is_named(article: Article, document: dict) -> Iterator[Finding]:
    if not document["authors"] and not article.byline.strip():
        yield warning("article-without-author", _("The article names no author and has no byline."), "byline")


OF_KIND: dict[str, tuple[Callable, ...]] = {
    "article": (is_sourced, something_is_said, author_is_named, agrees_with_record),
    "commentary": (is_sourced, somebody_speaks, something_is_said, agrees_with_record),
}
