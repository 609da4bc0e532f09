"""“Which has seven members” beside a linked organisation, against those who belonged to it then."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from members.prose.agreement import possible
from members.prose.dates import Span, dates_in
from members.prose.numbers import SMALL
from members.prose.reading import Reading
from members.prose.subjects import LEADS_TO
from publishing.gate import Finding

_COUNT = rf"(?P<count>{'|'.join(list(SMALL)[:12])}|\d{{1,2}})"
_HAS = r"(?:has|had|counts|counted|unites|united|numbers|numbered)"
SIZE = re.compile(
    rf"(?:{LEADS_TO}{_HAS} |,? \(?with )(?:its |only |just |now )*{_COUNT} (?:full )?"
    r"member(?:s|[ -]states|[ -]countries)\b"
)
_NTHS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
# “Became the sixth member of”: so many there were from then on.
NTH = re.compile(
    rf"\b(?:became|becoming|is|was|as) the (?P<nth>{'|'.join(_NTHS)}) (?:full )?member (?:state )?of (?:the )?\Z"
)


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("organisation"):
        nth = NTH.search(reading.before(link))
        match = nth or (SIZE.match(reading.after(link)) if reading.leads(link) else None)
        spans = (list(dates_in(reading.text)) or reading.own_day()) if match else []
        members = reading.known.members(link.id) if spans else []
        if match and members and not any(_counted(match) in _sizes(members, span) for span in spans):
            first, last = (nth.start(), 0) if nth else (link.start, match.end())
            said = reading.text[first : link.end + last]
            message = _("The text says “%(said)s”; on record %(title)s had %(sizes)s members then.")
            sizes = ", ".join(map(str, sorted(_sizes(members, spans[0]))))
            words = {"said": said, "title": reading.title(link), "sizes": sizes}
            then = [fact for fact in members if spans[0].meets(possible(fact["valid"]))]
            yield reading.contradicts("prose-members", message % words, said, link, then)


def _counted(match: re.Match) -> int:
    said = match.groupdict()
    if said.get("nth"):
        return _NTHS.index(said["nth"]) + 2
    return int(said["count"]) if said["count"].isdigit() else SMALL[said["count"]]


def _sizes(members: list[dict], span: Span) -> set[int]:
    """How many belonged on the first day of a time, on its last, and whenever somebody came or went in between."""
    periods = [(fact["subject"]["id"], possible(fact["valid"])) for fact in members]
    edges = {edge for _state, days in periods for edge in days if edge and span.first <= edge < span.after}
    days = {span.first, span.after - timedelta(days=1), *edges}
    return {len({state for state, (first, after) in periods if _holds(first, after, day)}) for day in days}


def _holds(first: date | None, after: date | None, day: date) -> bool:
    return (first is None or first <= day) and (after is None or day < after)
