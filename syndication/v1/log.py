"""The head of the record and of its chain, and the signed checkpoints along it."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Min, OuterRef, Subquery
from django.utils.translation import gettext as _

from publishing.canonical import chain_start
from publishing.models import Edition, Log
from publishing.reading import read_head
from syndication.models import Checkpoint, CheckpointKey
from syndication.plans import Scope
from syndication.v1 import log_shapes as shapes
from syndication.v1.addresses import api
from syndication.v1.endpoint import Endpoint
from syndication.v1.paging import bounded
from syndication.v1.problems import not_found

DEFAULT_LIMIT, MAX_LIMIT = 100, 500
MAX_POSITION = 10**18


class LogEndpoint(Endpoint):
    """An answer that also changes when a checkpoint is made, which moves no position."""

    tag = "changes"
    scope = Scope.FEED
    cache_control = "public, no-cache"

    def read_head(self) -> Log:
        made = Checkpoint.objects.of(OuterRef("generation")).order_by("-position").values("position")
        return read_head(logs=Log.objects.annotate(checkpoint=Subquery(made[:1])))

    @property
    def etag(self) -> str:
        newest = getattr(self.head_row, "checkpoint", None)
        return f'{super().etag[:-1]}-{newest}"' if newest else super().etag


class LogHead(LogEndpoint):
    """How far the record goes, and its checkpoints in order of position."""

    parameters = ("as_of", "covers", "limit")

    def shape(self) -> Any:
        return shapes.LogHead

    def answer(self) -> dict[str, Any]:
        query = self.request.query_params
        covers = bounded("covers", query.get("covers"), 1, MAX_POSITION)
        limit = bounded("limit", query.get("limit"), DEFAULT_LIMIT, MAX_LIMIT)
        chain, at = self._link()
        made = Checkpoint.objects.of(self.head_row.generation).filter(position__gte=covers)
        rows = list(made.filter(position__lte=self.moment.position).select_related("key")[: limit + 1])
        return {
            "generation": self.head_row.generation,
            "position": self.moment.position,
            "chain": chain,
            "chain_start": chain_start(self.head_row.generation),
            "last_published_at": at,
            "changes": api("changes/"),
            "keys": api("log/keys/"),
            "checkpoints": [told(row) for row in rows[:limit]],
            "next": self._next(rows[limit].position) if len(rows) > limit else None,
        }

    def _next(self, covers: int) -> str:
        query = self.request.query_params.copy()
        query["covers"] = str(covers)
        return api(f"log/?{query.urlencode()}")

    def _link(self) -> tuple[str, datetime | None]:
        if not self.moment.is_past:
            return self.head_row.chain, self.head_row.last_released_at
        found = Edition.objects.released().filter(position=self.moment.position)
        then = found.values_list("chain", "released_at").first()
        return then or (chain_start(self.head_row.generation), None)


class CheckpointItem(LogEndpoint):
    """The checkpoint at one position."""

    operation = "checkpoint"
    parameters = ()
    statuses = (304, 400, 404, 406)

    def shape(self) -> Any:
        return shapes.Checkpoint

    def answer(self, position: int) -> dict[str, Any]:
        made = Checkpoint.objects.of(self.head_row.generation).filter(position=position)
        checkpoint = made.select_related("key").first()
        if checkpoint is None:
            detail = _("There is no checkpoint at position %(position)d. The first that covers it, if any: %(url)s")
            raise not_found(detail % {"position": position, "url": api(f"log/?covers={position}&limit=1")})
        return told(checkpoint)


class CheckpointKeys(LogEndpoint):
    """The public keys checkpoints are signed with, former ones included."""

    operation = "keys"
    parameters = ()

    def shape(self) -> Any:
        return shapes.CheckpointKeys

    def answer(self) -> dict[str, Any]:
        keys = CheckpointKey.objects.annotate(first=Min("checkpoints__at"), last=Max("checkpoints__at"))
        return {
            "data": [
                {
                    "key": key.name,
                    "algorithm": "Ed25519",
                    "public_key": key.public,
                    "first_used_at": key.first,
                    "last_used_at": key.last,
                }
                for key in keys
            ]
        }


def told(checkpoint: Checkpoint) -> dict[str, Any]:
    return {
        "generation": checkpoint.generation,
        "position": checkpoint.position,
        "chain": checkpoint.chain,
        "at": checkpoint.at,
        "key": checkpoint.key.name,
        "signature": checkpoint.signature,
        "url": api(f"log/{checkpoint.position}/"),
    }
