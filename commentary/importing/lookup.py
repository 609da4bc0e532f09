"""The record's working copies as far as a claim asks for them, and how their facts are cited.

Many sentences of a text ask for the same: within `remembering()` each question goes to the database once.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commentary.importing.found import Claim, Named, days
from members.held import Belonging
from members.models import Membership, Strength, Tenure
from publishing.claims import Claim as Recorded
from publishing.claims import of_dates, of_row
from publishing.models import DatedFact, Entry, Source, Standing
from publishing.overlaps import in_words
from publishing.periods import Period, partial_text
from summits.models import Statement, Summit

# The council of leaders by its name, or a session of whom that is not said; and whose else it may be.
_OF_LEADERS = re.compile(r"\b(?:Collective Security Council|the Council)\b")
_SESSION = re.compile(r"\b(?:summit|session)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:ministers|secretaries|government|cabinet|parliament\w*|assembly|council|union)\b", re.IGNORECASE
)
# What is told of another time or place than the session's.
_BESIDE = re.compile(
    r"\b(?:after|before|since|instead of|ahead of|eve of|despite) (?:the|an?|its|their) (?:[\w-]+ ){0,3}"
    r"(?:summit|session|meeting)\b",
    re.IGNORECASE,
)
# How far from a date given in a text a meeting may lie to be the one that is meant.
NEAR = timedelta(days=15)
# What of an entry itself, beside its dates, a text can get wrong.
PLAIN = ("host_id", "host_person_id", "chair_id", "country_id", "status", "target")

# What a rule finds against a claim: a message, and the rows or the entry that say otherwise, the nearest first.
Told = Iterator[tuple[Any, ...]]


_answers: ContextVar[dict | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered[**P, R](ask: Callable[P, R]) -> Callable[P, R]:
    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        question = (ask, args, *kwargs.items())
        if question not in answers:
            answers[question] = ask(*args, **kwargs)
        return answers[question]

    return asked


def at(iso: str) -> DateRange | None:
    return DateRange(*days(iso)) if iso else None


def accepted[Row: DatedFact](rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.filter(standing=Standing.ACCEPTED)


def holds(row: Period, iso: str) -> bool:
    """Whether it held on some day of a partial ISO date."""
    first, after = days(iso)
    lower, upper = row.valid.lower, row.valid.upper
    return not row.valid.isempty and (lower is None or lower < after) and (upper is None or upper > first)


def tenures(person: Named) -> QuerySet[Tenure]:
    return accepted(Tenure.objects.filter(person_id=person.id)).select_related("office__state", "person")


@remembered
def memberships(state: Named, organisation: Named) -> list[Membership]:
    rows = Membership.objects.filter(state_id=state.id, organisation_id=organisation.id)
    rows = rows.select_related("state", "organisation").prefetch_related("citations__source")
    return list(accepted(rows).order_by("starts_on"))


def figures(force: Named) -> QuerySet[Strength]:
    """The strengths of a force in order of time, but not the numbers of its units."""
    rows = Strength.objects.filter(force_id=force.id, personnel__isnull=False, unit="personnel")
    return rows.exclude(standing=Standing.SUPERSEDED).order_by("starts_on")


def figure_words(row: Strength) -> str:
    """“about 18,000 (2019)”."""
    about = _("about %s") if row.is_approximate else "%s"
    day = partial_text(row.starts_on, row.start_precision) or _("undated")
    told = [day, *([] if row.standing == Standing.ACCEPTED else [str(row.get_standing_display())])]
    return f"{about % f'{row.personnel:,}'} ({', '.join(told)})"


def meeting_of(claim: Claim) -> Summit | None:
    """The summit a claim speaks of: by its name, or the only one of that day; of that month, if of leaders at all."""
    found = meetings_of(claim)
    return found[0] if len(found) == 1 else None


def meetings_of(claim: Claim) -> list[Summit]:
    """All that a claim may speak of where it names none."""
    if claim.object and claim.object.kind == "summit":
        return list(all_summits().filter(pk=claim.object.id))
    is_day = len(claim.day) == len("2022-05-16")
    is_meant = is_of_leaders(claim.words) or (is_day and not is_beside(claim.words))
    return summits_of(claim.day) if is_meant else []


def summit_on(iso: str) -> Summit | None:
    """The only summit of a day."""
    found = summits_of(iso) if len(iso) == len("2022-05-16") else []
    return found[0] if len(found) == 1 else None


def all_summits() -> QuerySet[Summit]:
    summits = Summit.objects.select_related("organisation", "host", "host_person", "country", "chair")
    return summits.prefetch_related("attendances__state", "attendances__person", "attendances__citations__source")


@remembered
def summits_of(iso: str) -> list[Summit]:
    """Those of a day or a month."""
    return list(all_summits().filter(valid__overlap=at(iso))) if len(iso) >= len("2022-05") else []


def is_beside(words: str) -> bool:
    """Whether a sentence speaks of what was before or after a session, or in its stead."""
    return bool(_BESIDE.search(words))


def is_of_leaders(words: str) -> bool:
    """Whether a sentence speaks of a session of leaders, and not of ministers or of some other council."""
    others = _OF_LEADERS.sub(" ", words)
    is_one = _OF_LEADERS.search(words) or _SESSION.search(words)
    return bool(is_one) and not _OTHERS.search(others) and not _BESIDE.search(words)


@remembered
def belonging(organisation: Any) -> Belonging:
    return Belonging([organisation])


def summits_near(iso: str) -> list[Summit]:
    day, _after = days(iso)
    found = Summit.objects.filter(starts_on__range=(day - NEAR, day + NEAR))
    return sorted(found, key=lambda summit: abs(summit.starts_on - day))


def statements_of(speaker: Named) -> QuerySet[Statement]:
    """What that person is quoted with; a paraphrase is nobody's wording."""
    quoted = Statement.objects.filter(speaker_id=speaker.id, type=Statement.Type.QUOTE)
    return quoted.prefetch_related("variants__source", "citations__source")


def statements_with(opening: str) -> QuerySet[Statement]:
    """The quotations of anybody that these words stand in."""
    quoted = Statement.objects.filter(type=Statement.Type.QUOTE, text__icontains=opening)
    return quoted.select_related("speaker").prefetch_related("variants__source", "citations__source")


def source_of(row: DatedFact | Entry) -> str:
    """The first source of a fact or entry, in words."""
    use = next(iter(row.citations.all()), None)
    return named(use.source) if use else _("no source named")


def recorded(row: DatedFact | Entry) -> Recorded:
    """A fact or an entry as the gate compares it. Its key changes with what the entry says, not with its name."""
    if isinstance(row, DatedFact):
        return of_row(row)
    known = of_dates(row)
    plain = " ".join(f"{name}={getattr(row, name, '')}" for name in PLAIN)
    status = getattr(row, "status", "")
    return replace(known, words=f"{known.words}, {status}" if status else known.words, key=f"{known.key} {plain}")


def named(source: Source) -> str:
    return ", ".join(part for part in (source.title, source.publisher, source.published) if part)


def told(row: DatedFact, words: str) -> str:
    """“member 2006-06-23 to 2012-06-28”."""
    return f"{words} {in_words(row)}"


def status_words(row: Membership) -> str:
    return told(row, str(row.get_status_display()))
