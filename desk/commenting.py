"""The gate asks before an entry goes out with a comment nobody has settled."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from desk.models import Comment
from publishing.gate import Finding, warning
from publishing.models import Entry
from publishing.words import quoted


def open_comments(entry: Entry, document: dict) -> Iterator[Finding]:
    for comment in Comment.objects.open().filter(entry=entry.pk).select_related("author").order_by("at", "id"):
        words = _("A comment is not settled: %(text)s (%(who)s)") % {
            "text": quoted(Truncator(comment.text).chars(120)),
            "who": comment.author or _("somebody who has left"),
        }
        yield warning("open-comment", words, comment.field, row=comment.fact or "", about=[comment.pk])
