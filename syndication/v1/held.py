"""`on=`: what held on one day of the world, told beside an item. Accepted facts only, read with the page itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from publishing.models import Fact


@dataclass(frozen=True)
class Relation:
    """A kind of fact, which end of it the item is, what the other end is called, and the list's name."""

    fact: str
    end: str
    other: str
    many: str


OF_KIND = {
    "state": Relation("membership", "subject", "organisation", "memberships"),
    "organisation": Relation("membership", "object", "state", "members"),
    "person": Relation("tenure", "subject", "office", "tenures"),
    "office": Relation("tenure", "object", "person", "holders"),
}


@dataclass(frozen=True)
class Held:
    relation: Relation
    day: date

    def beside(self, editions: QuerySet, position: int) -> QuerySet:
        """`editions` with the facts of that day as `held`."""
        facts = (
            Fact.objects.at(position)
            .accepted()
            .on(self.day)
            .filter(**{"kind": self.relation.fact, self.relation.end: OuterRef("entry_id")})
            .order_by("sort_on", "id")
            .values("statement")
        )
        return editions.annotate(held=ArraySubquery(facts))

    def told(self, statements: list[dict[str, Any]], fresh: dict[str, dict[str, Any]]) -> dict[str, Any]:
        return {"date": self.day, self.relation.many: [self._row(statement, fresh) for statement in statements]}

    def _row(self, statement: dict[str, Any], fresh: dict[str, dict[str, Any]]) -> dict[str, Any]:
        other = statement["object" if self.relation.end == "subject" else "subject"]
        return {
            self.relation.other: fresh[other["id"]],
            **statement["value"],
            "valid": statement["valid"],
            "fact": statement["id"],
        }


def held_on(kind: str, day: date | None) -> Held | None:
    return Held(OF_KIND[kind], day) if day and kind in OF_KIND else None
