"""The worker's part: a round of letters, over one connection, each noted as soon as the server has taken it.

Rows are leased: who dies in a round leaves the rest to the next worker, and sends at most one letter twice. An address
that is refused waits by itself; a server that cannot be reached ends the round, and the errand comes again later.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import cache
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core.mail import EmailMessage, mailers

from home.following.letters import MOST, asking_letter, named, news_letter
from home.following.news import news, with_news
from home.models import BATCH, Follow, Silenced, Tally
from publishing.finding import light
from publishing.models import Edition
from publishing.reading import read_head

logger = logging.getLogger(__name__)

Compose = Callable[[Follow], EmailMessage | None]


def send_due(now: datetime) -> bool:
    """A round of what is due; whether there may be more at once."""
    Follow.objects.lapsed(now).delete()
    Tally.forget_past(now)
    head = read_head(now).position
    with_nothing = Follow.objects.behind(head).due(now).exclude(with_news(head))
    with_nothing.update(position=head)
    post = Post(now)
    try:
        asked = post.deliver(Follow.objects.unasked().claim(now), asking(), letter_at=now)
        told = post.deliver(Follow.objects.behind(head).claim(now), telling(head), position=head)
    finally:
        post.close()
    return BATCH in (asked, told)


def asking() -> Compose:
    what = cache(lambda scope, entry: named(Follow(scope=scope, entry=entry)))

    def compose(follow: Follow) -> EmailMessage | None:
        if Silenced.objects.filter(digest=follow.digest).exists():
            # While it was being asked for.
            Follow.objects.filter(pk=follow.pk).delete()
            return None
        return asking_letter(follow, what(follow.scope, follow.entry))

    return compose


def telling(head: int) -> Compose:
    """What followers of one thing are told is read once for all who stand at the same point."""
    what = cache(lambda scope, entry: named(Follow(scope=scope, entry=entry)))

    @cache
    def found(scope: str, entry: str, position: int) -> list[Edition]:
        return list(light(news(scope, entry, position, head).order_by("position"))[: MOST + 1])

    def compose(follow: Follow) -> EmailMessage | None:
        editions = found(follow.scope, follow.entry, follow.position)
        return news_letter(follow, what(follow.scope, follow.entry), editions) if editions else None

    return compose


class Post:
    """The connection of a round: made for the first letter, and anew after a refusal."""

    def __init__(self, now: datetime):
        self.now = now
        self.connection = mailers.default

    def deliver(self, follows: list[Follow], compose: Compose, **changes) -> int:
        """Sends each its letter and notes `changes`. Returns how many had their turn."""
        for number, follow in enumerate(follows):
            try:
                if letter := compose(follow):
                    self.send(letter)
            except (SMTPRecipientsRefused, SMTPDataError, ValueError) as problem:
                # No address goes into a log.
                logger.warning("The letter of %s was not taken: %s", follow.pk, type(problem).__name__)
                self.close()
                follow.refused(self.now, is_for_good(problem))
            except Exception:
                # It goes last, should it be the one that the server chokes on.
                follow.put_off(self.now)
                for other in follows[number + 1 :]:
                    other.give_back(self.now)
                raise
            else:
                follow.note_sent(self.now, **changes)
        return len(follows)

    def send(self, letter: EmailMessage) -> None:
        self.connection.open()
        self.connection.send_messages([letter])

    def close(self) -> None:
        try:
            self.connection.close()
        except OSError as problem:
            logger.info("The mail server left first: %s", problem)
        self.connection = mailers.default


def is_for_good(problem: Exception) -> bool:
    """Whether the server says that the mailbox is none. 5.7 speaks of us, not of the mailbox (RFC 3463)."""
    return isinstance(problem, SMTPRecipientsRefused) and all(
        code >= 500 and not reply.startswith(b"5.7.") for code, reply in problem.recipients.values()
    )
