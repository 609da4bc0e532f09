"""A partner's own page: what its key opens, what is left of its budget, what it called for, how far its copy is."""

from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.models import Log
from publishing.reading import check_parameters, read_head
from syndication import budgets, usage
from syndication.models import Partner, WebhookEndpoint
from syndication.models.work import State
from syndication.plans import NO_SCOPE, Scope
from syndication.v1.callers import Caller
from syndication.v1.endpoint import Endpoint


class MyPartner(s.Serializer):
    id = s.UUIDField()
    name = s.CharField()
    terms_accepted_on = s.DateField()
    kinds = s.ListField(child=s.CharField(), help_text="Given before they are public, and told of; none: all.")
    topics = s.ListField(child=s.UUIDField(), help_text="The same by topic; none: all.")


class MyKey(s.Serializer):
    prefix = s.CharField()
    expires_at = s.DateTimeField()
    last_used_at = s.DateTimeField(allow_null=True)


class Quota(s.Serializer):
    name = s.ChoiceField(["minute", "day"])
    limit = s.IntegerField()
    remaining = s.IntegerField()
    seconds = s.IntegerField(help_text="The length of the window.")
    resets_in = s.IntegerField(help_text="Seconds until it begins anew.")


class UsageOfDay(s.Serializer):
    day = s.DateField()
    calls = s.IntegerField(help_text="Charged to the budget.")
    free = s.IntegerField(help_text="304s, answers of a feed that is caught up, and this page.")
    refused = s.IntegerField()
    deprecated = s.IntegerField(help_text="Of all these, calls that use what will end.")


class MyFeed(s.Serializer):
    position = s.IntegerField(allow_null=True, help_text="The last `after` asked for.")
    asked_at = s.DateTimeField(allow_null=True)
    head = s.IntegerField()
    lag = s.IntegerField(allow_null=True, help_text="Publications your copy is behind.")


class MyDeliveries(s.Serializer):
    """By webhook, to one endpoint."""

    endpoint = s.UUIDField()
    url = s.CharField()
    state = s.ChoiceField(WebhookEndpoint.State.values)
    lag = s.IntegerField(help_text="Publications whose messages are not even made yet.")
    waiting = s.IntegerField()
    given_up = s.IntegerField()
    delivered_at = s.DateTimeField(allow_null=True)
    failing_since = s.DateTimeField(allow_null=True)


class MyAccount(s.Serializer):
    partner = MyPartner()
    plan = s.CharField()
    key = MyKey()
    scopes = s.ListField(child=s.ChoiceField(Scope.values))
    budgets = Quota(many=True)
    usage = UsageOfDay(many=True)
    feed = MyFeed()
    deliveries = MyDeliveries(many=True)


class Me(Endpoint):
    """Who you are here: key, budgets, usage by day, how far your copy is."""

    tag = "me"
    scope = NO_SCOPE
    needs_key = True
    # Free: whoever is over a budget can still see which.
    statuses = (400, 406)
    refusals = (401, 403, 503)
    parameters = ()
    cache_control = "private, no-store"

    def shape(self) -> Any:
        return MyAccount

    def get(self, request: Request, **kwargs: Any) -> Response:
        # Not conditional on the record's position, as other answers are: this changes with every call.
        check_parameters(request.query_params, (), ignore_tracking=False)
        return Response(self.answer(), headers={"Cache-Control": self.cache_control})

    def answer(self, **kwargs: Any) -> dict[str, Any]:
        caller, partner, now, head = self.caller, self.caller.known_partner, timezone.now(), read_head()
        usage.write(partner.pk)
        left = budgets.balance(caller.holder, caller.plan, now)
        return {
            "partner": told(partner),
            "plan": caller.plan.name,
            "key": told_key(caller),
            "scopes": sorted(caller.scopes),
            "budgets": [vars(quota) for quota in left.quotas],
            "usage": list(partner.usage.of_last_days(now.date()).values(*DAY)),
            "feed": feed(partner, head),
            "deliveries": deliveries(partner, head),
        }


DAY = ("day", "calls", "free", "refused", "deprecated")


def told(partner: Partner) -> dict[str, Any]:
    return {
        "id": partner.pk,
        "name": partner.name,
        "terms_accepted_on": partner.terms_accepted_on,
        "kinds": partner.kinds,
        "topics": partner.topics,
    }


def told_key(caller: Caller) -> dict[str, Any]:
    key = caller.known_key
    return {"prefix": key.prefix, "expires_at": key.expires_at, "last_used_at": key.last_used_at}


def feed(partner: Partner, head: Log) -> dict[str, Any]:
    return {
        "position": partner.feed_position,
        "asked_at": partner.feed_asked_at,
        "head": head.position,
        "lag": partner.feed_lag(head),
    }


def deliveries(partner: Partner, head: Log) -> list[dict[str, Any]]:
    counted = partner.webhooks.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
        given_up=Count("deliveries", filter=Q(deliveries__state=State.DEAD)),
    )
    return [
        {
            "endpoint": endpoint.pk,
            "url": endpoint.url,
            "state": endpoint.state,
            "lag": max(0, head.position - endpoint.position),
            "waiting": endpoint.waiting,
            "given_up": endpoint.given_up,
            "delivered_at": endpoint.delivered_at,
            "failing_since": endpoint.failing_since,
        }
        for endpoint in counted
    ]
