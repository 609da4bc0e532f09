"""The bench in short: a wrong answer stops it, ratios are taken within a round, what falls behind is named."""

import http.server
import json
import threading
from urllib.request import urlopen

import pytest

from bench import report
from bench.drive import check
from bench.site import Site, child, served
from bench.works import LIMIT_BARE, LIMIT_READ, Work
from tests.soak import database_url


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = f"this is {self.path}".encode()
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(tmp_path):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(2000, tmp_path, None, server.server_port)
    server.shutdown()
    server.server_close()


def figures(*rates: float) -> list[dict]:
    return [{"rps": rate, "p50_ms": 1000 / rate, "p99_ms": 2000 / rate} for rate in rates]


@pytest.fixture
def rounds() -> report.Rounds:
    """The machine is half as fast in the second round; the page falls behind with size."""
    return {
        LIMIT_BARE: {2000: figures(4000, 2000, 4000), 100_000: figures(4000, 2000, 4000)},
        LIMIT_READ: {2000: figures(1000, 500, 1000), 100_000: figures(1000, 500, 1000)},
        "page": {2000: figures(500, 250, 500), 100_000: figures(200, 100, 200)},
    }


def test_right_answers_pass(site):
    assert check(site, [Work("page", "/a", lambda body: "this is /a" in body)] * 20) == []


def test_a_wrong_status_and_a_missing_marker_are_named(site):
    works = [Work("page", "/gone", lambda body: True), Work("page", "/b", lambda body: "else" in body)]
    wrong = check(site, works)
    assert len(wrong) == 2
    assert "/gone answered 404" in "".join(wrong)
    assert "/b answered 200" in "".join(wrong)


def test_ratios_are_taken_within_a_round(rounds):
    told = {(row["work"], row["entries"], row["to"]): row for row in report.rows(rounds)}
    assert told["page", 2000, LIMIT_READ]["ratio"] == 0.5
    assert told["page", 100_000, "itself at 2000"]["ratio"] == 0.4
    assert told[LIMIT_READ, 2000, LIMIT_BARE]["ratio"] == 0.25


def test_what_falls_behind_at_size_is_warned_of(rounds, capsys):
    report.tell(report.rows(rounds), rounds, 0.1)
    said = capsys.readouterr().out
    assert "WARNING: page at 100,000 entries is at 0.40 of itself at 2000." in said
    assert said.count("WARNING") == 1


def test_the_file_holds_the_promised_keys(rounds, tmp_path):
    report.write(report.rows(rounds), tmp_path / "latest.json")
    rows = json.loads((tmp_path / "latest.json").read_text())
    assert {tuple(row) for row in rows} == {("work", "entries", "rps", "p50_ms", "p99_ms", "ratio", "to")}
    assert len(rows) == 9


def test_a_child_is_ended_by_its_id_whatever_happens():
    with pytest.raises(KeyboardInterrupt), child(["sleep", "60"], {"PATH": "/usr/bin:/bin"}) as process:
        raise KeyboardInterrupt
    assert process.returncode is not None


class OfTheTests(Site):
    """The tests' own database in place of one that is filled for the bench."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"DATABASE_URL": database_url()}


@pytest.mark.django_db(transaction=True)
def test_the_server_of_the_bench_starts_and_answers(tmp_path):
    with served(OfTheTests(0, tmp_path, None)) as site, urlopen(f"{site.address}/bench/bare/1/") as answer:
        assert answer.status == 200
