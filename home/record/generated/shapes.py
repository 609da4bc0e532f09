"""What every generated document shares: the base keys, references, periods and facts of published ones."""

from datetime import date, timedelta
from uuid import uuid5

from home.record.generated import REMARK, words
from home.record.generated.catalogue import Catalogue, Identity
from home.record.generated.prose import Writer, cited
from publishing import kinds

NO_DATES = {"from": None, "to": None, "precision": {"from": "not-applicable", "to": "not-applicable"}}
SOURCELESS = ("mentions", "about")


def reference(entry: Identity | None) -> dict | None:
    if entry is None:
        return None
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "title": entry.title,
        "url": kinds.page_url(entry.kind, entry.slug),
    }


def one_day(day: date | None) -> dict:
    return period(day, day + timedelta(days=1)) if day else NO_DATES


def period(start: date, end: date | None) -> dict:
    return {
        "from": start.isoformat(),
        "to": end.isoformat() if end else None,
        "precision": {"from": "day", "to": "day" if end else "open"},
    }


class Draft:
    """One document in the making: the entry, its random stream, its sources, its facts."""

    def __init__(self, catalogue: Catalogue, entry: Identity) -> None:
        self.catalogue, self.entry = catalogue, entry
        self.rng = catalogue.random(entry.index, "document")
        self.sources = [] if entry.kind == "topic" else cited(self.rng, self.rng.randrange(2, 7))
        self.writer = Writer(catalogue, entry, self.rng, self.sources)
        self.topics = [] if entry.kind == "topic" else self.rng.sample(catalogue.base("topic"), 2)
        self.dates = one_day(entry.on)
        self.facts: list[dict] = []

    def some(self, kind: str) -> Identity | None:
        return self.catalogue.before(self.entry.index, kind, self.rng)

    def several(self, kind: str, most: int) -> list[Identity]:
        found = [self.some(kind) for _ in range(self.rng.randrange(1, most + 1))]
        return list({entry.id: entry for entry in found if entry}.values())

    def fact(
        self, kind: str, subject: Identity, target: Identity | None, value: dict, valid: dict | None = None
    ) -> None:
        name = f"{kind}:{subject.id}:{target.id if target else ''}:{valid['from'] if valid else ''}"
        id_ = str(uuid5(self.entry.id, name))
        if any(fact["id"] == id_ for fact in self.facts):
            return
        self.facts.append(
            {
                "id": id_,
                "kind": kind,
                "subject": reference(subject),
                "object": reference(target),
                "valid": valid or self.dates,
                "standing": "accepted",
                "confidence": "verified-in-search",
                "value": value,
                "note": "",
                "checked_on": None,
                "citations": [] if kind in SOURCELESS else self.sources[:2],
            }
        )

    def finished(self, own: dict) -> dict:
        """The whole document; the facts of what the text links to come last, as in a published one."""
        for target in self.writer.linked.values():
            self.fact("mentions", self.entry, target, {})
        return {
            "id": str(self.entry.id),
            "kind": self.entry.kind,
            "language": "en",
            "slug": self.entry.slug,
            "title": self.entry.title,
            "names": self.names(),
            "summary": self.writer.plain()[:400],
            "dates": self.dates,
            "topics": [reference(topic) for topic in self.topics],
            "wikidata": "",
            "confidence": "verified-in-search",
            "remarks": REMARK,
            "images": [],
            "sources": self.sources,
            "facts": self.facts,
            "note": "",
        } | own

    def names(self) -> list[dict]:
        if self.entry.kind not in ("person", "summit", "event") or self.rng.random() < 0.5:
            return []
        return [{"name": " ".join(words.person_name(self.rng)), "kind": "variant", "language": ""}]
