"""A partner's receiver in this process, and endpoints that lead to it."""

import json
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from publishing.models import Log
from publishing.reading import read_head
from syndication.models import Delivery, WebhookEndpoint
from syndication.webhooks.announcing import announce_to
from syndication.webhooks.messages import send_challenge
from syndication.webhooks.sending import deliver
from tests.partners import make_partner


class Receiver:
    """Takes everything, unless `answers` holds (status, headers, body) for what comes next."""

    def __init__(self):
        self.got: list[tuple[dict, bytes]] = []
        self.answers: list[tuple[int, dict, bytes]] = []
        self.on_message: Callable[[], object] = lambda: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook?from=record"

    @property
    def messages(self) -> list[dict]:
        return [json.loads(body) for _headers, body in self.got]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.got]

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers) | {"path": self.path}, body))
                status, headers, answer = receiver.answers.pop(0) if receiver.answers else (200, {}, repeated(body))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
                receiver.on_message()

            def log_message(self, *args):
                pass

        return Handler


def repeated(body: bytes) -> bytes:
    data = json.loads(body)["data"]
    return json.dumps({"challenge": data["challenge"]}).encode() if "challenge" in data else b"ok"


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.stop()


def make_endpoint(url: str, is_active: bool = True, **kwargs) -> WebhookEndpoint:
    """An endpoint that stands where the record stands and has met its challenge."""
    head = read_head()
    state = WebhookEndpoint.State.ACTIVE if is_active else WebhookEndpoint.State.UNVERIFIED
    fields = {"generation": head.generation, "position": head.position, "state": state}
    partner = kwargs.pop("partner", None) or make_partner()
    endpoint = partner.webhooks.create(url=url, **fields | kwargs)
    endpoint.new_secret(timezone.now())
    if not is_active:
        send_challenge(endpoint)
    return endpoint


def announced(endpoint: WebhookEndpoint, now: datetime | None = None) -> list[Delivery]:
    announce_to(endpoint.pk, Log.objects.get(), now)
    return list(endpoint.deliveries.waiting().order_by("pk"))


def send_next(now: datetime | None = None) -> Delivery | None:
    """What a worker does with one row, at a moment; None when nothing is due then."""
    row = Delivery.objects.claim(now)
    if row is not None:
        deliver(row, now)
        row.refresh_from_db()
    return row
