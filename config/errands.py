"""What the worker does again and again for rooms that know of no worker. Imported when the site starts."""

from datetime import timedelta

from desk.nightly import check_public
from syndication.work.errands import comes_again


@comes_again("check public", every=timedelta(days=1))
def check_what_is_public() -> None:
    check_public()
