"""The way in: what there is."""

from typing import Any

from django.utils.translation import gettext as _

from publishing import kinds
from syndication.plans import NO_SCOPE
from syndication.terms import rights
from syndication.v1 import shapes
from syndication.v1.addresses import api
from syndication.v1.endpoint import Endpoint
from syndication.v1.problems import not_found


class Index(Endpoint):
    """What the API offers."""

    scope = NO_SCOPE

    def shape(self) -> Any:
        return shapes.Index

    def answer(self) -> dict[str, Any]:
        names = ["entries", *(kind.collection for kind in kinds.every() if kind.collection), "facts", "corrections"]
        return {
            "collections": {name: api(f"{name}/") for name in names},
            "search": api("search/"),
            "changes": api("changes/"),
            "snapshots": api("snapshots/"),
            "log": api("log/"),
            "me": api("me/"),
            "receipts": api("receipts/"),
            "embargoed": api("embargoed/"),
            "webhook_endpoints": api("webhook-endpoints/"),
            "documentation": api("docs/"),
            "schema": api("openapi.json"),
            "rights": rights(),
            "meta": {"generation": self.head_row.generation, "position": self.moment.position},
        }


class Nowhere(Endpoint):
    """Every other address under /api/: a 404 that says so in JSON."""

    schema = None
    scope = NO_SCOPE

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            raise not_found(_("There is nothing at this address. What there is: %s") % api())
