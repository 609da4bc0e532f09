"""What partners send: a small JSON object, read strictly. A member nobody reads is refused like a parameter."""

import json
from typing import Any, ClassVar

import orjson
from django.utils.translation import gettext as _
from rest_framework import serializers as s
from rest_framework.request import Request

from syndication.v1.problems import Problem

MAX_BODY = 16 * 1024
# REST framework would read "17" as a number and 17 as a word.
TYPES: dict[type[s.Field], type] = {s.IntegerField: int, s.CharField: str, s.ChoiceField: str, s.UUIDField: str}
NAMES = {int: "integer", str: "string"}


class Body(s.Serializer):
    """Says what a body holds. `json_schema` is what JSON Schema can say of it and fields cannot."""

    json_schema: ClassVar[dict[str, Any]] = {"additionalProperties": False}


def members(request: Request, shape: type[Body]) -> dict[str, Any]:
    """What the body holds, checked against `shape`; raises the problem with it."""
    given = parsed(request)
    known = shape().fields
    if unknown := [name for name in given if name not in known]:
        raise bad_body({name[:40]: [_("There is no such member.")] for name in unknown[:20]}, known)
    if errors := dict(_of_wrong_type(given, known)):
        raise bad_body(errors, known)
    checked = shape(data=given)
    if not checked.is_valid():
        raise bad_body({name: [str(text) for text in texts] for name, texts in checked.errors.items()}, known)
    return checked.validated_data


def _of_wrong_type(given: dict[str, Any], known: Any):
    for name, value in given.items():
        wanted = TYPES[type(known[name])]
        # A truth value is a number to Python, not to JSON.
        if type(value) is not wanted:
            yield name, [_("This is not of type %s.") % NAMES[wanted]]


def parsed(request: Request) -> dict[str, Any]:
    raw = request._request
    length = _length(request)
    if not length:
        raise Problem(400, "bad-body", _("The body has to be a JSON object."))
    if raw.content_type != "application/json":
        raise Problem(415, "not-json", _("Send the body as application/json."))
    if length > MAX_BODY:
        raise Problem(413, "too-large", _("A body may have %d bytes.") % MAX_BODY)
    try:
        # The first refuses NaN, lone surrogates and nesting beyond reason, the second a member given twice.
        orjson.loads(raw.body)
        given = json.loads(raw.body, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError):
        raise Problem(400, "bad-body", _("The body cannot be read as JSON.")) from None
    if not isinstance(given, dict):
        raise Problem(400, "bad-body", _("The body has to be a JSON object."))
    return given


def refuse_body(request: Request) -> None:
    """For deeds that need no words: a body would be a misunderstanding."""
    if _length(request) and request._request.body.strip() not in (b"", b"{}"):
        raise Problem(400, "bad-body", _("Nothing is to be sent here."))


def bad_body(errors: dict[str, list[str]], known: Any) -> Problem:
    listed = [{"member": name, "detail": text} for name, texts in errors.items() for text in texts]
    detail = " ".join(f"{error['member']}: {error['detail']}" for error in listed)
    return Problem(400, "bad-body", detail, members=listed, known_members=sorted(known))


def _length(request: Request) -> int:
    try:
        return int(request._request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("a member is given twice")
    return dict(pairs)
