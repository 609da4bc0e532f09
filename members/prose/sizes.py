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
SIZE = re.compile(rf"{LEADS_TO}{_HAS} (?:only |just )?{_COUNT} (?:full )?member(?:s|[ -]states|[ -]countries)\b")


def rule(reading: Reading) -> Iterator[Finding]:
    for link in reading.links("organisation"):
        match = SIZE.match(reading.after(link))
        spans = (list(dates_in(reading.text)) or reading.own_day()) if match and reading.leads(link) else []
        members = reading.known.members(link.id) if spans else []
        count = (int(match["count"]) if match["count"].isdigit() else SMALL[match["count"]]) if match else 0
        if members and not any(count in _sizes(members, span) for span in spans):
            said = reading.text[link.start : link.end + match.end()] if match else ""
            message = _("The text says “%(said)s”; on record %(title)s had %(sizes)s members then.")
            sizes = ", ".join(map(str, sorted(_sizes(members, spans[0]))))
            words = {"said": said, "title": reading.title(link), "sizes": sizes}
            then = [fact for fact in members if spans[0].meets(possible(fact["valid"]))]
            yield reading.contradicts("prose-members", message % words, said, link, then)


def _sizes(members: list[dict], span: Span) -> set[int]:
    """How many belonged on the first day of a time, on its last, and whenever somebody came or went in between."""
    periods = [(fact["subject"]["id"], possible(fact["valid"])) for fact in members]
    edges = {edge for _state, days in periods for edge in days if edge and span.first <= edge < span.after}
    days = {span.first, span.after - timedelta(days=1), *edges}
    return {len({state for state, (first, after) in periods if _holds(first, after, day)}) for day in days}


def _holds(first: date | None, after: date | None, day: date) -> bool:
    return (first is None or first <= day) and (after is None or day < after)
