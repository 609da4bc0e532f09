"""The whole fact base is in the record: as many of everything as the files hold, at their precision."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from home.record.loader import report
from home.record.loader.files import facts, pieces
from home.record.loader.report import Report
from home.record.loader.tally import Fate, Tally
from home.record.loader.treaties import SAME
from publishing.models import Edition, Entry, Fact, Source

pytestmark = pytest.mark.usefixtures("record")


def test_every_entry_of_the_files_is_public():
    public = Counter(Edition.objects.current().filter(is_original=True).values_list("kind", flat=True))
    membership, events, summits = facts("membership"), facts("events"), facts("summits")
    happenings = ("exercises", "operations", "requests", "tensions", "proposals")
    others = membership["state_events"] + membership["other_statuses"]
    documents = sum(len(summit["documents"]) for summit in summits)
    assert public == {
        "state": len(membership["states"]),
        "organisation": len(membership["organisations"]),
        "institution": len(facts("institutions")) - len(membership["organisations"]),
        "person": len(facts("people")),
        "office": 30,
        "force": len(facts("forces")),
        "summit": len(summits),
        "document": len(membership["instruments"]) + documents - len(SAME),
        "statement": len(events["statements"]),
        "event": sum(len(events[kind]) for kind in happenings) + len(others),
        "topic": 16,
        "article": len(pieces("articles")),
        "commentary": len(pieces("commentary")),
    }


def test_every_row_of_the_files_is_a_public_fact():
    public = Counter(Fact.objects.current().values_list("kind", flat=True))
    summits, offices = facts("summits"), facts("offices")
    chairs = sum(row["kind"] == "csto_chairmanship" for row in offices)
    # Who was represented came, in the person of somebody else: one row says both.
    rows = sum(
        len({row["state"] for row in summit["absent_or_represented"]} - {row["state"] for row in summit["attendance"]})
        + len(summit["attendance"])
        for summit in summits
    )
    assert public["attendance"] == rows + sum(bool(summit["secretary_general_present"]) for summit in summits)
    assert public["chairmanship"] == chairs
    assert public["tenure"] == len(offices) - chairs + 5
    assert public["strength"] == sum(len(f["strength"]) + len(f.get("units", ())) for f in facts("forces"))
    assert Fact.objects.current().filter(kind="membership", standing="accepted").count() == 39
    assert public["chair"] == sum(bool(summit["chair"]) for summit in summits)


def test_every_source_is_there_as_the_files_have_it():
    held = {record["id"]: record for record in facts("sources")}
    for source in Source.objects.exclude(key=None):
        record = held.pop(source.key)
        assert source.title == record["title"]
        assert source.published == (record["date"] or {"value": ""})["value"]
        assert source.is_seen == record["seen"]
        assert (record.get("note") or "") in source.note
    assert not held


def test_confidence_of_every_entry_is_that_of_the_files():
    loaded = dict(Entry.objects.exclude(key=None).values_list("key", "confidence"))
    for summit in facts("summits"):
        assert loaded[f"summits/{summit['id']}"] == summit["confidence"]
    for person in facts("people"):
        assert loaded[f"people/{person['id']}"] == person["confidence"]
    for record in facts("events")["exercises"]:
        assert loaded[f"exercises/{record['id']}"] == record["confidence"]


def test_a_second_load_changes_nothing():
    before = Edition.objects.count(), Entry.objects.count(), Fact.objects.count(), Source.objects.count()
    told = StringIO()
    call_command("load_record", stdout=told)
    assert (Edition.objects.count(), Entry.objects.count(), Fact.objects.count(), Source.objects.count()) == before
    assert "Written: nothing." in told.getvalue()
    assert "INCOMPLETE" not in told.getvalue()


def test_what_an_editor_changed_is_left_alone():
    Entry.objects.filter(key="people/vladimir-putin").update(title="V. V. Putin")
    call_command("load_record", quiet=True)
    assert Entry.objects.get(key="people/vladimir-putin").title == "V. V. Putin"


def test_what_is_left_out_is_named_and_fails(monkeypatch):
    monkeypatch.setattr(report, "uncovered", lambda: ["S040"])
    with pytest.raises(CommandError, match="S040 is covered by no article"):
        call_command("load_record", quiet=True)


def test_the_report_counts_what_was_not_loaded():
    tally = Tally()
    tally.add("summits", Fate.LOADED, 48)
    assert "summits: 1 left out" in Report(tally).shortfalls()


def test_an_unknown_id_in_prose_is_named_with_its_place(monkeypatch):
    from home.record.loader import writing

    broken = {"slug": "x", "headline": "X", "type": "news", "standfirst": "", "byline": "", "dateline": ""}
    broken |= {"dated_on": "2022-05-16", "topics": [], "about": []}
    body = [{"tag": "p", "text": "Well."}, {"tag": "p", "text": "[[people/nobody|Nobody]] was there [@nowhere]."}]
    monkeypatch.setattr(writing, "pieces", lambda folder: {"articles/x": broken | {"body": body}})
    with pytest.raises(CommandError, match="articles/x.json, body block 2: there is no “people/nobody”"):
        call_command("load_record", quiet=True)
    assert not Entry.objects.filter(key="articles/x").exists()
