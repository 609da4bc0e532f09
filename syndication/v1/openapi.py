"""The OpenAPI 3.1 document, drawn by drf-spectacular from what the endpoints say of themselves."""

from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar, get_args, get_type_hints

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type, force_instance, is_serializer
from drf_spectacular.settings import patched_settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from publishing.models import Action
from syndication.plans import OPEN
from syndication.v1 import VERSION, shapes
from syndication.v1.examples import add_examples, operations
from syndication.v1.items import MEMBERS
from syndication.v1.problems import MEDIA_TYPE

DESCRIPTION = """The dated, sourced record of an alliance, read-only. Everything is a view of published editions;
`position` counts publications and is the clock of the record. See /api/v1/docs/ and docs/api.md."""

KEY = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "ark_<prefix>_<secret>",
    "description": "A partner's key. What stands beside it in an operation is the scope the key needs.",
}
SETTINGS = {
    "TITLE": "Alliance Record",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.1",
    "TOS": "/about/terms/",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],
    "SORT_OPERATION_PARAMETERS": False,
    "ENABLE_LIST_MECHANICS_ON_NON_2XX": False,
    "APPEND_COMPONENTS": {"securitySchemes": {"key": KEY}},
}

INSTANT = "A position (1207), a day (its end, UTC) or a time: the record as it stood then."
# Formats of our own mark what JSON Schema cannot check: a name of something that has to be there.
PARAMETERS: dict[str, tuple[Any, str]] = {
    "as_of": ({"type": "string", "format": "moment", "examples": ["7", "2026-05-16", "2026-05-16T12:00:00Z"]}, INSTANT),
    "ordering": ({"type": "string"}, "Order of the list; a minus turns it round."),
    "page_size": ({"type": "integer", "minimum": 1, "maximum": 100, "default": 25}, "Rows on a page."),
    "cursor": ({"type": "string", "format": "cursor"}, "From a link of another page; opaque."),
    "include": ({"type": "string", "enum": ["count"]}, "Adds `meta.count`, which costs a query."),
    "fields": (
        {"type": "array", "items": {"type": "string", "enum": list(MEMBERS)}, "minItems": 1, "uniqueItems": True},
        "Members of the item wanted, separated by commas; `id` and `kind` always come.",
    ),
    "language": (
        {"type": "string", "enum": [code for code, _name in settings.LANGUAGES]},
        "The edition in this language.",
    ),
    "on": ({"type": "string", "format": "date"}, "Adds what held on this day of the world."),
    "after": (
        {"type": "string", "format": "cursor", "default": "0"},
        "The `next` of the last answer, or a position; 0 for all.",
    ),
    "covers": (
        {"type": "integer", "minimum": 1, "maximum": 10**18, "default": 1},
        "Checkpoints that vouch for this position.",
    ),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 500, "default": 100}, "Rows in one answer."),
    "url": ({"type": "string", "format": "uri"}, "The address of an entry's page, or of one of its editions."),
    "format": ({"type": "string", "enum": ["json", "xml"], "default": "json"}, "The form of the answer."),
    "maxwidth": ({"type": "integer", "minimum": 1, "maximum": 9999}, "The card must not be wider, in pixels."),
    "maxheight": ({"type": "integer", "minimum": 1, "maximum": 9999}, "The card must not be higher, in pixels."),
    "wait": (
        {"type": "integer", "minimum": 1, "maximum": 30},
        "When you have everything: wait so many seconds for more before answering.",
    ),
    "expand": ({"type": "string", "enum": ["item"]}, "Adds to each change the item as it was then published."),
}
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
NUMBER = {"type": "integer", "minimum": 0}
PLACES: dict[str, tuple[Any, str]] = {
    "key": (SLUG | {"format": "entry"}, "Which one: its id, or its slug where it has one."),
    "number": (NUMBER, "The number of the edition."),
    "position": (NUMBER, "The position of the snapshot or of the checkpoint."),
    "name": ({"type": "string", "minLength": 1}, "The picture, as the item names it after `/media/`."),
    "kind": (SLUG, "Which file, as the manifest names it."),
    "message": (SLUG, "The id of a message in the delivery log."),
}

# By the name of the endpoint.
REQUIRED = {"search": "q", "oembed": "url"}
HEADERS: dict[str, Any] = {
    "API-Version": {
        "description": "The version of this contract.",
        "required": True,
        "schema": {"type": "string", "const": VERSION},
    },
    "Deprecation": {
        "description": "Since when a parameter of this call is deprecated (RFC 9745): @ and seconds.",
        "schema": {"type": "string", "pattern": "^@[0-9]+$"},
    },
    "Sunset": {
        "description": "Until when it works at least (RFC 8594), a date as in HTTP.",
        "schema": {"type": "string"},
    },
}
STATUSES = {
    302: "With Accept-Datetime: the edition that stood then is in Location.",
    304: "Nothing has been published since the ETag you hold.",
    308: "A former slug; the entry's address is in Location.",
    400: "A parameter is unknown, repeated or cannot be read; the answer names those that exist.",
    401: "A key is needed, or the one sent opens nothing.",
    403: "The key lacks the scope, its partner is not active, or has not accepted the terms.",
    404: "There is nothing here.",
    406: "Only JSON is served here.",
    206: "The part asked for.",
    410: "Withdrawn: a tombstone with the public reason.",
    413: "The body is too long.",
    415: "Only JSON is read here.",
    416: "The file has no such part.",
    422: "Understood, but there is no duty at this position.",
    429: "The budget of the minute or of the day is used up; Retry-After says for how long.",
    501: "There is no such form.",
    503: "The record cannot be reached just now, or too many wait for changes; ask again after Retry-After seconds.",
}


class Schema(AutoSchema):
    """Reads an endpoint's `name`, `operation`, `tag`, `shape()` and `statuses`."""

    view: Any

    def get_operation_id(self) -> str:
        return f"{self.view.name}_{self.view.operation}"

    def get_summary(self) -> str:
        return (self.view.__doc__ or "").splitlines()[0]

    def get_description(self) -> str:
        return ""

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_auth(self) -> list[dict[str, Any]]:
        """Which scope is needed; where `{}` stands beside it, a call without a key is answered too."""
        scope = self.view.scope
        needed: list[dict[str, Any]] = [{"key": [str(scope)] if scope else []}]
        return [{}, *needed] if scope in OPEN and not self.view.needs_key else needed

    def get_request_serializer(self) -> None:
        return None

    def get_override_parameters(self) -> list[OpenApiParameter]:
        filters = getattr(self.view, "filter_class", None)
        declared = filters.base_filters if filters else {}
        names = [*declared, *sorted(set(self.view.known_parameters()) - set(declared))]
        return [self._parameter(name, declared.get(name)) for name in names]

    def _resolve_path_parameters(self, variables: Any) -> list[dict[str, Any]]:
        found = super()._resolve_path_parameters(variables)
        for parameter in found:
            schema, parameter["description"] = PLACES[parameter["name"]]
            if parameter["schema"].get("format") != "uuid":
                parameter["schema"] = schema
        return found

    def _parameter(self, name: str, declared: Any) -> OpenApiParameter:
        if declared is None:
            schema, words = PARAMETERS[name]
        else:
            schema, words = getattr(declared, "schema", None) or _choices(declared), declared.extra["help_text"]
        if name == "ordering":
            schema = schema | {"enum": list(self.view.orderings), "default": self.view.default_ordering}
        if name == "include" and len(self.view.includes) > 1:
            schema, words = _list_of(self.view.includes), "Adds to `meta` what costs a query, separated by commas."
        required = REQUIRED.get(self.view.name) == name
        ending = self.view.endings.get(name)
        words = f"{words} {ending.words}" if ending else words
        # A list is one word with commas in it.
        form: dict[str, Any] = {"style": "form", "explode": False} if schema["type"] == "array" else {}
        return OpenApiParameter(
            name, dict(schema), description=words, required=required, deprecated=bool(ending), **form
        )

    def get_response_serializers(self) -> dict[Any, Any]:
        answers: dict[Any, Any] = {200: OpenApiResponse(self.view.shape(), "")}
        for status in sorted({*self.view.statuses, *self.view.refusals}):
            usual = shapes.OverBudget if status == 429 else shapes.Problem
            shape = self.view.problem_shapes.get(status, usual)
            body = None if status < 400 else shape
            answers[(status, MEDIA_TYPE)] = OpenApiResponse(body, STATUSES[status])
        return answers

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        return super()._map_basic_serializer(serializer, direction) | getattr(serializer, "json_schema", {})

    def _map_response_type_hint(self, method: Any) -> Any:
        # documents.py declares computed lists as `-> list[SomeShape]`, which spectacular does not resolve.
        inner = get_args(get_type_hints(getattr(method, "func", method)).get("return"))
        if inner and is_serializer(inner[0]):
            return build_array_type(self._map_serializer_field(force_instance(inner[0]), "response"))
        return super()._map_response_type_hint(method)


class FileSchema(Schema):
    """A file of the view's `media_type` instead of JSON."""

    successes: ClassVar[dict[int, str]] = {200: ""}

    def get_response_serializers(self) -> dict[Any, Any]:
        answers = super().get_response_serializers()
        del answers[200]
        for status, words in self.successes.items():
            answers[(status, self.view.media_type)] = OpenApiResponse(OpenApiTypes.BINARY, words)
        return answers


class FeedSchema(Schema):
    """JSON, or the same rows as server-sent events."""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        words = "With Accept: text/event-stream: the id of the last event received; goes before `after`."
        return [*super().get_override_parameters(), OpenApiParameter("Last-Event-ID", str, "header", description=words)]

    def get_response_serializers(self) -> dict[Any, Any]:
        answers = super().get_response_serializers()
        told = answers.pop(200)
        answers[(200, "application/json")] = told
        answers[(200, "text/event-stream")] = OpenApiResponse(OpenApiTypes.STR, "Events `change`, one a row.")
        return answers


def _choices(declared: Any) -> dict[str, Any]:
    return {"type": "string", "enum": [value for value, _label in declared.field.choices if value]}


def _list_of(words: Iterable[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": list(words)}, "minItems": 1, "uniqueItems": True}


def webhooks() -> dict[str, Any]:
    """What is sent to endpoints, one operation for all types. Drawn here: no view of ours takes it."""
    actions = [str(action) for action in Action]
    data = {
        "position": {"type": "integer"},
        "action": {"type": "string", "enum": actions},
        "id": {"type": "string", "format": "uuid"},
        "kind": {"type": "string"},
        "edition": {"type": "integer"},
        "url": {"type": "string", "format": "uri", "description": "The edition."},
        "changes": {"type": "string", "format": "uri", "description": "The feed from this row on."},
    }
    body = _object(
        type={"type": "string", "enum": [f"entry.{action}" for action in actions]},
        timestamp={"type": "string", "format": "date-time", "description": "When it was published."},
        data=_object(**data),
    )
    names = {
        "webhook-id": "The same at every attempt: what you have seen, ignore.",
        "webhook-timestamp": "Seconds of the attempt; refuse what is older than five minutes.",
        "webhook-signature": "Standard Webhooks: v1 (HMAC-SHA256) and v1a (Ed25519), separated by spaces.",
    }
    operation = {
        "operationId": "webhook_entry",
        "summary": "An edition was released.",
        "tags": ["webhooks"],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
            for name, words in names.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "2XX": {"description": "Taken. Anything else is tried again for three days; Retry-After is honoured."},
            "410": {"description": "Not wanted any more: the endpoint is disabled."},
        },
    }
    return {"entry": {"post": operation}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


@cache
def document() -> dict[str, Any]:
    """The document; it depends on code alone."""
    with patched_settings(SETTINGS):
        drawn = SchemaGenerator(urlconf="syndication.urls").get_schema(request=None, public=True)
    add_examples(drawn)
    add_headers(drawn)
    return drawn | {"webhooks": webhooks()}


def add_headers(drawn: dict[str, Any]) -> None:
    """What every answer says of the contract, and what those say that lean on something that will end."""
    drawn["components"]["headers"] = HEADERS
    for _address, _method, operation in operations(drawn):
        has_endings = any(parameter.get("deprecated") for parameter in operation.get("parameters", []))
        names = HEADERS if has_endings else ["API-Version"]
        for status, told in operation["responses"].items():
            if status.startswith("2"):
                told["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
