"""Whether a copy is what it says: by itself, and against the site's whole history."""

import json
from collections.abc import Iterator
from typing import Any

from .copies import Copies, Copy
from .following import API, PAGE
from .proof import (
    Broken,
    NotProven,
    chain_along,
    chain_start,
    check_item,
    check_page,
    ends_translations,
    is_told,
    key_of,
)
from .wire import Wire

Standing = dict[str, tuple[int, str | None]]


def faults(copies: Copies, copy: Copy) -> Iterator[str]:
    """Everything that does not hold: the file, the chain over the rows, each item's digest, and that each is the
    edition its last row speaks of."""
    if (state := copies.db.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        yield f"the file is damaged: {state}"
    chain, position = copy.start, copy.base
    last: Standing = {}
    for row in copies.every("rows", copy):
        try:
            chain = chain_along(chain, [row])
        except NotProven as problem:
            yield str(problem)
            chain = row["chain"]
        if row["position"] != position + 1:
            yield f"position {row['position']} follows {position}"
        position, last = row["position"], with_row(last, row, is_told(row))
    if (position, chain) != (copy.position, copy.chain):
        yield f"the copy says it is at {copy.position}; its rows end at {position}"
    yield from _faults_of_items(copies, copy, last)


def _faults_of_items(copies: Copies, copy: Copy, last: Standing) -> Iterator[str]:
    held = set()
    for item in copies.every("items", copy):
        key = key_of(item)
        held.add(key)
        try:
            check_item(item)
        except NotProven as problem:
            yield str(problem)
        # What came with the snapshot and was not changed since has no row here; against_site looks at that too.
        told = last.get(key, (item["position"], item["digest"]))
        if told != (item["position"], item["digest"]) or (key not in last and item["position"] > copy.base):
            yield f"{key} is not the edition its last row speaks of"
    for entry, (position, digest) in last.items():
        if digest and entry not in held:
            yield f"{entry}, published at {position}, is missing"


def faults_against_site(copies: Copies, copy: Copy, wire: Wire) -> Iterator[str]:
    """The site's whole history up to the copy's position leads to this chain, and to these entries and no others."""
    chain, standing = history(wire, copy.position)
    if chain != copy.chain:
        yield f"the site's history up to {copy.position} is another one"
    held = {key_of(item): (item["position"], item["digest"]) for item in copies.every("items", copy)}
    gone = {row["id"]: (row["position"], None) for row in copies.every("tombstones", copy)}
    yield from differences(held | gone, standing)


def with_row(standing: Standing, row: dict[str, Any], is_there: bool) -> Standing:
    """What stands after a row: its edition, or nothing, and no translation of what was retracted or withdrawn."""
    if ends_translations(row):
        standing = {key: told for key, told in standing.items() if not key.startswith(f"{row['id']}/")}
    standing[key_of(row)] = (row["position"], row["digest"] if is_there else None)
    return standing


def differences(held: Standing, standing: Standing) -> Iterator[str]:
    for entry in sorted(held.keys() | standing.keys()):
        if held.get(entry) != standing.get(entry):
            yield f"{entry}: held {held.get(entry)}, on the site {standing.get(entry)}"


def history(wire: Wire, until: int | None = None) -> tuple[str, Standing]:
    """The chain at `until` (None: the end), proven from the beginning, and what stands then: entry → its position and
    digest, no digest for what is withdrawn."""
    chain, heard, cursor = "", 0, "0"
    standing: Standing = {}
    while until is None or heard < until:
        limit = min(5 * PAGE, until - heard) if until is not None else 5 * PAGE

        def check(page: Any, heard: int = heard, chain: str = chain) -> None:
            check_page({**page, "data": [row | {"item": "unasked"} for row in page["data"]]}, heard)
            chain_along(chain or chain_start(page["meta"]["generation"]), page["data"])

        page, _etag = wire.json(f"{API}/changes/?after={cursor}&limit={limit}", check)
        for row in page["data"]:
            # A row suppressed at its last position is followed by the withdrawal, maybe only after `until`.
            standing = with_row(standing, row, row["action"] != "withdrawn")
            chain, heard = row["chain"], row["position"]
        cursor = page["next"]
        if page["meta"]["caught_up"]:
            break
    if until is not None and heard < until:
        raise Broken(f"the site ends at {heard}, before {until}")
    return chain, standing


def held_lines(lines: Iterator[str]) -> Standing:
    """What a mirror says it holds: NDJSON of `id`, `position`, `digest` (null: withdrawn)."""
    told = [json.loads(line) for line in lines if line.strip()]
    return {one["id"]: (one["position"], one["digest"]) for one in told}
