"""Checkpoints: what the site has signed of its history, held against the copy's own (docs/api.md, “Proof”)."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from .copies import Copies, Copy
from .proof import Broken, NotProven
from .signing import is_signed, name_of
from .wire import Refused, Wire

LOG = "/api/v1/log/"
FORMAT = "alliance-record-checkpoint/1"
# What is signed, and by whom; where a checkpoint is to be had may change.
TOLD = ("generation", "position", "chain", "at", "key", "signature")
# One is made a day; a mirror that is started anew asks at once.
EVERY = 3600.0
PAGE = 500


class OtherGeneration(NotProven):
    """The log is of another generation than the feed was a moment ago."""


class Witness:
    """`keys`: the public keys (hex) to believe. Without any: those remembered, and at first the one the site names."""

    def __init__(self, wire: Wire, copies: Copies, say: Callable[[str], None], keys: Sequence[str] = ()) -> None:
        self.wire, self.copies, self.say = wire, copies, say
        self.given, self.keys = tuple(keys), tuple(keys) or copies.keys()
        self.asked_at: float | None = None

    def is_due(self) -> bool:
        return self.asked_at is None or time.monotonic() - self.asked_at >= EVERY

    def check(self, copy: Copy) -> None:
        """Raises NotProven where what was signed is not what the copy holds; what the copy holds stays as it is."""
        if not copy.position:
            return
        try:
            # Damaged on the way, an answer contradicts once or twice; a site that lies does so every time.
            found, keys = self.wire.patiently(lambda: self._proven(copy))
        except Refused as refused:
            if refused.status not in (400, 404):
                raise
            if self.keys:
                raise NotProven("the site signed checkpoints, and tells none any more") from None
            self.say("this site signs no checkpoints; its history is proven by nobody but itself")
            found, keys = None, ()
        if keys and keys != self.copies.keys():
            self.copies.remember(keys)
        self.keys = tuple(keys) or self.keys
        if found:
            self.copies.keep(found)
        self.asked_at = time.monotonic()

    def _proven(self, copy: Copy) -> tuple[dict[str, Any] | None, Sequence[str]]:
        """The newest checkpoint that speaks of what the copy holds, and the keys believed."""
        found = self._newest(copy)
        if found is None:
            return None, self.given
        keys = self.keys or self._first_key(found)
        key = next((key for key in keys if name_of(key) == found["key"]), None)
        if key is None:
            raise NotProven(
                f"the checkpoint at position {found['position']} is signed with another key ({found['key']}) than this"
                f" mirror believes ({', '.join(map(name_of, keys))}). Ask those who run the site, not the site;"
                " if it is theirs, say --signing-key with the whole of it"
            )
        text = "".join(f"{part}\n" for part in (FORMAT, *(found[name] for name in TOLD[:4])))
        if not is_signed(bytes.fromhex(key), text.encode(), bytes_of(found["signature"])):
            raise NotProven(f"the checkpoint at position {found['position']} is not signed with the key {key}")
        if found["position"] >= copy.base and found["chain"] != self.copies.chain_at(copy, found["position"]):
            raise NotProven(
                f"the history this copy was given is not the one that was signed: at position {found['position']} its"
                f" chain is another. Keep the file {self.copies.path}, and the checkpoint: {found['signature']}"
            )
        return found, keys

    def _newest(self, copy: Copy) -> dict[str, Any] | None:
        """Of those the site tells, the last that the copy reaches. Later ones are for when it has come so far."""
        held = self.copies.checkpoint(copy.generation)
        covers, found = held["position"] if held else max(copy.base, 1), None
        while True:
            page = self._page(covers, copy)
            rows = [{name: row[name] for name in TOLD} for row in page["checkpoints"]]
            if held and not found and rows[:1] != [held]:
                raise NotProven(f"the checkpoint at position {covers} that this mirror keeps is another now, or gone")
            reached = [row for row in rows if row["position"] <= copy.position]
            found = reached[-1] if reached else found
            if len(reached) < len(rows) or not rows or not page["next"]:
                return found
            covers = rows[-1]["position"] + 1

    def _page(self, covers: int, copy: Copy) -> dict[str, Any]:
        def check(told: Any) -> None:
            positions = [row["position"] for row in told["checkpoints"]]
            if positions != sorted(set(positions)) or (positions and positions[0] < covers):
                raise Broken("an answer to another question")
            if any(row["generation"] != told["generation"] or None in row.values() for row in told["checkpoints"]):
                raise Broken("a checkpoint of another generation")

        page, _etag = self.wire.json(f"{LOG}?covers={covers}&limit={PAGE}", check)
        if page["generation"] != copy.generation:
            raise OtherGeneration(
                f"the log of the site is of the generation {page['generation']}, its feed of {copy.generation}"
            )
        return page

    def _first_key(self, found: dict[str, Any]) -> tuple[str, ...]:
        """On first use: what the site says of its key, to be compared with what others were told."""

        def check(told: Any) -> None:
            if any(name_of(row["public_key"]) != row["key"] for row in told["data"]):
                raise NotProven("the site names a public key that is not of that name")

        told, _etag = self.wire.json(f"{LOG}keys/", check)
        keys = [row["public_key"] for row in told["data"] if row["key"] == found["key"]]
        if not keys:
            raise NotProven(f"the site signs with a key it does not name: {found['key']}")
        self.say(f"checkpoints are signed with {keys[0]}: compare it with what others were told")
        return tuple(keys)


def bytes_of(text: Any) -> bytes:
    """Of hex; what is none is a signature of nothing."""
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""
