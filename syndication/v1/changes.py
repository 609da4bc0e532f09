"""The change feed: editions in position order. Whoever follows it from 0 holds exactly what is public.

The position is handed out under one lock held until commit, so nothing appears behind a reader's back. A reader who
has everything may wait for more: a long poll (`wait=`), or a stream of events (`Accept: text/event-stream`).
"""

from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.models import Edition
from publishing.reading import BadParameter, Moment, check_parameters, read_head
from syndication import usage
from syndication.hearing import Seen, leave_database, listener
from syndication.plans import Scope
from syndication.v1 import shapes
from syndication.v1.addresses import absolute
from syndication.v1.change_rows import Question
from syndication.v1.cursors import feed_cursor, open_feed_cursor
from syndication.v1.endpoint import Endpoint, add_link
from syndication.v1.events import EVENTS, Events
from syndication.v1.filters import EntityFilter, OfKind, StrictFilters
from syndication.v1.openapi import FeedSchema
from syndication.v1.paging import bounded, chosen
from syndication.v1.waiting import places

DEFAULT_LIMIT, MAX_LIMIT = 100, 500
MAX_WAIT = 30


class ChangeFilters(StrictFilters):
    # Who follows a topic is told what becomes of its entries after it was withdrawn, too.
    names_withdrawn = True

    kind = OfKind(help_text="Entries of this kind.")
    topic = EntityFilter("topic", help_text="Entries under this topic; those that leave it come as out_of_scope.")


class Changes(Endpoint):
    """What was published, in order."""

    schema: Any = FeedSchema()
    tag = "changes"
    scope = Scope.FEED
    parameters: tuple[str, ...] = ("after", "limit", "expand", "as_of", "wait")
    cache_control = "public, no-cache"
    filter_class = ChangeFilters
    operation = "feed"
    after: int
    statuses = (304, 400, 406, 410, 503)
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.AnotherGeneration}
    # Whether the caller asked for events instead of one answer.
    is_stream = False

    def shape(self) -> Any:
        return shapes.change_feed()

    def known_parameters(self) -> set[str]:
        return {*self.parameters, *ChangeFilters.base_filters}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        self.is_stream = EVENTS in request.headers.get("Accept", "")
        return super().perform_content_negotiation(request, force=force or self.is_stream)

    def get(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        if self.is_stream:
            return self.streamed()
        if "wait" in request.query_params:
            self.wait_for_news()
        return super().get(request, **kwargs)

    def wait_for_news(self) -> None:
        """Nothing is done for a reader who has everything until there is more, or its time is up."""
        query = self.request.query_params
        seconds = bounded("wait", query.get("wait"), MAX_WAIT, MAX_WAIT)
        after = self.prepare("wait")
        etags = parse_etags(self.request.headers.get("If-None-Match", ""))
        if after == self.head_row.position or self.etag in etags:
            with places.taken(self.caller.holder):
                leave_database()
                listener.wait(Seen.of(self.head_row), seconds)

    def streamed(self) -> HttpResponseBase:
        after = self.prepare("Accept")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        if self.request.method == "HEAD":
            return HttpResponse(content_type=EVENTS, headers=headers)
        question, charged = self.question(), after < self.head_row.position
        if charged:
            self.spend()
        place = places.take(self.caller.holder)
        self.feed_position = after
        events = Events(question, self.head_row, after, place, self.charge_page, is_paid=charged)
        return StreamingHttpResponse(events, content_type=f"{EVENTS}; charset=utf-8", headers=headers)

    def prepare(self, reason: str) -> int:
        """Everything that can be wrong with the request is told before anybody waits. Returns where the reader is."""
        query = self.request.query_params
        check_parameters(query, self.known_parameters(), ignore_tracking=False)
        self._refuse_empty(self.request)
        if "as_of" in query or (self.is_stream and "wait" in query):
            raise BadParameter("as_of" if "as_of" in query else "wait", _("This does not go with “%s”.") % reason)
        self.head_row = read_head()
        self.moment = Moment(self.head_row, self.head_row.position)
        self.question()
        resumed = self.request.headers.get("Last-Event-ID", "") if self.is_stream else ""
        return open_feed_cursor(resumed or query.get("after", "0"), self.head_row)

    def charge_page(self, position: int) -> bool:
        """Charge one more page of a stream; False when the budget is used up."""
        balance = self.spent()
        if balance.is_granted and self.caller.key:
            usage.note_call(self.caller.key, {"calls": 1}, position, balance.is_written, balance.at)
        return balance.is_granted

    def is_free(self) -> bool:
        """A reader who has everything may ask as often as it likes: no row is read."""
        self.after = self._after(self.request.query_params.get("after", "0"))
        if not self.moment.as_of:
            self.feed_position = self.after
        return self.after == self.moment.position

    def question(self) -> Question:
        query = self.request.query_params
        limit = bounded("limit", query.get("limit"), DEFAULT_LIMIT, MAX_LIMIT)
        expand = chosen("expand", query.get("expand"), ["item"])
        filters = ChangeFilters(query, Edition.objects.released(), self.moment, self.known_parameters())
        return Question(limit, bool(expand), filters.checked()["kind"], filters.entities.get("topic"))

    def answer(self) -> dict[str, Any]:
        after, upto = self.after, self.moment.position
        data, until = self.question().answered(self.moment, after)
        return {
            "data": data,
            "next": feed_cursor(self.head_row, until),
            "links": {"self": absolute(self.request.get_full_path()), "next": self._next(until)},
            "meta": {
                "generation": self.head_row.generation,
                "covered": {"after": after, "through": until},
                "head": upto,
                "caught_up": until == upto,
            },
        }

    def _after(self, text: str) -> int:
        after = open_feed_cursor(text, self.head_row)
        if after > self.moment.position:
            raise BadParameter("after", _("This cursor lies after the moment of “as_of”."))
        return after

    def _next(self, until: int) -> str | None:
        query = self.request.query_params.copy()
        query["after"] = feed_cursor(self.head_row, until)
        return absolute(f"{self.path}?{query.urlencode()}")

    def finalize_response(self, request: Any, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        if response.status_code == 200 and not self.is_stream:
            add_link(response, response.data["links"]["next"], "next")
        return response
