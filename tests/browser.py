"""A real browser for tests: Debian's chromium, driven by Playwright (whose own browsers are downloads).

Found where it is, installed with apt-get where that is possible; under CI its absence is a failure.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from threading import Condition

import pytest
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.desk import at_desk
from tests.machine import lacking

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # as root Chromium starts no other way
    # It looks up outside hosts at every start unless told not to.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
]


class InFlight:
    """How many requests the site is answering right now."""

    def __init__(self):
        self.number, self.changed = 0, Condition()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **kwargs) -> None:
        with self.changed:
            self.number += 1

    def end(self, **kwargs) -> None:
        with self.changed:
            self.number -= 1
            self.changed.notify_all()

    def forget(self) -> None:
        """What the test client of an earlier test left open, a file it never read to its end, is no request of ours."""
        with self.changed:
            self.number = 0

    def none(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.number <= 0, timeout=20), "The site still answers a request."
            self.number = 0


in_flight = InFlight()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # As long as Playwright waits before it clicks: a machine that runs all tests at once answers late.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browsers(chromium, live_server) -> Iterator[Callable[[], BrowserContext]]:
    """Opens a browser of their own for somebody.

    At the end none of them may still be heard of when the test's rows are removed. Pages of the desk say that they are
    left, and ask again and again who else is there: they are cut off first, then the site finishes what it answers.
    """
    in_flight.forget()
    contexts: list[BrowserContext] = []

    def opened() -> BrowserContext:
        context = chromium.new_context(base_url=live_server.url)
        context.on("close", lambda closed: contexts.remove(closed))
        contexts.append(context)
        return context

    yield opened
    for context in list(contexts):
        context.set_offline(True)
        context.close()
    in_flight.none()


@pytest.fixture
def sign_in(browsers, live_server) -> Callable[..., Page]:
    """`sign_in(role)` or `sign_in(client=…)`: a page of a browser of their own; `page.violations` of our policy."""

    def signed_in(role: str = "", client: Client | None = None) -> Page:
        client = client or at_desk(role)
        context = browsers()
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.violations = []
        page.on("console", lambda said: "Security Policy" in said.text and page.violations.append(said.text))
        return page

    return signed_in


def chromium_path() -> str:
    return (
        found()
        or installed()
        or lacking("No chromium here and none could be installed; on Debian: apt-get install chromium.")
    )


def found() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def installed() -> str | None:
    """One worker installs, the others wait for apt's lock."""
    if not shutil.which("apt-get") or not (prefix := root_prefix()):
        return None
    wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"]
    environment = [*prefix, "DEBIAN_FRONTEND=noninteractive"]
    subprocess.call([*environment, "apt-get", *wait, "update"])
    subprocess.call([*environment, "apt-get", *wait, "install", "--yes", "--no-install-recommends", "chromium"])
    return found()


def root_prefix() -> list[str]:
    if os.geteuid() == 0:
        return ["env"]
    may_sudo = shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0
    return ["sudo", "-n", "env"] if may_sudo else []
