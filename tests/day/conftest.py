"""Who has a part in the day: three colleagues at the desk, each at a machine of their own, and those outside."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine

from tests.day.camera import Camera
from tests.day.colleague import Colleague
from tests.day.outside import Outside

CAST = ("contributor", "editor", "managing-editor")


@pytest.fixture
def day(live_record, browsers) -> Iterator[SimpleNamespace]:
    """The cast; `clock` moves the time of the site, on which it then goes on running."""
    camera = Camera()
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        cast = {name.replace("-", "_"): Colleague(browsers(), name, camera) for name in CAST}
        yield SimpleNamespace(**cast, outside=Outside(browsers), camera=camera, clock=clock)
    assert [each.broken for each in cast.values()] == [[]] * len(CAST)
