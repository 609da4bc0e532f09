"""A real browser for tests: Debian's chromium, driven by Playwright (whose own browsers are downloads).

Found where it is, installed with apt-get where that is possible; under CI its absence is a failure.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


def chromium_path() -> str:
    path = found() or installed()
    if path:
        return path
    message = "No chromium here and none could be installed; on Debian: apt-get install chromium."
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


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
