"""What can be checked without trusting anybody: digests of content, and the chain along the positions."""

import json
from hashlib import sha256
from typing import Any


class Broken(Exception):
    """An answer that is not whole, or not one to what was asked. Asking again may help."""


class NotProven(Exception):
    """What the site says contradicts its own proof."""


def digest_of_text(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def canonical(content: Any) -> str:
    """`content` as it was sent: the order of its members is kept from reading to writing."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def chain_start(generation: str) -> str:
    return digest_of_text(generation)


def chain_link(before: str, row: dict[str, Any]) -> str:
    parts = (before, row["position"], row["id"], row["edition"], row["action"], row["digest"])
    return digest_of_text("".join(f"{part}\n" for part in parts))


def chain_along(before: str, rows: list[dict[str, Any]]) -> str:
    """The chain after `rows`. Raises NotProven at the first that does not join on."""
    for row in rows:
        before = chain_link(before, row)
        if before != row["chain"]:
            raise NotProven(f"the chain does not join up at position {row['position']}")
    return before


def check_item(item: dict[str, Any], row: dict[str, Any] | None = None) -> None:
    """Whether the content has the digest it is sent with, and is the edition that `row` speaks of."""
    if digest_of_text(canonical(item["content"])) != item["digest"]:
        raise NotProven(f"the content of {item['id']} does not have its digest")
    if row and any(item[name] != row[name] for name in ("id", "language", "edition", "position", "digest")):
        raise NotProven(f"position {row['position']} comes with another edition's content")


def check_page(page: Any, after: int) -> None:
    """A page of `changes` that answers this very question and has no hole in it."""
    covered, rows = page["meta"]["covered"], page["data"]
    positions = [row["position"] for row in rows]
    if covered["after"] != after or covered["through"] > page["meta"]["head"]:
        raise Broken("an answer to another question")
    if positions != list(range(after + 1, covered["through"] + 1)):
        raise Broken(f"the answer after position {after} has a hole")
    if not rows and not page["meta"]["caught_up"]:
        raise Broken("an empty answer that is not the end")
    if any(is_told(row) and not row["item"] for row in rows):
        raise Broken("an answer without its items")


def key_of(told: dict[str, Any]) -> str:
    """What an item or a row is of: the entry, or the entry in another language."""
    return f"{told['id']}/{told['language']}" if told.get("translates") else told["id"]


def ends_translations(row: dict[str, Any]) -> bool:
    """Whether the translations of an entry go with this row: they are of what was retracted or withdrawn."""
    return not row.get("translates") and row["action"] in ("retracted", "withdrawn")


def is_told(row: dict[str, Any]) -> bool:
    """Whether there is content to keep: not of what was withdrawn, then or since."""
    return row["action"] not in ("withdrawn", "out_of_scope") and not row["suppressed"]
