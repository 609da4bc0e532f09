"""Any two versions of an entry side by side: its editions and the working copy."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from desk.admin.records import released_for
from publishing.comparing import Comparison, compare
from publishing.models import Action, Edition, Entry

WORKING = "working"


@dataclass(frozen=True)
class WithPublic:
    """A working copy held against what readers have, or last had. `edition` is None where there never was one."""

    edition: Edition | None
    comparison: Comparison


def against_public(entry: Entry, document: dict) -> WithPublic:
    """What publishing `document` would change for readers."""
    edition = last_text(entry)
    return WithPublic(edition, compare(edition.document if edition else None, document))


def last_text(entry: Entry, before: Edition | None = None) -> Edition | None:
    """The newest released edition (older than `before`) with a text: a withdrawal is a notice, not a version."""
    released = Edition.objects.released().filter(entry=entry.pk, is_original=True)
    if before:
        released = released.filter(position__lt=before.position)
    return released.exclude(action=Action.WITHDRAWN).order_by("-position").first()


class VersionsForm(forms.Form):
    a = forms.ChoiceField(label=gettext_lazy("From"))
    b = forms.ChoiceField(label=gettext_lazy("To"))

    def __init__(self, data, versions: list[tuple[str, str]]):
        super().__init__(data)
        for name in ("a", "b"):
            self.fields[name].choices = versions  # type: ignore[attr-defined]


class CompareViews(admin.ModelAdmin):
    """The part of EntryAdmin that compares."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_compare"
        view = self.admin_site.admin_view(require_safe(self.compare_view))
        return [path("<uuid:pk>/compare/", view, name=name), *super().get_urls()]

    def compare_view(self, request, pk):
        entry = viewed(self, request, pk)
        editions = released_for(request.user, Edition.objects.filter(entry=entry.pk, is_original=True))
        form = VersionsForm(asked(request, entry), versions_of(editions))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Compare: %s") % entry,
            "form": form,
            "opts": self.opts,
            "original": entry,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk]),
        }
        if form.is_valid():
            old, new = (document_of(entry, editions, form.cleaned_data[name]) for name in ("a", "b"))
            is_notice = "title" not in new
            context |= {"is_notice": is_notice, "comparison": None if is_notice else compare(old, new)}
        return TemplateResponse(request, "admin/desk/compare.html", context, status=200 if form.is_valid() else 400)


def viewed(screen: admin.ModelAdmin, request, pk) -> Entry:
    """The entry, for somebody who may see its working copy."""
    entry = screen.get_object(request, str(pk))
    if entry is None:
        raise Http404
    if not screen.has_view_permission(request, entry):
        raise PermissionDenied
    return entry


def asked(request, entry: Entry) -> dict[str, str]:
    """The two versions named in the address; without them, what changes next, or what changed last."""
    last = last_text(entry)
    usual = {"a": str(last.number) if last else WORKING, "b": WORKING}
    if last and not entry.is_changed and (before := last_text(entry, last)):
        usual = {"a": str(before.number), "b": str(last.number)}
    return usual | {name: request.GET[name] for name in usual if name in request.GET}


def versions_of(editions) -> list[tuple[str, str]]:
    rows = editions.order_by("-number").only("number", "action", "released_at", "release_at")
    return [(WORKING, _("working copy")), *((str(row.number), _named(row)) for row in rows)]


def _named(edition: Edition) -> str:
    at = edition.released_at or edition.release_at
    stage = edition.get_action_display() if edition.released_at else _("scheduled")
    hour = f"{at:%Y-%m-%d %H:%M}" if at else ""
    return _("edition %(number)d, %(stage)s %(hour)s") % {"number": edition.number, "stage": stage, "hour": hour}


def document_of(entry: Entry, editions, version: str) -> dict:
    return entry.document() if version == WORKING else editions.get(number=int(version)).document
