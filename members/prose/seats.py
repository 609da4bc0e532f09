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


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("organisation", "institution"):
        match = SEAT.match(reading.after(link))
        seat = reading.known.specific(link.id).seat if match else ""
        if match and seat and reading.leads(link) and not match["seat"].startswith(seat):
            said = reading.text[link.start : link.end + match.end()]
            message = _("The text says “%(said)s”; on record the seat of %(title)s is %(seat)s.")
            words = {"said": said, "title": reading.title(link), "seat": seat}
            claims = [of_dates(reading.known.entries[link.id])]
            yield reading.differs("prose-seat", message % words, said, link, claims)
