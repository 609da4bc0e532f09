"""What every endpoint shares: strict parameters, the moment read at, conditional answers, headers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.memento import HEADER
from publishing.models import Log
from publishing.reading import BadParameter, Moment, check_parameters, position_as_of, read_head
from syndication.v1 import VERSION, endings
from syndication.v1.addresses import api
from syndication.v1.endings import Ending
from syndication.v1.metering import RATE_HEADERS, Metered
from syndication.v1.openapi import Schema
from syndication.v1.problems import handle
from syndication.v1.rendering import JSONRenderer

# Part of every ETag: raise it when the same edition is to be told in another shape.
SHAPE = 3
METHODS = "GET, HEAD, OPTIONS"
# Headers that pages of other sites may read.
EXPOSED = f"ETag, Last-Modified, Link, Location, Memento-Datetime, API-Version, Deprecation, Sunset, {RATE_HEADERS}"


class Endpoint(Metered):
    """A read-only answer drawn from the record at one moment. Subclasses say `answer` and name their parameters."""

    http_method_names = ["get", "head", "options"]
    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    renderer_classes: Any = (JSONRenderer,)
    schema: Any = Schema()

    # What the OpenAPI document says of it, besides the docstring.
    name: ClassVar[str] = ""
    operation: ClassVar[str] = "get"
    tag: ClassVar[str] = "record"
    statuses: ClassVar[tuple[int, ...]] = (304, 400, 406)
    problem_shapes: ClassVar[dict[int, Any]] = {}

    methods: ClassVar[str] = METHODS
    parameters: tuple[str, ...] = ("as_of",)
    cache_control: str = "public, max-age=10"
    head_row: Log
    moment: Moment
    # Parameters of this call that will end.
    used: Sequence[Ending] = ()

    def answer(self, **kwargs: Any) -> dict[str, Any]:
        raise NotImplementedError

    def shape(self) -> Any:
        """A serializer that describes the answer."""
        raise NotImplementedError

    @property
    def path(self) -> str:
        """The canonical form of the address asked for: it ends in a slash."""
        return self.request.path.rstrip("/") + "/"

    @property
    def etag(self) -> str:
        return f'"{self.head_row.generation.hex[:8]}-{self.head_row.position}-{SHAPE}"'

    def known_parameters(self) -> Iterable[str]:
        return self.parameters

    @property
    def endings(self) -> Mapping[str, Ending]:
        """Which of the parameters will end."""
        return {}

    def get(self, request: Request, **kwargs: Any) -> Response:
        check_parameters(request.query_params, self.known_parameters(), ignore_tracking=False)
        self._refuse_empty(request)
        self.used = [ending for name, ending in self.endings.items() if name in request.query_params]
        self.is_deprecated = bool(self.used)
        self.head_row = self.read_head()
        headers = self._validators(self.etag)
        if self.etag in parse_etags(request.headers.get("If-None-Match", "")):
            return Response(None, status=304, headers=headers)
        self.moment = self._moment(request.query_params.get("as_of", ""))
        if not self.is_free():
            self.spend()
        return Response(self.answer(**kwargs), headers=headers)

    def read_head(self) -> Log:
        return read_head()

    def is_free(self) -> bool:
        """Whether the answer costs the caller nothing, as it costs us nothing."""
        return False

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        headers = {
            "Allow": self.methods,
            "Access-Control-Allow-Methods": self.methods,
            "Access-Control-Allow-Headers": f"If-None-Match, Accept, {HEADER}",
            "Access-Control-Max-Age": "86400",
        }
        return Response(None, status=204, headers=headers)

    def get_exception_handler(self):
        return handle

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        # Anyone may read this from a page of their own: it needs no credentials and shows nothing private.
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        response["API-Version"] = VERSION
        for name, value in endings.headers(self.used).items():
            response[name] = value
        if self.used:
            add_link(response, api(f"docs/#{self.name}_{self.operation}"), "deprecation")
        if response.status_code >= 400:
            response.accepted_renderer = JSONRenderer()
        return response

    def _moment(self, as_of: str) -> Moment:
        as_of = as_of.strip()
        position = position_as_of(as_of, self.head_row) if as_of else self.head_row.position
        return Moment(self.head_row, position, as_of)

    def _refuse_empty(self, request: Request) -> None:
        for name, value in request.query_params.items():
            if not str(value).strip():
                raise BadParameter(name, _("A value is missing."), self.known_parameters())

    def _validators(self, etag: str) -> dict[str, str]:
        """The ETag is the record's position: nothing public changes without one. Last-Modified is for people;
        its whole seconds can hide a second release, so it is not evaluated."""
        headers = {"ETag": etag, "Cache-Control": self.cache_control}
        if self.head_row.last_released_at:
            headers["Last-Modified"] = http_date(self.head_row.last_released_at.timestamp())
        return headers


def add_link(response: Response, url: str, rel: str) -> None:
    link = f'<{url}>; rel="{rel}"'
    response["Link"] = f"{response['Link']}, {link}" if "Link" in response else link
