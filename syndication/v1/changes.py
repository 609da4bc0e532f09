"""The change feed: editions in position order. Whoever follows it from 0 holds exactly what is public.

The position is handed out under one lock held until commit, so nothing appears behind a reader's back.
"""

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.response import Response

from publishing.models import Action, Edition
from publishing.reading import BadParameter
from syndication.plans import Scope
from syndication.v1 import shapes
from syndication.v1.addresses import absolute, edition_url
from syndication.v1.cursors import feed_cursor, open_feed_cursor
from syndication.v1.endpoint import Endpoint
from syndication.v1.filters import EntityFilter, OfKind, StrictFilters
from syndication.v1.items import items, rowed, tellable
from syndication.v1.paging import bounded, chosen

DEFAULT_LIMIT, MAX_LIMIT = 100, 500
# How many positions one request may look through for a topic. A reader sees in `covered` how far that came, so a
# rare topic costs several cheap requests instead of one that walks the whole record.
WINDOW = 5000
OUT_OF_SCOPE = "out_of_scope"


class ChangeFilters(StrictFilters):
    # Who follows a topic is told what becomes of its entries after it was withdrawn, too.
    names_withdrawn = True

    kind = OfKind(help_text="Entries of this kind.")
    topic = EntityFilter("topic", help_text="Entries under this topic; those that leave it come as out_of_scope.")


class Changes(Endpoint):
    """What was published, in order."""

    tag = "changes"
    scope = Scope.FEED
    parameters: tuple[str, ...] = ("after", "limit", "expand", "as_of")
    cache_control = "public, no-cache"
    filter_class = ChangeFilters
    operation = "feed"
    after: int
    statuses = (304, 400, 406, 410)
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.AnotherGeneration}

    def shape(self) -> Any:
        return shapes.change_feed()

    def known_parameters(self) -> set[str]:
        return {*self.parameters, *ChangeFilters.base_filters}

    def is_free(self) -> bool:
        """A reader who has everything may ask as often as it likes: no row is read."""
        self.after = self._after(self.request.query_params.get("after", "0"))
        if not self.moment.as_of:
            self.feed_position = self.after
        return self.after == self.moment.position

    def answer(self) -> dict[str, Any]:
        query, after = self.request.query_params, self.after
        limit = bounded("limit", query.get("limit"), DEFAULT_LIMIT, MAX_LIMIT)
        expand = chosen("expand", query.get("expand"), ["item"])
        filters = ChangeFilters(query, Edition.objects.released(), self.moment, self.known_parameters())
        values = filters.checked()
        topic = filters.entities.get("topic")
        until = min(self.moment.position, after + WINDOW) if topic else self.moment.position
        scope = _scope(values["kind"], topic)
        rows = tellable(scope, OuterRef("position")) if expand else rowed(scope)
        found = (
            []
            if after == until
            else list(rows.filter(position__gt=after, position__lte=until).order_by("position")[: limit + 1])
        )
        if len(found) > limit:
            found = found[:limit]
            until = found[-1].position or until
        return self._told(found, after, until, bool(expand), narrowed=bool(topic))

    def _after(self, text: str) -> int:
        after = open_feed_cursor(text, self.head_row)
        if after > self.moment.position:
            raise BadParameter("after", _("This cursor lies after the moment of “as_of”."))
        return after

    def _told(self, found: list[Any], after: int, until: int, expand: bool, narrowed: bool) -> dict[str, Any]:
        data = [told_change(edition, narrowed and not edition.in_scope) for edition in found]
        if expand:
            shown = [
                edition
                for edition, row in zip(found, data, strict=True)
                if not edition.is_suppressed and row["action"] not in (Action.WITHDRAWN, OUT_OF_SCOPE)
            ]
            told = {item["position"]: item for item in items(shown, self.moment)}
            data = [row | {"item": told.get(row["position"])} for row in data]
        upto = self.moment.position
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

    def _next(self, until: int) -> str | None:
        query = self.request.query_params.copy()
        query["after"] = feed_cursor(self.head_row, until)
        return absolute(f"{self.path}?{query.urlencode()}")

    def finalize_response(self, request: Any, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200:
            response["Link"] = f'<{response.data["links"]["next"]}>; rel="next"'
        return response


def _scope(kind: str, topic: Any) -> QuerySet[Edition]:
    """Editions of a kind and topic, and those by which an entry leaves the topic (whatever the reason)."""
    rows = Edition.objects.released()
    if kind:
        rows = rows.filter(kind=kind)
    if not topic:
        return rows
    replaced = Edition.objects.filter(
        entry_id=OuterRef("entry_id"), superseded_at_position=OuterRef("position"), topics__contains=[topic]
    )
    rows = rows.annotate(in_scope=Q(topics__contains=[topic]) | Q(action=Action.WITHDRAWN))
    return rows.filter(Q(topics__contains=[topic]) | Exists(replaced))


def told_change(edition: Any, has_left: bool = False) -> dict[str, Any]:
    """A suppressed row keeps what proves it (digest and chain) and loses what it said."""
    return {
        "position": edition.position,
        "at": edition.released_at,
        "action": OUT_OF_SCOPE if has_left else edition.action,
        "id": edition.entry_id,
        "kind": edition.kind,
        "edition": edition.number,
        "language": edition.language,
        "note": "" if edition.is_suppressed or has_left else edition.note,
        "url": absolute(edition.url),
        "api_url": edition_url(edition.kind, edition.entry_id, edition.number),
        "digest": edition.digest,
        "chain": edition.chain,
        "release": edition.batch,
        "suppressed": edition.is_suppressed,
    }
