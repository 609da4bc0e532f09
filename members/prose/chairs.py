"""“Chaired the organisation in 2022” beside a linked state or its leader, against its chairmanships."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from members.prose import agreement
from members.prose.agreement import Deed
from members.prose.objects import object_at
from members.prose.passages import Link
from members.prose.reading import Reading, nearest
from members.prose.subjects import LEADS_TO
from members.prose.times import Time, time_at, time_before
from publishing.gate import Finding

_CHAIR = r"(?:the )?(?:rotating |annual )?(?:chairmanship|chair|presidency)\b"
FORMS = (
    (Deed.HELD, re.compile(rf"{LEADS_TO}chaired\b"), True),
    (Deed.HELD, re.compile(rf"{LEADS_TO}(?:held|had) {_CHAIR}"), False),
    (Deed.BEGAN, re.compile(rf"{LEADS_TO}(?:took over|assumed|received|took|inherited) {_CHAIR}"), False),
    (Deed.ENDED, re.compile(rf"{LEADS_TO}(?:handed|passed|gave|ceded)(?: over| on| up)? {_CHAIR}"), False),
)


# “From Kazakhstan”, “to Russia”: the other side of a handover.
_OTHER_SIDE = {Deed.BEGAN: (" from ", Deed.ENDED), Deed.ENDED: (" to ", Deed.BEGAN)}


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("state", "person"):
        for deed, pattern, needs_object in FORMS:
            match = pattern.match(reading.after(link))
            if match and reading.leads(link):
                yield from _said(reading, link, deed, link.end + match.end(), needs_object)


def _said(reading: Reading, link: Link, deed: Deed, place: int, needs_object: bool) -> Iterator[Finding]:
    other = _other_side(reading, deed, place)
    organisation, end = ("", place) if other else object_at(reading, place)
    if organisation is None or (needs_object and end == place):
        return
    sides = [(link, deed)]
    if other := other or _other_side(reading, deed, end):
        sides.append(other)
        end = other[0].end
    time = time_at(reading.text, end) or time_before(reading.text, link.start)
    if time is None:
        return
    for side, done in sides:
        yield from _compared(reading, side, done, organisation, time, reading.text[link.start : max(time.end, end)])


def _other_side(reading: Reading, deed: Deed, end: int) -> tuple[Link, Deed] | None:
    word, done = _OTHER_SIDE.get(deed, ("", deed))
    states = reading.links("state") if word else ()
    return next(((state, done) for state in states if reading.text[end : state.start] == word), None)


def _compared(reading: Reading, link: Link, deed: Deed, organisation: str, time: Time, said: str) -> Iterator[Finding]:
    is_person = reading.known.kind(link.id) == "person"
    facts = reading.known.chaired_by(link.id) if is_person else reading.known.facts(link.id, "chairmanship")
    facts = [fact for fact in facts if organisation in ("", fact["object"]["id"])]
    valid = [fact["valid"] for fact in facts]
    over = [days for each in valid if (days := agreement.ended(each))]
    wrong = agreement.disagreement(
        deed, time, [agreement.began(each) for each in valid], over, [agreement.possible(each) for each in valid]
    )
    if facts and wrong:
        message = _("The text says “%(said)s”; on record %(state)s was not in the chair then.")
        words = {"said": said.strip(), "state": reading.title(link)}
        yield reading.contradicts("prose-chair", message % words, said.strip(), link, nearest(facts, time.first))
