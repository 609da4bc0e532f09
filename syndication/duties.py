"""What a correction, retraction, withdrawal or restoration asks of whoever holds a copy, by when, and who owes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from publishing.models import Action, Edition
from syndication.models import Partner, Receipt


@dataclass(frozen=True)
class Duty:
    """`act` is what to do with the copy; it is due so many hours after the release."""

    act: str
    hours: int

    @property
    def within(self) -> str:
        """An ISO 8601 duration."""
        return f"PT{self.hours}H"

    def due_at(self, edition: Edition) -> datetime:
        if edition.released_at is None:
            raise ValueError("a scheduled edition asks nothing of anybody")
        return edition.released_at + timedelta(hours=self.hours)


# The more harm a copy does by standing, the sooner.
DUTIES: dict[str, Duty] = {
    Action.CLARIFIED: Duty("replace", 72),
    Action.CORRECTED: Duty("replace", 24),
    Action.RETRACTED: Duty("banner", 4),
    Action.WITHDRAWN: Duty("delete", 4),
    Action.RESTORED: Duty("put_back", 24),
}
ACTS = tuple(dict.fromkeys(duty.act for duty in DUTIES.values()))


def duty_of(edition: Edition) -> Duty | None:
    """What was withdrawn since asks for nothing any more: the withdrawal does."""
    return None if edition.is_suppressed else DUTIES.get(edition.action)


def due(now: datetime) -> Q:
    """Editions whose duty was due before `now`."""
    late = Q()
    for action, duty in DUTIES.items():
        late |= Q(action=action, released_at__lt=now - timedelta(hours=duty.hours))
    return late


def standing() -> QuerySet[Edition]:
    """The editions whose duty counts: the newest of each entry and language, newest first."""
    later = Edition.objects.filter(
        Q(language=OuterRef("language")) | Q(action=Action.WITHDRAWN),
        entry_id=OuterRef("entry_id"),
        position__gt=OuterRef("position"),
        action__in=list(DUTIES),
    )
    asking = Edition.objects.released().filter(action__in=list(DUTIES), is_suppressed=False)
    return asking.exclude(Exists(later)).order_by("-position")


def owed_by(partner: Partner) -> QuerySet[Edition]:
    """What the partner has posted no receipt for, since it can post any: kinds and topics agreed on, newest first."""
    since = partner.answers_since()
    if since is None:
        return Edition.objects.none()
    answered = Receipt.objects.filter(edition=OuterRef("pk"), partner=partner)
    return concerning(partner, standing().filter(released_at__gte=since)).exclude(Exists(answered))


def concerning(partner: Partner, editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Tombstones carry no topics: an entry counts by those any edition of it had."""
    if partner.kinds:
        editions = editions.filter(kind__in=partner.kinds)
    if partner.topics:
        ever = Edition.objects.released().filter(entry_id=OuterRef("entry_id"), topics__overlap=partner.topics)
        editions = editions.filter(Exists(ever))
    return editions
