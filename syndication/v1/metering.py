"""What a call costs its caller: scope, budget, and a partner's usage by day. Every endpoint is metered."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from syndication import usage
from syndication.budgets import Balance, spend
from syndication.plans import Scope
from syndication.v1.callers import Caller, UnusableKey, caller_of
from syndication.v1.problems import Problem

RATE_HEADERS = "RateLimit, RateLimit-Policy, Retry-After"


class Metered(APIView):
    """Knows its caller before it answers. `spend()` charges the call; what is never charged is free."""

    scope: ClassVar[str] = Scope.CONTENT
    needs_key: ClassVar[bool] = False
    # What a caller may be told instead of an answer.
    refusals: ClassVar[tuple[int, ...]] = (401, 403, 429, 503)

    caller: Caller
    balance: Balance | None = None
    # Set by whatever answers in a way that will end: see usage by day.
    is_deprecated = False
    # Where the caller's copy of the feed stands, if it asked for more of it.
    feed_position: int | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods and request.method != "OPTIONS":
            self.know_caller()

    def know_caller(self) -> None:
        """Who calls, and that it may."""
        self.caller = caller_of(self.request._request)
        self.caller.require(self.scope, self.needs_key)

    def spend(self) -> None:
        """Charge the call to the caller's budget; raises the 429 of one that is used up."""
        self.balance = self.spent()
        if not self.balance.is_granted:
            raise over_budget(self.balance)

    def spent(self) -> Balance:
        return spend(self.caller.holder, self.caller.plan)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.balance:
            for name, value in rate_headers(self.balance).items():
                response[name] = value
        if "Authorization" in request.headers:
            response["Cache-Control"] = response.get("Cache-Control", "no-store").replace("public", "private")
            patch_vary_headers(response, ["Authorization"])
        if caller := getattr(self, "caller", None):
            self._note(caller, response)
        return response

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, UnusableKey):
            usage.note(exc.key.partner_id, timezone.now(), refused=1)
            usage.write(exc.key.partner_id)
        return super().handle_exception(exc)

    def _note(self, caller: Caller, response: Response) -> None:
        if caller.key is None:
            return
        refused = response.status_code in (403, 429)
        outcome = "refused" if refused else "calls" if self.balance else "free"
        counts = {outcome: 1} | ({"deprecated": 1} if self.is_deprecated else {})
        is_due = refused or (self.balance is not None and self.balance.is_written)
        usage.note_call(caller.key, counts, self.feed_position, is_due, timezone.now())


def over_budget(balance: Balance) -> Problem:
    names = [quota.name for quota in balance.exhausted]
    detail = _("The budget of the plan “%(plan)s” is used up for this %(window)s. Ask again in %(seconds)d seconds.")
    given = {"plan": balance.plan.name, "window": " and ".join(names), "seconds": balance.retry_after}
    headers = {"Retry-After": str(balance.retry_after)}
    return Problem(429, "over-budget", detail % given, headers, **{"violated-policies": names})


def rate_headers(balance: Balance) -> dict[str, str]:
    """Structured fields (RFC 9651) of draft-ietf-httpapi-ratelimit-headers: quota, remaining, and seconds."""
    quotas = balance.quotas
    return {
        "RateLimit-Policy": ", ".join(f'"{each.name}";q={each.limit};w={each.seconds}' for each in quotas),
        "RateLimit": ", ".join(f'"{each.name}";r={each.remaining};t={each.resets_in}' for each in quotas),
    }
