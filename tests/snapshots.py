"""Taking snapshots in tests, and reading their files as a partner does."""

import csv
import gzip
import io
import json
from hashlib import sha256

import pytest

from publishing.models import Log
from syndication.models import Snapshot
from syndication.plans import Scope
from syndication.snapshots.making import keep, remove_old, taken
from tests import api
from tests.api import SITE, told
from tests.partners import bearer, make_key, make_partner


@pytest.fixture
def snapshot_folder(settings, tmp_path, db, monkeypatch):
    """Where snapshots go; who asks holds a key that opens them."""
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    text = make_key(make_partner(plan="agency"), *Scope.values)[1]
    monkeypatch.setattr(api, "caller", lambda: bearer(text))
    return settings.SNAPSHOT_DIR


def take() -> Snapshot:
    """`make_snapshot` inside a test's own transaction, where no isolation level can be set."""
    snapshot = taken(Log.objects.first())
    if snapshot.pk is None:
        keep(snapshot)
    remove_old()
    return snapshot


def fetched(file: dict) -> bytes:
    """A file of the manifest, checked against it."""
    response = api.caller().get(file["url"].removeprefix(SITE))
    assert response.status_code == 200, response.content
    data = b"".join(response)
    assert (len(data), sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    return data


def lines_of(file: dict) -> list[dict]:
    lines = [json.loads(line) for line in gzip.decompress(fetched(file)).splitlines()]
    assert len(lines) == file["entries"]
    return lines


def table_of(file: dict) -> list[dict]:
    rows = list(csv.DictReader(io.StringIO(fetched(file).decode(), newline="")))
    assert len(rows) == file["rows"]
    return rows


def manifest() -> dict:
    """The newest, as the list of snapshots tells it."""
    return told("snapshots/")["data"][0]
