"""Under embargo: scheduled editions and what becomes of them, for keys with the scope, within the partner's agreement.

Nothing here depends on the public record's position and nothing may be kept: `private, no-store`, no ETag.
"""

import re
import time
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.models import Edition
from publishing.reading import BadParameter, Moment, check_parameters, read_head
from syndication.embargo import Stream
from syndication.hearing import SeenTurns, leave_database, listener
from syndication.models import WAITING, EmbargoFetch, EmbargoTurn
from syndication.plans import Scope
from syndication.v1 import shapes
from syndication.v1.addresses import absolute, api
from syndication.v1.changes import DEFAULT_LIMIT, MAX_LIMIT, MAX_WAIT
from syndication.v1.cursors import fingerprint, open_page_cursor
from syndication.v1.embargo_items import (
    EmbargoChange,
    EmbargoedItem,
    EmbargoOver,
    deliverable,
    embargoed_items,
    over,
    told_turn,
)
from syndication.v1.endpoint import Endpoint
from syndication.v1.openapi import FileSchema
from syndication.v1.paging import Order, bounded, chosen, page_size, read_page
from syndication.v1.problems import Problem, not_found
from syndication.v1.waiting import places

# In the order they were made, which no move changes; what a walk misses, the stream tells.
ORDER = Order(("created_at", "entry_id"))
_CURSOR = re.compile(r"0|([0-9a-f]{8})-([0-9]{1,18})")


class Embargoed(Endpoint):
    """What the three have in common."""

    tag = "embargo"
    scope = Scope.EMBARGO
    needs_key = True
    statuses: ClassVar[tuple[int, ...]] = (400, 406)
    parameters: tuple[str, ...] = ()
    cache_control = "private, no-store"
    stream: Stream

    def get(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        check_parameters(request.query_params, self.parameters, ignore_tracking=False)
        self._refuse_empty(request)
        self.look()
        if not self.is_free():
            self.spend()
        return self.told(self.answer(**kwargs))

    def look(self) -> None:
        """Where the record stands, and which stream the caller's agreement makes."""
        self.head_row = read_head()
        self.moment = Moment(self.head_row, self.head_row.position)
        self.stream = Stream(self.caller.known_partner, self.head_row.generation)

    def told(self, answer: Any) -> HttpResponseBase:
        return Response(answer)

    def waiting(self) -> QuerySet[Edition]:
        agreed = self.caller.known_partner.permitted(Edition.objects.waiting())
        return deliverable(agreed, self.moment.position)

    def given(self, editions: list[Edition]) -> list[dict[str, Any]]:
        """Their items. That they were given is written down before they are."""
        self.note(editions)
        return embargoed_items(editions, self.moment)

    def note(self, editions: list[Edition]) -> None:
        if self.request.method != "HEAD":
            EmbargoFetch.objects.note(self.caller.known_key, editions)

    def cursor(self, place: int) -> str:
        return f"{self.stream.name}-{place}" if place else "0"

    def changes_url(self, **query: Any) -> str:
        return api(f"embargoed/changes/?{urlencode(query)}")

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = self.cache_control
        return response


class EmbargoedList(Embargoed):
    """Scheduled editions you may have before their hour."""

    operation = "list"
    parameters = ("page_size", "cursor")

    def shape(self) -> Any:
        meta = shapes.made("EmbargoedMeta", s.Serializer, position=s.IntegerField(), changes=s.URLField())
        data = s.ListField(child=shapes.item_like(EmbargoedItem)())
        return shapes.made("EmbargoedPage", s.Serializer, data=data, links=shapes.Links(), meta=meta())

    def answer(self) -> dict[str, Any]:
        """The head of the stream is read first: what is scheduled meanwhile is told there once more."""
        head, query = self.stream.head(), self.request.query_params
        size, of = page_size(query.get("page_size")), fingerprint(self.path, self.stream.name)
        text = query.get("cursor")
        cursor = open_page_cursor(text, of, self.head_row) if text else None
        page = read_page(self.waiting(), ORDER, size, self.moment.position, of, cursor)
        beside = {"next": page.next, "prev": page.prev}
        links = {
            rel: absolute(f"{self.path}?{urlencode(query.dict() | {'cursor': found.sealed()})}") if found else None
            for rel, found in beside.items()
        }
        return {
            "data": self.given(page.rows),
            "links": {"self": absolute(self.request.get_full_path()), **links},
            "meta": {"position": head, "changes": self.changes_url(after=self.cursor(head))},
        }


class EmbargoedEntry(Embargoed):
    """One scheduled edition, by the id of its entry."""

    operation = "item"
    statuses: ClassVar[tuple[int, ...]] = (400, 404, 406, 410)
    problem_shapes: ClassVar[dict[int, Any]] = {410: EmbargoOver}

    def shape(self) -> Any:
        return shapes.item_like(EmbargoedItem)()

    def answer(self, key: UUID) -> Any:
        return self.given([self.found(key)])[0]

    def found(self, key: UUID) -> Edition:
        edition = self.waiting().filter(entry_id=key).first()
        if edition is None:
            raise self.ended(key)
        return edition

    def ended(self, key: UUID) -> Problem:
        turn = self.stream.turns.filter(entry_id=key).last()
        # One that was scheduled since we looked did not wait then.
        if turn is None or turn.turn in WAITING:
            return not_found(_("Nothing of this id is under embargo for you."))
        return over(turn)


class EmbargoedPicture(EmbargoedEntry):
    """A picture that a scheduled edition names; after its hour it is at `/media/`."""

    schema: Any = FileSchema()
    operation = "picture"
    statuses = (400, 404, 410)
    media_type = "image/*"

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # A picture is what it is, whatever the Accept header says; problems are JSON.
        return super().perform_content_negotiation(request, force=True)

    def answer(self, key: UUID, name: str) -> File:  # type: ignore[override]
        edition = self.found(key)
        if name not in edition.images or not default_storage.exists(name):
            raise not_found(_("This edition has no such picture."))
        self.note([edition])
        return default_storage.open(name)

    def told(self, answer: File) -> FileResponse:
        return FileResponse(answer)


class EmbargoChanges(Embargoed):
    """What became of scheduled editions, in order. A reader who has everything may wait for more (`wait`)."""

    operation = "changes"
    statuses = (400, 406, 410, 503)
    parameters = ("after", "limit", "expand", "wait")
    after: int
    head: int
    limit: int
    is_expanded: bool

    def shape(self) -> Any:
        row = shapes.made(
            "ExpandedEmbargoChange", EmbargoChange,
            item=shapes.item_like(EmbargoedItem)(required=False, allow_null=True),
        )  # fmt: skip
        meta = shapes.made("EmbargoFeedMeta", s.Serializer, head=s.IntegerField(), caught_up=s.BooleanField())
        return shapes.made(
            "EmbargoFeed", s.Serializer, data=s.ListField(child=row()), next=s.CharField(), links=shapes.FeedLinks(),
            meta=meta(),
        )  # fmt: skip

    def look(self) -> None:
        super().look()
        query = self.request.query_params
        self.limit = bounded("limit", query.get("limit"), DEFAULT_LIMIT, MAX_LIMIT)
        self.is_expanded = bool(chosen("expand", query.get("expand"), ["item"]))
        if "wait" in query:
            self.wait_for_news(bounded("wait", query.get("wait"), MAX_WAIT, MAX_WAIT))

    def wait_for_news(self, seconds: int) -> None:
        """A turn outside the agreement must not end the wait: its moment would tell of it."""
        ends_at = time.monotonic() + seconds
        seen = SeenTurns.of(self.head_row)
        if not self.is_free():
            return
        with places.taken(self.caller.holder):
            while (left := ends_at - time.monotonic()) > 0 and self.is_free():
                leave_database()
                if not listener.wait(seen, left):
                    break
                # The key, the agreement and the record may be others by now.
                self.know_caller()
                super().look()
                seen = SeenTurns.of(self.head_row)

    def is_free(self) -> bool:
        self.head = self.stream.head()
        self.after = self.place_of(self.request.query_params.get("after", "0"))
        return self.after == self.head

    def answer(self) -> dict[str, Any]:
        turns = self.stream.after(self.after, min(self.limit, self.head - self.after))
        place = self.after + len(turns)
        data = [told_turn(at, turn) for at, turn in turns]
        if self.is_expanded:
            told = self.items_of([turn for _at, turn in turns])
            data = [row | {"item": told.get((row["id"], row["edition"]))} for row in data]
        asked = self.request.query_params.dict() | {"after": self.cursor(place)}
        return {
            "data": data,
            "next": self.cursor(place),
            "links": {"self": absolute(self.request.get_full_path()), "next": self.changes_url(**asked)},
            "meta": {"head": self.head, "caught_up": place == self.head},
        }

    def items_of(self, turns: list[EmbargoTurn]) -> dict[tuple[UUID, int], dict[str, Any]]:
        """Of those that wait still: (id, edition) → item."""
        named = {(turn.entry_id, turn.number) for turn in turns if turn.turn in WAITING}
        found = self.waiting().filter(entry_id__in={entry for entry, _number in named})
        editions = [edition for edition in found if (edition.entry_id, edition.number) in named]
        return {(item["id"], item["edition"]): item for item in self.given(editions)}

    def place_of(self, text: str) -> int:
        """Where in its stream the reader is. Never clamped, as in the public feed."""
        match = _CURSOR.fullmatch(text)
        if not match:
            raise BadParameter("after", _("“%s” is not a cursor; use `next` as it was given, or 0.") % text[:40])
        name, place = match[1] or self.stream.name, int(match[2] or 0)
        if name != self.stream.name:
            detail = _("The record was restored, or what was agreed on with you has changed. Drop your embargoed "
                       "copies and start again from after=0.")  # fmt: skip
            raise Problem(410, "another-stream", detail)
        if place > self.head:
            message = _("Position %(asked)s lies ahead of this stream, which stands at %(head)d.")
            raise BadParameter("after", message % {"asked": place, "head": self.head})
        return place
