"""How each status of a state in an organisation is drawn."""

from collections.abc import Iterable

from publishing.drawing.picture import Key
from publishing.models import Standing
from publishing.words import words

# status → tone and hatch. The nearer to full part, the darker.
LOOKS = {
    "member": ("member", "plain"),
    "member-participation-frozen": ("frozen", "rising"),
    "suspension-requested": ("asked", "level"),
    "charter-signatory": ("charter", "upright"),
    "treaty-party": ("party", "dots"),
    "treaty-signatory": ("signatory", "plain"),
    "suspended": ("suspended", "crossed"),
    "observer-parliamentary-assembly": ("observer", "grid"),
    "candidate": ("candidate", "level"),
    "former-party": ("former", "falling"),
    Standing.DISPUTED.value: ("disputed", "crossed"),
}
# What nobody has thought of yet.
OTHER = ("other", "rising")


def key(status: str) -> Key:
    tone, hatch = LOOKS.get(status, OTHER)
    text = words(status)
    return Key(status, text[:1].upper() + text[1:], tone, hatch)


def keys(statuses: Iterable[str]) -> list[Key]:
    """Those that occur, full part first."""
    return [key(status) for status in sorted(set(statuses), key=lambda each: (rank(each), each))]


def rank(status: str) -> int:
    order = list(LOOKS)
    return order.index(status) if status in order else len(order)
