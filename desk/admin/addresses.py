"""Where an entry is worked on."""

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from publishing import kinds
from publishing.models import Entry


def screen_of(kind: str, entry_id, page: str = "change") -> str:
    opts = kinds.get(kind).model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[entry_id])


def entry_seen_by(request: HttpRequest, site: AdminSite, entry_id) -> Entry:
    """The entry, if this user may open its screen. Raises Http404, PermissionDenied."""
    entry = get_object_or_404(Entry, pk=entry_id)
    screen: admin.ModelAdmin = site.get_model_admin(kinds.get(entry.kind).model)
    if not screen.has_view_permission(request, entry):
        raise PermissionDenied
    return entry
