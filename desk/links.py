"""Asking whether an address still answers: politely, bounded, and never inside our own network."""

import socket
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.utils.translation import gettext as _

TIMEOUT = 10  # seconds
REDIRECTS = 5
AGENT = "AllianceRecord-link-check/1.0"


@dataclass(frozen=True)
class Answer:
    """`status` 0 and an `error` when there was none."""

    status: int
    error: str = ""


class _Stay(HTTPRedirectHandler):
    """Redirects are followed one by one, each host looked at first."""

    def redirect_request(self, *args, **kwargs):
        return None


OPENER = build_opener(_Stay)


class Refused(Exception):
    """The address is none this site asks."""


def answer_of(url: str, may_ask=None) -> Answer:
    """What the address answers, redirects followed. `may_ask(host)` raises Refused; by default `is_public`."""
    look = may_ask or is_public
    try:
        for _time in range(REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                return Answer(0, _("This is no web address."))
            look(parts.hostname)
            status, where = _asked(url)
            if where is None:
                return Answer(status)
            url = urljoin(url, where)
        return Answer(0, _("It redirects again and again."))
    except Refused as refusal:
        return Answer(0, str(refusal))
    except (URLError, HTTPException, OSError, ValueError) as error:
        return Answer(0, str(getattr(error, "reason", error))[:200])


def _asked(url: str) -> tuple[int, str | None]:
    """The status, and where it redirects to. Sites that do not know HEAD are asked with GET."""
    for method in ("HEAD", "GET"):
        request = Request(url, method=method, headers={"User-Agent": AGENT})  # noqa: S310 - the scheme was checked
        try:
            with OPENER.open(request, timeout=TIMEOUT) as response:
                return response.status, None
        except HTTPError as error:
            with error:
                if error.code in (301, 302, 303, 307, 308) and error.headers.get("Location"):
                    return error.code, error.headers["Location"]
                if method == "GET" or error.code in (404, 410):
                    return error.code, None
    raise AssertionError("unreachable")


def is_public(host: str) -> None:
    """Raises Refused for hosts that lie, even in part, in a private network."""
    for family in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        if not ip_address(family[4][0]).is_global:
            raise Refused(_("The host lies in a private network and is not asked."))
