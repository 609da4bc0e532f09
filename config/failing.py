"""What is answered where a request fails outside of a view that could say so: under /api/ a problem, else a page."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.views.defaults import server_error

from publishing import views
from publishing.outages import RETRY_AFTER_SECONDS, is_outage
from syndication.v1 import problems


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problems.plain(problems.unread(exception))
    return views.refused(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles what was raised, and has logged it."""
    error = sys.exception()
    if is_api(request):
        return problems.plain(problems.unforeseen(error))
    return away() if is_outage(error) else server_error(request)


def away() -> HttpResponse:
    """As 500.html it is drawn without a request: nothing in it may ask the database."""
    page = get_template("503.html").render()
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
