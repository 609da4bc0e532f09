"""Which addresses are dialled: what a partner may name, what a name may resolve to, and that it is asked once."""

import socket

import pytest

from syndication.webhooks import addresses, dialling
from syndication.webhooks.addresses import Refused, addresses_of, is_public, target_of
from syndication.webhooks.dialling import post

# Where no resolver is asked: the address itself gives it away.
NAMED = [
    "http://hooks.example.org/",
    "ftp://hooks.example.org/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://localhost/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f.0.0.1/",
    "https://0x7f000001/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[fe80::1%25eth0]/",
    "https://user:secret@hooks.example.org/",
    "https://hooks.example.org@127.0.0.1/",
    "https://hooks.example.org:22/",
    "https://hooks.example.org:99999/",
    "https://hooks.example.org/#part",
    "https://hooks.example.org/\r\nHost: other",
    "https://hooks.example.org\\@127.0.0.1/",
    "https://hööks.example.org/",
    "https://intranet/",
    "https:///",
    "https://hooks.example.org/" + "x" * 500,
]
# What a name that looks harmless resolves to.
RESOLVED = [
    "0.0.0.0", "10.1.2.3", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "192.168.1.1", "100.64.0.1",
    "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:93.184.216.34", "::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "fe80::1", "fe80::1%2", "fc00::1",
    "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001:0:53aa:64c:0:0:f5ff:fffe", "100::1",
]  # fmt: skip


@pytest.fixture(autouse=True)
def outside(settings):
    settings.WEBHOOKS_TO_LOOPBACK = False


def resolving_to(monkeypatch, *answers: list[str]) -> list[str]:
    """The resolver gives these answers in turn; returns the names it was asked for."""
    asked, left = [], list(answers)

    def resolve(host, port, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize("url", NAMED)
def test_addresses_that_no_partner_may_name(url):
    with pytest.raises(Refused):
        target_of(url)


@pytest.mark.parametrize("address", RESOLVED)
def test_addresses_that_no_name_may_resolve_to(address, monkeypatch):
    assert not is_public(address)
    resolving_to(monkeypatch, [address], ["93.184.216.34", address])
    target = target_of("https://hooks.example.org/")
    with pytest.raises(Refused):
        addresses_of(target)
    with pytest.raises(Refused):
        addresses_of(target)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_dialled(address, monkeypatch):
    resolving_to(monkeypatch, [address])
    assert addresses_of(target_of("https://hooks.example.org:8443/in?a=b")) == [address]


def test_parts_of_an_address():
    target = target_of("https://Hooks.Example.org./in/here?a=b")
    assert (target.host, target.port, target.path, target.is_secure) == ("hooks.example.org", 443, "/in/here?a=b", True)


def test_a_name_that_changes_its_mind_is_dialled_at_what_was_checked(monkeypatch):
    asked = resolving_to(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    dialled = []

    def connect(address, timeout):
        dialled.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(dialling.socket, "create_connection", connect)
    with pytest.raises(dialling.Undelivered, match="Connection refused"):
        post("https://hooks.example.org/", b"{}", {})
    assert (asked, dialled) == (["hooks.example.org"], [("93.184.216.34", 443)])
    with pytest.raises(Refused):
        post("https://hooks.example.org/", b"{}", {})
    assert len(dialled) == 1


def test_a_name_nobody_knows(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", unknown)
    with pytest.raises(Refused, match="does not resolve"):
        addresses_of(target_of("https://hooks.example.org/"))


@pytest.mark.parametrize("url", ["http://127.0.0.1:8001/", "http://localhost:8001/", "https://[::1]:8001/"])
def test_this_machine_may_be_named_in_development_alone(url, settings):
    with pytest.raises(Refused):
        target_of(url)
    settings.WEBHOOKS_TO_LOOPBACK = True
    assert target_of(url).is_loopback
    for other in ("http://hooks.example.org/", "http://10.0.0.1/", "https://127.1/"):
        with pytest.raises(Refused):
            target_of(other)
