"""The offices that prose calls by a title, and which of the offices on record are meant."""

import re
from collections.abc import Callable
from typing import Any

from members.models import Office
from members.prose.reading import Reading

Type = Office.Type


def _minister(of: str) -> Callable[[Office], bool]:
    return lambda office: bool(re.match(rf"(?!deputy)(?=.*minist).*\b{of}", office.title, re.IGNORECASE))


# How prose calls an office, and whether an office is one of those.
TITLES: dict[str, Callable[[Office], bool]] = {
    r"president": lambda office: office.type == Type.HEAD_OF_STATE or office.title.startswith("President"),
    r"head of state": lambda office: office.type == Type.HEAD_OF_STATE,
    r"prime minister|premier|head of (?:the )?government|chairman of the government": (
        lambda office: office.type == Type.HEAD_OF_GOVERNMENT or office.title.startswith("Prime Minister")
    ),
    r"secretary[- ]general": lambda office: office.type == Type.SECRETARY_GENERAL,
    r"chief of (?:the )?(?:[A-Z]{2,6} )?joint staff": lambda office: office.type == Type.JOINT_STAFF_CHIEF,
    r"foreign minister|minister (?:of|for) foreign affairs": _minister("foreign"),
    r"defen[cs]e minister|minister of defen[cs]e": _minister("defen[cs]e"),
}
NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"
# At other times than the sentence speaks of, or another office altogether.
PASSED = "former|ex|future|late|deputy|vice|first|one-time|erstwhile|incoming|outgoing|designated|then|next|previous"
_WHOSE = r"(?:(?P<whose>[A-Z][\w’'-]+) )?"
TITLE = rf"(?P<title>(?i:{'|'.join(TITLES)}))\b(?!’|')"
OF = rf"(?: of (?:the )?(?P<of>{NAME}))?"
SORT = rf"(?P<sort>(?i:{PASSED}|acting|interim)[ -])?"
CALLED = rf"{SORT}{_WHOSE}{TITLE}{OF}"
ACTING = ("acting", "interim")


def sort_of(match: re.Match) -> str:
    return (match["sort"] or "").strip(" -").casefold()


def tenures_called(reading: Reading, key: str, match: re.Match) -> list[dict[str, Any]] | None:
    """The tenures of a person in the office a match of `CALLED` names; None where it is an office of nobody here."""
    is_one = next(test for title, test in TITLES.items() if re.fullmatch(title, match["title"], re.IGNORECASE))
    held = [fact for fact in reading.known.facts(key, "tenure") if is_one(reading.known.offices[fact["object"]["id"]])]
    owner = _owner(reading, match)
    if owner is None:
        return None
    return [fact for fact in held if owner in ("", *_owners(reading, fact))]


def tenures_of(reading: Reading, tenures: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Those at the head of what is called so: a state, or a body that the title of the office names."""
    state = reading.known.state_called(name)
    offices = reading.known.offices
    return [
        fact
        for fact in tenures
        if (state and state in _owners(reading, fact))
        or name in offices[fact["object"]["id"]].title.split(" of ", 1)[-1]
    ]


def _owner(reading: Reading, match: re.Match) -> str | None:
    """Whose office the text says it is: the id of a state or organisation, "" where it leaves that open."""
    whose, of = match["whose"], match["of"]
    if of or (whose and whose.isupper()):
        name = of or whose
        organisation = reading.known.organisations.fullmatch(name)
        return reading.known.organisation_of(organisation) if organisation else reading.known.state_called(name) or None
    return reading.known.state_called(whose) if whose else ""


def _owners(reading: Reading, fact: dict[str, Any]) -> list[str]:
    office = reading.known.offices[fact["object"]["id"]]
    return [str(key) for key in (office.state_id, office.organisation_id) if key]
