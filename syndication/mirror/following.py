"""Bootstrap and follow: a snapshot where the key opens one, then the change feed, one whole release after another."""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .copies import Copies, Copy
from .proof import Broken, NotProven, chain_along, chain_start, check_item, check_page, is_told
from .vouching import OtherGeneration, Witness
from .wire import CHUNK, Refused, Wire

API = "/api/v1"
FORMAT = "alliance-record-snapshot/1"
PAGE = 100


class StartAgain(Exception):
    """This copy leads nowhere: the record is another generation's, or the snapshot is gone."""


class Follower:
    """`wait`: for how many seconds the site may hold back the answer that there is nothing new. `keys`: see Witness."""

    def __init__(
        self,
        wire: Wire,
        copies: Copies,
        say: Callable[[str], None] = print,
        page: int = PAGE,
        wait: int = 0,
        keys: Sequence[str] = (),
    ) -> None:
        self.wire, self.copies, self.say, self.page, self.wait = wire, copies, say, page, wait
        self.witness = Witness(wire, copies, say, keys)
        # Of the last answer in which nothing was new: its ETag, and the cursor it answered.
        self.etag, self.etag_of = "", ""

    def catch_up(self) -> Copy:
        """The copy that is shown, with everything the site has. Whatever was begun by a killed process goes on."""
        copy = self.copies.building() or self.copies.shown() or self.begin()
        while True:
            try:
                self.load(copy)
                Reading(self, copy).to_the_end()
                self.confirm(copy)
            except StartAgain as reason:
                self.say(f"{reason}; building a new copy beside the old one")
                copy = self.begin()
                continue
            if not copy.is_shown:
                self.copies.show(copy)
            return copy

    def confirm(self, copy: Copy) -> None:
        """By what the site has signed: a new copy before it is shown, then from time to time."""
        if copy.is_shown and not self.witness.is_due():
            return
        try:
            self.witness.check(copy)
        except OtherGeneration:
            # The record may have been restored since the feed was read. Then the feed says so, too.
            Reading(self, copy).to_the_end()
            self.witness.check(copy)

    def begin(self) -> Copy:
        manifest = self.newest_snapshot() if self.wire.key else None
        self.say(f"starting from the snapshot at {manifest['position']}" if manifest else "starting from the beginning")
        for left in self.copies.path.parent.glob(f"{self.copies.path.name}.*.part"):
            left.unlink()
        return self.copies.begin(manifest)

    def newest_snapshot(self) -> dict[str, Any] | None:
        def check(told: Any) -> None:
            if any(manifest["format"] != FORMAT for manifest in told["data"]):
                raise Broken("a snapshot of another format")

        try:
            told, _etag = self.wire.json(f"{API}/snapshots/", check)
        except Refused as refused:
            if refused.code == "insufficient-scope":
                self.say("this key opens no snapshots")
                return None
            raise
        return told["data"][0] if told["data"] else None

    def load(self, copy: Copy) -> None:
        """The snapshot's files that are not loaded yet."""
        manifest = json.loads(copy.manifest)
        loaded = self.copies.loaded(copy)
        for kind, file in sorted(manifest.get("kinds", {}).items()):
            if kind not in loaded:
                self.fetch(file, copy, kind)

    def fetch(self, file: dict[str, Any], copy: Copy, kind: str) -> None:
        place = Path(f"{self.copies.path}.{file['sha256'][:16]}.part")
        # Only its path: the manifest may name the site otherwise than it is reached here, and the key stays with us.
        address = urlsplit(file["url"]).path
        try:
            self.wire.patiently(lambda: self._whole(address, place, file))
        except Refused as refused:
            place.unlink(missing_ok=True)
            if refused.status in (404, 410):
                raise StartAgain("this snapshot is no longer to be had") from None
            raise
        self.copies.load(copy, kind, checked(place, file["entries"], is_item=kind != "withdrawn"))
        place.unlink()
        self.say(f"{kind}: {file['entries']} loaded")

    def _whole(self, address: str, place: Path, file: dict[str, Any]) -> None:
        if not is_file(place, file):
            self.wire.download(address, place, file["bytes"], file["sha256"])
        if not is_file(place, file):
            place.unlink()
            raise NotProven("a file that is not the manifest's")


def is_file(place: Path, file: dict[str, Any]) -> bool:
    if not place.exists() or place.stat().st_size != file["bytes"]:
        return False
    digest = sha256()
    with place.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == file["sha256"]


def checked(place: Path, entries: int, is_item: bool) -> Iterator[dict[str, Any]]:
    number = 0
    with gzip.open(place, "rb") as lines:
        for line in lines:
            number += 1
            told = json.loads(line)
            if is_item:
                check_item(told)
            yield told
    if number != entries:
        raise NotProven(f"{place.name} has {number} lines, not {entries}")


class Reading:
    """One reading of the feed. It hears pages, which may end within a release, and applies whole releases."""

    def __init__(self, follower: Follower, copy: Copy) -> None:
        self.follower, self.copy = follower, copy
        self.cursor, self.heard = copy.cursor, copy.cursor_at
        self.chain = follower.copies.chain_at(copy, copy.cursor_at) if copy.generation else ""
        # Proven rows of a release whose end has not been heard.
        self.held: list[dict[str, Any]] = []

    def to_the_end(self) -> None:
        while not self.hear():
            pass

    def hear(self) -> bool:
        """The next page; whether it was the last."""
        follower, etag = self.follower, self.follower.etag if self.follower.etag_of == self.cursor else ""
        path = f"{API}/changes/?after={self.cursor}&limit={follower.page}&expand=item"
        if follower.wait:
            path += f"&wait={follower.wait}"
        try:
            page, etag = follower.wire.json(path, self.check, etag)
        except Refused as refused:
            if refused.code == "another-generation":
                raise StartAgain("the record was restored: another generation") from None
            raise
        if page is None:
            return True
        # Kept of an empty answer only: a 304 must never stand for rows that have yet to be applied.
        follower.etag, follower.etag_of = ("", "") if page["data"] else (etag, self.cursor)
        self.take(page)
        return page["meta"]["caught_up"]

    def check(self, page: Any) -> None:
        """Proof before anything is kept."""
        check_page(page, self.heard)
        generation = page["meta"]["generation"]
        if self.copy.generation and self.copy.generation != generation:
            raise StartAgain("another generation")
        chain_along(self.chain or chain_start(generation), page["data"])
        for row in page["data"]:
            if is_told(row):
                check_item(row["item"], row)

    def take(self, page: dict[str, Any]) -> None:
        rows, meta = page["data"], page["meta"]
        if not rows:
            return
        # A reading that begins before what is applied hears some rows again.
        self.held += [row for row in rows if row["position"] > self.copy.position]
        whole = wholes(self.held, meta["caught_up"])
        complete, self.held = self.held[:whole], self.held[whole:]
        self.heard, self.chain, self.cursor = rows[-1]["position"], rows[-1]["chain"], page["next"]
        # Asking on from within a release would, after a restart, lose its beginning.
        known = (self.copy.cursor, self.copy.cursor_at) if self.held else (self.cursor, self.heard)
        if complete or not self.held:
            self.follower.copies.apply(self.copy, complete, *known, meta["generation"])
            share = 100 * self.copy.position // max(meta["head"], 1)
            self.follower.say(f"position {self.copy.position} of {meta['head']} ({share} %)")


def wholes(rows: list[dict[str, Any]], caught_up: bool) -> int:
    """How many of `rows` belong to releases that are complete."""
    if not rows or rows[-1].get("last_of_release", caught_up):
        return len(rows)
    release = rows[-1]["release"]
    return next((number for number in range(len(rows), 0, -1) if rows[number - 1]["release"] != release), 0)
