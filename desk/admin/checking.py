"""The checks beside the form: what the gate says of what is typed right now, and letting a warning stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms import all_valid
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.admin.saving import Work
from desk.citing import list_cited_sources
from publishing.gate import Finding, Level, examine
from publishing.models import Entry, Waiver
from publishing.waiving import RIGHT, waive, withdraw_waiver


@dataclass(frozen=True)
class Shown:
    """A finding and where in the form it is mended."""

    finding: Finding
    place: str
    row: str


@dataclass(frozen=True)
class Fault:
    """Why what is typed cannot be read as an entry yet."""

    label: str
    words: str


class CheckViews(admin.ModelAdmin):
    """The part of EntryAdmin that asks the gate while somebody writes, and keeps waivers."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = (("check/", self.check_view, "check_new"), ("<uuid:pk>/check/", self.check_view, "check"),
                 ("<uuid:pk>/waive/", self.waive_view, "waive"))  # fmt: skip
        made = [
            path(route, self.admin_site.admin_view(require_POST(view)), name=f"{name}_{page}")
            for route, view, page in views
        ]
        return made + super().get_urls()

    def check_view(self, request: HttpRequest, pk=None) -> HttpResponse:
        """The panel for the posted form. Nothing of it is kept."""
        entry = self._open(request, pk) if pk else None
        if entry is None and not self.has_add_permission(request):
            raise PermissionDenied
        findings, faults = self._findings_of_typed(request, entry)
        return render(request, "admin/desk/_checks.html", self.checks_context(request, entry, findings, faults))

    def waive_view(self, request: HttpRequest, pk) -> HttpResponse:
        """Let a warning of the saved entry stand, or count again."""
        entry = self._open(request, pk)
        try:
            messages.success(request, self._waived(request, entry))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(f"{self._check_address('change', entry)}#checks")

    def _waived(self, request: HttpRequest, entry: Entry) -> str:
        if key := request.POST.get("take_back", ""):
            waiver = get_object_or_404(Waiver, entry=entry.pk, pk=int(key) if key.isdecimal() and len(key) < 15 else 0)
            withdraw_waiver(waiver, request.user)
            return _("The warning counts again.")
        wanted = request.POST.get("identity", "")
        finding = next((each for each in examine(entry) if each.identity == wanted), None)
        if finding is None:
            raise ValidationError(_("The saved entry has no such warning. Save first, then let it stand."))
        waive(entry, finding, request.user, request.POST.get("reason", ""))
        return _("The warning may stand: the next editor sees why.")

    def _open(self, request: HttpRequest, pk) -> Entry:
        entry = self.get_object(request, str(pk))
        if entry is None or not self.has_change_permission(request, entry):
            raise PermissionDenied
        return entry

    def checks_context(
        self, request: HttpRequest, entry: Entry | None, found: Iterable[Finding] | None, faults: Iterable[Fault] = ()
    ) -> dict[str, Any]:
        """What the panel prints; without an entry, of one that is still to be added. None: nothing was asked yet."""
        findings = list(found or ())
        return {
            "checks": {
                "shown": [Shown(each, self._place(each), each.row) for each in findings],
                "faults": faults,
                "is_asked": found is not None,
                "counts": {str(level): _standing(findings, level) for level in Level},
                "check": self._check_address("check", entry) if entry else self._check_address("check_new"),
                "waive": self._check_address("waive", entry) if entry else "",
                "may_waive": bool(entry) and request.user.has_perm(RIGHT),
                "is_live": self.has_change_permission(request, entry) if entry else self.has_add_permission(request),
            }
        }

    def _place(self, finding: Finding) -> str:
        """The id of the part of the form, as Django's admin gives it."""
        name = {"sources": "citations", "dates": "starts"}.get(finding.field, finding.field)
        if name in {relation.get_accessor_name() for relation in self.opts.related_objects}:
            return f"{name}-group"
        return f"id_{name}" if name else ""

    def _check_address(self, page: str, entry: Entry | None = None) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[entry.pk] if entry else [])

    @transaction.atomic
    def _findings_of_typed(self, request: HttpRequest, entry: Entry | None) -> tuple[list[Finding], list[Fault]]:
        """Saves the form as the button would, asks the gate, and takes all of it back."""
        request.work = Work()  # type: ignore[attr-defined]
        posted = request.POST.copy()
        if entry:
            # A save by somebody else is told when this one is saved, not while it is typed.
            posted["version"] = str(Entry.objects.locked().get(pk=entry.pk).version)
        request.POST = posted  # type: ignore[assignment]
        try:
            with transaction.atomic():
                return self._examined(request, entry)
        except IntegrityError:
            return [], [Fault("", _("This cannot be saved: a period overlaps another one, or the address is taken."))]
        finally:
            transaction.set_rollback(True)

    def _examined(self, request, entry: Entry | None) -> tuple[list[Finding], list[Fault]]:
        form = self.get_form(request, entry, change=bool(entry))(request.POST, instance=entry)
        is_valid = form.is_valid()
        typed = self.save_form(request, form, change=bool(entry)) if is_valid else form.instance
        # Django's own way to the formsets of a request, prefixes included.
        formsets, _inlines = self._create_formsets(request, typed, change=bool(entry))  # type: ignore[attr-defined]
        if not (all_valid(formsets) and is_valid):
            return [], faults_of(form, formsets)
        self.save_model(request, typed, form, bool(entry))
        form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change=bool(entry))
        list_cited_sources(typed)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return examine(Entry.objects.get(pk=typed.pk)), []


def faults_of(form, formsets) -> list[Fault]:
    """Field by field and row by row what the form refuses."""
    found = [Fault(_label(form, name), " ".join(errors)) for name, errors in form.errors.items()]
    for formset in formsets:
        title = str(capfirst(formset.model._meta.verbose_name))
        found += [Fault(title, words) for words in formset.non_form_errors()]
        for row in formset.forms:
            for name, errors in row.errors.items():
                found.append(Fault(", ".join(filter(None, [title, _label(row, name)])), " ".join(errors)))
    return found


def _label(form, name: str) -> str:
    return str(form.fields[name].label or name) if name in form.fields else ""


def _standing(findings: list[Finding], level: Level) -> int:
    return sum(finding.level == level and finding.counts for finding in findings)
