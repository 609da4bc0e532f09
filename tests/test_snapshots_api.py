"""Snapshots as partners get them: manifest, files, parts of files, and what is no longer to be had."""

import shutil
from datetime import datetime

import pytest
from django.utils import timezone

from publishing.models import Log
from publishing.releasing import retract, withdraw
from syndication.terms import rights
from tests import api
from tests.api import BASE, SITE, refused, told
from tests.factories import approver, make_topic, published
from tests.snapshots import lines_of, manifest, snapshot_folder, take  # noqa: F401
from tests.subjects import one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snapshot_folder")]


@pytest.fixture
def topic():
    made = make_topic(title="One", slug="one")
    published(made)
    take()
    return made


def get(path: str, **headers: str):
    return api.caller().get(BASE + path, headers=headers)


def body(response) -> bytes:
    return b"".join(response)


def test_manifest_in_full(topic):
    log, listed = Log.objects.get(), told("snapshots/")
    assert listed["meta"] == {"generation": str(log.generation), "position": 1}
    [told_first] = listed["data"]
    assert told("snapshots/1") == told("snapshots/1/") == told_first
    kinds, facts = told_first.pop("kinds"), told_first.pop("facts")
    assert datetime.fromisoformat(told_first.pop("made_at")) <= timezone.now()
    assert told_first == {
        "format": "alliance-record-snapshot/1",
        "generation": str(log.generation),
        "position": 1,
        "chain": log.chain,
        "rights": rights(),
        "url": f"{SITE}{BASE}snapshots/1/",
        "changes": f"{SITE}{BASE}changes/?after={log.generation.hex[:8]}-1",
    }
    file = kinds["topic"]
    assert file.items() >= {
        "file": "topic.ndjson.gz", "url": f"{SITE}{BASE}snapshots/1/topic.ndjson.gz", "entries": 1,
    }.items()  # fmt: skip
    assert (facts["version"], facts["since"]) == (1, 0)
    assert facts["kinds"]["membership"]["url"] == f"{SITE}{BASE}snapshots/1/facts/membership.csv"


def test_manifest_is_asked_about_again_and_answered_with_304(topic):
    for path in ("snapshots/", "snapshots/1/"):
        first = get(path)
        assert first.headers["Cache-Control"] == "private, no-cache"
        assert get(path, if_none_match=first.headers["ETag"]).status_code == 304
    published(make_topic())
    etag = get("snapshots/").headers["ETag"]
    take()
    assert get("snapshots/", if_none_match=etag).status_code == 200


def test_index_and_an_empty_list_lead_there():
    assert told("")["snapshots"] == f"{SITE}{BASE}snapshots/"
    assert told("snapshots/")["data"] == []


def test_file_has_its_digest_as_etag_whatever_the_accept_header_says(topic):
    file = manifest()["kinds"]["topic"]
    response = get("snapshots/1/topic.ndjson.gz", accept="application/gzip")
    assert (response.status_code, len(body(response))) == (200, file["bytes"])
    assert (
        response.headers.items()
        >= {
            "ETag": f'"{file["sha256"]}"',
            "Accept-Ranges": "bytes",
            "Content-Type": "application/gzip",
            "Content-Length": str(file["bytes"]),
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'attachment; filename="1-topic.ndjson.gz"',
            "Access-Control-Allow-Origin": "*",
        }.items()
    )
    assert "Content-Range" in response.headers["Access-Control-Expose-Headers"]
    again = get("snapshots/1/topic.ndjson.gz", if_none_match=response.headers["ETag"])
    assert (again.status_code, body(again)) == (304, b"")
    assert get("snapshots/1/facts/tenure.csv").headers["Content-Type"] == "text/csv; charset=utf-8"


def test_head_gives_the_length_and_no_content(topic):
    response = api.caller().head(f"{BASE}snapshots/1/topic.ndjson.gz", headers={"Range": "bytes=0-4"})
    size = manifest()["kinds"]["topic"]["bytes"]
    assert (response.status_code, response.headers["Content-Length"], body(response)) == (200, str(size), b"")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-5", -5, None), ("bytes=5-99999999", 5, None)],
)
def test_parts(topic, asked, start, end):
    whole = body(get("snapshots/1/topic.ndjson.gz"))
    response = get("snapshots/1/topic.ndjson.gz", range=asked)
    data = body(response)
    assert (response.status_code, data) == (206, whole[start:end])
    first = start % len(whole)
    assert response.headers["Content-Range"] == f"bytes {first}-{first + len(data) - 1}/{len(whole)}"
    assert response.headers["Content-Length"] == str(len(data))


@pytest.mark.parametrize("asked", ["bytes=1-2,4-5", "bytes=9-2", "bytes=-", "lines=1-2", "bytes=a-b", "bytes=0-\u0663"])
def test_what_is_no_single_range_of_bytes_gets_the_whole(topic, asked):
    response = get("snapshots/1/topic.ndjson.gz", range=asked.encode().decode("latin-1"))
    assert (response.status_code, len(body(response))) == (200, manifest()["kinds"]["topic"]["bytes"])


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_range_beyond_the_end(topic, asked):
    response = get("snapshots/1/topic.ndjson.gz", range=asked)
    size = manifest()["kinds"]["topic"]["bytes"]
    assert (response.status_code, response.headers["Content-Range"]) == (416, f"bytes */{size}")
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_part_is_only_added_to_the_file_it_belongs_to(topic):
    whole = get("snapshots/1/topic.ndjson.gz")
    etag, modified = whole.headers["ETag"], whole.headers["Last-Modified"]
    for same in (etag, modified):
        assert get("snapshots/1/topic.ndjson.gz", range="bytes=3-", if_range=same).status_code == 206
    for other in ('"x"', f"W/{etag}", "Tue, 01 Jan 2030 00:00:00 GMT"):
        assert get("snapshots/1/topic.ndjson.gz", range="bytes=3-", if_range=other).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["2/", "2/topic.ndjson.gz", "1/penguin.ndjson.gz", "1/facts/penguin.csv", "1/changes.ndjson.gz", "1/..%2Fx.csv",
     "1/facts/..%2Ftopic.csv", "99999999999999999999/"],
)  # fmt: skip
def test_what_is_not_there(topic, path):
    refused(404, f"snapshots/{path}")


def test_parameters_are_strict(topic):
    for path in ("snapshots/", "snapshots/1/", "snapshots/1/topic.ndjson.gz"):
        refused(400, path, as_of=1)


def test_withdrawn_content_is_gone_from_files_with_the_withdrawal_itself(topic):
    other = make_topic()
    published(other)
    take()
    withdraw(topic, approver(), "A court ordered it.")
    for path in ("", "topic.ndjson.gz", "facts/tenure.csv"):
        problem = refused(410, f"snapshots/2/{path}")
        assert problem["type"].endswith("#problem-snapshot-gone")
        assert (problem["newest"], problem["changes"]) == (None, f"{SITE}{BASE}changes/?after=0")
    assert told("snapshots/")["data"] == []
    take()
    assert refused(410, "snapshots/1/topic.ndjson.gz")["newest"] == f"{SITE}{BASE}snapshots/3/"
    told_new = manifest()
    assert [item["id"] for item in lines_of(told_new["kinds"]["topic"])] == [str(other.pk)]
    assert [row["id"] for row in lines_of(told_new["kinds"]["withdrawn"])] == [str(topic.pk)]


def test_files_of_withdrawn_content_are_deleted(topic, snapshot_folder):  # noqa: F811
    published(make_topic())
    take()
    withdraw(topic, approver(), "A court ordered it.")
    take()
    [left] = snapshot_folder.iterdir()
    assert left.name.endswith("-3")


def test_what_never_held_the_withdrawn_entry_stays(topic):
    later = make_topic()
    published(later)
    withdraw(later, approver(), "In error.")
    assert manifest()["position"] == 1


def test_what_is_put_back_before_the_files_went_may_be_had_again(topic):
    withdraw(topic, approver(), "In error.")
    refused(410, "snapshots/1/")
    published(topic)
    assert told("snapshots/1/")["position"] == 1


def test_a_retraction_leaves_files_alone(topic):
    retract(topic, approver(), "Not so.")
    assert told("snapshots/1/")["position"] == 1
    take()
    assert lines_of(manifest()["kinds"]["topic"])[0]["action"] == "retracted"


def test_row_without_its_files_is_not_offered(topic, snapshot_folder):  # noqa: F811
    shutil.rmtree(snapshot_folder)
    assert told("snapshots/")["data"] == []
    refused(410, "snapshots/1/topic.ndjson.gz")


def test_cursor_of_another_generation_is_told_the_newest_snapshot(topic):
    problem = refused(410, "changes/", after="00000000-1")
    assert problem["snapshots"] == f"{SITE}{BASE}snapshots/1/"


def test_queries_are_few(topic, django_assert_max_num_queries):
    for path in ("snapshots/1/topic.ndjson.gz", "snapshots/"):
        with django_assert_max_num_queries(6):  # key, its last use, head, charge, usage, snapshots
            assert get(path).status_code == 200


def test_every_kind_of_entry_has_a_file_and_every_kind_of_fact_a_table():
    published(*one_of_each().values())
    take()
    told_new = manifest()
    for file in (*told_new["kinds"].values(), *told_new["facts"]["kinds"].values(), told_new["facts"]["changes"]):
        assert api.caller().get(file["url"].removeprefix(SITE)).status_code == 200
