"""Receipts: a partner says what became of a correction, retraction, withdrawal or restoration in its copy."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.models import Edition
from publishing.reading import check_parameters
from syndication.duties import DUTIES, owed_by
from syndication.models import Outcome, Receipt
from syndication.plans import Scope
from syndication.v1 import shapes
from syndication.v1.addresses import edition_url
from syndication.v1.bodies import StrictJSON, members
from syndication.v1.endpoint import Endpoint
from syndication.v1.openapi import STATUSES, Schema
from syndication.v1.paging import bounded
from syndication.v1.problems import MEDIA_TYPE, Problem, bad_parameters

METHODS = "GET, HEAD, OPTIONS, POST"
MEMBERS = {"position": int, "outcome": str, "note": str}
REQUIRED = ("position", "outcome")
MAX_POSITION = 10**18
MAX_NOTE = 1000
MAX_OWED = 100
DEFAULT_LIMIT, MAX_LIMIT = 100, 500


class NewReceipt(s.Serializer):
    """`position` of a row with a duty. `cannot` says why in `note`."""

    position = s.IntegerField(min_value=1, max_value=MAX_POSITION)
    outcome = s.ChoiceField(Outcome.values)
    note = s.CharField(required=False, max_length=MAX_NOTE)


class ReceiptShape(s.Serializer):
    position = s.IntegerField()
    id = s.UUIDField()
    kind = s.CharField()
    action = s.CharField()
    outcome = s.ChoiceField(Outcome.values)
    note = s.CharField()
    at = s.DateTimeField()
    api_url = s.URLField()


class Owed(s.Serializer):
    position = s.IntegerField()
    due_at = s.DateTimeField()


class ReceiptMeta(s.Serializer):
    owed = Owed(many=True)


class ReceiptSchema(Schema):
    """A list, and a POST that takes a body."""

    def get_operation_id(self) -> str:
        return f"receipts_{'list' if self.method == 'GET' else 'post'}"

    def get_summary(self) -> str:
        return "The receipts you have posted, and those you owe." if self.method == "GET" else "Post a receipt."

    def get_request_serializer(self) -> Any:
        return NewReceipt if self.method == "POST" else None

    def get_override_parameters(self) -> list[Any]:
        return super().get_override_parameters() if self.method == "GET" else []

    def get_response_serializers(self) -> dict[Any, Any]:
        answers = super().get_response_serializers()
        if self.method == "POST":
            answers |= {200: ReceiptShape, 201: ReceiptShape}
            answers |= {(code, MEDIA_TYPE): OpenApiResponse(shapes.Problem, STATUSES[code]) for code in (413, 415, 422)}
        return answers


class Receipts(Endpoint):
    """Your receipts."""

    schema: Any = ReceiptSchema()
    http_method_names = ["get", "head", "options", "post"]
    parser_classes: Any = (StrictJSON,)
    tag = "receipts"
    scope = Scope.RECEIPTS
    needs_key = True
    statuses = (400, 406)
    parameters = ("after", "limit")
    cache_control = "private, no-store"
    methods: ClassVar[str] = METHODS

    def shape(self) -> Any:
        return shapes.made(
            "ReceiptList", s.Serializer, data=s.ListField(child=ReceiptShape()), next=s.CharField(), meta=ReceiptMeta()
        )

    def get(self, request: Request, **kwargs: Any) -> Response:
        # Not conditional on the record's position: this changes with every receipt.
        check_parameters(request.query_params, self.parameters, ignore_tracking=False)
        self._refuse_empty(request)
        after = bounded("after", request.query_params.get("after"), 0, MAX_POSITION, least=0)
        limit = bounded("limit", request.query_params.get("limit"), DEFAULT_LIMIT, MAX_LIMIT)
        self.spend()
        return Response(self.listed(after, limit), headers={"Cache-Control": self.cache_control})

    def listed(self, after: int, limit: int) -> dict[str, Any]:
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
        check_parameters(request.query_params, (), ignore_tracking=False)
        self.spend()
        position, outcome, note = checked(members(request.data, MEMBERS, REQUIRED))
        edition = Edition.objects.released().filter(position=position, action__in=list(DUTIES)).first()
        if edition is None:
            detail = _("There is no row with a duty at position %d.") % position
            raise Problem(422, "no-duty", detail, position=position)
        receipt, is_first = Receipt.post(self.caller.known_partner, edition, outcome, note)
        headers = {"Cache-Control": self.cache_control}
        return Response(told(receipt), status=201 if is_first else 200, headers=headers)


def checked(body: dict[str, Any]) -> tuple[int, str, str]:
    position, outcome, note = body["position"], body["outcome"], body.get("note", "").strip()
    errors: dict[str, list[str]] = {}
    if not 1 <= position <= MAX_POSITION:
        errors["position"] = [_("This is not a position.")]
    if outcome not in Outcome.values:
        errors["outcome"] = [_("This is none of: %s.") % ", ".join(Outcome.values)]
    if len(note) > MAX_NOTE or "\x00" in note:
        errors["note"] = [_("At most %d characters, none of them NUL.") % MAX_NOTE]
    elif outcome == Outcome.CANNOT and not note:
        errors["note"] = [_("Say why it cannot be done.")]
    if errors:
        raise bad_parameters(errors, MEMBERS)
    return position, outcome, note


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
    }
