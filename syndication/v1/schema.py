"""The API's own description: OpenAPI for programs, a page for people."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.reading import check_parameters
from syndication.plans import NO_SCOPE
from syndication.v1.addresses import api
from syndication.v1.endpoint import Endpoint
from syndication.v1.openapi import document
from syndication.v1.paging import MAX_SIZE


class HTMLRenderer(BaseRenderer):
    media_type = "text/html"
    format = "html"

    def render(self, data: Any, accepted_media_type=None, renderer_context=None) -> str:
        request = (renderer_context or {}).get("request")
        return render_to_string("syndication/docs.html", data, request)


class _Fixed(Endpoint):
    """An answer that depends on the code alone, not on the record."""

    schema = None
    scope = NO_SCOPE
    parameters = ()
    cache_control = "public, max-age=300"

    def get(self, request: Request, **kwargs: Any) -> Response:
        check_parameters(request.query_params, (), ignore_tracking=False)
        return Response(self.answer(**kwargs), headers={"Cache-Control": self.cache_control})


class SchemaDocument(_Fixed):
    """The OpenAPI 3.1 document."""

    def answer(self) -> dict[str, Any]:
        return document()


class Docs(_Fixed):
    """The same, to read."""

    renderer_classes = (HTMLRenderer,)

    def answer(self) -> dict[str, Any]:
        return {
            "title": document()["info"]["title"],
            "base": api(),
            "groups": grouped(),
            "max_size": MAX_SIZE,
        }


def grouped() -> dict[str, list[dict[str, Any]]]:
    """Operations by tag, in the order of their addresses."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for operation in _operations():
        groups.setdefault(operation["tags"][0], []).append(operation)
    return groups


def _operations() -> Iterator[dict[str, Any]]:
    for address, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield operation | {"address": address, "method": method.upper()}
