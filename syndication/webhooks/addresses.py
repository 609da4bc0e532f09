"""Which addresses may be dialled: https to names of the public internet, and nothing that only we can reach."""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

MAX_URL = 500
# A name of at least two labels whose last begins with a letter: no number in any notation passes for one.
NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# All that is handed out to networks. What lies outside reaches v4 addresses in disguise: mapped, NAT64.
GLOBAL_V6 = IPv6Network("2000::/3")


class Refused(Exception):
    """This address is not dialled. The words are for the partner, so they tell nothing of our network."""


@dataclass(frozen=True)
class Target:
    """Where a message goes: `host` as the certificate and the Host header have it."""

    host: str
    port: int
    path: str
    is_secure: bool

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK


def target_of(url: str) -> Target:
    """The parts of an endpoint's address; raises Refused. Asks no resolver."""
    if len(url) > MAX_URL or not url.isascii() or not url.isprintable() or set(url) & set(' \\"<>'):
        raise Refused(_("The address is too long, or has characters an address cannot have."))
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Refused(_("This is not an address.")) from None
    is_secure = parts.scheme == "https"
    target = Target(host, port or (443 if is_secure else 80), parts.path or "/", is_secure)
    if parts.query:
        target = Target(host, target.port, f"{target.path}?{parts.query}", is_secure)
    if "@" in parts.netloc or parts.fragment:
        raise Refused(_("The address may hold no name, password or fragment."))
    if settings.WEBHOOKS_TO_LOOPBACK and target.is_loopback and parts.scheme in ("http", "https"):
        return target
    if not is_secure:
        raise Refused(_("The address has to begin with https://."))
    if not NAME.fullmatch(host):
        raise Refused(_("The host has to be a name of the public internet, not a number."))
    if target.port != 443 and target.port < 1024:
        raise Refused(_("The port has to be 443 or one above 1023."))
    return target


def addresses_of(target: Target) -> list[str]:
    """What the name resolves to now. One address that is not public refuses them all: who controls the name may order
    the answers as they like. The caller dials what was checked and does not resolve again."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(_("The host does not resolve.")) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    is_allowed = is_loopback if settings.WEBHOOKS_TO_LOOPBACK and target.is_loopback else is_public
    if not addresses or not all(is_allowed(address) for address in addresses):
        raise Refused(_("The host resolves to an address that is not public."))
    return addresses


def is_public(text: str) -> bool:
    address = parsed(text)
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address is None or address not in GLOBAL_V6 or address.sixtofour or address.teredo:
        return False
    return address.is_global and not address.is_multicast


def is_loopback(text: str) -> bool:
    address = parsed(text)
    return address is not None and address.is_loopback


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
