"""What the worker does again and again for rooms that know of no worker. Imported when the site starts."""

from datetime import datetime, timedelta

from django.utils import timezone

from desk.nightly import check_public
from home.following.rounds import send_due
from syndication.work.errands import comes_again


@comes_again("check public", every=timedelta(days=1))
def check_what_is_public() -> None:
    check_public()


@comes_again("letters", every=timedelta(seconds=30))
def write_to_followers() -> datetime | None:
    """At once again, if there is more than a round takes: other errands have their turn between."""
    return timezone.now() if send_due(timezone.now()) else None
