"""A partner's webhook endpoints: made, verified, tried out, replayed, looked into, removed. All by API."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.reading import BadParameter, read_head
from syndication.models import Delivery, Partner, WebhookEndpoint
from syndication.plans import Scope
from syndication.v1 import webhook_shapes as told
from syndication.v1.addresses import api
from syndication.v1.bodies import members, refuse_body
from syndication.v1.cursors import open_feed_cursor
from syndication.v1.paging import bounded
from syndication.v1.problems import Problem, not_found
from syndication.v1.writing import Operation, Writing
from syndication.webhooks import messages
from syndication.webhooks.addresses import Refused, target_of
from syndication.webhooks.announcing import replay

MOST = 10
DEFAULT_SIZE, MAX_SIZE = 25, 100


class Webhooks(Writing):
    scope = Scope.WEBHOOKS
    tag = "webhooks"
    name = "webhook_endpoints"

    def own(self, key: UUID) -> WebhookEndpoint:
        """The endpoint, if it is the caller's; somebody else's is nothing here."""
        found = self.caller.known_partner.webhooks.filter(pk=key).first()
        if found is None:
            raise not_found(_("You have no webhook endpoint of this id."))
        return found


class EndpointList(Webhooks):
    """Your endpoints."""

    http_method_names = ["get", "head", "options", "post"]
    operations = {
        "GET": Operation("list", "Your endpoints.", told.EndpointList, statuses=(400, 406)),
        "POST": Operation(
            "create", "A new endpoint; it is sent a challenge at once.", told.EndpointWithSecret, told.NewEndpoint,
            201, (400, 406, 409),
        ),
    }  # fmt: skip

    def get(self, request: Request, **kwargs: Any) -> Response:
        now, mine = timezone.now(), self.caller.known_partner.webhooks.all()
        return self.told({"data": [told.told_endpoint(endpoint, now) for endpoint in mine]})

    def post(self, request: Request) -> Response:
        url = members(request, told.NewEndpoint)["url"]
        try:
            target_of(url)
        except Refused as refusal:
            raise Problem(400, "address-refused", str(refusal)) from None
        return self.told(told.told_with_secret(self.made(url), timezone.now()), 201)

    @transaction.atomic
    def made(self, url: str) -> WebhookEndpoint:
        partner, now, head = self.caller.known_partner, timezone.now(), read_head()
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        if partner.webhooks.filter(url=url).exists():
            raise Problem(409, "endpoint-exists", _("You have an endpoint with this address."))
        if partner.webhooks.count() >= MOST:
            raise Problem(409, "too-many-endpoints", _("There may be %d endpoints. Remove one first.") % MOST)
        endpoint = partner.webhooks.create(
            url=url, generation=head.generation, position=head.position, created_at=now
        )  # fmt: skip
        endpoint.new_secret(now)
        messages.send_challenge(endpoint, now)
        return endpoint


class EndpointItem(Webhooks):
    """One of your endpoints."""

    http_method_names = ["get", "head", "options", "delete"]
    operations = {
        "GET": Operation("item", "One of your endpoints.", told.EndpointShape),
        "DELETE": Operation("delete", "Remove it, and what waits for it.", status=204),
    }

    def get(self, request: Request, key: UUID) -> Response:  # type: ignore[override]
        return self.told(told.told_endpoint(self.own(key), timezone.now()))

    @transaction.atomic
    def delete(self, request: Request, key: UUID) -> Response:
        endpoint = self.own(key)
        refuse_body(request)
        # Locked before its deliveries, as everywhere.
        WebhookEndpoint.objects.select_for_update().filter(pk=endpoint.pk).first()
        endpoint.delete()
        return self.told(None, 204)


class Deed(Webhooks):
    """Something done to an endpoint by a POST."""

    http_method_names = ["options", "post"]


class Verify(Deed):
    """Send the challenge again; meeting it also brings back an endpoint that was disabled."""

    operations = {"POST": Operation("verify", "Send the challenge again.", told.DeliveryShape, status=202)}

    def post(self, request: Request, key: UUID) -> Response:
        endpoint = self.own(key)
        refuse_body(request)
        return self.told(told.told_delivery(messages.send_challenge(endpoint)), 202)


class RotateSecret(Deed):
    operations = {
        "POST": Operation(
            "rotate_secret", "A new secret; the old one signs beside it for a day.", told.EndpointWithSecret
        )
    }

    def post(self, request: Request, key: UUID) -> Response:
        endpoint, now = self.own(key), timezone.now()
        refuse_body(request)
        endpoint.new_secret(now)
        return self.told(told.told_with_secret(endpoint, now))


class TestMessage(Deed):
    operations = {
        "POST": Operation("test", "Send a test message.", told.DeliveryShape, None, 202, (400, 404, 406, 409))
    }

    def post(self, request: Request, key: UUID) -> Response:
        endpoint = self.own(key)
        refuse_body(request)
        require_active(endpoint)
        return self.told(told.told_delivery(messages.send_test(endpoint)), 202)


class Replay(Deed):
    operations = {
        "POST": Operation(
            "replay", "Tell everything after a position again.", told.EndpointShape, told.ReplayFrom, 202,
            (400, 404, 406, 409, 410),
        )
    }  # fmt: skip

    def post(self, request: Request, key: UUID) -> Response:
        endpoint = self.own(key)
        require_active(endpoint)
        after = members(request, told.ReplayFrom)["after"]
        try:
            position = open_feed_cursor(after, read_head())
        except BadParameter as error:
            raise Problem(400, "bad-body", f"after: {error.message}") from None
        replay(endpoint, position)
        endpoint.refresh_from_db()
        return self.told(told.told_endpoint(endpoint, timezone.now()), 202)


class DeliveryList(Webhooks):
    """The delivery log of one endpoint, newest first."""

    operations = {"GET": Operation("deliveries", "Its delivery log, newest first.", told.DeliveryList)}
    parameters = ("cursor", "page_size")

    def get(self, request: Request, key: UUID) -> Response:  # type: ignore[override]
        query = request.query_params
        size = bounded("page_size", query.get("page_size"), DEFAULT_SIZE, MAX_SIZE)
        rows = self.own(key).deliveries.order_by("-pk")
        if cursor := query.get("cursor"):
            rows = rows.filter(pk__lt=number(cursor))
        found = list(rows[: size + 1])
        following = None
        if len(found) > size:
            found = found[:size]
            following = api(f"webhook-endpoints/{key}/deliveries/?page_size={size}&cursor={found[-1].pk}")
        return self.told({"data": [told.told_delivery(row) for row in found], "links": {"next": following}})


class Resend(Deed):
    operations = {
        "POST": Operation(
            "resend", "Send this message again.", told.DeliveryShape, None, 202, (400, 404, 406, 409)
        )
    }  # fmt: skip

    def post(self, request: Request, key: UUID, message: str) -> Response:
        endpoint = self.own(key)
        refuse_body(request)
        delivery = Delivery.objects.filter(endpoint=endpoint, message=message, is_challenge=False).first()
        if delivery is None:
            raise not_found(_("This endpoint was sent no such message in the last thirty days."))
        require_active(endpoint)
        messages.resend(delivery)
        delivery.refresh_from_db()
        return self.told(told.told_delivery(delivery), 202)


def require_active(endpoint: WebhookEndpoint) -> None:
    if endpoint.state != WebhookEndpoint.State.ACTIVE:
        raise Problem(409, "endpoint-not-active", _("This endpoint has yet to meet its challenge; see “verify”."))


def number(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise BadParameter("cursor", _("This cursor is damaged; follow the links as they are given."))
    return int(cursor)


urls = [
    path("", EndpointList.as_view(), name="webhook-endpoints"),
    path("<uuid:key>/", EndpointItem.as_view(), name="webhook-endpoint"),
    path("<uuid:key>/verify/", Verify.as_view(), name="webhook-verify"),
    path("<uuid:key>/rotate-secret/", RotateSecret.as_view(), name="webhook-rotate-secret"),
    path("<uuid:key>/test/", TestMessage.as_view(), name="webhook-test"),
    path("<uuid:key>/replay/", Replay.as_view(), name="webhook-replay"),
    path("<uuid:key>/deliveries/", DeliveryList.as_view(), name="webhook-deliveries"),
    path("<uuid:key>/deliveries/<slug:message>/resend/", Resend.as_view(), name="webhook-resend"),
]
