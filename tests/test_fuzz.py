"""Schemathesis over the whole OpenAPI document, against a live server on the loaded record: with a key of every scope,
and with none. Every check is on.

A short look here; `make fuzz` sends thousands. What is found is printed with a command that repeats it.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from publishing import kinds
from publishing.models import Edition, Fact, Log
from publishing.releasing import withdraw
from syndication.models import Delivery, Snapshot, WebhookEndpoint
from syndication.plans import Scope
from syndication.webhooks.messages import send_test
from tests.factories import approver, make_topic, published
from tests.partners import make_key, make_partner
from tests.receiving import make_endpoint
from tests.snapshots import take

FOLDER = Path(__file__).parent / "fuzz"
# Examples of each operation in each phase; without it the short look.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
# The same requests every time, as far as the record is the same.
SHORT = ("--max-examples=2", "--phases=fuzzing", "--seed=1")
LONG = (f"--max-examples={EXAMPLES}",)


@dataclass
class Fuzzer:
    url: str
    folder: Path
    key: str
    names: dict[str, Any]

    def run(self, *options: str) -> dict[str, Any]:
        """The report. Its failures are printed by schemathesis itself."""
        report = self.folder / "report.json"
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--no-color", f"--config-file={FOLDER / 'config.toml'}"),
            *("run", f"{self.url}/api/v1/openapi.json", "--report=json", f"--report-json-path={report}"),
            *(LONG if EXAMPLES else SHORT),
            *options,
        ]
        environment = os.environ | {"FUZZ_NAMES": json.dumps(self.names)}
        done = subprocess.run(command, env=environment, cwd=FOLDER.parents[1], capture_output=True, text=True)
        print(done.stdout, done.stderr)
        return json.loads(report.read_text())


@pytest.fixture
def fuzzer(live_record, live_server, settings, tmp_path) -> Fuzzer:
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    settings.API_BUDGETS = dict.fromkeys(("public", "agency"), "100000000/100000000")
    topic = make_topic(slug="gone")
    published(topic)
    withdraw(topic, approver(), "In error.")
    partner = make_partner(plan="agency")
    for number in range(8):
        send_test(make_endpoint(f"https://news-{number}.example.org/hook", partner=partner))
    take()
    key = make_key(partner, *Scope.values)[1]
    return Fuzzer(live_server.url, tmp_path, key, {"formats": formats(), "places": places()})


def formats() -> dict[str, list[str]]:
    """Values of our own formats: names of what is there, and of what was there."""
    head = Log.objects.get()
    slugs = Edition.objects.current().order_by("kind", "slug").values_list("slug", flat=True)
    positions = [0, 1, head.position // 2, head.position]
    return {
        "entry": [*slugs[::5], "am", "csto", "gone", str(Edition.objects.current().first().entry_id)],
        "cursor": [f"{head.generation.hex[:8]}-{position}" for position in positions],
        "moment": [*map(str, positions), "2026-05-16", "2026-05-16T12:00:00Z"],
        "instant": ["2000-02-29", "2026-05-16T12:00:00Z", "2026-05-16T12:00:00+04:00"],
        "date": ["1992-05-15", "2000-02-29", "2026-05-16"],
        "http-date": ["Mon, 16 May 2022 09:00:00 GMT", "Tue, 29 Feb 2000 00:00:00 GMT"],
    }


def places() -> dict[str, dict[str, list]]:
    """By section, what its addresses may be of."""
    found: dict[str, dict[str, list]] = {"entries": {"key": []}}
    for kind in kinds.every():
        rows = Edition.objects.current().filter(kind=kind.name, is_original=True)[:20]
        found[kind.collection] = {"key": [row.slug for row in rows], "number": [1]}
        found["entries"]["key"] += [str(row.entry_id) for row in rows[:3]]
    found["topics"]["key"].append("gone")
    found["facts"] = {"key": [str(uid) for uid in Fact.objects.values_list("uid", flat=True)[:50]]}
    found["snapshots"] = {"position": [Snapshot.objects.get().position], "kind": ["topic", "membership", "changes"]}
    endpoints = WebhookEndpoint.objects.all()
    messages = Delivery.objects.values_list("message", flat=True)
    found["webhook-endpoints"] = {"key": [str(endpoint.pk) for endpoint in endpoints], "message": list(messages)}
    return found


def check(report: dict[str, Any]) -> None:
    assert (report["failures"], report["errors"], report["exit_code"]) == ([], [], 0)
    assert report["operations"]["tested"] == report["operations"]["total"] > 90
    print(f"{report['test_cases']['generated']} cases in {report['running_time']:.0f} s, seed {report['seed']}")


def test_with_a_key_of_every_scope(fuzzer):
    check(fuzzer.run(f"--header=Authorization: Bearer {fuzzer.key}"))


def test_with_no_key(fuzzer):
    check(fuzzer.run())
