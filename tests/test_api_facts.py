"""Facts: dated, sourced statements and how they are asked for."""

import pytest

from members.models import Membership, Organisation, State, Strength
from publishing.releasing import withdraw
from tests.api import BASE, SITE, refused, told, walked
from tests.factories import approver, make_source, published
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


@pytest.fixture
def freedonia():
    alliance = make(Organisation, "Alliance", short_name="ALL", type="alliance")
    state = make(State, "Freedonia", iso2="FD", iso3="FDN")
    source = make_source(title="Register", publisher="Agency", url="https://example.org/register")
    both = {"state": state, "organisation": alliance, "source": source}
    state_that(Membership, "1999-03", "2003-05-01", status="observer-state", **both)
    state_that(Membership, "2003-05-01", status="member", instrument="Accession protocol", **both)
    published(alliance, state)
    return state


def statuses(**query) -> list[str]:
    return [fact["value"]["status"] for fact in told("facts/", **query)["data"]]


def citation_of(use) -> dict:
    return {
        "source": str(use.source_id),
        "title": "Register",
        "publisher": "Agency",
        "author": "",
        "url": "https://example.org/register",
        "archived_url": None,
        "published": None,
        "kind": "news",
        "language": "en",
        "read": True,
        "locator": "",
    }


def test_fact_in_full(freedonia):
    row, alliance = freedonia.memberships.get(status="member"), freedonia.memberships.first().organisation
    edition = freedonia.editions.get()
    stored = {"id": str(freedonia.pk), "kind": "state", "title": "Freedonia", "url": "/members/freedonia/"}
    party = {"id": str(alliance.pk), "kind": "organisation", "title": "Alliance", "url": "/organisations/alliance/"}
    assert told("facts/", kind="membership", status="member", subject="fd")["data"] == [
        {
            "id": str(row.pk),
            "kind": "membership",
            "subject": stored,
            "object": party,
            "valid": {"from": "2003-05-01", "to": None, "precision": {"from": "day", "to": "open"}},
            "standing": "accepted",
            "confidence": "verified-in-search",
            "value": {"status": "member", "instrument": "Accession protocol", "ending_instrument": ""},
            "note": "",
            "checked_on": None,
            "citations": [citation_of(row.citations.get())],
            "edition": {
                "entry": str(freedonia.pk),
                "kind": "state",
                "number": 1,
                "position": edition.position,
                "digest": edition.digest,
                "url": f"{SITE}{BASE}states/{freedonia.pk}/editions/1/",
            },
            "references": {
                ref["id"]: {
                    **ref, "url": SITE + ref["url"], "is_public": True,
                    "api_url": f"{SITE}{BASE}{ref['kind']}s/{ref['id']}/",
                }
                for ref in (stored, party)
            },
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "membership"}, ["observer-state", "member"]),
        ({"kind": "tenure"}, []),
        ({"subject": "freedonia"}, ["observer-state", "member"]),
        ({"subject": "FDN", "object": "all"}, ["observer-state", "member"]),
        ({"subject": "organisation:alliance"}, []),
        ({"object": "freedonia"}, []),
        ({"entry": "freedonia"}, ["observer-state", "member"]),
        ({"entry": "alliance"}, []),
        ({"on": "2003-04-30"}, ["observer-state"]),
        ({"on": "2003-05-01"}, ["member"]),
        ({"on": "1999-02-28"}, []),
        ({"from": "2003-05-01"}, ["member"]),
        ({"before": "2003-05-01"}, ["observer-state"]),
        ({"from": "2000-01-01", "before": "2010-01-01"}, ["observer-state", "member"]),
        ({"from": "1990-01-01", "before": "1995-01-01"}, []),
        ({"status": "member"}, ["member"]),
        ({"status": "candidate"}, []),
        ({"standing": "accepted"}, ["observer-state", "member"]),
        ({"standing": "disputed"}, []),
        ({"ordering": "-dated"}, ["member", "observer-state"]),
        ({"as_of": "0"}, []),
    ],
)
def test_filters(freedonia, query, found):
    assert statuses(**query) == found


def test_one_fact_has_an_address(freedonia):
    [fact] = told("facts/", status="member")["data"]
    assert told(f"facts/{fact['id']}/") == fact
    refused(404, f"facts/{freedonia.pk}/")
    refused(404, "facts/member/")


def test_walk_is_the_whole_list():
    made = one_of_each()
    for year in range(1990, 2000):
        state_that(Strength, str(year), force=made["force"], personnel=year)
    published(*made.values())
    for ordering in ("dated", "-dated"):
        whole = told("facts/", ordering=ordering, page_size=100)["data"]
        assert walked("facts/", ordering=ordering, page_size=4) == whole
        assert len(whole) > 20


def test_disputed_values_stand_side_by_side(freedonia):
    state_that(
        Membership, "2001", "2002", standing="disputed", status="suspended", state=freedonia,
        organisation=freedonia.memberships.first().organisation,
    )  # fmt: skip
    published(freedonia)
    assert statuses(on="2001-06-01") == ["observer-state", "suspended"]
    assert statuses(standing="disputed") == ["suspended"]


def test_facts_go_with_a_withdrawn_entry(freedonia):
    withdraw(freedonia, approver(), "In error.")
    assert statuses() == statuses(as_of=2) == []


def test_period_that_ends_before_it_begins_is_refused(freedonia):
    assert (
        refused(400, "facts/", **{"from": "2003-01-01", "before": "2003-01-01"})["errors"][0]["parameter"] == "before"
    )


def test_ambiguous_name_is_asked_back(freedonia):
    published(make(Organisation, "Freedonia", short_name="FF", type="other"))
    problem = refused(400, "facts/", subject="freedonia")
    assert "organisation:freedonia" in problem["detail"] and "state:freedonia" in problem["detail"]
    assert len(statuses(subject="state:freedonia")) == 2


def test_a_misspelt_kind_is_refused_with_those_there_are(freedonia):
    problem = refused(400, "facts/", kind="membrship")
    assert "“membrship” is not known here" in problem["detail"] and "membership, mentions" in problem["detail"]
