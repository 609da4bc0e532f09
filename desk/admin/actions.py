"""Verbs on several entries at once, from the list: all or none. What leads to readers or needs a word has a page."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.admin.verbs import VERBS, Standing, send_back
from desk.cancelling import noting_dropped
from desk.forms.together import ApproveTogetherForm, HourTogetherForm, ReturnTogetherForm, TogetherForm
from publishing.gate import PublishingRefused
from publishing.models import Edition, Entry
from publishing.releasing import cancel_releases, publish

# What a page shows whole, somebody has to read whole.
MAX_READ = 25
# One release keeps every entry of it locked until it is done.
MAX_TOGETHER = 200


def ready(entries: Iterable[Entry], name: str) -> list[Entry]:
    """The entries, if `name` is offered for each of them; raises ValidationError with those for which it is not."""
    entries = list(entries)
    verb = next(verb for verb in VERBS if verb.name == name)
    if late := [entry.title for entry in entries if not verb.when(Standing(entry))]:
        names = ", ".join(f"“{title}”" for title in late)
        raise ValidationError(_("This is not possible now for %s. Nothing was done.") % names)
    return entries


class WorkflowActions(admin.ModelAdmin):
    """The part of EntryAdmin that offers verbs in lists. What is deleted is looked at first, so never in bulk."""

    actions = [
        "submit_selected",
        "recall_selected",
        "return_selected",
        "approve_selected",
        "publish_selected",
        "schedule_selected",
        "cancel_selected",
    ]

    def has_submit_permission(self, request):
        return request.user.has_perm("publishing.submit_entry")

    def has_approve_permission(self, request):
        return request.user.has_perm("publishing.approve_entry")

    def has_publish_permission(self, request):
        return request.user.has_perm("publishing.publish_entry")

    @admin.action(description=gettext_lazy("Submit for approval"), permissions=["submit"])
    def submit_selected(self, request, queryset):
        def submit_all(entries: list[Entry], form: TogetherForm) -> None:
            # What was proposed to be told to readers, if anything, stays proposed.
            for entry in ready(entries, "submit"):
                entry.submit(request.user, entry.proposed_action, entry.proposed_note)

        return self._asking(request, queryset, "submit", TogetherForm, submit_all)

    @admin.action(description=gettext_lazy("Take back what was submitted"), permissions=["submit"])
    def recall_selected(self, request, queryset):
        def recall_all(entries: list[Entry]) -> None:
            for entry in ready(entries, "recall"):
                entry.recall(request.user)

        self._all(request, self._keys(queryset), "recall", recall_all)

    @admin.action(description=gettext_lazy("Cancel the scheduled release"), permissions=["publish"])
    def cancel_selected(self, request, queryset):
        def cancel_all(entries: list[Entry]) -> None:
            cancel_releases(Edition.objects.waiting().filter(entry__in=ready(entries, "cancel")), request.user)

        self._all(request, self._keys(queryset), "cancel", cancel_all)

    @admin.action(description=gettext_lazy("Publish together, in one release"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        def publish_all(entries: list[Entry], form: TogetherForm) -> None:
            publish(entries, request.user)

        return self._asking(request, queryset, "publish", TogetherForm, publish_all)

    @admin.action(description=gettext_lazy("Publish together, at an hour"), permissions=["publish"])
    def schedule_selected(self, request, queryset):
        def schedule_all(entries: list[Entry], form: TogetherForm) -> None:
            publish(entries, request.user, form.cleaned_data["release_at"])

        return self._asking(request, queryset, "schedule", HourTogetherForm, schedule_all)

    @admin.action(description=gettext_lazy("Return with one comment"), permissions=["approve"])
    def return_selected(self, request, queryset):
        def return_all(entries: list[Entry], form: TogetherForm) -> None:
            for entry in ready(entries, "return"):
                send_back(entry, request.user, form.cleaned_data["text"])

        return self._asking(request, queryset, "return", ReturnTogetherForm, return_all)

    @admin.action(description=gettext_lazy("Approve, after reading each"), permissions=["approve"])
    def approve_selected(self, request, queryset):
        words = _("Choose at most %d to approve: each has to be read.")
        if self._are_too_many(request, self._keys(queryset), MAX_READ, words):
            return None

        def approve_all(entries: list[Entry], form: TogetherForm) -> None:
            for entry in ready(entries, "approve"):
                entry.approve(request.user, seen=form.seen(entry))

        return self._asking(request, queryset, "approve", ApproveTogetherForm, approve_all)

    def _keys(self, queryset) -> list:
        return list(queryset.values_list("pk", flat=True))

    def _are_too_many(self, request, keys: list, most: int, words: str) -> bool:
        if len(keys) > most:
            self.message_user(request, words % most, messages.ERROR)
        return len(keys) > most

    def _asking(self, request, queryset, name: str, form_class: type[TogetherForm], do: Callable):
        """The page that asks, until it was answered rightly; the list again when it is done."""
        keys = self._keys(queryset)
        if self._are_too_many(request, keys, MAX_TOGETHER, _("Choose at most %d at a time.")):
            return None
        entries = list(Entry.objects.filter(pk__in=keys).order_by("title", "pk"))
        form = form_class(entries, request.POST if "together" in request.POST else None)
        if form.is_valid() and self._all(request, keys, name, lambda found: do(found, form), form):
            return None
        return TemplateResponse(request, "admin/desk/together.html", self._together_page(request, name, form))

    def _together_page(self, request, name: str, form: TogetherForm) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": dict(self.get_action_choices(request))[request.POST["action"]],
            "verb": next(verb for verb in VERBS if verb.name == name),
            "form": form,
            "action": request.POST["action"],
            "opts": self.opts,
            "media": self.media,
        }

    def _all(self, request, keys: list, name: str, do: Callable, form: TogetherForm | None = None) -> bool:
        """All or none; what stands in the way is said, entry by entry. Whether it was done."""
        if self._are_too_many(request, keys, MAX_TOGETHER, _("Choose at most %d at a time.")):
            return False
        try:
            with transaction.atomic():
                entries = list(Entry.objects.locked().filter(pk__in=keys))
                if form:
                    form.refuse_stale(entries)
                with noting_dropped(entries, request.user):
                    do(entries)
        except PublishingRefused as refusal:
            words = [f"{finding.entry}: {finding.message}" for finding in refusal.findings]
        except PermissionDenied as refusal:
            words = [str(refusal) or _("You may not do this.")]
        except ValidationError as refusal:
            words = refusal.messages
        else:
            self._done(request, name, entries)
            return True
        for line in words:
            self.message_user(request, line, messages.ERROR)
        return False

    def _done(self, request, name: str, entries: list[Entry]) -> None:
        verb = next(verb for verb in VERBS if verb.name == name)
        for entry in entries:
            self.log_change(request, entry.specific, str(verb.label))
        message = {
            "submit": ngettext("%d submitted.", "%d submitted.", len(entries)),
            "recall": ngettext("%d taken back.", "%d taken back.", len(entries)),
            "cancel": ngettext("%d no longer scheduled.", "%d no longer scheduled.", len(entries)),
            "return": ngettext("%d returned.", "%d returned.", len(entries)),
            "approve": ngettext("%d approved.", "%d approved.", len(entries)),
            "publish": ngettext("%d published.", "%d published.", len(entries)),
            "schedule": ngettext("%d scheduled.", "%d scheduled.", len(entries)),
        }[name]
        self.message_user(request, message % len(entries), messages.SUCCESS)
