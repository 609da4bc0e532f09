"""Feeds by address: `/feeds/<scope>.<form>` and `/feeds/<scope>/archive/<n>.<form>`."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from publishing.finding import Moved
from publishing.reading import Moment
from publishing.views import RecordPage
from syndication.feeds import atom, jsonfeed, rss, scopes
from syndication.feeds.items import Feed, feed_of
from syndication.feeds.reading import SPAN, archived, newest

FORMS: dict[str, tuple[Callable[[Feed], bytes], str]] = {
    "atom": (atom.atom, atom.MEDIA_TYPE),
    "json": (jsonfeed.json_feed, jsonfeed.MEDIA_TYPE),
    "rss": (rss.rss, rss.MEDIA_TYPE),
}


class FeedPage(RecordPage):
    """The newest of a scope, in one form."""

    form: ClassVar[str] = "atom"

    def answer(self, **kwargs: Any) -> HttpResponse:
        write, media_type = FORMS[self.form]
        response = HttpResponse(write(self.feed(**kwargs)), content_type=media_type)
        # Anyone may read this from a page of their own: it needs no credentials and shows nothing private.
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def feed(self, section: str, slug: str = "") -> Feed:
        scope = scopes.find(section, slug, self.moment)
        return feed_of(scope, newest(scope, self.moment), self.moment)

    def moved(self, move: Moved, part: int | None = None, **kwargs: Any) -> HttpResponse:
        archive = f"/archive/{part}" if part else ""
        return super().moved(Moved(f"/feeds{move.url.rstrip('/')}{archive}.{self.form}"))


class ArchivePage(FeedPage):
    """A span of positions that is full: but for what is withdrawn since, the same for ever."""

    def read(self, request: HttpRequest) -> None:
        super().read(request)
        self.moment = Moment(self.moment.head, self.moment.head.position)

    @property
    def known_parameters(self) -> tuple[str, ...]:
        return ()

    def feed(self, section: str, part: int, slug: str = "") -> Feed:
        scope = scopes.find(section, slug, self.moment)
        shelf = archived(scope, part, self.moment)
        return feed_of(scope, shelf, Moment(self.moment.head, part * SPAN), archive=part)
