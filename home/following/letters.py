"""The worker's part: letters that ask an address to confirm, and letters that tell what was published since.

Each row is locked while its letter is sent and moved on in the same transaction; a worker that dies between the two
sends a letter twice rather than never.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.following.tokens import confirm_url, stop_url
from home.models import Follow
from publishing.cite import one_line
from publishing.elsewhere import absolute, permanent_url
from publishing.finding import light
from publishing.models import ANNOUNCED, Edition
from publishing.reading import read_head
from publishing.words import words

# A letter lists no more; the page it leads to has the rest.
MOST = 50


def send_due(now: datetime) -> int:
    """Everything that is due; returns the number of letters."""
    Follow.objects.lapsed(now).delete()
    head = read_head(now).position
    asked = _each(Follow.objects.unasked(), lambda follow: ask_to_confirm(follow, now))
    return asked + _each(Follow.objects.behind(head), lambda follow: tell(follow, head))


def _each(rows: QuerySet[Follow], send: Callable[[Follow], bool]) -> int:
    """Letters sent. One that cannot be sent holds up no other; it is told of when all have had their turn."""
    number, problems = 0, []
    for key in list(rows.order_by("asked_at").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                follow = rows.filter(pk=key).select_for_update(skip_locked=True).first()
                number += bool(follow and send(follow))
        except (OSError, ValueError) as problem:  # a server that does not take it, an address that is none
            problems.append(problem)
    if problems:
        raise ExceptionGroup("Letters could not be sent", problems)
    return number


def ask_to_confirm(follow: Follow, now: datetime) -> bool:
    subject = _("Please confirm: follow %(what)s") % {"what": named(follow)}
    text = _("Somebody, probably you, asked %(site)s to write to this address when there is news of %(what)s.\n\n"
             "If it was you, confirm it here within three days:\n%(url)s\n\n"
             "If not, do nothing: the address is then forgotten.")  # fmt: skip
    said = text % {"site": settings.SITE_NAME, "what": named(follow), "url": confirm_url(follow)}
    EmailMessage(subject, said, to=[follow.email], headers={"Auto-Submitted": "auto-generated"}).send()
    follow.letter_at = now
    follow.save(update_fields=["letter_at"])
    return True


def tell(follow: Follow, head: int) -> bool:
    """The letter on what was published since the last one, if there was anything; then it stands at `head`."""
    found = list(light(news(follow, head))[: MOST + 1])
    if found:
        letter(follow, found).send()
    follow.position = head
    follow.save(update_fields=["position"])
    return bool(found)


def news(follow: Follow, head: int) -> QuerySet[Edition]:
    """Editions released since, oldest first; what has been withdrawn meanwhile is told as that alone."""
    rows = Edition.objects.filter(position__gt=follow.position, position__lte=head, is_suppressed=False)
    rows = rows.filter(is_original=True).order_by("position")
    if follow.scope == Follow.Scope.CORRECTIONS:
        return rows.filter(action__in=ANNOUNCED)
    of_entry = Q(entry=follow.entry)
    return rows.filter(
        of_entry | Q(topics__contains=[follow.entry]) if follow.scope == Follow.Scope.TOPIC else of_entry
    )


def letter(follow: Follow, found: list[Edition]) -> EmailMessage:
    stop = stop_url(follow)
    subject = ngettext("%(site)s: %(number)d change", "%(site)s: %(number)d changes", len(found))
    foot = _("You get this because you follow %(what)s.\nStop it with one click: %(url)s")
    parts = [*lines(found[:MOST]), *([_("There is more on the site.")] if len(found) > MOST else [])]
    text = "\n\n".join([*parts, "-- \n" + foot % {"what": named(follow), "url": stop}])
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        subject % {"site": settings.SITE_NAME, "number": len(found)}, text, to=[follow.email], headers=headers
    )


def lines(found: Iterable[Edition]) -> Iterable[str]:
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
