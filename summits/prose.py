"""Prose against events and documents: “6,500 troops took part”, “in force since 2003” beside a link."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from members.prose import agreement
from members.prose.agreement import Deed
from members.prose.numbers import FIGURE, PEOPLE, SMALL, Figure, figure_at, figure_of
from members.prose.passages import Link
from members.prose.reading import MAX_CLAIMS, Reading
from members.prose.subjects import LEADS_TO
from members.prose.times import time_at
from publishing.claims import Claim, of_dates, of_row
from publishing.gate import Finding
from publishing.periods import Precision, next_unit
from summits.models import Event, Signatory

_GATHERED = (
    r"(?:brought together|involved|gathered|united|numbered|comprised|counted|assembled|consisted of|drew|attracted|"
    r"engaged|mobili[sz]ed|totalled|(?:was|were) (?:made up of|composed of|attended by|joined by|carried out by))"
)
AFTER = (
    re.compile(rf"{LEADS_TO}{_GATHERED} "),
    re.compile(r",? \(?(?:with (?:the participation of )?)?"),
)
_TOOK_PART = r"(?:took part|participated|trained|were (?:deployed|involved|engaged|present)|served)"
BEFORE = re.compile(rf"{FIGURE.pattern} {_TOOK_PART} (?:in|at|on|for) (?:the )?\Z", re.IGNORECASE)
_ONE_OF = r"(?:was|were|is|are) (?:one of|among) (?:the )?(?:\w+ )?(?:states|countries|members) (?:that|which|who) "
SIGNED = re.compile(rf"{LEADS_TO}(?:{_ONE_OF})?signed (?:the |an? )?")
SIGNED_BY = re.compile(rf"{LEADS_TO}(?:(?:was|were|been) )?signed by (?:the )?")
_AND = re.compile(r"(?:,| and|, and) (?:the )?\Z")
_COUNT = rf"(?P<count>{'|'.join(list(SMALL)[:20])}|\d{{1,2}})"
SIGNED_BY_SO_MANY = re.compile(
    rf"{LEADS_TO}(?:(?:was|were|been) )?signed by (?:all |only |just )?{_COUNT} "
    r"(?:states|countries|members|republics|presidents|leaders|governments|heads of state)\b"
)
TOOK_PART = re.compile(rf"{LEADS_TO}(?:took part|participated|trained) in (?:the )?(?:\w+ )?")
_TROOPS = r"(?:troops|soldiers|units|forces|contingents?|servicemen|paratroopers|detachments?)"
# Whose troops took part took part.
TROOPS_FROM = re.compile(rf"\b{_TROOPS} (?:from|of) (?:the )?\Z", re.IGNORECASE)
OF_A_NATION = re.compile(rf"\b(?P<nation>[A-Z][a-z]+) {_TROOPS} (?:took part|participated|trained) in (?:the )?\Z")
# A list of fewer participants may be a beginning.
FEWEST = 3
IN_FORCE = re.compile(rf"{LEADS_TO}(?:(?:been|was|is|were) )?(?:(?:entered|came) into force|took effect|in force)\b")


def figures(reading: Reading) -> Iterator[Finding]:
    """How many took part in an event, against what is on record of it."""
    for link in reading.links("event"):
        figure = _figure_beside(reading, link)
        event: Event = reading.known.specific(link.id)
        counted = list(_counted(event)) if figure and figure.noun in PEOPLE else []
        if figure and counted and not any(figure.fits(number, is_about) for number, is_about, _claim in counted):
            said = reading.text[min(figure.start, link.start) : max(link.end, figure.end)].strip()
            message = _("The text says “%(said)s”; on record of %(event)s: %(figures)s.") % {
                "said": said,
                "event": event,
                "figures": ", ".join(f"{number:,}" for number, _about, _claim in counted),
            }
            yield reading.differs("prose-figure", message, said, link, [claim for _n, _about, claim in counted])


def _figure_beside(reading: Reading, link: Link) -> Figure | None:
    match = BEFORE.search(reading.before(link))
    if match:
        return figure_of(match)
    matches = filter(None, (pattern.match(reading.after(link)) for pattern in AFTER))
    return next(filter(None, (figure_at(reading.text, link.end + match.end()) for match in matches)), None)


def _counted(event: Event) -> Iterator[tuple[int, bool, Claim]]:
    if event.personnel:
        yield event.personnel, False, of_dates(event)
    for row in event.figures.filter(unit="personnel"):
        yield row.number, row.is_approximate, of_row(row)


def signatures(reading: Reading) -> Iterator[Finding]:
    """Who signed a document, and when that state did."""
    for document in reading.links("document"):
        known = reading.known.signatures(document.id)
        yield from _so_many(reading, document, known)
        for state in _signatories(reading, document) if known else ():
            theirs = [fact for fact in known if fact["subject"]["id"] == state.id]
            own = [fact for fact in theirs if fact["value"]["mode"] != Signatory.Mode.NOT_SIGNED]
            time = time_at(reading.text, document.end)
            dated = [agreement.possible(fact["valid"]) for fact in own]
            if not own or (time and not any(time.first.meets(days) for days in dated)):
                first, last = min(state.start, document.start), max(state.end, time.end if time else document.end)
                said = reading.text[first:last]
                message = _("The text says “%(said)s”; on record %(state)s did not sign it then.")
                words = {"said": said, "state": reading.title(state)}
                yield reading.contradicts("prose-signatory", message % words, said, state, theirs or known)


def _signatories(reading: Reading, document: Link) -> Iterator[Link]:
    """“X signed the Charter”, “the Charter was signed by X, Y and Z”."""
    behind = document.end
    for state in reading.links("state"):
        if state.end <= document.start:
            if SIGNED.fullmatch(reading.text[state.end : document.start]):
                yield state
        elif (SIGNED_BY if behind == document.end else _AND).fullmatch(reading.text[behind : state.start]):
            yield state
            behind = state.end


def _so_many(reading: Reading, document: Link, known: list[dict]) -> Iterator[Finding]:
    """“Signed by five states”: those of the first day, or all who ever did."""
    match = SIGNED_BY_SO_MANY.match(reading.after(document))
    own = [fact for fact in known if fact["value"]["mode"] != Signatory.Mode.NOT_SIGNED]
    if match is None or not own:
        return
    count = int(match["count"]) if match["count"].isdigit() else SMALL[match["count"]]
    first = min(fact["valid"]["from"] or "" for fact in own)
    if count not in (len(own), sum((fact["valid"]["from"] or "") == first for fact in own)):
        said = reading.text[document.start : document.end + match.end()]
        message = _("The text says “%(said)s”; on record these signed it: %(states)s.")
        words = {"said": said, "states": ", ".join(fact["subject"]["title"] for fact in own)}
        yield reading.contradicts("prose-signatory", message % words, said, document, own)


def participants(reading: Reading) -> Iterator[Finding]:
    """A state that took part in an event whose participants are on record without it."""
    for link in reading.links("event"):
        for key, start in _parties(reading, link):
            event: Event = reading.known.specific(link.id)
            rows = list(event.participations.filter(state__isnull=False).select_related("state"))
            if len(rows) >= FEWEST and not any(str(row.state_id) == key and row.role != "absent" for row in rows):
                said = reading.text[start : link.end]
                message = _("The text says “%(said)s”; on record these took part in %(event)s: %(states)s.")
                states = ", ".join(str(row.state) for row in rows if row.role != "absent")
                told = message % {"said": said, "event": event, "states": states}
                yield reading.differs("prose-participant", told, said, link, [of_row(row) for row in rows[:MAX_CLAIMS]])


def _parties(reading: Reading, event: Link) -> Iterator[tuple[str, int]]:
    """The ids of the states that are said to have taken part, and where that begins."""
    for state in reading.links("state"):
        words = reading.text[state.end : event.start] if state.end < event.start else ""
        if TOOK_PART.fullmatch(words) and (reading.leads(state) or TROOPS_FROM.search(reading.before(state))):
            yield state.id, state.start
    nation = OF_A_NATION.search(reading.before(event))
    if nation and (key := reading.known.state_called(nation["nation"])):
        yield key, nation.start()


def in_force(reading: Reading) -> Iterator[Finding]:
    """Since when a document is in force."""
    for link in reading.links("document"):
        match = IN_FORCE.match(reading.after(link))
        time = time_at(reading.text, link.end + match.end()) if match else None
        document = reading.known.specific(link.id)
        day = document.in_force_on
        begun = [(day, next_unit(day, Precision.DAY))] if day else []
        if time and begun and agreement.disagreement(Deed.BEGAN, time, begun, [], []):
            said = reading.text[link.start : time.end]
            message = _("The text says “%(said)s”; on record it is in force since %(day)s.")
            yield reading.differs("prose-date", message % {"said": said, "day": day}, said, link, [of_dates(document)])
