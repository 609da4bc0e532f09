"""One POST to an address that was checked: no redirects, no proxy, a bounded answer, in bounded time."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _

from syndication.webhooks.addresses import Target, addresses_of, target_of

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
MAX_ANSWER = 4096


class Undelivered(Exception):
    """There was no answer. The words are for the partner."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    retry_after: str = ""

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    def retry_at(self, now: datetime) -> datetime | None:
        """When it wants to be asked again: seconds or a date (RFC 9110, 10.2.3). A day ahead at most."""
        text = self.retry_after.strip()
        try:
            if text.isascii() and text.isdigit():
                at = now + timedelta(seconds=min(int(text[:9]), 86400))
            else:
                at = parsedate_to_datetime(text)
        except ValueError:
            return None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return min(max(at, now), now + timedelta(days=1))


class _Dialled(http.client.HTTPConnection):
    """A connection to the address that was checked; Host header, SNI and certificate go by the name."""

    def __init__(self, target: Target, address: str):
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self.target, self.address = target, address
        if target.is_secure:
            self.default_port = 443

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        try:
            self.sock = trust().wrap_socket(plain, server_hostname=self.host) if self.target.is_secure else plain
        except BaseException:
            plain.close()
            raise


def trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """The answer to a POST of `body`, whatever it says. Raises Refused or Undelivered."""
    target = target_of(url)
    # Of several addresses the first that can be reached; all of them were checked.
    failure: OSError | None = None
    for address in addresses_of(target)[:3]:
        connection = _Dialled(target, address)
        try:
            connection.connect()
        except ssl.SSLError as error:
            raise Undelivered(_("TLS failed: %s") % (error.reason or error)) from None
        except OSError as error:
            failure = error
            continue
        return _exchanged(connection, target, body, headers)
    raise Undelivered(_("No connection: %s") % (failure.strerror if failure and failure.strerror else failure))


def _exchanged(connection: _Dialled, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    try:
        with _cut_off_after(connection.sock, WHOLE_SECONDS) as cut_off:
            connection.request("POST", target.path, body, dict(headers))
            response = connection.getresponse()
            read = response.read(MAX_ANSWER)
            if cut_off.is_set():
                raise Undelivered(_("The answer took too long."))
            return Answer(response.status, read, response.headers.get("Retry-After", ""))
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = isinstance(error, TimeoutError) or cut_off.is_set()
        words = _("The answer took too long.") if late else _("No answer: %s") % type(error).__name__
        raise Undelivered(words) from None
    finally:
        connection.close()


@contextmanager
def _cut_off_after(sock: socket.socket, seconds: float) -> Iterator[threading.Event]:
    """A time limit for each read would let a receiver go on for hours, a byte at a time."""
    cut_off = threading.Event()

    def cut() -> None:
        cut_off.set()
        with suppress(OSError):  # it was closed already
            # Past TLS: its own shutdown is not for another thread.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield cut_off
    finally:
        timer.cancel()
