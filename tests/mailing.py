"""A mail server of our own: takes letters over real connections and refuses what it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """`refusals`: address → what is answered to its RCPT; an empty answer hangs up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.refusals: dict[str, str] = {}
        self.connections = 0
        self.letters: list[Message] = []

    @property
    def reached(self) -> list[str]:
        return [letter["To"] for letter in self.letters]


class Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 here")
        for line in self.rfile:
            command = line.decode().strip()
            verb = command[:4].upper()
            if verb == "RCPT":
                answer = self.server.refusals.get(command.split("<")[1].split(">")[0], "250 good")
                if not answer:
                    return
                self.say(answer)
            elif verb == "DATA":
                self.say("354 go on")
                self.server.letters.append(message_from_bytes(self.body()))
                self.say("250 taken")
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 good")

    def body(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server(settings: Any) -> Iterator[MailServer]:
    """Letters of this process go to it."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        options = {"host": "127.0.0.1", "port": server.server_address[1], "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
