"""Errors as RFC 9457 problem documents: whatever goes wrong under /api/ ends here."""

import json
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import connection
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from publishing.outages import RETRY_AFTER_SECONDS, is_outage
from publishing.reading import BadParameter
from syndication.v1 import PREFIX, VERSION

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    410: "Gone",
    413: "Content too large",
    415: "Unsupported media type",
    416: "Range not satisfiable",
    422: "Unprocessable content",
    429: "Too many requests",
    500: "Internal error",
    501: "Not implemented",
    503: "Service unavailable",
}


class Problem(Exception):
    """An error with a stable `code` (the last part of its `type`), words for a person and members for a program."""

    def __init__(self, status: int, code: str, detail: str, headers: dict[str, str] | None = None, **members: Any):
        self.status, self.code, self.detail, self.members = status, code, detail, members
        self.headers = headers or {}
        super().__init__(detail)

    @property
    def body(self) -> dict[str, Any]:
        return {
            "type": f"{settings.SITE_URL}{PREFIX}docs/#problem-{self.code}",
            "title": TITLES.get(self.status, "Error"),
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }


class Moved(Exception):
    """The same thing under its current address."""

    def __init__(self, url: str):
        self.url = url
        super().__init__(url)


def not_found(detail: str) -> Problem:
    return Problem(404, "not-found", detail)


def bad_parameters(errors: dict[str, list[str]], known: Any) -> Problem:
    """A 400 that says which parameters are wrong, why, and which exist."""
    listed = [{"parameter": name, "detail": str(text)} for name, texts in errors.items() for text in texts]
    detail = " ".join(f"{error['parameter']}: {error['detail']}" for error in listed)
    return Problem(400, "bad-parameter", detail, errors=listed, known_parameters=sorted(known))


def handle(exc: Exception, context: dict[str, Any]) -> Response:
    """REST framework's exception handler. Never returns None: no error leaves as HTML."""
    if isinstance(exc, Moved):
        return Response(None, status=308, headers={"Location": exc.url})
    problem = problem_of(exc, context)
    headers = {"Cache-Control": "public, max-age=10" if problem.status == 410 else "no-store", **problem.headers}
    if problem.status == 405:
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return Response(problem.body, status=problem.status, headers=headers, content_type=MEDIA_TYPE)


def problem_of(exc: Exception, context: dict[str, Any]) -> Problem:
    match exc:
        case Problem():
            return exc
        case BadParameter():
            known = exc.known or context["view"].known_parameters()
            return bad_parameters({exc.name: [exc.message]}, known)
        case Http404():
            return not_found(_("There is nothing at this address."))
        case APIException():
            return Problem(exc.status_code, exc.default_code.replace("_", "-"), str(exc.detail))
        case SuspiciousOperation():
            return unread(exc)
        case PermissionDenied():
            return Problem(403, "forbidden", _("This is not open to you."))
    _note(exc, context)
    return unforeseen(exc)


def _note(exc: Exception, context: dict[str, Any]) -> None:
    """Our own fault is logged whole. The signal lets monitoring and test clients see it."""
    request = context["request"]
    if is_outage(exc):
        logger.warning("No database at %s: %s", request.path, exc)
        return
    logger.error("Unhandled error at %s", request.path, exc_info=exc)
    got_request_exception.send(sender=type(context["view"]), request=request)
    if connection.in_atomic_block:
        connection.set_rollback(True)


def unforeseen(exc: BaseException | None) -> Problem:
    """Told without detail."""
    if is_outage(exc):
        detail = _("The record cannot be reached just now. Nothing was changed that you were not told of; try again.")
        return Problem(503, "database-away", detail, {"Retry-After": str(RETRY_AFTER_SECONDS)})
    return Problem(500, "internal-error", _("Something went wrong here; it has been noted. Try again later."))


def unread(exc: Exception) -> Problem:
    if isinstance(exc, RequestDataTooBig):
        return Problem(413, "too-large", _("What was sent is larger than this site reads at once."))
    return Problem(400, "bad-request", _("The request cannot be read."))


def plain(problem: Problem) -> HttpResponse:
    """The same for what failed outside of every endpoint."""
    headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", "API-Version": VERSION}
    body = json.dumps(problem.body, ensure_ascii=False)
    return HttpResponse(body, MEDIA_TYPE, problem.status, headers=headers | problem.headers)
