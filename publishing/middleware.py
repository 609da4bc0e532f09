"""What no address of this site may contain, what is too large to be read, and what no answer to HEAD may hold."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import languages
from publishing.reading import BadParameter
from publishing.views import bad_request

# A form with a few pictures; Django itself has a limit for what comes without files alone.
MAX_REQUEST = 64 * 1024 * 1024


def speak(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer in the language of the address; see publishing/languages.py. The first language is active anyway."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = languages.of_path(request.path_info)
        if not language:
            return get_response(request)
        with override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def refuse_oversized(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a body by the size it is announced with, before any of it fills the disk."""

    def middleware(request: HttpRequest) -> HttpResponse:
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdecimal() and int(size) > MAX_REQUEST:
            raise RequestDataTooBig
        return get_response(request)

    return middleware


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a NUL character in a query, which PostgreSQL can neither store nor compare.

    The API is left to itself: it names the parameter. A path with a NUL matches no address.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if ("%00" in query or "\x00" in query) and not request.path_info.startswith("/api/"):
            return bad_request(request, BadParameter("", _("The address contains a NUL character.")), ())
        return get_response(request)

    return middleware


def head_without_body(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer HEAD with the headers of GET, Content-Length included, and no content (RFC 9110, section 9.3.2)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return middleware
