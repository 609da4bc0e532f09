"""The numbered list of sources under a page: each source once, in the order the page cites them."""

from collections.abc import Iterable

from publishing.richtext import source_ids


class Sources:
    """Hands out numbers. Plain iteration gives the list: `{number, citation, locators}`."""

    def __init__(self):
        self._entries: dict[str, dict] = {}

    def __iter__(self):
        return iter(self._entries.values())

    def __len__(self):
        return len(self._entries)

    @property
    def footnotes(self) -> dict[str, int]:
        """source id → number, for marks in rich text."""
        return {key: entry["number"] for key, entry in self._entries.items()}

    def add(self, citations: Iterable[dict]) -> None:
        for cited in citations:
            entry = self._entries.setdefault(
                cited["source"], {"number": len(self._entries) + 1, "citation": cited, "locators": []}
            )
            if cited["locator"] and cited["locator"] not in entry["locators"]:
                entry["locators"].append(cited["locator"])

    def add_footnotes(self, html: str, listed: Iterable[dict]) -> None:
        """The sources a text cites, in the order it cites them."""
        by_id = {cited["source"]: cited for cited in listed}
        self.add(by_id[str(key)] for key in source_ids(html) if str(key) in by_id)

    def numbers(self, citations: Iterable[dict]) -> list[int]:
        """The numbers of `citations`, ascending, each once; unknown ones are left out."""
        found = {self._entries[c["source"]]["number"] for c in citations if c["source"] in self._entries}
        return sorted(found)
