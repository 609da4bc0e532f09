"""“Chaired the organisation in 2022” beside a linked state, against its chairmanships."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from members.prose import agreement
from members.prose.agreement import Deed
from members.prose.objects import object_at
from members.prose.passages import Link
from members.prose.reading import Reading, nearest
from members.prose.subjects import LEADS_TO
from members.prose.times import time_at, time_before
from publishing.gate import Finding

_CHAIR = r"(?:the )?(?:rotating |annual )?(?:chairmanship|chair|presidency)\b"
FORMS = (
    (Deed.HELD, re.compile(rf"{LEADS_TO}chaired\b"), True),
    (Deed.HELD, re.compile(rf"{LEADS_TO}(?:held|had) {_CHAIR}"), False),
    (Deed.BEGAN, re.compile(rf"{LEADS_TO}(?:took over|assumed|received|took|inherited) {_CHAIR}"), False),
    (Deed.ENDED, re.compile(rf"{LEADS_TO}(?:handed over|passed on|handed on|gave up|ceded) {_CHAIR}"), False),
)


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("state"):
        for deed, pattern, needs_object in FORMS:
            match = pattern.match(reading.after(link))
            if match and reading.leads(link):
                yield from _compared(reading, link, deed, link.end + match.end(), needs_object)


def _compared(reading: Reading, link: Link, deed: Deed, place: int, needs_object: bool) -> Iterator[Finding]:
    organisation, end = object_at(reading, place)
    time = time_at(reading.text, end) or time_before(reading.text, link.start)
    facts = reading.known.facts(link.id, "chairmanship")
    if organisation is None or time is None or (needs_object and end == place):
        return
    facts = [fact for fact in facts if organisation in ("", fact["object"]["id"])]
    valid = [fact["valid"] for fact in facts]
    over = [days for each in valid if (days := agreement.ended(each))]
    wrong = agreement.disagreement(
        deed, time, [agreement.began(each) for each in valid], over, [agreement.possible(each) for each in valid]
    )
    if facts and wrong:
        said = reading.text[link.start : max(time.end, end)].strip()
        message = _("The text says “%(said)s”; on record %(state)s was not in the chair then.")
        words = {"said": said, "state": reading.title(link)}
        yield reading.contradicts("prose-chair", message % words, said, link, nearest(facts, time.first))
