"""Budgets: never more calls than agreed, whoever counts; what they cost; what callers are told."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from config.checks import budgets_can_be_read
from syndication.budgets import balance, spend
from syndication.models import Errand, Spending
from syndication.plans import SHIPPED, Plan, PlanName, plan
from syndication.v1.callers import address_of, stranger
from syndication.work.errands import ensure_rows, run_errand
from tests.api import BASE, ask
from tests.factories import make_topic, published
from tests.partners import call, make_key, make_partner
from tests.spending import granted

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)
SMALL = Plan("small", 10, 1000)


@pytest.fixture
def tight(settings):
    """Anonymous callers may ask twice a minute, three times a day."""
    settings.API_BUDGETS = {"public": "2/3"}


def elsewhere(holder: str, plan: Plan, calls: int) -> subprocess.Popen:
    """The same calls from a process of its own."""
    ours = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = os.environ | {"DATABASE_URL": ours, "DJANGO_SETTINGS_MODULE": "config.settings"}
    numbers = json.dumps([plan.name, plan.minute, plan.day])
    command = [sys.executable, "-m", "tests.spending", holder, numbers, NOON.isoformat(), str(calls)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def granted_to(processes: list[subprocess.Popen]) -> int:
    return sum(int(process.communicate(timeout=120)[0]) for process in processes)


@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_calls_at_once_from_threads_and_two_processes_ten_pass():
    processes = [elsewhere("crowd", SMALL, 67) for _ in range(2)]
    assert granted("crowd", SMALL, NOON, 66) + granted_to(processes) == 10
    assert balance("crowd", SMALL, NOON).in_minute == 10


@pytest.mark.django_db(transaction=True)
def test_processes_that_take_ahead_never_exceed_a_large_budget():
    large = Plan("large", 300, 100_000)
    processes = [elsewhere("agency", large, 60) for _ in range(2)]
    passed = granted("agency", large, NOON, 60) + granted_to(processes)
    assert passed == 180
    # What the others took ahead and did not spend lapses with them; the rest of the budget is still there.
    passed += sum(spend("agency", large, NOON).is_granted for _ in range(150))
    assert 180 < passed <= 300
    assert balance("agency", large, NOON).in_minute == 300
    assert not spend("agency", large, NOON).is_granted


@pytest.mark.django_db
def test_the_day_is_limited_too_and_both_begin_anew():
    day = Plan("day", 2, 3)
    asked = [spend("x", day, NOON + timedelta(seconds=seconds)).is_granted for seconds in (0, 1, 2, 45, 46, 3600)]
    assert asked == [True, True, False, True, False, False]
    assert spend("x", day, NOON + timedelta(days=1)).is_granted


@pytest.mark.django_db
def test_a_refusal_spends_nothing():
    for _ in range(30):
        spend("x", Plan("small", 10, 12), NOON)
    later = balance("x", Plan("small", 10, 12), NOON + timedelta(minutes=1))
    assert (later.in_minute, later.in_day) == (0, 10)


@pytest.mark.django_db
def test_processes_whose_clocks_differ_by_a_second_count_together():
    before, after = NOON.replace(second=59), NOON.replace(minute=1, second=0)
    asked = [spend("x", Plan("two", 2, 100), now).is_granted for now in (after, before, after, before)]
    assert asked == [True, True, False, False]


@pytest.mark.django_db
def test_a_clock_that_was_far_ahead_locks_nobody_out():
    for _ in range(3):
        spend("x", Plan("two", 2, 2), NOON + timedelta(days=400))
    assert spend("x", Plan("two", 2, 2), NOON).is_granted


@pytest.mark.django_db
def test_a_busy_caller_of_a_large_plan_is_written_down_once_in_a_while(django_assert_max_num_queries):
    agency = Plan("agency", 3000, 1_000_000)
    with django_assert_max_num_queries(16):  # 1, 1, 2, 4, 8, 16 and then 30 calls at a time
        balances = [spend("busy", agency, NOON) for _ in range(200)]
    assert [each.quotas[0].remaining for each in balances] == list(range(2999, 2799, -1))
    assert balance("busy", agency, NOON).quotas == balances[-1].quotas


@pytest.mark.django_db
def test_a_slow_caller_wastes_nothing_of_its_day():
    agency = Plan("agency", 3000, 1_000_000)
    for minute in range(20):
        spend("slow", agency, NOON + timedelta(minutes=minute))
    assert balance("slow", agency, NOON + timedelta(minutes=19)).in_day == 20


@pytest.mark.django_db
def test_budget_is_told_with_every_counted_answer(settings, time_machine):
    settings.API_BUDGETS = {"public": "60/5000"}
    time_machine.move_to(NOON, tick=False)
    first, second = ask("topics/"), ask("topics/nothing/")
    assert first["RateLimit-Policy"] == '"minute";q=60;w=60, "day";q=5000;w=86400'
    assert first["RateLimit"] == '"minute";r=59;t=45, "day";r=4999;t=43185'
    assert (second.status_code, second["RateLimit"]) == (404, '"minute";r=58;t=45, "day";r=4998;t=43185')
    assert "RateLimit" in first["Access-Control-Expose-Headers"]
    assert "Retry-After" not in first


@pytest.mark.django_db
def test_over_the_budget_is_a_429_that_says_which_and_until_when(tight, time_machine):
    time_machine.move_to(NOON, tick=False)
    assert [ask("topics/").status_code for _ in range(3)] == [200, 200, 429]
    refused = ask("topics/")
    assert (refused["Retry-After"], refused["Cache-Control"]) == ("45", "no-store")
    assert refused["RateLimit"] == '"minute";r=0;t=45, "day";r=1;t=43185'
    told = refused.json()
    assert (told["type"].rpartition("#")[2], told["violated-policies"]) == ("problem-over-budget", ["minute"])
    time_machine.move_to(NOON + timedelta(seconds=45), tick=False)
    assert [ask("topics/").status_code for _ in range(2)] == [200, 429]
    refused = ask("topics/")
    assert (refused.json()["violated-policies"], refused["Retry-After"]) == (["day"], "43140")


@pytest.mark.django_db
def test_what_costs_nothing_is_free(tight):
    published(make_topic())
    etag = ask("topics/")["ETag"]
    for _ in range(10):
        again = ask_with(etag)
        assert (again.status_code, "RateLimit" in again) == (304, False)
        assert ask("changes/", after=1).json()["meta"]["caught_up"]
        assert ask("topics/", page_size=0).status_code in (400, 429)
        for path in ("docs/", "openapi.json", "nothing/"):
            assert ask(path).status_code in (200, 404)
    ask("topics/")
    assert ask("topics/").status_code == 429
    assert ask_with(etag).status_code == 304
    assert ask("changes/", after=1).status_code == 200
    assert ask("changes/").status_code == 429


def ask_with(etag: str):
    return Client(headers={"If-None-Match": etag}).get(BASE + "topics/")


@pytest.mark.django_db
def test_feed_counts_as_soon_as_there_is_something_to_read(tight):
    published(make_topic())
    for path, status in (("changes/?after=1", 200), ("changes/?after=0", 200), ("changes/?after=1&as_of=1", 200)):
        assert ask(path).status_code == status
    published(make_topic())
    assert "RateLimit" in ask("changes/", after=1)
    assert ask("changes/", after=1).status_code == 429
    assert ask("changes/", after=2).status_code == 200


@pytest.mark.django_db
def test_partners_have_budgets_of_their_own_shared_by_their_keys(tight, settings):
    settings.API_BUDGETS |= {"partner": "4/100"}
    one = make_partner()
    first, second, others = make_key(one)[1], make_key(one)[1], make_key(make_partner())[1]
    for _ in range(3):
        ask("topics/")
    assert ask("topics/").status_code == 429
    statuses = [call(text, "topics/").status_code for text in (first, second, first, second, first, second, others)]
    assert statuses == [200, 200, 200, 200, 429, 429, 200]
    assert call(others, "topics/")["RateLimit-Policy"].startswith('"minute";q=4;')


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [
        (0, ("1.1.1.1", "2.2.2.2"), True),  # anybody can write the header
        (1, ("1.1.1.1", "2.2.2.2"), False),
        (1, ("9.9.9.9, 1.1.1.1", "8.8.8.8, 1.1.1.1"), True),
        (2, ("6.6.6.6, 1.1.1.1, 5.5.5.5", "7.7.7.7, 1.1.1.1, 5.5.5.5"), True),
        (2, ("6.6.6.6, 1.1.1.1, 5.5.5.5", "6.6.6.6, 2.2.2.2, 5.5.5.5"), False),
        (2, ("1.1.1.1", "2.2.2.2"), False),
        (1, ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2"), True),  # one customer's network
        (1, ("2001:db8:0:1::1", "2001:db8:0:2::1"), False),
        (1, ("::ffff:1.1.1.1", "1.1.1.1"), True),
    ],
)
def test_strangers_are_told_apart_by_address(proxies, forwarded, same, settings):
    settings.NUM_PROXIES = proxies
    requests = [HttpRequest() for _ in forwarded]
    for request, header in zip(requests, forwarded, strict=True):
        request.META = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": header}
    assert (address_of(requests[0]) == address_of(requests[1])) is same
    holders = {stranger(request).holder for request in requests}
    assert len(holders) == (1 if same else 2)
    assert not any(header in holder for header in forwarded for holder in holders)


@pytest.mark.django_db
def test_who_called_is_forgotten_with_the_day():
    spend("old", SMALL, NOON - timedelta(days=9000))
    ask("topics/")
    call_command("forget_callers")
    assert [row.holder[:8] for row in Spending.objects.all()] == ["address:"]


@pytest.mark.django_db
def test_worker_forgets_by_itself_once_a_day():
    spend("old", SMALL, NOON - timedelta(days=9000))
    ensure_rows()
    row = Errand.objects.filter(name="callers").claim()
    run_errand(row)
    assert not Spending.objects.exists()
    row.refresh_from_db()
    assert row.due_at - timezone.now() > timedelta(hours=23)


@pytest.mark.django_db
def test_what_is_spent_is_kept_in_an_unlogged_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'syndication_spending'")
        assert cursor.fetchone() == ("u",)


def test_environment_overrides_what_is_shipped(settings):
    assert set(SHIPPED) == {"public", *PlanName.values}
    settings.API_BUDGETS = {"agency": "7/70"}
    assert plan("agency") == Plan("agency", 7, 70)
    assert plan("public") == Plan("public", *map(int, SHIPPED["public"].split("/")))


def test_guide_tells_the_budgets_that_are_shipped():
    guide = " ".join((ROOT / "docs" / "api.md").read_text(encoding="utf-8").split())
    for name in SHIPPED:
        shipped = Plan(name, *map(int, SHIPPED[name].split("/")))
        assert f"`{name}` {shipped.minute:,} and {shipped.day:,}" in guide


def test_mistyped_budgets_stop_the_start(settings):
    assert budgets_can_be_read(None) == []
    settings.API_BUDGETS = {"agency": "many", "gold": "1/2"}
    assert {problem.id for problem in budgets_can_be_read(None)} == {"record.E007", "record.E008"}


@pytest.mark.parametrize("text", ["", "60", "0/10", "60/", "60/x", "-1/5", "60/5000/1"])
def test_budget_that_makes_no_sense_is_refused(text, settings):
    settings.API_BUDGETS = {"public": text}
    with pytest.raises(ImproperlyConfigured, match="API_BUDGETS"):
        plan("public")
