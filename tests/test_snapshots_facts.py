"""Facts as CSV: every statement a row, no cell a formula, and what changed between two releases."""

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from members.models import Membership, State, Tenure
from publishing.cells import _GUARDED, guarded, safe, unguarded
from publishing.kinds import facts as fact_kinds
from publishing.models import Fact
from publishing.releasing import withdraw
from syndication.snapshots.facts import paired
from tests.api import walked
from tests.factories import approver, make_topic, published
from tests.snapshots import fetched, manifest, snapshot_folder, table_of, take  # noqa: F401
from tests.subjects import make, one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snapshot_folder")]


@pytest.fixture
def record():
    made = one_of_each()
    published(*made.values())
    take()
    return made


def table(kind: str) -> list[dict]:
    return table_of(manifest()["facts"]["kinds"][kind])


def changes() -> list[tuple]:
    rows = table_of(manifest()["facts"]["changes"])
    return [(row["change"], row["kind"], row["id"], row["columns"]) for row in rows]


def test_membership_in_full(record):
    fact, [row] = Fact.objects.get(kind="membership"), table("membership")
    source = fact.statement["citations"][0]
    assert row == {
        "id": str(fact.uid),
        "kind": "membership",
        "subject_id": str(record["state"].pk), "subject_kind": "state", "subject": "Freedonia",
        "object_id": str(record["organisation"].pk), "object_kind": "organisation", "object": "Alliance",
        "from": "2003-01-01", "from_precision": "year", "to": "", "to_precision": fact.end_precision,
        "standing": "accepted", "confidence": fact.statement["confidence"],
        "value_ending_instrument": "", "value_instrument": "", "value_status": "member",
        "note": "", "checked_on": "",
        "sources": f"{source['title']}, Agency, {source['url']}",
        "entry_id": str(record["state"].pk), "entry_kind": "state", "edition": "1", "position": str(fact.position),
        "edition_url": f"http://127.0.0.1:8000/api/v1/states/{record['state'].pk}/editions/1/",
    }  # fmt: skip


def test_every_fact_the_api_tells_is_a_row_of_its_table(record):
    assert set(manifest()["facts"]["kinds"]) == set(fact_kinds())
    for kind in fact_kinds():
        told = sorted((fact["id"], fact["standing"], fact["note"]) for fact in walked("facts/", kind=kind))
        assert [(row["id"], row["standing"], row["note"]) for row in table(kind)] == told


def test_what_a_value_points_to_has_its_name_and_its_id(record):
    [row] = table("attendance")
    assert (row["value_person"], row["value_person_id"]) == (record["person"].title, str(record["person"].pk))


def test_the_first_release_adds_everything(record):
    assert {change for change, *_ in changes()} == {"added"}
    assert len(changes()) == Fact.objects.count()


def test_change_log_names_what_was_added_changed_and_removed(record):
    since = manifest()["position"]
    tenure = Tenure.objects.get()
    tenure.is_acting, tenure.note = True, "Until the election."
    tenure.save()
    sylvania = make(State, "Sylvania", iso2="SY", iso3="SYL", capital="Fort")
    joined = Membership(state=sylvania, organisation=record["organisation"], status="member")
    joined.set_period("2010", "")
    joined.save()
    joined.citations.create(source=record["state"].citations.first().source)
    gone = Membership.objects.get(state=record["state"])
    gone_id = gone.pk
    gone.delete()
    published(record["person"], record["state"], sylvania)
    take()
    assert manifest()["facts"]["since"] == since
    assert sorted(row for row in changes() if row[1] != "mentions") == sorted([
        ("added", "membership", str(joined.pk), ""),
        ("removed", "membership", str(gone_id), ""),
        ("changed", "tenure", str(tenure.pk), "value_acting note"),
    ])  # fmt: skip


def test_a_new_edition_that_states_the_same_changes_no_fact(record):
    record["person"].summary = "Rewritten."
    record["person"].save()
    published(record["person"])
    take()
    assert changes() == []
    assert table("tenure")[0]["edition"] == "2"


def test_of_withdrawn_facts_only_their_ids_are_told(record):
    fact = Fact.objects.get(kind="attendance")
    withdraw(record["summit"], approver(), "In error.")
    take()
    assert ("removed", "attendance", str(fact.uid), "") in changes()
    assert table("attendance") == []
    assert record["summit"].title.encode() not in fetched(manifest()["facts"]["changes"])


def test_change_log_reaches_back_to_a_release_that_is_no_longer_kept(record, monkeypatch):
    monkeypatch.setattr(settings, "SNAPSHOTS_KEPT", 1)
    since = manifest()["position"]
    withdraw(record["summit"], approver(), "In error.")
    take()
    topic = make_topic()
    published(topic)
    take()
    assert manifest()["facts"]["since"] == since + 1


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+7 495", "'+7 495"), ("-", "'-"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
        ("＝1+1", "'＝1+1"), ("'quoted'", "''quoted'"), ("a;=1+1", "a;'=1+1"), ("a\n-1", "a\n'-1"),
        ("a, -1", "a, -1"), ("a = b", "a = b"), ("d’Ivoire", "d’Ivoire"), ("", ""), (None, ""), (True, "true"),
        (-3, "-3"), (1.5, "1.5"), (["=x"], '["=x"]'), ({"a": None}, '{"a":null}'),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(value, cell):
    assert safe(value) == cell


@given(st.text(alphabet="=+-@'\t\r\n;, ab＝\"", max_size=12) | st.text(max_size=12))
def test_guarding_can_be_undone_and_leaves_nothing_exposed(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    for part in re.split(r"[;\t\r\n]", cell):
        assert not part or part[0] not in "=+-@＝＋－＠"


def test_the_guide_says_how_to_undo_it():
    assert _GUARDED.pattern in (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")


def test_words_of_editors_reach_the_table_guarded(record):
    tenure = Tenure.objects.get()
    tenure.note = '=HYPERLINK("https://example.org";"Click")'
    tenure.save()
    published(record["person"])
    take()
    assert table("tenure")[0]["note"] == '\'=HYPERLINK("https://example.org";"Click")'


def test_pairing_walks_both_sides_in_step():
    def fact(number):
        return Fact(uid=f"{number:032x}", entry_id=1)

    before, after = [fact(1), fact(2), fact(4)], [fact(2), fact(3)]
    told = [(one and one.uid[-1], other and other.uid[-1]) for one, other in paired(before, after)]
    assert told == [("1", None), ("2", "2"), (None, "3"), ("4", None)]
