"""Receipts: a partner says what became of a correction, retraction, withdrawal or restoration in its copy."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.models import Edition
from publishing.reading import read_head
from syndication.duties import DUTIES, owed_by
from syndication.models import Outcome, Receipt
from syndication.plans import Scope
from syndication.v1 import shapes
from syndication.v1.addresses import edition_url
from syndication.v1.bodies import Body, members
from syndication.v1.cursors import another_generation
from syndication.v1.paging import bounded
from syndication.v1.problems import Problem
from syndication.v1.writing import Operation, Writing

MAX_POSITION = 10**18
MAX_NOTE = 1000
MAX_OWED = 100
DEFAULT_LIMIT, MAX_LIMIT = 100, 500


class NewReceipt(Body):
    """`position` of a row with a duty. `cannot` says why in `note`."""

    position = s.IntegerField(min_value=1, max_value=MAX_POSITION)
    outcome = s.ChoiceField(Outcome.values)
    note = s.CharField(required=False, max_length=MAX_NOTE, allow_blank=True, default="")
    generation = s.UUIDField(required=False, help_text="`meta.generation` of the feed the row came from.")

    # What `validate` asks, in the words of JSON Schema.
    json_schema: ClassVar[dict[str, Any]] = {
        **Body.json_schema,
        "if": {"properties": {"outcome": {"const": "cannot"}}, "required": ["outcome"]},
        "then": {"properties": {"note": {"pattern": r"\S"}}, "required": ["note"]},
    }

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["outcome"] == Outcome.CANNOT and not given["note"]:
            raise s.ValidationError({"note": _("Say why it cannot be done.")})
        return given


class ReceiptShape(s.Serializer):
    position = s.IntegerField()
    id = s.UUIDField()
    kind = s.CharField()
    action = s.CharField()
    outcome = s.ChoiceField(Outcome.values)
    note = s.CharField()
    at = s.DateTimeField()
    api_url = s.URLField()
    generation = s.UUIDField(help_text="Of the record when you posted it.")


class Owed(s.Serializer):
    position = s.IntegerField()
    due_at = s.DateTimeField()


class ReceiptMeta(s.Serializer):
    owed = Owed(many=True)


def listed() -> Any:
    return shapes.made(
        "ReceiptList", s.Serializer, data=s.ListField(child=ReceiptShape()), next=s.CharField(), meta=ReceiptMeta()
    )


class Receipts(Writing):
    """Your receipts."""

    http_method_names = ["get", "head", "options", "post"]
    tag = "receipts"
    scope = Scope.RECEIPTS
    parameters = ("after", "limit")
    operations: ClassVar[dict[str, Operation]] = {
        "GET": Operation(
            "list", "The receipts you have posted, and those you owe.", listed(), statuses=(400, 406)
        ),
        "POST": Operation(
            "post", "Post a receipt.", ReceiptShape, NewReceipt, 201, (400, 406, 410, 422), also=(200,)
        ),
    }  # fmt: skip

    def get(self, request: Request, **kwargs: Any) -> Response:
        query = request.query_params
        after = bounded("after", query.get("after"), 0, MAX_POSITION, least=0)
        limit = bounded("limit", query.get("limit"), DEFAULT_LIMIT, MAX_LIMIT)
        return self.told(self.posted(after, limit))

    def posted(self, after: int, limit: int) -> dict[str, Any]:
        partner = self.caller.known_partner
        mine = partner.receipts.select_related("edition").defer("edition__canonical", "edition__text")
        rows = list(mine.filter(edition__position__gt=after).order_by("edition__position")[:limit])
        return {
            "data": [told(receipt) for receipt in rows],
            "next": str(rows[-1].edition.position if rows else after),
            "meta": {
                "owed": [
                    {"position": edition.position, "due_at": DUTIES[edition.action].due_at(edition)}
                    for edition in owed_by(partner).defer("canonical", "text").order_by("position")[:MAX_OWED]
                ],
            },
        }

    def post(self, request: Request, **kwargs: Any) -> Response:
        given, head = members(request, NewReceipt), read_head()
        if given.get("generation", head.generation) != head.generation:
            raise another_generation(head)
        edition = Edition.objects.released().filter(position=given["position"], action__in=list(DUTIES)).first()
        if edition is None:
            detail = _("There is no row with a duty at position %d.") % given["position"]
            raise Problem(422, "no-duty", detail, position=given["position"])
        words = (given["outcome"], given["note"])
        receipt, is_first = Receipt.post(self.caller.known_partner, edition, head.generation, *words)
        return self.told(told(receipt), 201 if is_first else 200)


def told(receipt: Receipt) -> dict[str, Any]:
    edition = receipt.edition
    return {
        "position": edition.position,
        "id": edition.entry_id,
        "kind": edition.kind,
        "action": edition.action,
        "outcome": receipt.outcome,
        "note": receipt.note,
        "at": receipt.at,
        "api_url": edition_url(edition.kind, edition.entry_id, edition.number),
        "generation": receipt.generation,
    }
