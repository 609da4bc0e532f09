"""docs/verify.py: proves what is so, refuses what is not, with nothing but the standard library, in sixty lines."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from publishing.models import Edition
from publishing.releasing import withdraw
from syndication.checkpoints import make_checkpoint
from syndication.mirror import signing
from syndication.models import CheckpointKey
from tests.factories import approver, make_topic, published
from tests.lying import Liar
from tests.rfc8032 import VECTORS

PROGRAM = settings.BASE_DIR / "docs" / "verify.py"
L = 2**252 + 27742317777372353535851937790883648493


def of_the_program(key: bytes, text: bytes, signature: bytes) -> bool:
    spec = importlib.util.spec_from_file_location("verify", PROGRAM)
    verify = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verify)
    try:
        return verify.is_signed(key, text, signature)
    except AssertionError:
        return False


@pytest.fixture(params=[of_the_program, signing.is_signed], ids=["verify.py", "mirror"])
def accepts(request):
    """Both that judge signatures here: each is alone with the standard library."""
    return request.param


def flipped(data: bytes, bit: int) -> bytes:
    return (int.from_bytes(data, "little") ^ 1 << bit).to_bytes(len(data), "little")


def test_it_has_sixty_lines_and_imports_nothing_else():
    lines = PROGRAM.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imported == {"json", "sys", "hashlib", "urllib.request"}


@pytest.mark.parametrize(("key", "text", "signature"), VECTORS)
def test_vectors_of_rfc_8032_hold_and_no_bit_of_them_may_change(accepts, key, text, signature):
    key, text, signature = map(bytes.fromhex, (key, text, signature))
    assert accepts(key, text, signature)
    assert not accepts(key, text + b"\0", signature)
    assert not any(accepts(key, text, flipped(signature, bit)) for bit in range(0, 512, 37))
    assert not any(accepts(flipped(key, bit), text, signature) for bit in range(0, 256, 41))


def test_it_judges_as_another_implementation_does(accepts):
    for number in range(8):
        private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(bytes([number])).digest())
        public, text = private.public_key().public_bytes_raw(), os.urandom(number * 30)
        assert accepts(public, text, private.sign(text))
        assert not accepts(public, text, private.sign(text + b"x"))


def test_malformed_signatures_and_keys_are_refused(accepts):
    key, text, signature = map(bytes.fromhex, VECTORS[2])
    larger = int.from_bytes(signature[32:], "little") + L
    assert not accepts(key, text, signature[:32] + larger.to_bytes(32, "little")), "S must be below L"
    beyond = (2**255 - 18).to_bytes(32, "little")  # the neutral element, not written in its one form
    for wrong in (b"", signature[:63], signature + b"\0", bytes(64), beyond + signature[32:]):
        assert not accepts(key, text, wrong)
    for wrong in (b"", key[:31], beyond, b"\2" + bytes(31), flipped((1).to_bytes(32, "little"), 255)):
        assert not accepts(wrong, text, signature)


@pytest.fixture
def editions(transactional_db) -> list[Edition]:
    """Nine, of three topics; checkpoints after the fifth and the eighth; one topic was withdrawn meanwhile."""
    one, two, three = (make_topic(title=f"Тема «{n}» – \U0001f54a 1.0", slug=f"topic-{n}") for n in range(3))
    made = [*published(one), *published(two), *published(three)]
    made += [*published(one, action="corrected", note="Wrong.\n\tNow “right”."), *published(two)]
    make_checkpoint(timezone.now())
    made += [withdraw(two, approver(), "In error."), *published(three), *published(one)]
    make_checkpoint(timezone.now())
    return [*made, *published(three)]


@pytest.fixture
def liar(live_server):
    made = Liar(live_server.url)
    yield made
    made.stop()


def address(edition: Edition) -> str:
    return f"/api/v1/topics/{edition.entry_id}/editions/{edition.number}/"


def verify(site: str, edition: str, *key: str, program: Path = PROGRAM) -> subprocess.CompletedProcess:
    """As a stranger runs it: isolated, without anything installed."""
    command = [sys.executable, "-I", "-S", str(program), site, edition, *key]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def refused(done: subprocess.CompletedProcess) -> str:
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr.strip().splitlines()[-1]


def test_every_public_edition_before_a_checkpoint_is_proven(editions, live_server, tmp_path):
    pages = tmp_path / "verify.py"  # in pages of two rows
    pages.write_text(PROGRAM.read_text(encoding="utf-8").replace("500", "2"), encoding="utf-8")
    public = [each for each in editions[:8] if each.entry_id != editions[1].entry_id]
    assert len(public) == 5
    for edition in public:
        done = verify(live_server.url, live_server.url + address(edition), program=pages)
        assert done.returncode == 0, done.stderr
        assert f"edition {edition.number} of" in done.stdout
    done = verify(live_server.url, live_server.url + address(editions[0]), CheckpointKey.objects.get().public)
    assert done.returncode == 0, done.stderr


def test_what_no_checkpoint_covers_yet_is_not_proven(editions, live_server):
    done = verify(live_server.url, live_server.url + address(editions[8]))
    assert refused(done) == "No checkpoint covers it yet."
    make_checkpoint(timezone.now())
    assert verify(live_server.url, live_server.url + address(editions[8])).returncode == 0


def test_a_kept_edition_is_proven_after_it_was_withdrawn(editions, live_server, client, tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_bytes(client.get(address(editions[0])).content)
    withdraw(editions[0].entry, approver(), "In error.")
    assert verify(live_server.url, kept.as_uri()).returncode == 0


def test_without_checks_it_does_not_run(live_server, db):
    command = [sys.executable, "-O", str(PROGRAM), live_server.url, "nothing"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.strip()) == (1, "With -O nothing is checked.")


def of_edition(**changes):
    return lambda path, body: body.update(changes) if "/editions/" in path else None


def in_content(**changes):
    return lambda path, body: body["content"].update(changes) if "/editions/" in path else None


def with_its_digest(path, body):
    """Another text, and everything beside it changed with it."""
    if "/editions/" in path:
        body["content"]["summary"] = body["summary"] = "Nothing of the kind."
        text = json.dumps(body["content"], ensure_ascii=False, separators=(",", ":"))
        body["digest"] = hashlib.sha256(text.encode()).hexdigest()


def of_checkpoint(**changes):
    return lambda path, body: body["checkpoints"][0].update(changes) if "covers=" in path else None


def of_rows(change):
    return lambda path, body: change(body["data"]) if "changes" in path else None


CONTENT, BESIDE = "the content is not the one with this digest", "beside the content stands another"
SIGNED, CHAIN = "not signed with the key", "the chain does not lead from this edition to the checkpoint"
ZEROS = "0" * 64


LIES = [
    (in_content(summary="Nothing of the kind."), CONTENT),
    (in_content(remarks="Added."), CONTENT),
    (of_edition(digest=ZEROS), CONTENT),
    (of_edition(title="Another"), BESIDE),
    (of_edition(note="Nothing was wrong."), BESIDE),
    (with_its_digest, CHAIN),
    (of_edition(edition=2), CHAIN),
    (of_edition(action="corrected"), CHAIN),
    (of_edition(position=2), CHAIN),
    (of_checkpoint(chain=ZEROS), SIGNED),
    (of_checkpoint(position=4), SIGNED),
    (of_checkpoint(at="2020-01-01T00:00:00Z"), SIGNED),
    (of_checkpoint(generation="00000000-0000-0000-0000-000000000000"), SIGNED),
    (lambda path, body: body["checkpoints"].pop() if "covers=" in path else None, "No checkpoint covers it yet."),
    (lambda path, body: body.update(chain=ZEROS) if "as_of=" in path else None, CHAIN),
    (of_rows(lambda rows: rows[0].update(digest=ZEROS)), CHAIN),
    (of_rows(lambda rows: rows[1].update(action="published", edition=7)), CHAIN),
    (of_rows(lambda rows: rows[2].update(id=rows[0]["id"])), CHAIN),
    (of_rows(lambda rows: rows.pop(1)), CHAIN),
    (of_rows(lambda rows: rows.reverse()), CHAIN),
    (of_rows(lambda rows: rows.clear()), CHAIN),
]


def test_what_was_altered_on_the_way_is_refused(editions, liar):
    found = []
    for lie, _words in LIES:
        liar.lie = lie
        found.append(refused(verify(liar.url, liar.url + address(editions[0]))).removeprefix("AssertionError: "))
    assert found == [words for _lie, words in LIES]
    liar.lie = lambda path, body: None
    assert verify(liar.url, liar.url + address(editions[0])).returncode == 0, "an honest site would have passed"


def test_a_bit_of_the_signature_is_enough(editions, liar):
    for bit in (0, 200, 255, 256, 300, 500):

        def lie(path, body, bit=bit):
            for row in body.get("checkpoints", []):
                row["signature"] = flipped(bytes.fromhex(row["signature"]), bit).hex()

        liar.lie = lie
        assert "AssertionError" in refused(verify(liar.url, liar.url + address(editions[0])))


def test_another_key_of_the_site_is_noticed_by_who_knows_the_right_one(editions, liar):
    """The whole history rewritten and signed anew: nothing the site says contradicts itself."""
    forger, known = Ed25519PrivateKey.from_private_bytes(bytes(32)), CheckpointKey.objects.get().public

    def lie(path, body):
        for row in body.get("checkpoints", []):
            told = "alliance-record-checkpoint/1\n{generation}\n{position}\n{chain}\n{at}\n".format(**row)
            row["signature"] = forger.sign(told.encode()).hex()
        if "keys" in path:
            body["data"][0]["public_key"] = forger.public_key().public_bytes_raw().hex()

    liar.lie = lie
    assert verify(liar.url, liar.url + address(editions[0])).returncode == 0
    assert refused(verify(liar.url, liar.url + address(editions[0]), known)).endswith(SIGNED)
