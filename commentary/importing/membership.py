"""Joined, left, left so many times, is or is not a member: against the periods of that state in that organisation."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from commentary.importing import lookup
from commentary.importing.found import Claim, same_time
from commentary.importing.lookup import Told, holds
from members.models import Membership, Organisation
from publishing.periods import partial_text

TIMES = {"twice": 2, "two times": 2, "three times": 3}
MEMBER = (Membership.Status.MEMBER, Membership.Status.FROZEN, Membership.Status.SUSPENSION_REQUESTED)


def membership(claim: Claim) -> Told:
    assert claim.object
    rows = lookup.memberships(claim.subject, claim.object)
    words = {"state": claim.subject.title, "organisation": claim.object.title, "day": claim.day, "claim": claim.value}
    if not rows:
        yield from _never(claim)
        return
    if AGREES[claim.kind](rows, claim):
        return
    words["facts"] = "; ".join(lookup.status_words(row) for row in rows)
    message = {
        "joined": _("%(state)s did not join %(organisation)s then (%(day)s). The record: %(facts)s."),
        "left": _("%(state)s did not leave %(organisation)s then (%(day)s). The record: %(facts)s."),
        "times-left": _("%(state)s did not leave %(organisation)s %(claim)s. The record: %(facts)s."),
        "status": _("%(state)s, %(day)s, is called “%(claim)s” of %(organisation)s. The record: %(facts)s."),
    }[claim.kind]
    on_day = [row for row in rows if claim.day and holds(row, claim.day)]
    yield message % words, *dict.fromkeys([*on_day, *rows])


def _never(claim: Claim) -> Told:
    """A state that never had to do with an organisation whose members are on record."""
    assert claim.object
    is_said = claim.kind == "status" and not claim.value.startswith("not-")
    known = Membership.objects.filter(organisation=claim.object.id) if is_said else Membership.objects.none()
    if known.exists():
        words = {"state": claim.subject.title, "organisation": claim.object.title, "claim": claim.value}
        message = _("%(state)s is called “%(claim)s” of %(organisation)s; the record has no membership of it.")
        yield message % words, Organisation.objects.get(pk=claim.object.id)


def _joined(rows: list[Membership], claim: Claim) -> bool:
    starts = [partial_text(row.starts_on, row.start_precision) for row in rows if row.status in Membership.BELONGING]
    return any(start and same_time(start, claim.day) for start in starts)


def _left(rows: list[Membership], claim: Claim) -> bool:
    ends = [partial_text(row.ends_on, row.end_precision) for row in rows if row.status in Membership.BELONGING]
    return any(end and same_time(end, claim.day) for end in ends)


def _left_times(rows: list[Membership], claim: Claim) -> bool:
    goes_on = {row.starts_on for row in rows if row.status in MEMBER}
    ended = [row for row in rows if row.status in MEMBER and row.ends_on and row.ends_on not in goes_on]
    return len(ended) == TIMES[claim.value]


def _status(rows: list[Membership], claim: Claim) -> bool:
    wanted = claim.value.removeprefix("not-")
    held = [row for row in rows if claim.day and holds(row, claim.day)]
    is_so = any(row.status in MEMBER if wanted == "member" else row.status.startswith(wanted) for row in held)
    return is_so != claim.value.startswith("not-")


AGREES: dict[str, Callable[[list[Membership], Claim], bool]] = {
    "joined": _joined, "left": _left, "times-left": _left_times, "status": _status,
}  # fmt: skip
