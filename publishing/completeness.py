"""How far a page's facts can be relied on: to which day they are complete, and what is known to be missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.attribution import SPANS
from publishing.facts import UNSOURCED
from publishing.periods import Precision

# A list of those who came says itself whether it is whole.
LISTED = "is_attendance_complete"


@dataclass(frozen=True)
class Completeness:
    """Counted over the facts a page prints, each once.

    `through`: what is said to be still running was seen to run on that day or later; None where nothing is.
    """

    facts: int
    through: date | None
    undated: int
    unchecked: int
    disputed: int
    unread: int
    is_list_open: bool

    @property
    def missing(self) -> int:
        return self.undated + self.unchecked + self.disputed + self.unread + self.is_list_open

    @property
    def gaps(self) -> list[str]:
        """What is missing or in doubt, in words."""
        counted = (
            (self.undated, ngettext("%d not fully dated", "%d not fully dated", self.undated)),
            (
                self.unchecked,
                ngettext("%d running, not checked again", "%d running, not checked again", self.unchecked),
            ),
            (self.disputed, ngettext("%d disputed", "%d disputed", self.disputed)),
            (self.unread, ngettext("%d on no source read by us", "%d on no source read by us", self.unread)),
        )
        said = [words % number for number, words in counted if number]
        return [*said, _("the list of those who came")] if self.is_list_open else said


def completeness_of(statements: Iterable[dict], document: Mapping[str, Any] | None = None) -> Completeness | None:
    """Of the facts among `statements` that need a source; None where there are none."""
    once = {each["id"]: each for each in statements if each["kind"] not in UNSOURCED}
    if not once:
        return None
    facts = list(once.values())
    running = [each for each in facts if _is_running(each)]
    checks = [date.fromisoformat(each["checked_on"]) for each in running if each["checked_on"]]
    return Completeness(
        facts=len(facts),
        through=min(checks, default=None),
        undated=sum(_is_undated(each) for each in facts),
        unchecked=len(running) - len(checks),
        disputed=sum(each["standing"] == "disputed" for each in facts),
        unread=sum(not any(cited["read"] for cited in each["citations"]) for each in facts),
        is_list_open=document is not None and LISTED in document and document[LISTED] is not True,
    )


def _is_running(statement: dict) -> bool:
    return statement["standing"] == "accepted" and statement["valid"]["precision"]["to"] == Precision.OPEN


def _is_undated(statement: dict) -> bool:
    """Whether a day is missing that there must be."""
    known = statement["valid"]["precision"]
    return known["from"] == Precision.UNKNOWN or statement["kind"] in SPANS and known["to"] == Precision.UNKNOWN
