"""The numbers of the self-audit, as of a position of the record. What they count stands beside them on the page."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from publishing.facts import UNSOURCED
from publishing.models import Action, Edition, Fact
from publishing.reading import Moment

YEAR = timedelta(days=365)
# Different sources a statement cites.
SOURCES = Func(
    F("statement"),
    template="(SELECT count(DISTINCT cited->>'source') FROM jsonb_array_elements(%(expressions)s->'citations') cited)",
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """With one decimal, and never rounded up to all; None of nothing."""
        return int(1000 * self.part / self.whole) / 10 if self.whole else None


@dataclass(frozen=True)
class Audit:
    sourced: Share
    twice_sourced: Share
    checked: Share
    forced: Share
    corrections: int
    # Days from the edition that was wrong to the one that corrected it.
    median_days: float | None


def audit_at(moment: Moment, today: date) -> Audit:
    facts = stated_facts(moment).aggregate(
        whole=Count("pk"),
        sourced=Count("pk", filter=Q(sources__gte=1)),
        twice=Count("pk", filter=Q(sources__gte=2)),
        checked=Count("pk", filter=Q(checked_on__gte=(today - YEAR).isoformat())),
    )
    editions = moment.editions().exclude(action=Action.RETRACTED)
    standing = editions.aggregate(whole=Count("pk"), forced=Count("pk", filter=Q(is_reviewed=False)))
    days = [taken.total_seconds() / 86_400 for taken in times_to_correct(moment)]
    return Audit(
        sourced=Share(facts["sourced"], facts["whole"]),
        twice_sourced=Share(facts["twice"], facts["whole"]),
        checked=Share(facts["checked"], facts["whole"]),
        forced=Share(standing["forced"], standing["whole"]),
        corrections=len(days),
        median_days=round(median(days), 2) if days else None,
    )


def stated_facts(moment: Moment) -> QuerySet[Fact]:
    """Every public fact but those that say no more than that a text links to something."""
    facts = Fact.objects.at(moment.position).exclude(kind__in=UNSOURCED)
    return facts.annotate(sources=SOURCES, checked_on=KT("statement__checked_on"))


def times_to_correct(moment: Moment) -> list[timedelta]:
    """Of every correction: how long the edition before it had been out."""
    before = Edition.objects.filter(entry=OuterRef("entry_id"), position__lt=OuterRef("position"), is_original=True)
    corrected = Edition.objects.filter(
        action=Action.CORRECTED, position__lte=moment.position, is_suppressed=False, is_original=True
    )
    wrong = Subquery(before.order_by("-position").values("released_at")[:1])
    found = corrected.annotate(wrong_at=wrong).exclude(wrong_at=None).values_list("released_at", "wrong_at")
    return [right - wrong for right, wrong in found if right and wrong]
