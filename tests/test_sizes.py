"""Ceilings on the size of files and functions: a thing that outgrows one wants to become two."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ["config", "accounts", "publishing", "desk", "members", "summits", "commentary", "syndication", "home"]
SOURCES = sorted(
    path
    for folder in [*CODE, "tools", "bench", "tests"]
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.relative_to(ROOT).parts
)
PAGES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.css")])
FUNCTION, MODULE, TEST, PAGE = 40, 400, 300, 150


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def ceiling(path: Path) -> int:
    if path.suffix != ".py":
        return PAGE
    return TEST if path.name.startswith("test_") else MODULE


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=name)
def test_file_stays_under_its_ceiling(path):
    assert length(path) <= ceiling(path)


def test_settings_stay_one_short_file():
    assert length(ROOT / "config" / "settings.py") <= 240


def test_functions_stay_under_their_ceiling():
    long = {
        f"{name(path)}:{node.lineno} {node.name}": size
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION
    }
    assert long == {}
