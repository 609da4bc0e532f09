"""What is held, in one SQLite file. A copy is built beside the one that is shown and takes its place in one step."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .proof import chain_start, ends_translations, is_told, key_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS copies (
    id INTEGER PRIMARY KEY, is_shown INTEGER NOT NULL DEFAULT 0, generation TEXT NOT NULL,
    base INTEGER NOT NULL, base_chain TEXT NOT NULL, position INTEGER NOT NULL, chain TEXT NOT NULL,
    cursor TEXT NOT NULL, cursor_at INTEGER NOT NULL, manifest TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS one_of_each ON copies (is_shown);
CREATE TABLE IF NOT EXISTS rows (
    copy INTEGER, position INTEGER, id TEXT NOT NULL, told TEXT NOT NULL, PRIMARY KEY (copy, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS rows_of_entry ON rows (copy, id, position);
CREATE TABLE IF NOT EXISTS items (copy INTEGER, id TEXT, told TEXT NOT NULL, PRIMARY KEY (copy, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tombstones (copy INTEGER, id TEXT, told TEXT NOT NULL, PRIMARY KEY (copy, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS loaded (copy INTEGER, kind TEXT, PRIMARY KEY (copy, kind)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoints (
    generation TEXT, position INTEGER, told TEXT NOT NULL, PRIMARY KEY (generation, position)
) WITHOUT ROWID;
"""
PARTS = ("rows", "items", "tombstones", "loaded")


class Overtaken(Exception):
    """Another process follows into the same file."""


@dataclass
class Copy:
    """`position` and `chain`: how far it is applied; `cursor`: where to ask on, which may lie a little before."""

    id: int
    is_shown: int
    generation: str
    base: int
    base_chain: str
    position: int
    chain: str
    cursor: str
    cursor_at: int
    manifest: str = field(repr=False)

    @property
    def start(self) -> str:
        """The chain its first row joins on to."""
        return self.base_chain or chain_start(self.generation)


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Copies:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None, timeout=60)
        # What is withdrawn is overwritten, not only forgotten; what is applied survives the power being cut.
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            self.db.execute(f"PRAGMA {pragma}")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def belongs_to(self, site: str) -> str:
        """The site this file is a copy of: `site`, if it is new."""
        if site:
            self.db.execute("INSERT OR IGNORE INTO about VALUES ('site', ?)", [site])
        found = self.db.execute("SELECT value FROM about WHERE name = 'site'").fetchone()
        return found[0] if found else ""

    def keys(self) -> tuple[str, ...]:
        """The public keys, in hex, that checkpoints are believed to be signed with."""
        found = self.db.execute("SELECT value FROM about WHERE name = 'keys'").fetchone()
        return tuple(json.loads(found[0])) if found else ()

    def remember(self, keys: Iterable[str]) -> None:
        self.db.execute("INSERT OR REPLACE INTO about VALUES ('keys', ?)", [dumped(list(keys))])

    def checkpoint(self, generation: str) -> dict[str, Any] | None:
        """The newest that was proven. All are kept, for ever: they are what history is held against."""
        found = self.db.execute(
            "SELECT told FROM checkpoints WHERE generation = ? ORDER BY position DESC LIMIT 1", [generation]
        ).fetchone()
        return json.loads(found[0]) if found else None

    def keep(self, checkpoint: dict[str, Any]) -> None:
        values = (checkpoint["generation"], checkpoint["position"], dumped(checkpoint))
        self.db.execute("INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?)", values)

    def shown(self) -> Copy | None:
        return self._copy("is_shown = 1")

    def building(self) -> Copy | None:
        return self._copy("is_shown = 0")

    def _copy(self, condition: str, *values: Any) -> Copy | None:
        found = self.db.execute(f"SELECT * FROM copies WHERE {condition}", values).fetchone()
        return Copy(*found) if found else None

    def begin(self, manifest: dict[str, Any] | None) -> Copy:
        """A new copy beside the one that is shown, in place of any other that was being built."""
        told, cursor = manifest or {}, (manifest or {}).get("changes", "0").rpartition("after=")[2]
        position, chain = told.get("position", 0), told.get("chain", "")
        with self.transaction():
            self._drop("is_shown = 0")
            self.db.execute(
                "INSERT INTO copies (generation, base, base_chain, position, chain, cursor, cursor_at, manifest)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [told.get("generation", ""), position, chain, position, chain, cursor, position, dumped(told)],
            )
        copy = self.building()
        assert copy
        return copy

    def show(self, copy: Copy) -> None:
        """From one moment to the next readers see this copy and no other."""
        with self.transaction():
            self._drop("id != ?", copy.id)
            self.db.execute("UPDATE copies SET is_shown = 1 WHERE id = ?", [copy.id])
        copy.is_shown = 1
        self.forget()

    def _drop(self, condition: str, *values: Any) -> None:
        for table in PARTS:
            self.db.execute(f"DELETE FROM {table} WHERE copy IN (SELECT id FROM copies WHERE {condition})", values)
        self.db.execute(f"DELETE FROM copies WHERE {condition}", values)

    def forget(self) -> None:
        """Empty the write-ahead log too, which still has what was deleted."""
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def chain_at(self, copy: Copy, position: int) -> str:
        if position == copy.base:
            return copy.start
        told = self.db.execute("SELECT told FROM rows WHERE copy = ? AND position = ?", [copy.id, position]).fetchone()
        return json.loads(told[0])["chain"]

    def loaded(self, copy: Copy) -> set[str]:
        return {kind for (kind,) in self.db.execute("SELECT kind FROM loaded WHERE copy = ?", [copy.id])}

    def load(self, copy: Copy, kind: str, told: Iterable[dict[str, Any]]) -> None:
        """One file of a snapshot, whole or not at all."""
        table = "tombstones" if kind == "withdrawn" else "items"
        with self.transaction():
            self.db.executemany(
                f"INSERT INTO {table} VALUES (?, ?, ?)", ((copy.id, key_of(one), dumped(one)) for one in told)
            )
            self.db.execute("INSERT INTO loaded VALUES (?, ?)", [copy.id, kind])

    def apply(self, copy: Copy, rows: list[dict[str, Any]], cursor: str, cursor_at: int, generation: str) -> None:
        """Whole releases, in one transaction; with them, how far the copy is and where it asks on."""
        position, chain = (rows[-1]["position"], rows[-1]["chain"]) if rows else (copy.position, copy.chain)
        with self.transaction():
            moved = self.db.execute(
                "UPDATE copies SET position = ?, chain = ?, cursor = ?, cursor_at = ?, generation = ?"
                " WHERE id = ? AND position = ? AND cursor = ?",
                [position, chain, cursor, cursor_at, generation, copy.id, copy.position, copy.cursor],
            )
            if not moved.rowcount:
                raise Overtaken("another process follows into this file")
            for row in rows:
                self._apply(copy.id, row)
        copy.position, copy.chain, copy.cursor, copy.cursor_at = position, chain, cursor, cursor_at
        copy.generation = generation
        if not all(is_told(row) for row in rows):
            self.forget()

    def _apply(self, copy: int, row: dict[str, Any]) -> None:
        key = (copy, key_of(row))
        line = dumped({name: value for name, value in row.items() if name != "item"})
        self.db.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", [copy, row["position"], row["id"], line])
        self.db.execute("DELETE FROM tombstones WHERE copy = ? AND id = ?", key)
        if is_told(row):
            self.db.execute("INSERT OR REPLACE INTO items VALUES (?, ?, ?)", [*key, dumped(row["item"])])
        else:
            self.db.execute("DELETE FROM items WHERE copy = ? AND id = ?", key)
        if ends_translations(row):
            self.db.execute("DELETE FROM items WHERE copy = ? AND id GLOB ? || '/*'", key)
        if row["action"] == "withdrawn":
            self.db.execute("INSERT INTO tombstones VALUES (?, ?, ?)", [*key, line])

    def one(self, table: str, copy: Copy, entry: str) -> dict[str, Any] | None:
        found = self.db.execute(f"SELECT told FROM {table} WHERE copy = ? AND id = ?", [copy.id, entry]).fetchone()
        return json.loads(found[0]) if found else None

    def translations(self, copy: Copy, entry: str) -> Iterator[dict[str, Any]]:
        """What is held of an entry in other languages, in order of these."""
        condition = "copy = ? AND id GLOB ? || '/*' ORDER BY id"
        for (told,) in self.db.execute(f"SELECT told FROM items WHERE {condition}", [copy.id, entry]):
            yield json.loads(told)

    def every(self, table: str, copy: Copy) -> Iterator[dict[str, Any]]:
        """In order of ids (rows: of positions)."""
        for (told,) in self.db.execute(
            f"SELECT told FROM {table} WHERE copy = ? ORDER BY {'position' if table == 'rows' else 'id'}", [copy.id]
        ):
            yield json.loads(told)

    def number(self, table: str, copy: Copy) -> int:
        return self.db.execute(f"SELECT count(*) FROM {table} WHERE copy = ?", [copy.id]).fetchone()[0]
