"""The reference mirror in tests: in this process, where waiting costs nothing, and as a partner runs it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import Client

from publishing.models import Action, Edition, Log
from syndication.mirror import reading
from syndication.mirror.checking import faults
from syndication.mirror.copies import Copies, Copy
from syndication.mirror.following import Follower
from syndication.mirror.proof import key_of
from syndication.mirror.wire import Wire
from syndication.plans import Scope
from tests.api import SITE, walked
from tests.partners import make_key, make_partner

SOURCE = Path(__file__).resolve().parent.parent / "syndication" / "mirror"


def key_for_all() -> str:
    """A key that opens everything, with a budget no test spends."""
    return make_key(make_partner(plan="agency"), *Scope.values)[1]


@contextmanager
def following(path: Path, site: str, key: str = "", **options) -> Iterator[Follower]:
    """A mirror whose pauses take no time; `follower.pauses` tells how long they would have been."""
    pauses: list[float] = []
    copies = Copies(path)
    wire = Wire(site, key, patience=60, timeout=20, say=lambda text: None, sleep=pauses.append)
    follower = Follower(wire, copies, lambda text: None, **options)
    follower.pauses = pauses
    yield follower
    copies.close()


def shown(copies: Copies) -> Copy:
    copy = copies.shown()
    assert copy
    return copy


def assert_equal_to_the_site(copies: Copies) -> None:
    """Every item in every member, every tombstone, the chain."""
    copy, head = shown(copies), Log.objects.get()
    assert (copy.position, copy.chain) == (head.position, head.chain)
    live = {item["id"]: item for item in walked("entries/", page_size=100)}
    assert live
    assert {key: reading.item(copies, copy, key) for key in live} == live
    translated = dict(translated_on_site(live))
    assert {key: reading.item(copies, copy, key) for key in translated} == translated
    gone = Edition.objects.current().filter(action=Action.WITHDRAWN)
    assert [key_of(row) for row in copies.every("items", copy)] == sorted([*live, *translated])
    withdrawn = [row["id"] for row in copies.every("tombstones", copy)]
    assert withdrawn == sorted(map(str, gone.values_list("entry_id", flat=True)))
    assert list(faults(copies, copy)) == []


def translated_on_site(live: dict) -> Iterator[tuple[str, dict]]:
    for key, item in live.items():
        for each in item["translations"]:
            yield f"{key}/{each['language']}", Client().get(each["api_url"].removeprefix(SITE)).json()


def program(folder: Path, *arguments: str) -> list[str]:
    """The command line of a mirror that has nothing but its own folder and the standard library."""
    if not (folder / "mirror").exists():
        shutil.copytree(SOURCE, folder / "mirror", ignore=shutil.ignore_patterns("__pycache__"))
    return [sys.executable, "-S", "-E", "-m", *arguments]


def run(folder: Path, *arguments: str, key: str = "", expect: int = 0) -> str:
    environment = {"PATH": os.environ["PATH"], "ALLIANCE_RECORD_KEY": key}
    done = subprocess.run(
        program(folder, *arguments), cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr
