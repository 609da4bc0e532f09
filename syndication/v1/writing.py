"""Endpoints that also change something, and how OpenAPI tells of each method. Bodies are read by bodies.py."""

from dataclasses import dataclass
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.reading import check_parameters
from syndication.v1 import shapes
from syndication.v1.bodies import MAX_BODY
from syndication.v1.endpoint import Endpoint
from syndication.v1.openapi import STATUSES, Schema
from syndication.v1.problems import MEDIA_TYPE

REFUSED = {
    400: "A parameter or a member of the body is unknown, missing or cannot be read.",
    404: "You have nothing of this name.",
    409: "As things stand this cannot be done; the code says why.",
    413: f"The body is larger than {MAX_BODY} bytes.",
    415: "The body has to be application/json.",
}


@dataclass(frozen=True)
class Operation:
    """One method of an address as the OpenAPI document tells it."""

    name: str
    summary: str
    answer: Any = None
    body: Any = None
    status: int = 200
    statuses: tuple[int, ...] = (400, 404, 406)
    # Where the same answer may come with another status of success.
    also: tuple[int, ...] = ()

    @property
    def problems(self) -> set[int]:
        return {*self.statuses, *((413, 415) if self.body else ())}


class WritingSchema(Schema):
    """Reads an endpoint's `operations`."""

    @property
    def told(self) -> Operation:
        return self.view.operations[self.method]

    def get_operation_id(self) -> str:
        return f"{self.view.name}_{self.told.name}"

    def get_summary(self) -> str:
        return self.told.summary

    def get_request_serializer(self) -> Any:
        return self.told.body

    def map_parsers(self) -> list[str]:
        return ["application/json"]

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return super().get_override_parameters() if self.method == "GET" else []

    def get_response_serializers(self) -> dict[Any, Any]:
        told = self.told
        answers: dict[Any, Any] = {code: OpenApiResponse(told.answer, "") for code in (told.status, *told.also)}
        usual: dict[int, Any] = {400: shapes.BadBody, 429: shapes.OverBudget}
        for status in sorted(told.problems | set(self.view.refusals)):
            shape = usual.get(status, shapes.Problem)
            answers[(status, MEDIA_TYPE)] = OpenApiResponse(shape, REFUSED.get(status) or STATUSES[status])
        return answers


class Writing(Endpoint):
    """An address of a partner's own. Its answers change with what the partner does, not with the record's position."""

    schema: Any = WritingSchema()
    operations: ClassVar[dict[str, Operation]] = {}
    needs_key = True
    parameters: tuple[str, ...] = ()
    cache_control = "private, no-store"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods and request.method != "OPTIONS":
            known = self.parameters if request.method in ("GET", "HEAD") else ()
            check_parameters(request.query_params, known, ignore_tracking=False)
            self._refuse_empty(request)
            self.spend()

    def told(self, body: Any, status: int = 200) -> Response:
        return Response(body, status=status, headers={"Cache-Control": self.cache_control})

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().options(request, *args, **kwargs)
        response["Allow"] = ", ".join(self.allowed_methods)
        # A key has no business in somebody's browser: other origins may not write.
        response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        return response
