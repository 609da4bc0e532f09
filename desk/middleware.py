"""Whose change it was: what the history of rows says of the request that made it."""

import re
from collections.abc import Callable
from uuid import uuid4

import pghistory
from django.conf import settings
from django.http import HttpRequest, HttpResponse

READING = ("GET", "HEAD", "OPTIONS")
# An id the proxy gave, so that its log can be found from here; anything else is not repeated.
REQUEST_ID = re.compile(r"[\w-]{8,64}", re.ASCII)


def sign_history(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sign the rows a request writes with who asked, how, where, and the request's own id.

    Reading writes nothing that is kept, so it is not signed and costs nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in READING:
            return get_response(request)
        with pghistory.context(**signature(request)):
            return get_response(request)

    return middleware


def signature(request: HttpRequest) -> dict[str, object]:
    # Without a session cookie nobody is signed in, and nothing has to be asked.
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
    given = request.headers.get("X-Request-ID", "")
    return {
        "user": request.user.pk if is_known else None,
        "method": request.method,
        "url": request.path[:500],
        "request": given if REQUEST_ID.fullmatch(given) else uuid4().hex,
    }
