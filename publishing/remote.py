"""Where a request comes from, as far as this site's own proxies tell."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """What the outermost proxy of ours saw. Of IPv6 the network, which one customer has."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.NUM_PROXIES:
        told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        # What stands further left was written by the caller.
        seen = told[-min(settings.NUM_PROXIES, len(told))] if told else seen
    try:
        address = ip_address(seen)
    except ValueError:
        return seen[:100]
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)
