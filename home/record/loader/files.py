"""The fact base and the prose as they lie in the project. Nothing outside this folder is read at run time."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

RECORD = Path(__file__).resolve().parent.parent
FACTS = RECORD / "facts"
# The makers of the fact base call the text it began with “the seed”; readers know it as the source document.
SEED = re.compile(r"\b([Tt]he) seed(?: text)?\b")


@cache
def facts(name: str) -> Any:
    """A file of the fact base, such as `facts("summits")`. Shared: callers change nothing in it."""
    return json.loads(SEED.sub(r"\1 source document", (FACTS / f"{name}.json").read_text()))


def prose(name: str) -> Any | None:
    """A prose file beside the fact base; None while nobody has written it."""
    path = RECORD / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def pieces(folder: str) -> dict[str, dict]:
    """The articles or the commentary, by `folder/slug`."""
    return {f"{folder}/{path.stem}": json.loads(path.read_text()) for path in sorted((RECORD / folder).glob("*.json"))}
