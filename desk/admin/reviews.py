"""Review tasks: on the screen of the text that has to be read again, and all of them in a list."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from desk.admin.addresses import entry_seen_by
from desk.admin.comments import DeedAdmin, OpenFilter
from desk.forms.comments import NoteForm
from desk.models import ReviewTask
from publishing.models import Entry

SHOWN = 30


class UndoneFilter(OpenFilter):
    column = "done_at"

    def lookups(self, request, model_admin):
        return [("open", _("to do")), ("settled", _("done"))]


@admin.register(ReviewTask)
class ReviewTaskAdmin(DeedAdmin):
    list_display = ["entry_link", "changed", "created_at", "done_by", "done_at", "note"]
    list_display_links = None
    list_filter = [UndoneFilter]
    list_select_related = ["entry", "done_by"]
    search_fields = ["entry__title", "changed"]

    def get_urls(self):
        return [self.deed("<int:pk>/close/", self.close, "close"), *super().get_urls()]

    def close(self, request, pk):
        self.may(request, "change")
        task = get_object_or_404(ReviewTask, pk=pk)
        entry = entry_seen_by(request, self.admin_site, task.entry_id)
        form = NoteForm(request.POST)
        if not form.is_valid():
            self.message_user(request, _("Say in a note what you found."), messages.ERROR)
        elif not task.close(request.user, form.cleaned_data["note"]):
            self.message_user(request, _("Somebody had closed this task already."), messages.WARNING)
        return self.back(entry, "reviews")


def reviews_panel(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Nothing while there is nothing to read again; then what is open, and what was found before."""
    if not request.user.has_perm("desk.view_reviewtask"):
        return {}
    of_entry = ReviewTask.objects.filter(entry=entry.pk).select_related("because", "done_by")
    tasks = list(of_entry.defer("because__canonical", "because__text").order_by("-done_at", "-created_at")[:SHOWN])
    return {"tasks": tasks, "may_close": request.user.has_perm("desk.change_reviewtask")} if tasks else {}
