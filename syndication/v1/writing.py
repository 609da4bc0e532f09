"""Endpoints that also change something: what a body may hold, read strictly, and how OpenAPI tells of each method."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.reading import check_parameters
from syndication.v1 import shapes
from syndication.v1.endpoint import Endpoint
from syndication.v1.openapi import STATUSES, Schema
from syndication.v1.problems import MEDIA_TYPE, Problem

MAX_BODY = 8192
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
        answers: dict[Any, Any] = {told.status: OpenApiResponse(told.answer, "")}
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


def members(request: Request, shape: type[s.Serializer]) -> dict[str, Any]:
    """What the body holds, checked against `shape`; raises the problem with it."""
    given = parsed(request)
    known = shape().fields
    if unknown := [name for name in given if name not in known]:
        raise bad_body({name[:40]: [_("There is no such member.")] for name in unknown[:20]}, known)
    checked = shape(data=given)
    if not checked.is_valid():
        raise bad_body({name: [str(text) for text in texts] for name, texts in checked.errors.items()}, known)
    return checked.validated_data


def parsed(request: Request) -> dict[str, Any]:
    raw = request._request
    if raw.content_type != "application/json":
        raise Problem(415, "not-json", _("Send the body as application/json."))
    try:
        length = int(raw.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > MAX_BODY:
        raise Problem(413, "too-large", _("A body may have %d bytes.") % MAX_BODY)
    try:
        given = json.loads(raw.body, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Problem(400, "bad-body", _("The body cannot be read as JSON.")) from None
    if not isinstance(given, dict):
        raise Problem(400, "bad-body", _("The body has to be a JSON object."))
    return given


def refuse_body(request: Request) -> None:
    """For deeds that need no words: a body would be a misunderstanding."""
    if (request._request.META.get("CONTENT_LENGTH") or "0") != "0" and request._request.body.strip() not in (
        b"",
        b"{}",
    ):
        raise Problem(400, "bad-body", _("Nothing is to be sent here."))


def bad_body(errors: dict[str, list[str]], known: Any) -> Problem:
    listed = [{"member": name, "detail": text} for name, texts in errors.items() for text in texts]
    detail = " ".join(f"{error['member']}: {error['detail']}" for error in listed)
    return Problem(400, "bad-body", detail, members=listed, known_members=sorted(known))


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("a member is given twice")
    return dict(pairs)


def _no_number(text: str) -> None:
    raise ValueError(text)
