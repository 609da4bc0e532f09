"""Rows of the change feed: which there are after a position, and how one is told."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from publishing.models import Action, Edition
from publishing.reading import Moment
from syndication.duties import duty_of
from syndication.v1.addresses import absolute, api, edition_url
from syndication.v1.items import items, rowed, tellable, told_source

# How many positions one request may look through for a topic. A reader sees in `covered` how far that came, so a
# rare topic costs several cheap requests instead of one that walks the whole record.
WINDOW = 5000
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Question:
    """What a reader of the feed wants of what comes after a position."""

    limit: int
    expand: bool = False
    kind: str = ""
    topic: UUID | None = None

    def answered(self, moment: Moment, after: int) -> tuple[list[dict[str, Any]], int]:
        """The rows, and the position up to which they are all there are."""
        until = min(moment.position, after + WINDOW) if self.topic else moment.position
        if after == until:
            return [], until
        rows = tellable(self.rows(), OuterRef("position")) if self.expand else rowed(self.rows())
        within = marked(rows, self.rows()).filter(position__gt=after, position__lte=until)
        found = list(within.order_by("position")[: self.limit + 1])
        if len(found) > self.limit:
            found = found[: self.limit]
            until = found[-1].position or until
        return self._told(found, moment), until

    def rows(self) -> QuerySet[Edition]:
        """Editions of a kind and topic, and those by which an entry leaves the topic (whatever the reason)."""
        rows = Edition.objects.released()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if not self.topic:
            return rows
        replaced = Edition.objects.filter(
            entry_id=OuterRef("entry_id"), superseded_at_position=OuterRef("position"), topics__contains=[self.topic]
        )
        rows = rows.annotate(in_scope=Q(topics__contains=[self.topic]) | Q(action=Action.WITHDRAWN))
        return rows.filter(Q(topics__contains=[self.topic]) | Exists(replaced))

    def _told(self, found: list[Any], moment: Moment) -> list[dict[str, Any]]:
        data = [told_change(edition, bool(self.topic) and not edition.in_scope) for edition in found]
        if not self.expand:
            return data
        shown = [
            edition
            for edition, row in zip(found, data, strict=True)
            if not edition.is_suppressed and row["action"] not in (Action.WITHDRAWN, OUT_OF_SCOPE)
        ]
        told = {item["position"]: item for item in items(shown, moment)}
        return [row | {"item": told.get(row["position"])} for row in data]


def marked(rows: QuerySet[Edition], feed: QuerySet[Edition]) -> QuerySet[Edition]:
    """`rows`, each with whether the release goes on after it in `feed`. One batch whose hours were moved apart is
    several releases; the index of hours serves this."""
    further = feed.filter(
        batch=OuterRef("batch"), released_at=OuterRef("released_at"), position__gt=OuterRef("position")
    )
    return rows.annotate(release_goes_on=Exists(further))


def told_change(edition: Any, has_left: bool = False) -> dict[str, Any]:
    """A suppressed row keeps what proves it (digest and chain) and loses what it said."""
    return {
        "position": edition.position,
        "at": edition.released_at,
        "action": OUT_OF_SCOPE if has_left else edition.action,
        "id": edition.entry_id,
        "kind": edition.kind,
        "edition": edition.number,
        "language": edition.language,
        "translates": told_source(edition),
        "note": "" if edition.is_suppressed or has_left else edition.note,
        "url": absolute(edition.url),
        "api_url": edition_url(edition.kind, edition.entry_id, edition.number),
        "digest": edition.digest,
        "chain": edition.chain,
        "release": edition.batch,
        "last_of_release": not edition.release_goes_on,
        "suppressed": edition.is_suppressed,
        "duty": None if has_left else told_duty(edition),
    }


def told_duty(edition: Edition) -> dict[str, Any] | None:
    duty = duty_of(edition)
    if duty is None:
        return None
    return {"act": duty.act, "within": duty.within, "due_at": duty.due_at(edition), "receipt": api("receipts/")}
