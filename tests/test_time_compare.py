"""Two days, two states, two summits, two editions, compared in sentences; and what is refused."""

import re

import pytest

from members.comparing.states import BELONGING
from members.models import Membership, Person, State, Strength, Tenure
from publishing.releasing import withdraw
from summits.models import Attendance, Summit
from tests.factories import approver, published
from tests.pages import get, url_of, words
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> dict:
    made = one_of_each()
    alliance = made["organisation"]
    other = made["other"] = make(State, "Sylvania", iso2="SY", iso3="SYL", capital="Gloom")
    state_that(Membership, "2003", "2006", state=other, organisation=alliance, status="member")
    state_that(Membership, "2009-01-01", state=other, organisation=alliance, status="member")
    late = made["late"] = make(State, "Osterlich", iso2="OS", iso3="OST")
    state_that(Membership, "2008-05-01", state=late, organisation=alliance, status="treaty-party")
    successor = made["successor"] = make(Person, "Gloria Teasdale", nationality=made["state"])
    tenure = Tenure.objects.get(person=made["person"])
    tenure.set_period("2004", "2007-07-01")
    tenure.save()
    state_that(Tenure, "2007-07-01", person=successor, office=made["office"])
    state_that(Strength, "2004-01-01", force=made["force"], personnel=4000)
    state_that(Strength, "2009-01-01", force=made["force"], personnel=20000, is_approximate=True)
    second = made["second"] = make(
        Summit, "Gloom Summit", "2023-05-16", "2023-05-17", organisation=alliance, host=other
    )
    state_that(Attendance, summit=second, state=other)
    state_that(Attendance, summit=second, state=made["state"], mode="by-video")
    state_that(Attendance, summit=made["summit"], state=other, mode="absent")
    published(*made.values())
    return made


def days(first: str, second: str) -> str:
    return words("/members/compare/", **{"from": first, "to": second})


def test_two_days_say_who_joined_who_left_and_who_came_back(made):
    text = days("2005-01-01", "2010-01-01")
    assert "Osterlich had no status, and then was treaty party, since 1 May 2008." in text
    assert "Sylvania was member on both days, but not throughout: 2003 until 2006, then since 1 January 2009." in text
    assert "The same on both days: Freedonia (member)" in text
    assert "Sylvania left: it had been member, 2003 until 2006." in days("2005-01-01", "2007-01-01")
    assert "No state joined, left or changed its status." in days("2010-01-01", "2011-01-01")


def test_two_days_say_who_came_into_office_and_how_forces_grew(made):
    text = days("2005-01-01", "2010-01-01")
    assert (
        "The office of President of Freedonia passed from Rufus Firefly to Gloria Teasdale, since 1 July 2007." in text
    )
    assert "Rapid Force: 4,000 personnel (1 January 2004); about 20,000 personnel (1 January 2009)." in text
    assert "Rapid Force: no count by the first day; 4,000 personnel (1 January 2004)." in days(
        "2003-01-01", "2005-01-01"
    )
    assert "No newer count of any force was given." in days("2010-01-01", "2011-01-01")
    assert "Rufus Firefly came into office as President of Freedonia" in days("2003-01-01", "2005-01-01")


def test_two_states_say_what_they_share(made):
    text = words("/members/compare/", a="freedonia", b="sylvania")
    assert "Sylvania: member, Alliance, 2003 until 2006" in text
    assert "Both belonged to the Alliance at once from 1 January 2003 until 1 January 2006." in text
    assert "Both have belonged to the Alliance at once since 1 January 2009." in text
    assert "Both came to 1: Gloom Summit" in text, "an absence counts as none"
    assert "Freedonia came without the other to 1: Glory Summit" in text
    assert "Gloom Summit: Freedonia by video, Sylvania in person." in text
    # Both on one day, in either order.
    assert re.search(r"Freedonia hosted 2: (Exercise\d+; Glory Summit|Glory Summit\d+; Exercise)\d+\.", text)
    assert "Sylvania hosted 1: Gloom Summit" in text
    assert "President of Freedonia: Gloria Teasdale" in text


def test_belonging_is_what_the_checks_call_so():
    assert set(BELONGING) == set(Membership.BELONGING)


def test_two_summits_say_who_came_and_how(made):
    text = words("/summits/compare/", a="glory-summit", b="gloom-summit")
    assert "To both 1: Freedonia" in text
    assert "Freedonia came in person to the one, by video to the other." in text
    assert "Only to Gloom Summit 1: Sylvania (in person)" in text
    assert "Absent from Glory Summit: Sylvania" in text
    assert "365 days lie between them." in text
    assert "Freedonia hosted it." in text and "Sylvania hosted it." in text
    assert "Rufus Firefly was in the chair." in text
    assert "Glory Summit: adopted Glory Declaration" in text


def test_two_editions_are_compared_from_the_history(made):
    topic = made["topic"]
    topic.summary = "Everything about it."
    topic.save()
    published(topic, action="corrected", note="It was not all.")
    url = url_of(topic)
    assert f'href="{url}compare/1..2/"' in get(f"{url}history/").content.decode()
    text = words(f"{url}compare/1..2/")
    assert "What edition 2" in text and "It was not all." in text
    assert "<ins>" in get(f"{url}compare/1..2/").content.decode()
    backwards = get(f"{url}compare/2..1/")
    assert (backwards.status_code, backwards["Location"]) == (301, "../1..2/")
    assert get(f"{url}compare/2..1/?as_of=2")["Location"] == "../1..2/?as_of=2"
    chosen = get(f"{url}compare/", a="2", b="1")
    assert (chosen.status_code, chosen["Location"]) == (302, f"{url}compare/1..2/")
    assert get(f"{url}compare/1..1/").status_code == get(f"{url}compare/1..7/").status_code == 404
    withdraw(topic, approver(), "In error.")
    assert get(f"{url}compare/1..2/").status_code == 410


REFUSED = [
    ("/members/compare/", {"from": "2005-01-01"}, "“to” is missing"),
    ("/members/compare/", {"to": "2005-01-01"}, "“from” is missing"),
    ("/members/compare/", {"from": "2005-01-01", "to": "2005-01-01"}, "must come after"),
    ("/members/compare/", {"from": "2005", "to": "2006-01-01"}, "“2005” is not a day"),
    ("/members/compare/", {"from": "2005-01-01", "to": "2006-01-01", "a": "freedonia", "b": "sylvania"}, "not both"),
    ("/members/compare/", {"a": "freedonia", "b": "freedonia"}, "are the same"),
    ("/members/compare/", {"a": "freedonia", "b": "nowhere"}, "There is no “nowhere” to compare"),
    ("/members/compare/", {"b": "freedonia"}, "“a” is missing"),
    ("/members/compare/", {"on": "2005-01-01"}, "There is no parameter “on” here."),
    ("/summits/compare/", {"a": "nowhere"}, "There is no “nowhere” to compare"),
    ("/summits/compare/", {"b": "glory-summit"}, "“a” is missing"),
    ("/summits/glory-summit/compare/", {"a": "1", "b": "x"}, "is not the number of an edition"),
]


@pytest.mark.parametrize("path, query, message", REFUSED)
def test_what_cannot_be_compared_is_refused_in_words(made, path, query, message):
    response = get(path, **query)
    assert response.status_code == 400
    assert message in response.content.decode()


def test_comparisons_are_of_the_past_one_asks_for(made):
    assert "No state had a status" in words(
        "/members/compare/", **{"from": "2005-01-01", "to": "2010-01-01", "as_of": "0"}
    )
    assert get("/members/compare/", a="freedonia", b="sylvania", as_of="0").status_code == 400
    html = get("/members/compare/", a="freedonia", b="sylvania", as_of="17").content.decode()
    assert f'href="{url_of(made["summit"])}?as_of=17"' in html


def test_pages_lead_to_their_comparisons(made):
    assert 'href="/members/compare/?a=freedonia"' in get(url_of(made["state"])).content.decode()
    assert 'href="/summits/compare/?a=glory-summit"' in get(url_of(made["summit"])).content.decode()
    assert 'href="/members/compare/?from=2011-01-01&amp;to=' in get("/members/", on="2011-01-01").content.decode()
    chosen = get("/members/compare/", a="freedonia").content.decode()
    assert chosen.count("selected") == 1
