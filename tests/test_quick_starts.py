"""The clients docs/api.md begins with, as they stand there, against a live server."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from members.models import State
from syndication.plans import Scope
from syndication.v1 import events
from tests.factories import published
from tests.listening import page_of_a_partner
from tests.partners import make_key, make_partner
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db(transaction=True)
GUIDE = settings.BASE_DIR / "docs" / "api.md"
STATES = ["Armenia", "Belarus", "Freedonia", "Tajikistan"]


@pytest.fixture
def site(live_server, settings) -> str:
    """Four states, and one of each other kind."""
    settings.SITE_URL = live_server.url
    others = [
        make(State, name, iso2=name[:2].upper(), iso3=name[:3].upper(), capital="Capital")
        for name in STATES
        if name != "Freedonia"
    ]
    published(*one_of_each().values(), *others)
    return live_server.url


def program(language: str, site: str) -> str:
    section = GUIDE.read_text(encoding="utf-8").split("## Three clients")[1].split("\n## ")[0]
    [text] = re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert "http://127.0.0.1:8000" in text
    return text.replace("http://127.0.0.1:8000", site)


def said(command: list[str], folder, key: str = "") -> str:
    done = subprocess.run(
        command, cwd=folder, env={"PATH": os.environ["PATH"], "KEY": key}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def key(transactional_db) -> str:
    return make_key(make_partner(name="Quick News"), Scope.CONTENT, Scope.FEED)[1]


def test_curl(site, key, tmp_path):
    command = ["bash", "-euo", "pipefail", "-c", program("bash", site)]
    told = said(command, tmp_path, key)
    assert '"title":"Armenia"' in told
    assert "status 304\n" in told
    assert '"name":"Quick News"' in told
    assert "Quick News" not in said(command, tmp_path)


def test_python(site, key, tmp_path):
    for sent in ("", key):
        told = said([sys.executable, "-I", "-c", program("python", site)], tmp_path, sent).splitlines()
        assert told[:4] == STATES
        assert re.fullmatch(r"next: [0-9a-f]{8}-5 caught up: False", told[4])
        assert told[5:] == ["anything new? False"]


@pytest.mark.browser
def test_javascript(site, browsers, monkeypatch):
    """In Chromium, from a page of somebody else's."""
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.2)
    page = page_of_a_partner(browsers)
    lines: list[str] = []
    page.on("console", lambda message: lines.append(message.text))
    run = "source => import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'}))).then(() => null)"
    with page.expect_console_message(lambda message: message.text.startswith("change 2 ")):
        page.evaluate(run, program("javascript", site))
    assert lines[:4] == STATES
    assert lines[4].startswith("change 1 published ")
