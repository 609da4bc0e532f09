"""While the database starts up, recovers or is gone, everybody is asked to come back: 503, in the API as a problem."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from publishing.outages import is_outage
from syndication.plans import Scope
from tests.partners import bearer, make_key, make_partner

STARTING = ("57P03", "the database system is starting up")
RECOVERING = ("57P03", "the database system is in recovery mode")
FULL = ("53300", "sorry, too many clients already")


class NotYet:
    """What PostgreSQL says to whoever connects while it cannot serve (protocol 3.0: ErrorResponse at start-up)."""

    def __init__(self, code: str, words: str) -> None:
        self.fields = b"".join([b"SFATAL\0", b"VFATAL\0", f"C{code}\0M{words}\0".encode(), b"\0"])
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.asked = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                caller, _address = self.socket.accept()
            except OSError:
                return
            with caller:
                self.asked += 1
                while len(begin := caller.recv(8)) == 8 and struct.unpack("!II", begin)[1] in (80877103, 80877104):
                    caller.sendall(b"N")  # neither TLS nor GSSAPI
                caller.recv(4096)
                caller.sendall(b"E" + struct.pack("!I", len(self.fields) + 4) + self.fields)

    def stop(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


@pytest.fixture(params=[STARTING, RECOVERING, FULL, None], ids=["starting", "recovering", "full", "nobody"])
def away(request, transactional_db, monkeypatch) -> Iterator[tuple[Client, Client]]:
    """A stranger and a partner, whose site has lost its database."""
    partner = bearer(make_key(make_partner(), *Scope.values)[1])
    server = NotYet(*(request.param or STARTING))
    port = str(server.socket.getsockname()[1])
    if request.param is None:
        server.stop()
    connection.close()
    known = dict(connection.settings_dict)
    connection.settings_dict.update(HOST="127.0.0.1", PORT=port)
    clients = Client(raise_request_exception=False), partner
    partner.raise_request_exception = False
    yield clients
    connection.close()
    connection.settings_dict.update(known)
    if request.param:
        assert server.asked
        server.stop()


API = ["", "topics/", "topics/some/", "entries/?as_of=1", "facts/", "search/?q=x", "changes/?after=0&wait=5", "log/",
       "snapshots/", "me/", "receipts/", "embargoed/", "embargoed/changes/?after=0", "webhook-endpoints/",
       "oembed/?url=http://127.0.0.1:8000/topics/x/"]  # fmt: skip
WITH_KEY = ("me/", "receipts/", "embargoed/", "webhook-endpoints/", "snapshots/")
PAGES = ["/", "/members/", "/topics/some/", "/search/?q=x", "/about/terms/", "/feeds/all.atom", "/sitemap.xml",
         "/media/images/x.png", "/admin/login/?next=/admin/", "/follow/"]  # fmt: skip


def test_every_address_of_the_api_says_so_as_a_problem(away):
    for client, address in [(client, address) for client in away for address in API]:
        if client is away[0] and address.startswith(WITH_KEY):
            continue  # refused for want of a key, which takes no database
        answer = client.get(f"/api/v1/{address}")
        said = (answer.status_code, answer.headers["Content-Type"], answer.headers.get("Retry-After"))
        assert said == (503, "application/problem+json", "5"), (address, answer.content)
        assert answer.json()["type"].endswith("#problem-database-away")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "no-store" in answer.headers["Cache-Control"]
    answer = away[1].post("/api/v1/receipts/", {"position": 1, "outcome": "done"}, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")


def test_pages_say_so_in_a_page_and_health_does_not_pretend(away):
    reader = away[0]
    for address in PAGES:
        answer = reader.get(address)
        if address.startswith(("/admin/login", "/follow")) and answer.status_code == 200:
            continue  # a form that asks the database nothing before it is sent
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5"), address
        assert "Back in a moment" in answer.content.decode()
    assert reader.get("/healthz").status_code == 200
    assert reader.get("/readyz").status_code == 503
    signed_in = Client(raise_request_exception=False)
    signed_in.cookies["sessionid"] = "of-somebody"
    assert signed_in.get("/admin/").status_code == 503


def caused(kind, code: str | None) -> Exception:
    error = kind("words")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": code})()
    return error


@pytest.mark.parametrize("code", [None, "57P01", "57P02", "57P03", "53300", "08006"])
def test_what_passes_is_an_outage(code):
    assert is_outage(caused(OperationalError, code))


@pytest.mark.parametrize("error", [
    caused(OperationalError, "40P01"), caused(OperationalError, "55P03"), caused(OperationalError, "57014"),
    ValueError("x"), None,
])  # fmt: skip
def test_deadlocks_long_queries_and_our_own_faults_are_none(error):
    assert not is_outage(error)


def test_connection_that_is_closed_is_an_outage():
    assert is_outage(InterfaceError("the connection is closed"))


def test_other_faults_of_ours_stay_500_and_of_the_right_form(db, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    reader = Client(raise_request_exception=False)
    monkeypatch.setattr("publishing.views.RecordPage.read", fail)
    page = reader.get("/members/")
    assert (page.status_code, "The fault is ours" in page.content.decode()) == (500, True)
    for broken in ("syndication.v1.endpoint.read_head", "syndication.v1.endpoint.Endpoint.finalize_response"):
        with monkeypatch.context() as patch:
            patch.setattr(broken, fail)
            answer = reader.get("/api/v1/topics/")
        assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json"), broken
        assert answer.json()["type"].endswith("#problem-internal-error")


def test_what_never_reaches_an_endpoint_of_the_api_is_a_problem_too(db):
    """A host that is not ours, a body announced too large: refused before any view."""
    reader = Client(raise_request_exception=False)
    answer = reader.get("/api/v1/topics/", headers={"Host": "elsewhere.example.org"})
    assert (answer.status_code, answer.json()["type"].rpartition("-")[2]) == (400, "request")
    answer = reader.post("/api/v1/receipts/", "{}", content_type="application/json", CONTENT_LENGTH=str(2**40))
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
    assert reader.get("/members/", headers={"Host": "elsewhere.example.org"}).headers["Content-Type"][:9] == "text/html"
