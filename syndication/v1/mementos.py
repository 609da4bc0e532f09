"""Memento (RFC 7089) in the API: items lead to the edition of a moment, editions say of which they are; TimeMaps."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.memento import (
    HEADER,
    MEDIA_TYPE,
    around,
    asked_instant,
    edition_address,
    of_entry,
    of_memento,
    stood,
    timemap,
    timemap_place,
)
from publishing.models import Edition
from publishing.reading import Moment
from syndication.v1.addresses import item_url
from syndication.v1.endpoint import Endpoint
from syndication.v1.lookup import located
from syndication.v1.openapi import Schema
from syndication.v1.shapes import Tombstone


class Remembered(Endpoint):
    """One edition. Whoever answers with it leaves it in `shown`."""

    shown: Edition | None = None

    def remembering(self, edition: Edition) -> dict[str, str]:
        return of_memento(item_url(edition.kind, edition.entry_id), edition)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        # With parameters the address is that of another resource, which has no mementos.
        is_told = response.status_code in (200, 410) and not request.query_params
        if is_told and self.shown and self.shown.is_original:
            for name, value in self.remembering(self.shown).items():
                response[name] = value
        return response


class MementoSchema(Schema):
    """An item that is also asked for as it was."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        words = "A moment (RFC 7089), such as Mon, 16 May 2022 09:00:00 GMT; only without other parameters."
        form = {"type": "string", "format": "http-date"}
        return [*super().get_override_parameters(), OpenApiParameter(HEADER, form, "header", description=words)]


class Negotiated(Remembered):
    """An entry, which is its own TimeGate."""

    schema: Any = MementoSchema()

    def standing(self, key: str) -> Edition:
        """What stands at the address now; raises what tells of an entry that moved or is gone."""
        raise NotImplementedError

    def get(self, request: Request, **kwargs: Any) -> Response:
        if request.query_params or HEADER not in request.headers:
            return super().get(request, **kwargs)
        instant = asked_instant(request._request) or timezone.now()
        self.head_row = self.read_head()
        self.moment = Moment(self.head_row, self.head_row.position)
        self.spend()
        edition = self.standing(**kwargs)
        entry, found = item_url(edition.kind, edition.entry_id), stood(edition.entry_id, instant)
        headers = {"Location": edition_address(entry, found.number), "Link": around(entry, found)}
        return Response(None, status=302, headers={**headers, "Cache-Control": self.cache_control})

    def remembering(self, edition: Edition) -> dict[str, str]:
        return of_entry(item_url(edition.kind, edition.entry_id), edition)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, [HEADER])
        return response


class LinkFormat(BaseRenderer):
    media_type = MEDIA_TYPE
    format = "link"
    charset = None

    def render(self, data: Any, accepted_media_type=None, renderer_context=None) -> bytes:
        return (data or "").encode()


class TimeMapSchema(Schema):
    """A list of links instead of JSON."""

    def get_response_serializers(self) -> dict[Any, Any]:
        answers = super().get_response_serializers()
        del answers[200]
        return {(200, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.STR, ""), **answers}


class TimeMap(Endpoint):
    """The mementos of one entry, as links (RFC 6690)."""

    schema: Any = TimeMapSchema()
    renderer_classes: Any = (LinkFormat,)
    kind: ClassVar[str] = ""
    operation = "timemap"
    statuses = (304, 308, 400, 404, 410)
    problem_shapes: ClassVar[dict[int, Any]] = {410: Tombstone}
    parameters = ("as_of", "after")

    def shape(self) -> Any:
        return OpenApiTypes.STR

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # Its address says what it is; clients follow it with whatever Accept they came with.
        return super().perform_content_negotiation(request, force=True)

    def answer(self, key: str) -> Any:
        after = timemap_place(self.request.query_params.get("after", "0"))
        edition = located(self, self.kind, key)
        return timemap(item_url(edition.kind, edition.entry_id), edition.entry_id, self.moment, after)
