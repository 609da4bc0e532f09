"""One POST: TLS by name at a pinned address, no redirects, bounded answers in bounded time."""

import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from syndication.webhooks import dialling
from syndication.webhooks.dialling import MAX_ANSWER, Answer, Undelivered, post

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAME = "hooks.example.org"


@pytest.fixture(autouse=True)
def to_this_machine(settings):
    settings.WEBHOOKS_TO_LOOPBACK = True


def certificate(path, *names) -> str:
    """A self-signed one for these names, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return str(path)


@pytest.fixture
def secure(receiver, tmp_path, monkeypatch):
    """The receiver behind TLS, at an address that only the check of addresses knows: returns what SNI it was asked."""
    file = certificate(tmp_path / "cert.pem", x509.DNSName(NAME), x509.IPAddress(ip_address("192.0.2.1")))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    asked = []
    context.sni_callback = lambda sock, name, ctx: asked.append(name)
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
    monkeypatch.setattr(dialling, "addresses_of", lambda target: ["127.0.0.1"])
    monkeypatch.setattr(dialling, "trust", lambda: ssl.create_default_context(cafile=file))
    return asked


def test_tls_goes_by_the_name_at_the_address_that_was_checked(receiver, secure):
    port = receiver.server.server_port
    assert post(f"https://{NAME}:{port}/in", b'{"data":{}}', {"webhook-id": "x"}).status == 200
    headers, body = receiver.got[0]
    assert (secure, headers["Host"], headers["path"], body) == ([NAME], f"{NAME}:{port}", "/in", b'{"data":{}}')


def test_a_certificate_for_another_name_is_refused(receiver, secure):
    with pytest.raises(Undelivered, match="TLS failed"):
        post(f"https://other.example.org:{receiver.server.server_port}/", b"{}", {})
    assert receiver.got == []


def test_a_certificate_nobody_vouches_for_is_refused(receiver, secure, monkeypatch):
    monkeypatch.setattr(dialling, "trust", ssl.create_default_context)
    with pytest.raises(Undelivered, match="TLS failed"):
        post(f"https://{NAME}:{receiver.server.server_port}/", b"{}", {})


def test_redirects_are_not_followed(receiver):
    receiver.answers = [(307, {"Location": receiver.url}, b"")]
    assert post(receiver.url, b'{"data":{}}', {}).status == 307
    assert len(receiver.got) == 1


def test_no_more_of_an_answer_is_read_than_anybody_needs(receiver):
    receiver.answers = [(200, {}, b"x" * 1_000_000)]
    assert len(post(receiver.url, b'{"data":{}}', {}).body) == MAX_ANSWER


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n"])
def test_an_answer_that_is_none(said):
    with serving(lambda sock: sock.sendall(said)) as url, pytest.raises(Undelivered, match="No answer"):
        post(url, b"{}", {})


def test_an_answer_that_drips_is_cut_off(monkeypatch):
    monkeypatch.setattr(dialling, "WHOLE_SECONDS", 0.5)
    stop = threading.Event()

    def drip(sock):
        sock.sendall(b"HTTP/1.1 200 OK\r\n")
        while not stop.wait(0.05):
            sock.sendall(b"X: y\r\n")

    began = time.monotonic()
    with serving(drip) as url, pytest.raises(Undelivered, match="too long"):
        post(url, b"{}", {})
    stop.set()
    assert time.monotonic() - began < 5


class serving:
    """A server that reads one request and then does as it likes."""

    def __init__(self, answer):
        self.answer = answer

    def __enter__(self) -> str:
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/"

    def serve(self):
        sock, _address = self.listener.accept()
        with sock:
            sock.recv(65536)
            try:
                self.answer(sock)
            except OSError:
                return  # the other side has left

    def __exit__(self, *args):
        self.listener.close()


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("120", NOON + timedelta(minutes=2)),
        ("Tue, 24 Nov 2026 13:00:00 GMT", NOON + timedelta(hours=1)),
        ("Tue, 24 Nov 2026 11:00:00 GMT", NOON),
        ("999999999999", NOON + timedelta(days=1)),
        ("Tue, 24 Nov 2099 11:00:00 GMT", NOON + timedelta(days=1)),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_when_to_come_again(said, at):
    assert Answer(503, b"", said).retry_at(NOON) == at
