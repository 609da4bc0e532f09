"""A partner's copy of the record, kept as docs/api.md says: a snapshot, then the changes after it."""

from typing import Any

from django.test import Client

from publishing.facts import references_in
from tests.api import SITE
from tests.snapshots import lines_of


class Copy:
    def __init__(self) -> None:
        self.items: dict[str, dict] = {}
        self.withdrawn: dict[str, dict] = {}
        self.next = ""

    @classmethod
    def from_snapshot(cls, manifest: dict) -> "Copy":
        copy = cls()
        for kind, file in manifest["kinds"].items():
            place = copy.withdrawn if kind == "withdrawn" else copy.items
            # What is held of an entry in another language lies beside it: these keep the originals.
            if kind != "translations":
                place.update({row["id"]: row for row in lines_of(file)})
        copy.next = manifest["changes"]
        return copy

    def follow(self) -> None:
        """Apply changes page by page until caught up; `next` is kept as it is given."""
        caught_up = False
        while not caught_up:
            separator = "&" if "?" in self.next else "?"
            address = self.next if "expand=" in self.next else f"{self.next}{separator}expand=item&limit=7"
            page = Client().get(address.removeprefix(SITE)).json()
            for row in page["data"]:
                self.apply(row)
            self.next, caught_up = page["links"]["next"], page["meta"]["caught_up"]

    def apply(self, row: dict) -> None:
        if row["translates"]:
            return
        if row["action"] == "withdrawn":
            self.items.pop(row["id"], None)
            self.withdrawn[row["id"]] = row
        elif not row["suppressed"]:
            self.withdrawn.pop(row["id"], None)
            self.items[row["id"]] = row["item"]

    def told(self) -> dict[str, dict]:
        """The items with names as they are called today: who has all entries needs nobody to tell them."""
        return {key: item | {"references": self.references(item)} for key, item in self.items.items()}

    def references(self, item: dict) -> dict[str, dict[str, Any]]:
        return {ref["id"]: self.named(ref) for ref in references_in(item["content"])}

    def named(self, stored: dict) -> dict[str, Any]:
        item = self.items.get(stored["id"])
        if item is None:
            return stored | {"url": None, "api_url": None, "is_public": False}
        return {name: item[name] for name in ("id", "kind", "title", "url", "api_url")} | {"is_public": True}
