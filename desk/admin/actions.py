"""Verbs on several entries at once, from the list: all or none."""

from collections.abc import Callable, Iterable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.gate import PublishingRefused
from publishing.models import Entry
from publishing.releasing import publish


class WorkflowActions(admin.ModelAdmin):
    """The part of EntryAdmin that offers verbs in lists. What is deleted is looked at first, so never in bulk."""

    # Approving is not among them: it takes somebody who has read the text.
    actions = ["submit_selected", "publish_selected"]

    def has_submit_permission(self, request):
        return request.user.has_perm("publishing.submit_entry")

    def has_publish_permission(self, request):
        return request.user.has_perm("publishing.publish_entry")

    @admin.action(description=gettext_lazy("Submit for approval"), permissions=["submit"])
    def submit_selected(self, request, queryset):
        def submit_all(entries: Iterable[Entry]) -> None:
            for entry in entries:
                entry.submit(request.user)

        self._all(request, queryset, submit_all, _("%d submitted."))

    @admin.action(description=gettext_lazy("Publish together, in one release"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        self._all(request, queryset, lambda entries: publish(entries, request.user), _("%d published."))

    def _all(self, request, queryset, do: Callable, done: str) -> None:
        """All or none; what stands in the way is said, entry by entry."""
        keys = list(queryset.values_list("pk", flat=True))
        try:
            with transaction.atomic():
                do(list(Entry.objects.locked().filter(pk__in=keys)))
        except PublishingRefused as refusal:
            for finding in refusal.findings:
                self.message_user(request, f"{finding.entry}: {finding.message}", messages.ERROR)
        except (ValidationError, PermissionDenied) as refusal:
            words = getattr(refusal, "messages", [str(refusal)])
            self.message_user(request, " ".join(words), messages.ERROR)
        else:
            self.message_user(request, done % len(keys), messages.SUCCESS)
