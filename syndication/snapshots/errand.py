"""When snapshots are made: once a day, and soon after a withdrawal."""

from datetime import datetime, timedelta

from django.utils import timezone

from publishing.models import Action, Edition
from syndication.models import Errand
from syndication.snapshots.making import BeingMade, make_snapshot
from syndication.work.errands import comes_again

NAME = "snapshot"
# Withdrawals come in groups; the files are refused from the first one on, so there is time to wait for the others.
AFTER_WITHDRAWAL = timedelta(seconds=10)


@comes_again(NAME, every=timedelta(days=1))
def snapshot_of_the_day() -> datetime | None:
    try:
        make_snapshot()
    except BeingMade:
        return timezone.now() + timedelta(minutes=1)
    return None


def remake_after_withdrawal(released: list[Edition]) -> None:
    """Called in the transaction of every release: what is withdrawn must not stay in a file."""
    if any(edition.action == Action.WITHDRAWN for edition in released):
        Errand.objects.filter(name=NAME).bring_forward(timezone.now() + AFTER_WITHDRAWAL)
