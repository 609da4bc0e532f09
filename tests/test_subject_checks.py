"""What the gate says of members, summits and commentary: each finding names both facts."""

import pytest

from commentary.models import Commentary
from members.models import ForceContributor, Membership, Organisation, Person, State, Tenure
from publishing.gate import examine
from publishing.models import Entry, EntryCitation
from summits.models import Attendance, Document, Event, Participation, Signatory, Statement
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


def found(entry: Entry) -> dict[str, str]:
    """Code → words, with the level in front; references to what is not public are left out."""
    findings = [finding for finding in examine(entry) if finding.code != "reference-not-public"]
    return {finding.code: f"{finding.level}: {finding.message}" for finding in findings}


@pytest.fixture
def made():
    return one_of_each()


@pytest.fixture
def outsider():
    return make(State, "Sylvania", iso2="SY", iso3="SYL")


def test_an_orderly_record_has_nothing_to_say(made):
    assert {kind: found(entry) for kind, entry in made.items() if found(entry)} == {}


def test_gap_between_memberships(made):
    state, alliance = made["state"], made["organisation"]
    Membership.objects.all().delete()
    state_that(Membership, "1994-04-20", "1999-04-02", state=state, organisation=alliance, status="treaty-party")
    state_that(Membership, "2006-06-23", state=state, organisation=alliance, status="member")
    assert found(state)["period-gap"] == (
        "hint: Nothing is said between “Alliance: treaty party” (1994-04-20 to 1999-04-01) "
        "and “Alliance: member” (since 2006-06-23)."
    )


def test_overlap_is_a_blocker_before_the_database_says_so(made):
    other = make(Person, "Ambassador Trentino")
    state_that(Tenure, "2020", person=other, office=made["office"])
    assert found(other)["periods-overlap"] == (
        "blocker: “President of Freedonia” has one holder at a time: "
        "Rufus Firefly (since 2018) and Ambassador Trentino (since 2020) overlap."
    )
    # Deferred to the commit, which this test's transaction never reaches.
    Tenure.objects.filter(person=other).delete()


def test_guest_at_a_summit_is_marked_as_one(made, outsider):
    summit = made["summit"]
    row = state_that(Attendance, summit=summit, state=outsider)
    assert found(summit)["attendance-of-non-member"] == (
        "warning: Sylvania attends, but was no member of Alliance on 2022-05-16; mark it as a guest."
    )
    row.is_guest = True
    row.save()
    assert found(summit) == {}


def test_who_attends_for_a_state_holds_an_office_of_it(made):
    Tenure.objects.all().delete()
    assert found(made["summit"])["attendance-without-office"] == (
        "warning: Rufus Firefly attends for Freedonia, but held no office of Freedonia on 2022-05-16."
    )
    assert found(made["statement"])["speaker-without-office"] == (
        "hint: Rufus Firefly held no office on 2022-05-16, the day of this statement."
    )


def test_chair_is_the_state_that_chairs(made, outsider):
    summit, alliance = made["summit"], made["organisation"]
    row = alliance.chairmanships.model(organisation=alliance, state=made["state"])
    row.set_period("2021-09-16", "2022-11-23")
    row.save()
    summit.chair_state = outsider
    summit.save()
    assert found(summit)["chair-differs"] == (
        "warning: Sylvania is in the chair here, but Freedonia chairs Alliance 2021-09-16 to 2022-11-22."
    )


def test_signatory_belongs(made, outsider):
    document = made["document"]
    state_that(Signatory, document=document, state=outsider)
    assert found(document)["signatory-not-member"] == (
        "warning: Sylvania signed on 2022-05-16, but did not belong to Alliance that day."
    )
    Signatory.objects.filter(state=outsider).update(mode="not-signed")
    assert found(document) == {}


@pytest.mark.parametrize("kind", ["statement", "document"])
def test_day_lies_within_the_summit(made, kind):
    entry: Statement | Document = made[kind]
    entry.set_period("2022-05-17", "2022-05-18")
    entry.save()
    assert found(entry)["outside-its-summit"] == (
        f"warning: “{entry.title}” is dated 2022-05-17, but “Glory Summit” was held 2022-05-16 to 2022-05-16."
    )


def test_quote_needs_a_source(made):
    EntryCitation.objects.filter(entry=made["statement"]).delete()
    assert "blocker: The fact" in found(made["statement"])["fact-without-source"]


def test_participant_of_the_alliances_own_exercise_belongs_to_it(made, outsider):
    event: Event = made["event"]
    row = state_that(Participation, event=event, state=outsider)
    assert found(event)["participant-not-member"] == (
        "warning: Sylvania takes part in “Exercise”, but was no member of Alliance on 2022-05-16."
    )
    row.role = "observer"
    row.save()
    assert found(event).keys() == {"participant-without-membership"}


def test_party_to_a_conflict_without_membership_is_a_hint(made, outsider):
    event: Event = made["event"]
    Event.objects.filter(pk=event.pk).update(type="conflict", force=None)
    event.refresh_from_db()
    state_that(Participation, event=event, state=outsider)
    assert found(event)["participant-without-membership"] == (
        "hint: Sylvania takes part in “Exercise”, but belonged to no organisation here on 2022-05-16."
    )


def test_contributor_to_a_force_belongs(made, outsider):
    state_that(ForceContributor, "2009-06-14", force=made["force"], state=outsider)
    assert found(made["force"])["contributor-not-member"] == (
        "hint: Sylvania contributes from 2009-06-14, but was no member of Alliance that day."
    )


def test_commentary_says_who_speaks(made):
    comment: Commentary = made["commentary"]
    comment.experts.clear()
    assert found(comment)["commentary-without-expert"].startswith("blocker: The commentary names no expert")
    comment.attribution = "Observers in Glory"
    comment.save()
    assert found(comment) == {}


def test_documents_cost_the_same_for_many_rows(made, django_assert_max_num_queries):
    """Entry, names, images, topics, sources, and for each table rows, citations, and what the rows point to."""
    state = made["state"]
    for number in range(20):
        union = make(Organisation, f"Union {number}")
        state_that(Membership, "2003", state=state, organisation=union, status="member")
    with django_assert_max_num_queries(12):
        assert len(state.document()["facts"]) == 21
