"""Every filter of every collection: one hit and one miss, by id, by slug and by code."""

import pytest

from members.models import Membership, Organisation, Person, State
from publishing.releasing import withdraw
from syndication.v1.roles import OF_KIND
from tests.api import refused, titles, told
from tests.factories import approver, cite, make_topic, published
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """One of each kind, related to each other, and a second set related among themselves."""
    made, others = one_of_each(), one_of_each(2)
    for entries in (made, others):
        entries["document"].organisation = entries["organisation"]
        entries["document"].save()
        entries["event"].summit, entries["event"].proposer = entries["summit"], entries["person"]
        entries["event"].institution, entries["event"].status = entries["institution"], "held"
        entries["event"].save()
        entries["article"].about.add(entries["state"], entries["organisation"], entries["institution"])
        entries["article"].author_people.add(entries["person"])
        entries["commentary"].institution = entries["institution"]
        entries["commentary"].about.add(entries["state"], entries["organisation"])
        entries["commentary"].save()
        entries["institution"].organisation = entries["organisation"]
        entries["institution"].save()
    _more_relations(made)
    published(*made.values(), *others.values())
    return made


def _more_relations(made):
    from members.models import ForceContributor
    from summits.models import Addressee, Requester

    state_that(ForceContributor, "2010", force=made["force"], state=made["state"])
    state_that(Requester, event=made["event"], state=made["state"])
    state_that(Addressee, event=made["event"], organisation=made["organisation"])


# Per collection: the filter and the kind of entry that it names. Each must find the first set and not the second.
ROLES = {
    "states": [("organisation", "organisation"), ("summit", "summit")],
    "organisations": [("state", "state")],
    "people": [("state", "state"), ("office", "office"), ("institution", "institution"), ("summit", "summit")],
    "offices": [("state", "state"), ("person", "person")],
    "institutions": [("state", "state"), ("organisation", "organisation"), ("person", "person")],
    "forces": [("organisation", "organisation"), ("state", "state")],
    "summits": [("organisation", "organisation"), ("state", "state"), ("person", "person"), ("host", "state"),
                ("chair", "person"), ("attended_by", "state"), ("attended_by", "person")],
    "documents": [("organisation", "organisation"), ("state", "state"), ("summit", "summit")],
    "statements": [("speaker", "person"), ("person", "person"), ("summit", "summit"), ("state", "state")],
    "events": [("host", "state"), ("state", "state"), ("organisation", "organisation"), ("force", "force"),
               ("person", "person"), ("institution", "institution"), ("summit", "summit")],
    "articles": [("about", "summit"), ("state", "state"), ("organisation", "organisation"), ("summit", "summit"),
                 ("institution", "institution"), ("person", "person")],
    "commentary": [("expert", "person"), ("person", "person"), ("institution", "institution"), ("about", "summit"),
                   ("state", "state"), ("organisation", "organisation"), ("summit", "summit")],
}  # fmt: skip
KIND_OF = {"states": "state", "people": "person", "offices": "office", "articles": "article",
           "commentary": "commentary"}  # fmt: skip


def test_every_role_finds_its_entries_and_no_others(cast):
    for collection, roles in ROLES.items():
        mine = cast[KIND_OF.get(collection, collection.removesuffix("s"))]
        for parameter, kind in roles:
            for name in (str(cast[kind].pk), cast[kind].slug):
                assert titles(f"{collection}/", **{parameter: name}) == [mine.title], (collection, parameter, name)
            problem = refused(400, f"{collection}/", **{parameter: "nobody-at-all"})
            assert problem["errors"][0]["parameter"] == parameter


def test_a_filter_names_entries_of_its_kind_alone(cast):
    refused(400, "summits/", host=cast["person"].slug)
    refused(400, "summits/", host=str(cast["person"].pk))
    refused(400, "summits/", attended_by=cast["organisation"].slug)


def test_states_go_by_iso_code_and_organisations_by_short_name(cast):
    assert titles("summits/", host="F0") == titles("summits/", host="fr0") == ["Glory Summit"]
    assert refused(400, "forces/", organisation="ALL")["detail"].count("organisation:alliance") == 2
    assert titles("forces/", organisation="organisation:alliance") == ["Rapid Force"]


@pytest.mark.parametrize(
    ("collection", "query", "miss"),
    [
        ("documents", {"type": "declaration"}, {"type": "treaty"}),
        ("offices", {"type": "head-of-state"}, {"type": "minister"}),
        ("events", {"status": "held"}, {"status": "cancelled"}),
        ("summits", {"dated_from": "2022-05-16"}, {"dated_from": "2022-05-17"}),
        ("summits", {"dated_before": "2022-05-17"}, {"dated_before": "2022-05-16"}),
        ("summits", {"published_from": "2020-01-01"}, {"published_from": "2099-01-01T00:00:00Z"}),
        ("summits", {"published_before": "2099-01-01"}, {"published_before": "2020-01-01T00:00+03:00"}),
        ("summits", {"language": "en"}, {"language": "ru"}),
        ("summits", {"q": "glory"}, {"q": "penguin"}),
        ("entries", {"kind": "summit"}, {"kind": "topic", "q": "glory"}),
    ],
)
def test_plain_filters(cast, collection, query, miss):
    assert titles(f"{collection}/", **query)
    assert titles(f"{collection}/", **miss) == []


def test_topic_filter_takes_a_topic_by_id_or_slug(cast):
    topic = make_topic(slug="mutual-help")
    cast["summit"].topics.add(topic)
    published(topic, cast["summit"])
    assert titles("summits/", topic="mutual-help") == titles("entries/", topic=topic.pk) == ["Glory Summit"]
    assert titles("articles/", topic="mutual-help") == []


def test_undated_entries_are_neither_before_nor_after_a_day(cast):
    assert titles("states/", dated_from="1900-01-01") == titles("states/", dated_before="2099-01-01") == []


def test_filters_add_up(cast):
    assert titles("summits/", host="freedonia", chair="rufus-firefly", dated_from="2022-01-01")
    assert titles("summits/", host="freedonia", chair="rufus-firefly-2") == []


@pytest.fixture
def memberships():
    """Freedonia: observer 1999–2003, then member; Sylvania: candidate of another alliance."""
    alliance = make(Organisation, "Alliance", short_name="ALL", type="alliance")
    union = make(Organisation, "Union", short_name="UN", type="union")
    freedonia, sylvania = (
        make(State, "Freedonia", iso2="FD", iso3="FDN"),
        make(State, "Sylvania", iso2="SY", iso3="SYL"),
    )
    first = {"state": freedonia, "organisation": alliance}
    state_that(Membership, "1999", "2003-05-01", status="observer-state", **first)
    state_that(Membership, "2003-05-01", status="member", **first)
    state_that(Membership, "2010", state=sylvania, organisation=union, status="candidate")
    published(alliance, union, freedonia, sylvania)
    return freedonia, alliance


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"organisation": "all"}, ["Freedonia"]),
        ({"status": "candidate"}, ["Sylvania"]),
        ({"status": "member", "organisation": "union"}, []),
        ({"status": "member", "on": "2003-04-30"}, []),
        ({"status": "member", "on": "2003-05-01"}, ["Freedonia"]),
        ({"status": "observer-state", "on": "2003-05-01"}, []),
        ({"organisation": "all", "on": "1998-12-31"}, []),
    ],
)
def test_status_organisation_and_day_must_hold_of_one_membership(memberships, query, found):
    assert titles("states/", **query) == found


def test_on_adds_what_held_that_day(memberships):
    freedonia, alliance = memberships
    rows = told("states/", on="2003-05-01")["data"]
    [held] = rows[0]["on"]["memberships"]
    assert rows[0]["on"]["date"] == "2003-05-01"
    assert (held["organisation"]["title"], held["status"], held["valid"]["from"]) == (
        "Alliance",
        "member",
        "2003-05-01",
    )
    assert rows[1]["on"]["memberships"] == []
    assert told("states/freedonia/", on="2003-05-01")["on"] == rows[0]["on"]
    members = told("organisations/alliance/", on="2003-04-30")["on"]["members"]
    assert [(row["state"]["title"], row["status"]) for row in members] == [("Freedonia", "observer-state")]
    assert "on" not in told("states/freedonia/")


def test_tenures_on_a_day(cast):
    [held] = told("people/rufus-firefly/", on="2020-01-01")["on"]["tenures"]
    assert held["office"]["title"] == "President of Freedonia"
    assert told("people/rufus-firefly/", on="2017-12-31")["on"]["tenures"] == []
    [holder] = told("offices/", on="2020-01-01", person="rufus-firefly")["data"][0]["on"]["holders"]
    assert holder["person"]["title"] == "Rufus Firefly"
    refused(400, "summits/", on="2020-01-01")
    refused(400, "summits/glory-summit/", on="2020-01-01")


def test_on_and_as_of_combine(memberships):
    freedonia, _alliance = memberships
    row = freedonia.memberships.get(status="member")
    row.status = "suspended"
    row.save()
    published(freedonia)
    assert titles("states/", status="member", on="2005-01-01") == []
    assert titles("states/", status="member", on="2005-01-01", as_of=4) == ["Freedonia"]


def test_who_is_withdrawn_can_no_longer_be_asked_for(cast):
    stranger = make(Person, "Stranger")
    cite(stranger)
    published(stranger)
    assert titles("summits/", chair="stranger") == []
    withdraw(stranger, approver(), "Mistaken identity.")
    refused(400, "summits/", chair="stranger")
    refused(400, "summits/", chair=str(stranger.pk))


def test_every_filter_of_a_kind_is_tested_here():
    common = {"topic", "language", "dated_from", "dated_before", "published_from", "published_before", "q", "on",
              "type", "status"}  # fmt: skip
    for kind, filters in OF_KIND.items():
        collection = next((name for name, known in KIND_OF.items() if known == kind), f"{kind}s")
        tested = {parameter for parameter, _kind in ROLES[collection]}
        missing = set(filters.base_filters) - common - tested
        # What will end is tested with its twin, in test_endings.py.
        missing -= {*filters.endings, *(ending.instead for ending in filters.endings.values())}
        assert missing <= {"organisation", "institution"} and (not missing or kind == "office")
