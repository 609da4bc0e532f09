"""The calendar, and the plans on it."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBadRequest
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.admin.addresses import screen_of
from desk.admin.lists import KnownRows
from desk.calendar import LABELS, Item, month_of
from desk.forms.pickers import PicksByName
from desk.models import Plan

FIRST, LAST = 1900, 2199


@admin.register(Plan)
class PlanAdmin(PicksByName, KnownRows):
    list_display = ["what", "day", "entry", "by", "is_done"]
    list_filter = ["is_done"]
    list_select_related = ["entry", "by"]
    search_fields = ["what"]
    date_hierarchy = "day"
    autocomplete_fields = ["entry"]

    def get_changeform_initial_data(self, request):
        """The day that was clicked on in the calendar, and nothing else from the address."""
        try:
            return {"day": date.fromisoformat(request.GET.get("day", ""))}
        except ValueError:
            return {}

    def save_model(self, request, obj, form, change):
        obj.by = obj.by or request.user
        super().save_model(request, obj, form, change)


def calendar_view(request: HttpRequest):
    user = request.user
    if not user.has_perm("publishing.view_entry"):  # type: ignore[union-attr]
        raise PermissionDenied
    today = timezone.localdate()
    asked = request.GET.get("month", f"{today:%Y-%m}")
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return HttpResponseBadRequest(_("Name a month as 2022-05."))
    if not FIRST <= first.year <= LAST:
        return HttpResponseBadRequest(_("The calendar runs from 1900 to 2199."))
    weeks = month_of(first.year, first.month, user)
    for week in weeks:
        for cell in week:
            cell["items"] = [{"item": item, "url": _address(item)} for item in cell["items"]]
    context = {
        **admin.site.each_context(request),
        "title": _("Calendar"),
        "first": first,
        "today": today,
        "weeks": weeks,
        "labels": LABELS.values(),
        "before": _month(first, -1),
        "after": _month(first, 1),
        "may_plan": user.has_perm("desk.add_plan"),  # type: ignore[union-attr]
    }
    return TemplateResponse(request, "admin/desk/calendar.html", context)


def _month(first: date, step: int) -> str:
    months = first.year * 12 + first.month - 1 + step
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _address(item: Item) -> str:
    if item.plan:
        return reverse("admin:desk_plan_change", args=[item.plan.pk])
    return screen_of(item.entry.kind, item.entry.pk) if item.entry else ""


def urls(site) -> list:
    return [path("desk/calendar/", site.admin_view(calendar_view), name="desk_calendar")]
