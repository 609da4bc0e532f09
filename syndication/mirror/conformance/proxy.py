"""A proxy that treats answers as the worst networks do. The same seed and the same questions give the same faults."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PASSED_ON = ("Authorization", "If-None-Match", "If-Range", "Range", "Accept", "User-Agent")
NOT_OURS = {"connection", "transfer-encoding", "content-length", "date", "server"}


@dataclass(frozen=True)
class Answer:
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Road:
    """Which fault comes next, and the answers that went by, for those that come twice or in the wrong order."""

    def __init__(self, site: str, seed: int, roughness: float, delay: float) -> None:
        self.site, self.chance, self.roughness, self.delay = urlsplit(site), random.Random(seed), roughness, delay
        self.past: list[Answer] = []
        self.lock, self.done = threading.Lock(), Counter[str]()

    def next_fault(self) -> str:
        with self.lock:
            fault = self.chance.choice(FAULTS) if self.chance.random() < self.roughness else "none"
            self.done[fault] += 1
            return fault

    def earlier(self, path: str, same: bool) -> Answer | None:
        with self.lock:
            found = [answer for answer in self.past if (answer.path == path) is same]
            return self.chance.choice(found) if found else None

    def ask(self, path: str, headers: dict[str, str]) -> Answer:
        kind = HTTPSConnection if self.site.scheme == "https" else HTTPConnection
        connection = kind(self.site.hostname or "", self.site.port, timeout=60)
        try:
            connection.request("GET", self.site.path.rstrip("/") + path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            kept = tuple((name, value) for name, value in response.getheaders() if name.lower() not in NOT_OURS)
            answer = Answer(path, response.status, kept, body)
        finally:
            connection.close()
        with self.lock:
            self.past = [*self.past[-99:], answer]
        return answer


class Rough(BaseHTTPRequestHandler):
    server: "Proxy"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        getattr(self, self.server.road.next_fault())()

    def asked(self) -> Answer:
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        return self.server.road.ask(self.path, headers)

    def give(self, answer: Answer, length: int | None = None, body: bytes | None = None) -> None:
        body = answer.body if body is None else body
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def say(self, status: int, body: bytes, **headers: str) -> None:
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        self.give(Answer(self.path, status, (("Content-Type", "text/html"), *named), body))

    def none(self) -> None:
        self.give(self.asked())

    def drop_question(self) -> None:
        """Closed without an answer; the site never heard."""

    def drop_answer(self) -> None:
        """The site answered, and was charged for; nobody heard."""
        self.asked()

    def delay(self) -> None:
        time.sleep(self.server.road.delay)
        self.none()

    def truncate(self) -> None:
        """Less than is announced."""
        answer = self.asked()
        self.give(answer, len(answer.body), answer.body[: len(answer.body) // 2])

    def truncate_neatly(self) -> None:
        """Less, and announced as if it were all."""
        answer = self.asked()
        self.give(answer, None, answer.body[: len(answer.body) // 2])

    def duplicate(self) -> None:
        """An earlier answer to the same question once more, as from a cache."""
        self.give(self.server.road.earlier(self.path, same=True) or self.asked())

    def reorder(self) -> None:
        """The answer to another question."""
        self.give(self.server.road.earlier(self.path, same=False) or self.asked())

    def over_budget(self) -> None:
        self.say(429, b"{}", Retry_After="1")

    def unavailable(self) -> None:
        self.say(503, b"<h1>Maintenance</h1>", Retry_After=self.date_time_string(int(time.time()) + 1))

    def bad_gateway(self) -> None:
        self.say(502, b"<h1>Bad gateway</h1>")

    def portal(self) -> None:
        """A success that is none."""
        self.say(200, b"<h1>Welcome to this hotel</h1>")

    def log_message(self, *args: object) -> None:
        """What was done to the answers is counted, not printed."""


FAULTS = (
    "drop_question", "drop_answer", "delay", "truncate", "truncate_neatly", "duplicate", "reorder", "over_budget",
    "unavailable", "bad_gateway", "portal",
)  # fmt: skip


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, site: str, port: int = 0, seed: int = 1, roughness: float = 0.4, delay: float = 2) -> None:
        self.road = Road(site, seed, roughness, delay)
        super().__init__(("127.0.0.1", port), Rough)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *args: object) -> None:
        """Whoever hangs up on a rough road is right to."""
