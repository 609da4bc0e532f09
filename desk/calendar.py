"""A month of the record and of the desk: what was or will be, what is released, what is planned, what is due."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk import shelves
from desk.models import Plan
from publishing.models import Edition, Entry
from publishing.periods import Precision

# What is remembered on its day, and in which years.
REMEMBERED, EVERY = ("organisation", "summit", "document", "event"), 5
MEETINGS = ("summit", "event")
LABELS = {
    "meeting": gettext_lazy("takes place"),
    "anniversary": gettext_lazy("anniversary"),
    "release": gettext_lazy("scheduled release"),
    "plan": gettext_lazy("planned, not scheduled"),
    "due": gettext_lazy("check again"),
}


@dataclass(frozen=True)
class Item:
    """`what` is one of LABELS; `words` say it; `entry` leads to a screen, a plan to its own."""

    day: date
    what: str
    words: str
    entry: Entry | None = None
    plan: Plan | None = None

    @property
    def label(self) -> str:
        return str(LABELS[self.what])


def month_of(year: int, month: int, user) -> list[list[dict[str, Any]]]:
    """Weeks of `{day, is_in, items}`, Monday first; six queries, however much there is."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    first, last = weeks[0][0], weeks[-1][-1]
    found: dict[date, list[Item]] = {}
    for item in _items(first, last, user):
        found.setdefault(item.day, []).append(item)
    return [[{"day": day, "is_in": day.month == month, "items": found.get(day, [])} for day in week] for week in weeks]


def _items(first: date, last: date, user) -> Iterator[Item]:
    yield from _meetings(first, last)
    yield from _anniversaries(first, last)
    yield from _releases(first, last, user)
    for plan in Plan.objects.filter(day__range=(first, last), is_done=False).select_related("entry"):
        yield Item(plan.day, "plan", plan.what, plan=plan)
    yield from _due(first, last)


def _meetings(first: date, last: date) -> Iterator[Item]:
    dated = Entry.objects.filter(kind__in=MEETINGS, starts_on__range=(first, last), start_precision=Precision.DAY)
    for entry in dated.order_by("starts_on", "title"):
        assert entry.starts_on
        yield Item(entry.starts_on, "meeting", entry.title, entry)


def _anniversaries(first: date, last: date) -> Iterator[Item]:
    """Every fifth year of what has a day of its own."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    on_the_day = Q()
    for day in days:
        on_the_day |= Q(starts_on__month=day.month, starts_on__day=day.day)
    dated = Entry.objects.filter(on_the_day, kind__in=REMEMBERED, start_precision=Precision.DAY, starts_on__lt=first)
    for entry in dated.order_by("starts_on", "title"):
        began = entry.starts_on
        assert began
        day = next(day for day in days if (day.month, day.day) == (began.month, began.day))
        years = day.year - began.year
        if years and years % EVERY == 0:
            yield Item(day, "anniversary", _("%(years)d years: %(title)s") % {"years": years, "title": entry}, entry)


def _releases(first: date, last: date, user) -> Iterator[Item]:
    if not user.has_perm("publishing.view_embargoed"):
        return
    zone = timezone.get_current_timezone()
    hours = [datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1))]
    waiting = Edition.objects.waiting().filter(release_at__gte=hours[0], release_at__lt=hours[1])
    for edition in waiting.select_related("entry").defer("canonical", "text").order_by("release_at"):
        local = timezone.localtime(edition.release_at)
        words = _("%(hour)s %(title)s (under embargo until then)") % {
            "hour": f"{local:%H:%M %Z}",
            "title": edition.entry,
        }
        yield Item(local.date(), "release", words, edition.entry)


def _due(first: date, last: date) -> Iterator[Item]:
    """One item for an entry and day, however many of its facts are due."""
    counted: dict[tuple[str, date], int] = {}
    for _model, _row, owner, day in shelves.due(last):
        if day >= first:
            counted[owner, day] = counted.get((owner, day), 0) + 1
    owners = {str(key): entry for key, entry in Entry.objects.in_bulk([owner for owner, _day in counted]).items()}
    for (owner, day), number in counted.items():
        entry = owners[str(owner)]
        words = ngettext("%(title)s: %(number)d fact", "%(title)s: %(number)d facts", number)
        yield Item(day, "due", words % {"title": entry, "number": number}, entry)
