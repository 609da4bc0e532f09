"""The desk around an entry's form: what the gate says, which verbs are open, and a page for each verb."""

from functools import partial

import orjson
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from desk.admin.checking import CheckViews
from desk.admin.comparing import against_public
from desk.admin.panels import panels
from desk.admin.sheets import sheets_of
from desk.admin.verbs import VERBS, Remarks, Standing, Verb, standing_of
from desk.cancelling import noting_dropped
from desk.forms.verbs import VerbForm
from desk.forms.warnings import ask
from desk.impact import Impact
from desk.telling import told
from publishing.gate import Finding, PublishingRefused, examine
from publishing.models import Entry

# Verbs that lead this text to its readers: their pages show what it changes for them, and its warnings ask.
LEADING_OUT = {"submit", "approve", "force", "publish", "schedule", "restore", "restore-later"}


def as_text(document: dict) -> str:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()


class WorkflowViews(CheckViews):
    """The part of EntryAdmin that carries out verbs."""

    def get_urls(self):
        return [
            path(
                f"<uuid:pk>/{verb.name}/",
                self.admin_site.admin_view(partial(self.verb_view, verb=verb)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{verb.name}",
            )
            for verb in VERBS
        ] + super().get_urls()

    def desk_context(self, request, entry: Entry) -> dict:
        """What the panel above the form shows."""
        at = standing_of(entry)
        try:
            findings = examine(entry, at.document)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return {}
        stage_name, stage = at.stage
        verbs = [verb for verb in VERBS if self.allows(request, verb, entry) and verb.when(at)]
        return {
            **self.checks_context(request, entry, findings),
            "panels": panels(request, entry),
            "desk": {
                "stage": stage,
                "stage_name": stage_name,
                "entry": entry,
                "verbs": [{"label": verb.label, "url": self.verb_url(verb, entry)} for verb in verbs],
                "public": at.public,
                "page": at.public.url if at.public and not at.public.is_withdrawn else None,
                "waiting": at.waiting,
                "shows_hours": request.user.has_perm("publishing.view_embargoed"),
                "is_off": at.is_off,
                "cancelled": at.cancelled,
                "is_approved": at.is_approved,
                "translations": sheets_of(entry) if at.public else [],
                "editions": reverse("admin:publishing_edition_changelist") + f"?entry__id__exact={entry.pk}",
            },
        }

    def allows(self, request, verb: Verb, entry: Entry) -> bool:
        may = self.has_change_permission if verb.permission == "change" else self.has_view_permission
        if not (request.user.has_perm(verb.right) and may(request, entry)):
            return False
        return not verb.needs_hand or entry.has_hand_in(request.user)

    def verb_url(self, verb: Verb, entry: Entry) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{verb.name}", args=[entry.pk])

    @transaction.atomic
    def verb_view(self, request, pk, verb: Verb):
        """GET asks, POST does. What is refused is said in words, and then nothing was done."""
        entry = self.get_object(request, str(pk))
        if entry is None:
            raise Http404
        if not self.allows(request, verb, entry):
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])
        at = Standing(entry)
        if not verb.when(at):
            messages.error(request, _("“%s” has moved on; this is not possible now.") % entry)
            return HttpResponseRedirect(back)
        form = verb.form(request.POST or None, initial={"version": entry.version} | verb.initial(at))
        form.prepare(entry, request.GET)
        findings = examine(entry, at.document)
        if verb.name in LEADING_OUT:
            ask(form, findings)
        if form.is_valid() and self.carry_out(request, verb, entry, form):
            return HttpResponseRedirect(back)
        return TemplateResponse(request, "admin/desk/verb.html", self._page(request, verb, at, form, findings))

    def carry_out(self, request, verb: Verb, entry: Entry, form: VerbForm) -> bool:
        """Whether it was done; if not, the form says why."""
        try:
            with transaction.atomic():
                saved = Entry.objects.locked().get(pk=entry.pk)
                if saved.version != form.cleaned_data["version"]:
                    raise ValidationError(_("Somebody changed this entry after you opened this page; look again."))
                at = Standing(saved)
                if not verb.when(at):
                    raise ValidationError(_("“%s” has moved on; this is not possible now.") % entry)
                with noting_dropped([saved], request.user):
                    told = verb.do(saved, request.user, form.cleaned_data)
        except PublishingRefused as refusal:
            for finding in refusal.findings:
                form.add_error(None, f"{finding.entry}: {finding.message}")
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal) or _("You may not do this."))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"“{entry}” {verb.done}.")
            for remark in told if isinstance(told, Remarks) else ():
                messages.warning(request, remark)
            self.log_change(request, entry, str(verb.label))
            return True
        return False

    def _page(self, request, verb: Verb, at: Standing, form: VerbForm, findings: list[Finding]) -> dict:
        entry = at.entry
        return {
            **self.admin_site.each_context(request),
            "title": f"{verb.label}: {entry}",
            "verb": verb,
            "form": form,
            "opts": self.opts,
            "original": entry,
            "findings": findings,
            "told": told(entry, at.public) if verb.name in LEADING_OUT - {"submit"} else None,
            "against": against_public(entry, at.document) if verb.name in LEADING_OUT else None,
            "impact": Impact(entry, at.public, verb.outcome(at)) if verb.outcome else None,
            # What is approved is shown word for word.
            "document": as_text(at.document) if "seen" in form.fields else "",
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[entry.pk]),
            "media": self.media,
        }
