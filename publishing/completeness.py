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

    `through`: all that is said to be still running was seen to run on that day or later; None where nothing is, or
    where some of it was not seen again. `doubtful`: facts with any of the faults counted below it.
    """

    facts: int
    through: date | None
    doubtful: int
    undated: int
    unchecked: int
    disputed: int
    unread: int
    is_list_open: bool

    @property
    def missing(self) -> int:
        """Each fact once, whatever there is to say against it."""
        return self.doubtful + self.is_list_open

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
    faults = [
        list(filter(has_fault, facts)) for has_fault in (_is_undated, _is_unchecked, _is_disputed, _is_unread)
    ]  # fmt: skip
    undated, unchecked, disputed, unread = map(len, faults)
    checks = [date.fromisoformat(each["checked_on"]) for each in facts if _is_running(each) and each["checked_on"]]
    return Completeness(
        facts=len(facts),
        through=None if unchecked else min(checks, default=None),
        doubtful=len({each["id"] for found in faults for each in found}),
        undated=undated,
        unchecked=unchecked,
        disputed=disputed,
        unread=unread,
        is_list_open=document is not None and LISTED in document and document[LISTED] is not True,
    )


def _is_running(statement: dict) -> bool:
    return statement["standing"] == "accepted" and statement["valid"]["precision"]["to"] == Precision.OPEN


def _is_undated(statement: dict) -> bool:
    """Whether a day is missing that there must be."""
    known = statement["valid"]["precision"]
    return known["from"] == Precision.UNKNOWN or statement["kind"] in SPANS and known["to"] == Precision.UNKNOWN


def _is_unchecked(statement: dict) -> bool:
    return _is_running(statement) and not statement["checked_on"]


def _is_disputed(statement: dict) -> bool:
    return statement["standing"] == "disputed"


def _is_unread(statement: dict) -> bool:
    return not any(cited["read"] for cited in statement["citations"])
