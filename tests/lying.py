"""A site that stands between a reader and the real one, and changes what it is told to."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Lie = Callable[[str, Any], Any]


class Liar:
    """Passes every question on to `site`; `lie(path, body)` changes the body of an answer in place, `ask(path)` says
    what the site is asked instead."""

    def __init__(self, site: str):
        self.site = site
        self.lie: Lie = lambda path, body: None
        self.ask: Callable[[str], str] = lambda path: path
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(self.site + self.ask(path)) as response:
                body = json.load(response)
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()
        self.lie(path, body)
        return 200, json.dumps(body, ensure_ascii=False).encode()

    def _handler(self):
        liar = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, body = liar.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        return Handler
