"""“Has its headquarters in Minsk” beside a linked organisation or institution, against its seat."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from members.prose.reading import Reading
from members.prose.subjects import LEADS_TO
from publishing.claims import of_dates
from publishing.gate import Finding

_SEATED = r"(?:(?:has|have|had) its (?:headquarters|seat)|(?:is|was|are) (?:headquartered|based|seated))"
SEAT = re.compile(
    rf"(?:{LEADS_TO}{_SEATED}|(?:’s|'s) headquarters (?:is|are)) in (?P<seat>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
)


# “From its headquarters in Minsk the Pact …”
SEAT_BEFORE = re.compile(r"\b[Ff]rom its (?:headquarters|seat) in (?P<seat>[A-Z][\w-]+(?: [A-Z][\w-]+)?),? (?:the )?\Z")


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("organisation", "institution"):
        before = SEAT_BEFORE.search(reading.before(link))
        match = before or (SEAT.match(reading.after(link)) if reading.leads(link) else None)
        seat = reading.known.specific(link.id).seat if match else ""
        if match and seat and not match["seat"].startswith(seat):
            first, last = (before.start(), 0) if before else (link.start, match.end())
            said = reading.text[first : link.end + last]
            message = _("The text says “%(said)s”; on record the seat of %(title)s is %(seat)s.")
            words = {"said": said, "title": reading.title(link), "seat": seat}
            claims = [of_dates(reading.known.entries[link.id])]
            yield reading.differs("prose-seat", message % words, said, link, claims)
