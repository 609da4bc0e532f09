"""Who was what, month by month; imprecise, disputed and doubtful things kept as such."""

from collections import defaultdict
from datetime import date

import pytest

from home.record.loader.files import facts
from publishing.models import Edition, Entry, Fact
from tests.record import expected_status, months

pytestmark = pytest.mark.usefixtures("record")


def facts_of(key: str, kind: str):
    """The public facts of one kind in the edition of the entry with this key."""
    return Fact.objects.current().filter(entry__key=key, kind=kind).order_by("starts_on")


def document_of(key: str) -> dict:
    return Edition.objects.current().get(is_original=True, entry__key=key).document


def test_status_of_every_state_on_the_first_of_every_month_agrees_with_the_files():
    alliance = Entry.objects.get(key="organisations/CSTO")
    public = Fact.objects.current().accepted().filter(kind="membership", object=alliance.pk)
    codes = {uid: key.removeprefix("states/") for uid, key in Entry.objects.of_kind("state").values_list("pk", "key")}
    assert len(codes) == 19
    for day in months(1992, 2025):
        found = defaultdict(list)
        for subject, status in public.on(day).values_list("subject", "term"):
            found[codes[subject]].append(status)
        expected = {code: [status] for code in codes.values() if (status := expected_status(code, day))}
        assert found == expected, day


def test_disputed_dates_stand_beside_the_accepted_one():
    rows = facts_of("states/UZ", "membership").filter(term="member")
    assert [(row.standing, row.starts_on) for row in rows] == [
        ("accepted", date(2006, 6, 23)),
        ("disputed", date(2006, 8, 16)),
        ("disputed", date(2008, 3, 28)),
    ]
    assert "protocol" in rows[1].statement["note"]
    assert [use["title"] for use in rows[1].statement["citations"]]


def test_georgia_acceded_on_either_of_two_days():
    rows = facts_of("states/GE", "membership").filter(term="treaty-signatory")
    assert [(row.standing, row.starts_on.isoformat()) for row in rows] == [
        ("disputed", "1993-09-09"),
        ("accepted", "1993-12-09"),
    ]


def test_month_precision_of_a_tenure_is_kept():
    row = facts_of("people/felix-kulov", "tenure").get()
    assert (row.starts_on, row.start_precision) == (date(2005, 8, 1), "month")
    assert (row.ends_on, row.end_precision) == (date(2007, 1, 1), "month")
    assert row.statement["confidence"] == "general-knowledge"


def test_every_tenure_has_the_dates_precision_and_confidence_of_the_files():
    public = defaultdict(list)
    for row in Fact.objects.current().filter(kind="tenure").select_related("entry"):
        title = row.statement["object"]["title"]
        public[row.entry.key, title, str(row.starts_on)].append(row)
    for record in facts("offices"):
        if record["kind"] != "csto_chairmanship":
            start = f"{record['start']['value']}-01-01"[:10]
            (row,) = public[f"people/{record['person']}", record["title"], start]
            assert row.start_precision == record["start"]["precision"]
            assert row.end_precision == (record["end"] or {"precision": "open"})["precision"]
            assert row.statement["confidence"] == record["confidence"]
            assert row.statement["value"]["acting"] == record["acting"]


def test_every_dated_strength_stands_as_given():
    rows = facts_of("forces/CRRF", "strength")
    given = sorted((row.statement["value"]["personnel"], str(row.starts_on), row.start_precision) for row in rows)
    assert given == [
        (18000, "2019-01-01", "year"),
        (18000, "2022-05-01", "month"),
        (18000, "2022-12-19", "day"),
        (20000, "2009-11-01", "month"),
        (20000, "2013-01-01", "year"),
        (22000, "2015-06-01", "month"),
    ]


def test_summit_of_16_may_2022_is_complete():
    document = document_of("summits/csc-2022-05-16")
    assert document["chair"]["title"] == "Nikol Pashinyan"
    assert document["host"]["title"] == "Russia"
    assert (document["dates"]["from"], document["dates"]["to"]) == ("2022-05-16", "2022-05-17")
    there = [fact for fact in document["facts"] if fact["kind"] == "attended"]
    assert {fact["subject"]["title"] for fact in there} == {
        "Nikol Pashinyan", "Alexander Lukashenko", "Kassym-Jomart Tokayev", "Sadyr Japarov",
        "Vladimir Putin", "Emomali Rahmon", "Stanislav Zas",
    }  # fmt: skip


def test_absent_represented_and_guests_are_told_apart():
    minsk = facts_of("summits/csc-2023-11-23", "attendance").filter(term="absent").get()
    assert minsk.statement["subject"]["title"] == "Armenia"
    sochi = [fact.statement for fact in facts_of("summits/csc-2013-09-23", "attendance")]
    kazakhstan = [fact for fact in sochi if fact["subject"]["title"] == "Kazakhstan"]
    assert [fact["note"] for fact in kazakhstan] == ["Represented by the prime minister."]
    assert kazakhstan[0]["value"]["person"]["title"] == "Serik Akhmetov"
    guest = [fact for fact in document_of("summits/csc-2021-08-23")["facts"] if fact["value"].get("guest")]
    assert [fact["subject"]["title"] for fact in guest] == ["Uzbekistan"]


def test_treaty_has_its_parties_and_registration():
    document = document_of("instruments/CST-1992")
    modes = [fact["value"]["mode"] for fact in document["facts"] if fact["kind"] == "signatory"]
    assert (modes.count("signed"), modes.count("acceded")) == (6, 3)
    assert "32307" in document["reference_number"]
    assert document["in_force_on"] == "1994-04-20"


def test_a_document_listed_twice_is_one_entry():
    assert not Entry.objects.filter(key="documents/csc-2009-06-14/0").exists()
    assert (
        document_of("instruments/KSOR-2009")["summit"]["title"] == "Session of the Collective Security Council, Moscow"
    )


def test_quotation_keeps_its_variants():
    document = document_of("statements/sa-lukashenko-front")
    assert document["type"] == "quote"
    assert "hellish" in document["variants"][0]["text"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("requests/rq-am-arms", "not to Azerbaijan"),
        ("exercises/ex-ib-2022", "cancelled it on 9 October 2022"),
        ("organisations/CSTO", "Three days can pass for the birthday"),
        ("states/UZ", "did not leave the same organisation twice"),
        ("states/AM", "no legal act"),
        ("institutions/socialbites", "machine-rewritten"),
        ("operations/op-kazakhstan-2022", "general knowledge"),
    ],
)
def test_doubts_and_corrected_readings_are_published(key, words):
    assert words in document_of(key)["remarks"]
