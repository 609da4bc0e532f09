"""The letters: one asks an address to confirm, one tells what was published since the last. Plain text, no pictures."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.following.tokens import confirm_url, never_url, stop_url
from home.models import Follow
from publishing.cite import one_line
from publishing.elsewhere import absolute, permanent_url
from publishing.models import Edition
from publishing.words import words

# A letter lists no more; the page it leads to has the rest.
MOST = 50


def asking_letter(follow: Follow, what: str) -> EmailMessage:
    """Its button in mail programs is that of somebody who never asked: no letter ever again."""
    never = never_url(follow)
    subject = _("Please confirm: follow %(what)s") % {"what": what}
    text = _("Somebody, probably you, asked %(site)s to write to this address when there is news of %(what)s.\n\n"
             "If it was you, confirm it here within three days:\n%(url)s\n\n"
             "If not, do nothing: the address is then forgotten.\n\n"
             "-- \nHave us never write to this address again, whoever asks:\n%(never)s")  # fmt: skip
    said = text % {"site": settings.SITE_NAME, "what": what, "url": confirm_url(follow), "never": never}
    return EmailMessage(subject, said, to=[follow.email], headers=_headers(never))


def news_letter(follow: Follow, what: str, found: list[Edition]) -> EmailMessage:
    stop = stop_url(follow)
    subject = ngettext("%(site)s: %(number)d change", "%(site)s: %(number)d changes", len(found))
    foot = _("You get this because you follow %(what)s.\nStop it with one click: %(url)s\n"
             "Have us never write to this address again: %(never)s")  # fmt: skip
    foot %= {"what": what, "url": stop, "never": never_url(follow)}
    parts = [*_lines(found[:MOST]), *([_("There is more on the site.")] if len(found) > MOST else [])]
    text = "\n\n".join([*parts, f"-- \n{foot}"])
    said = {"site": settings.SITE_NAME, "number": len(found)}
    return EmailMessage(subject % said, text, to=[follow.email], headers=_headers(stop))


def _headers(stop: str) -> dict[str, str]:
    """One click in a mail program stops it (RFC 8058), and no machine answers (RFC 3834)."""
    return {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _lines(found: Iterable[Edition]) -> Iterable[str]:
    for edition in found:
        title = edition.title or _("An entry that is no longer shown")
        said = [f"{words(edition.action).capitalize()}: {title}", edition.note]
        where = absolute(edition.url) if edition.is_withdrawn else permanent_url(edition)
        yield "\n".join(filter(None, [*said, where]))


def named(follow: Follow) -> str:
    """What is followed, by its present name, on one line: it stands in subjects."""
    if follow.scope == Follow.Scope.CORRECTIONS:
        return _("the corrections")
    rows = Edition.objects.current().filter(entry=follow.entry, is_original=True).values_list("title", flat=True)
    return _("“%s”") % one_line(rows.first() or _("an entry that is no longer shown"))
