"""Taking snapshots in tests, and reading their files as a partner does."""

import csv
import gzip
import io
import json
from hashlib import sha256

import pytest
from django.test import Client

from publishing.models import Log
from syndication.models import Snapshot
from syndication.snapshots.making import keep, remove_old, taken
from tests.api import SITE, told


@pytest.fixture
def snapshot_folder(settings, tmp_path):
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
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
    response = Client().get(file["url"].removeprefix(SITE))
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
