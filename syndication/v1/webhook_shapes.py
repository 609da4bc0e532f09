"""What webhook endpoints and deliveries look like, as the API takes and tells them."""

from datetime import datetime
from typing import Any

from rest_framework import serializers as s

from syndication.models import Delivery, WebhookEndpoint
from syndication.models.work import State
from syndication.v1.addresses import api
from syndication.v1.bodies import Body
from syndication.webhooks.addresses import MAX_URL
from syndication.webhooks.signing import in_force, public_text, secret_text


class NewEndpoint(Body):
    url = s.CharField(max_length=MAX_URL, help_text="https, a public name, port 443 or above 1023.")


class ReplayFrom(Body):
    after = s.CharField(max_length=40, help_text="A cursor of the feed: everything after it is told again.")


class EndpointShape(s.Serializer):
    id = s.UUIDField()
    url = s.CharField()
    state = s.ChoiceField(WebhookEndpoint.State.values, help_text="Nothing but the challenge is sent before active.")
    disabled_because = s.CharField()
    position = s.IntegerField(help_text="How far in the feed its messages were made.")
    created_at = s.DateTimeField()
    delivered_at = s.DateTimeField(allow_null=True)
    failing_since = s.DateTimeField(allow_null=True)
    waiting = s.IntegerField(help_text="Messages that are not taken yet.")
    given_up = s.IntegerField(help_text="Messages of the last thirty days that were tried for three days in vain.")
    public_keys = s.ListField(child=s.CharField(), help_text="Ed25519, for signatures v1a; two after a rotation.")
    self = s.URLField()
    deliveries = s.URLField()


class EndpointWithSecret(EndpointShape):
    secret = s.CharField(help_text="For signatures v1. It is told here and nowhere else.")


class EndpointList(s.Serializer):
    def get_fields(self) -> dict[str, s.Field]:
        # Declared so because a serializer has a property `data` of its own.
        return {"data": EndpointShape(many=True)}


class DeliveryShape(s.Serializer):
    message = s.CharField(help_text="The webhook-id; the same at every attempt.")
    type = s.CharField()
    position = s.IntegerField(allow_null=True)
    state = s.ChoiceField(State.values)
    attempts = s.IntegerField()
    status = s.IntegerField(allow_null=True, help_text="What the endpoint last answered.")
    problem = s.CharField()
    made_at = s.DateTimeField()
    tried_at = s.DateTimeField(allow_null=True)
    due_at = s.DateTimeField(allow_null=True, help_text="The next attempt.")
    resend = s.URLField()


class DeliveryLinks(s.Serializer):
    next = s.URLField(allow_null=True)


class DeliveryList(s.Serializer):
    links = DeliveryLinks()

    def get_fields(self) -> dict[str, s.Field]:
        return {"data": DeliveryShape(many=True), **super().get_fields()}


def told_endpoint(endpoint: WebhookEndpoint, now: datetime) -> dict[str, Any]:
    address = api(f"webhook-endpoints/{endpoint.pk}/")
    names = ("url", "state", "disabled_because", "position", "created_at", "delivered_at", "failing_since")
    return {
        "id": endpoint.pk,
        **{name: getattr(endpoint, name) for name in names},
        "waiting": endpoint.deliveries.waiting().count(),
        "given_up": endpoint.deliveries.dead().count(),
        "public_keys": [public_text(secret) for secret in in_force(endpoint, now)],
        "self": address,
        "deliveries": f"{address}deliveries/",
    }


def told_with_secret(endpoint: WebhookEndpoint, now: datetime) -> dict[str, Any]:
    return told_endpoint(endpoint, now) | {"secret": secret_text(endpoint.secrets.latest("pk"))}


def told_delivery(row: Delivery) -> dict[str, Any]:
    names = ("message", "type", "position", "state", "attempts", "status", "problem", "made_at", "tried_at")
    return {name: getattr(row, name) for name in names} | {
        "due_at": row.due_at if row.state == State.WAITING else None,
        "resend": api(f"webhook-endpoints/{row.endpoint_id}/deliveries/{row.message}/resend/"),
    }
