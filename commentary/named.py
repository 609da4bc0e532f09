"""Who and what a text names, each as it stood on the day of the text."""

from collections import defaultdict
from datetime import date
from typing import Any

from publishing.models import Edition
from publishing.related import Held, Strengths, Thread

THAT_DAY, STRENGTHS = "that_day", "strengths"
# What may be said of somebody or something on one day.
SAID = ("tenure", "affiliation", "membership")
# How many names a text shows: what it is about first; then people, forces, states, bodies, what they met at.
MAX_NAMES = 40
ORDER = ("person", "force", "state", "organisation", "institution", "summit", "event", "document", "statement")


def day_of_text(edition: Edition) -> date:
    """When a text is of; one that says no day, the day it first came out."""
    said = edition.document["dates"]["from"]
    if said:
        return date.fromisoformat(said)
    first = edition.first_released_at or edition.released_at
    return first.date() if first else date.today()


def threads_of(edition: Edition) -> list[Thread]:
    """The facts that say what the named were, to be read with the page's own in one query."""
    named = named_in(edition.document)
    day = day_of_text(edition)
    forces = tuple(ref["id"] for ref in named if ref["kind"] == "force")
    others = tuple(ref["id"] for ref in named if ref["kind"] in ("person", "state"))
    threads: list[Thread] = []
    if others:
        threads.append(Held("", "subject", THAT_DAY, 120, ends=others, on=day, kinds=SAID))
    if forces:
        threads.append(Strengths("", "subject", STRENGTHS, ends=forces, on=day))
    return threads


def named_in(document: dict) -> list[dict]:
    """References to what the text mentions or is about, its authors and experts among them, each once."""
    told = [fact["subject" if fact["kind"] in ("author", "expert") else "object"] for fact in document["facts"]]
    once = {ref["id"]: ref for ref in told if ref and ref["id"] != document["id"] and ref["kind"] != "topic"}
    about = {ref["id"] for ref in document["about"]}
    return sorted(once.values(), key=lambda ref: (ref["id"] not in about, _rank(ref["kind"]), ref["title"]))[:MAX_NAMES]


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def cards(document: dict, beside: dict[str, list[dict]]) -> list[dict[str, Any]]:
    """`{reference, held, strengths}` for each name: what it was that day, and a force's strengths, newest first."""
    held, strengths = (_by_subject(beside.get(key, [])) for key in (THAT_DAY, STRENGTHS))
    return [
        {"reference": ref, "held": held[ref["id"]], "strengths": strengths[ref["id"]]} for ref in named_in(document)
    ]


def _by_subject(statements: list[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = defaultdict(list)
    for statement in statements:
        found[statement["subject"]["id"]].append(statement)
    return found
