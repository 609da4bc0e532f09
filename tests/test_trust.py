"""The self-audit: each number of the page is counted again from the public API."""

import re
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
import time_machine

from members.models import Membership
from publishing.releasing import publish, retract
from tests.api import told, walked
from tests.factories import approver, author, make_source, published
from tests.pages import get, words
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 5, 16, 12, tzinfo=UTC)


def forced(entry) -> None:
    entry.record_change(author())
    entry.submit(author(), "", "")
    entry.approve(approver(), forced_reason="It could not wait.")
    publish([entry], approver())


@pytest.fixture
def made() -> dict:
    """A record with corrections after one and three days, a forced edition, checked and doubly sourced facts."""
    made = one_of_each()
    member = Membership.objects.get(state=made["state"])
    member.checked_on = NOON.date() - timedelta(days=30)
    member.save()
    member.citations.create(source=make_source())
    tenure = made["person"].tenures.get()
    tenure.checked_on = NOON.date() - timedelta(days=500)
    tenure.save()
    with time_machine.travel(NOON - timedelta(days=5), tick=False):
        published(*made.values())
    with time_machine.travel(NOON - timedelta(days=4), tick=False):
        published(made["topic"], action="corrected", note="It was wrong.")
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        published(made["article"], action="corrected", note="It was wrong too.")
        forced(made["event"])
        retract(made["commentary"], approver(), "Made up.")
    return made


def printed(id: str, **query) -> tuple[int, int]:
    html = get("/about/audit/", **query).content.decode()
    part, whole = re.search(rf'id="{id}">.*?data-part="(\d+)" data-whole="(\d+)"', html, re.DOTALL).groups()
    return int(part), int(whole)


def facts() -> list[dict]:
    return [fact for fact in walked("facts/", page_size=100) if fact["kind"] not in ("mentions", "about")]


def sources_of(fact: dict) -> int:
    return len({cited["source"] for cited in fact["citations"]})


def test_sources_are_counted_as_the_api_tells_them(made):
    with time_machine.travel(NOON, tick=False):
        all_facts = facts()
        assert printed("sourced") == (sum(sources_of(each) >= 1 for each in all_facts), len(all_facts))
        assert printed("twice-sourced") == (sum(sources_of(each) >= 2 for each in all_facts), len(all_facts))
        assert printed("twice-sourced")[0] == 1


def test_checks_within_a_year_are_counted_as_the_api_tells_them(made):
    with time_machine.travel(NOON, tick=False):
        since = NOON.date() - timedelta(days=365)
        recent = [each for each in facts() if each["checked_on"] and date.fromisoformat(each["checked_on"]) >= since]
        assert printed("checked") == (len(recent), len(facts())) and len(recent) == 1


def test_forced_publications_are_counted_as_the_api_tells_them(made):
    with time_machine.travel(NOON, tick=False):
        entries = [each for each in walked("entries/", page_size=100) if each["action"] != "retracted"]
        assert printed("forced") == (sum(not each["reviewed"] for each in entries), len(entries))
        assert printed("forced")[0] == 1


def test_the_time_to_correct_is_that_of_the_api(made):
    with time_machine.travel(NOON, tick=False):
        days = []
        for row in walked("corrections/", action="corrected"):
            editions = {each["position"]: each["at"] for each in walked(f"entries/{row['id']}/editions/")}
            before = max(position for position in editions if position < row["position"])
            taken = datetime.fromisoformat(row["at"]) - datetime.fromisoformat(editions[before])
            days.append(taken.total_seconds() / 86_400)
        html = get("/about/audit/").content.decode()
        assert f'data-corrections="{len(days)}" data-days="{median(days)}"' in html
        assert sorted(days) == [1, 3]
        assert "2.0 days is the median of 2 corrections." in words("/about/audit/")


def test_an_empty_record_has_nothing_to_count():
    assert "Nothing to count yet." in words("/about/audit/")
    assert "Nothing has been corrected yet." in words("/about/audit/")


def test_the_audit_of_a_past_position_is_that_of_then(made):
    with time_machine.travel(NOON, tick=False):
        assert "Nothing has been corrected yet." in words("/about/audit/", as_of="13")
        assert told("entries/", as_of="13")["data"]


def test_a_past_is_judged_by_its_own_day(made):
    """What was checked in time then is not late because a reader asks years later."""
    position = told("entries/")["meta"]["position"]
    with time_machine.travel(NOON + timedelta(days=3000), tick=False):
        assert printed("checked", as_of=str(position))[0] == 1
        assert printed("checked")[0] == 0


def test_the_policies_name_approval_and_lead_to_the_audit(made):
    assert "without the approval of an editor who had no hand in the change" in words("/about/sourcing/")
    assert 'href="/about/audit/"' in get("/about/sourcing/").content.decode()
