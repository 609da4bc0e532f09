"""Waiting for what becomes of embargoes: a long poll, which only what was agreed on may end."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.releasing import cancel_release, reschedule
from syndication import hearing
from syndication.models import EmbargoFetch, Key, Partner, Usage
from syndication.plans import Scope
from tests.factories import approver, make_topic, published
from tests.listening import answer, until_true
from tests.partners import make_key, make_partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_left_waiting")]
PATH = "embargoed/changes/"


def schedule():
    return published(make_topic(), release_at=timezone.now() + timedelta(days=1))[0]


def key_for(**agreement) -> dict[str, str]:
    """The header that a partner sends with this agreement."""
    return {"Authorization": f"Bearer {make_key(make_partner(**agreement), Scope.EMBARGO)[1]}"}


def caught_up(live_server, key: dict[str, str]) -> str:
    return answer(live_server, PATH, **key)[1]["next"]


def test_each_turn_ends_the_wait_of_who_has_everything(waiting, live_server):
    key, edition = key_for(), schedule()
    deeds = [
        ("scheduled", schedule),
        ("moved", lambda: reschedule(edition, approver(), edition.release_at + timedelta(days=1))),
        ("cancelled", lambda: cancel_release(edition, approver())),
    ]
    for event, deed in deeds:
        found = waiting(f"{PATH}?after={caught_up(live_server, key)}&wait=30&expand=item", **key)
        deed()
        status, body, _at = found.result()
        assert (status, [row["event"] for row in body["data"]]) == (200, [event])
        assert bool(body["data"][0]["item"]) == (event != "cancelled")
    assert EmbargoFetch.objects.count() == 2


def test_the_hour_itself_ends_the_wait_though_no_worker_runs(waiting, live_server):
    key = key_for()
    published(make_topic(), release_at=timezone.now() + timedelta(seconds=3))
    status, body, _at = waiting(f"{PATH}?after={caught_up(live_server, key)}&wait=30", **key).result()
    assert (status, [row["event"] for row in body["data"]]) == (200, ["released"])


def test_what_was_not_agreed_on_ends_no_wait(waiting, live_server):
    schedule()
    key, began = key_for(kinds=["article"]), time.monotonic()
    found = waiting(f"{PATH}?after=0&wait=2", **key)
    schedule()
    status, body, at = found.result()
    assert (status, body["data"], body["meta"]) == (200, [], {"head": 0, "caught_up": True})
    assert at - began >= 2


def test_waiting_in_vain_is_free_and_who_lags_does_not_wait(live_server):
    schedule()
    key = key_for()
    began = time.monotonic()
    assert len(answer(live_server, f"{PATH}?after=0&wait=30", **key)[1]["data"]) == 1
    assert time.monotonic() - began < 20
    charged = Usage.objects.get().calls
    status, body, _at = answer(live_server, f"{PATH}?after={caught_up(live_server, key)}&wait=1", **key)
    assert (status, body["data"]) == (200, [])
    answer(live_server, "me/", **key)
    assert Usage.objects.get().calls == charged + 1, "the one that asked from the beginning"


def test_a_key_revoked_meanwhile_is_told_nothing_more(waiting, live_server):
    schedule()
    key = key_for()
    found = waiting(f"{PATH}?after={caught_up(live_server, key)}&wait=30&expand=item", **key)
    Key.objects.get().revoke()
    schedule()
    assert (found.result()[0], EmbargoFetch.objects.count()) == (401, 0)


def test_another_agreement_ends_the_wait_with_another_stream(waiting, live_server):
    schedule()
    key = key_for()
    found = waiting(f"{PATH}?after={caught_up(live_server, key)}&wait=30", **key)
    Partner.objects.update(kinds=["article"])
    schedule()
    status, body, _at = found.result()
    assert (status, body["type"].rpartition("#")[2]) == (410, "problem-another-stream")


def test_places_are_those_of_the_public_feed(waiting, live_server, settings):
    schedule()
    key, settings.FEED_WAITERS_PER_CALLER = key_for(), 1
    cursor = caught_up(live_server, key)
    found = waiting(f"{PATH}?after={cursor}&wait=30", **key)
    assert answer(live_server, f"{PATH}?after={cursor}&wait=30", **key)[0] == 429
    until_true(lambda: hearing.listener._waiting == 1)
    schedule()
    assert found.result()[0] == 200


@pytest.mark.parametrize("wait", ["0", "31", "x", ""])
def test_wait_is_a_number_of_seconds(live_server, wait):
    assert answer(live_server, f"{PATH}?wait={wait}", **key_for())[0] == 400
