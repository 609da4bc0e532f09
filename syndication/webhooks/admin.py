"""What the partner manager sees of webhooks: endpoints and how they do, messages and what became of them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from syndication.models import Delivery, WebhookEndpoint
from syndication.models.work import State
from syndication.webhooks.messages import send_challenge, send_test
from syndication.work.admin import LeasedAdmin, ReadAdmin


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadAdmin):
    list_display = ("url", "partner", "state", "position", "waiting", "given_up", "delivered_at", "failing_since")
    list_filter = ("state",)
    list_select_related = ("partner",)
    search_fields = ("url", "partner__name")
    # Whoever knows the challenge could answer it for somebody else's address.
    exclude = ("challenge", "challenged", "tested")
    actions = ("challenge", "test", "disable")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for name in super().get_readonly_fields(request, obj) if name not in self.exclude]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        waiting, dead = Q(deliveries__state=State.WAITING), Q(deliveries__state=State.DEAD)
        counts = {"unsent": Count("deliveries", filter=waiting), "lost": Count("deliveries", filter=dead)}
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=gettext_lazy("waiting"), ordering="unsent")
    def waiting(self, endpoint: Any) -> int:
        return endpoint.unsent

    @admin.display(description=gettext_lazy("given up"), ordering="lost")
    def given_up(self, endpoint: Any) -> int:
        return endpoint.lost

    @admin.action(description=gettext_lazy("Send the challenge again"), permissions=["change"])
    def challenge(self, request: HttpRequest, rows: QuerySet) -> None:
        for endpoint in rows:
            send_challenge(endpoint)
        self.tell(request, rows.count())

    @admin.action(description=gettext_lazy("Send a test message"), permissions=["change"])
    def test(self, request: HttpRequest, rows: QuerySet) -> None:
        active = rows.filter(state=WebhookEndpoint.State.ACTIVE)
        for endpoint in active:
            send_test(endpoint)
        self.tell(request, active.count())

    @admin.action(description=gettext_lazy("Disable"), permissions=["change"])
    def disable(self, request: HttpRequest, rows: QuerySet) -> None:
        for endpoint in rows:
            endpoint.disable(_("Disabled by the partner manager."))
            self.log_change(request, endpoint, "Disabled.")
        self.tell(request, rows.count())

    def tell(self, request: HttpRequest, number: int) -> None:
        text = ngettext("Done for %(number)d endpoint.", "Done for %(number)d endpoints.", number)
        self.message_user(request, text % {"number": number}, messages.SUCCESS)


@admin.register(Delivery)
class DeliveryAdmin(LeasedAdmin):
    list_display = (*LeasedAdmin.list_display, "endpoint", "type", "status")
    list_filter = ("state", "type")
    list_select_related = ("endpoint",)
    search_fields = ("message", "endpoint__url", "endpoint__partner__name")
