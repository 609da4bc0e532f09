"""Comments on an entry, its fields and its facts: the panel, the deeds, and the list of all that are open."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from desk.admin.addresses import entry_seen_by, screen_of
from desk.admin.verbs import standing_of
from desk.forms.comments import PlaceForm, WordsForm
from desk.models import Comment
from publishing import kinds
from publishing.facts import stands_in_a_row
from publishing.models import Entry
from publishing.sentences import sentence

SHOWN = 50


class DeedAdmin(admin.ModelAdmin):
    """A list of what the desk remembers. Rows come about and change by deeds, each its own address, POST only."""

    actions = None
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def may(self, request: HttpRequest, deed: str) -> None:
        if not request.user.has_perm(f"desk.{deed}_{self.opts.model_name}"):
            raise PermissionDenied

    def deed(self, route: str, view, name: str):
        address = f"desk_{self.opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(require_POST(view)), name=address)

    def back(self, entry: Entry, part: str) -> HttpResponseRedirect:
        return HttpResponseRedirect(f"{screen_of(entry.kind, entry.pk)}#{part}")

    @admin.display(description=_("entry"))
    def entry_link(self, row):
        return format_html('<a href="{}">{}</a>', screen_of(row.entry.kind, row.entry_id), row.entry.title)


class OpenFilter(admin.SimpleListFilter):
    """`?state=open`. Subclasses name the column that is empty while a row is open."""

    title = pgettext_lazy("of a comment", "state")
    parameter_name = "state"
    column: str

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("settled", _("settled"))]

    def queryset(self, request, queryset):
        is_open = {"open": True, "settled": False}.get(self.value() or "")
        return queryset if is_open is None else queryset.filter(**{f"{self.column}__isnull": is_open})


class UnsettledFilter(OpenFilter):
    column = "resolved_at"


@admin.register(Comment)
class CommentAdmin(DeedAdmin):
    list_display = ["text", "entry_link", "author", "at", "resolved_by"]
    list_display_links = None
    list_filter = [UnsettledFilter]
    list_select_related = ["entry", "author", "resolved_by"]
    search_fields = ["text", "entry__title"]
    ordering = ["-at", "-id"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(parent=None)

    def get_urls(self):
        return [
            self.deed("on/<uuid:entry_id>/", self.add, "on"),
            self.deed("<int:pk>/answer/", self.answer, "answer"),
            self.deed("<int:pk>/settle/", self.settle, "settle"),
        ] + super().get_urls()

    def add(self, request, entry_id):
        self.may(request, "add")
        entry = entry_seen_by(request, self.admin_site, entry_id)
        form = PlaceForm(request.POST)
        if form.is_valid():
            Comment.objects.create(entry=entry, author=request.user, text=form.cleaned_data["text"], **form.about)
        else:
            self.message_user(request, _("Nothing was noted: write something, and not too much."), messages.ERROR)
        return self.back(entry, "comments")

    def answer(self, request, pk):
        self.may(request, "add")
        thread, entry = self._thread(request, pk)
        form = WordsForm(request.POST)
        if form.is_valid():
            thread.answer(request.user, form.cleaned_data["text"])
        else:
            self.message_user(request, _("Nothing was noted: write something, and not too much."), messages.ERROR)
        return self.back(entry, "comments")

    def settle(self, request, pk):
        self.may(request, "change")
        thread, entry = self._thread(request, pk)
        if not thread.settle(request.user):
            self.message_user(request, _("Somebody had settled this comment already."), messages.WARNING)
        return self.back(entry, "comments")

    def _thread(self, request, pk) -> tuple[Comment, Entry]:
        thread = get_object_or_404(Comment, pk=pk, parent=None)
        return thread, entry_seen_by(request, self.admin_site, thread.entry_id)


def comments_panel(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    if not request.user.has_perm("desk.view_comment"):
        return {}
    places = _places(request, entry)
    threads = list(Comment.objects.filter(entry=entry.pk).shown()[:SHOWN])
    named = {place: label for group in places.values() for place, label in group}
    for thread in threads:
        thread.place = named.get(_place(thread), "")
    return {
        "entry": entry,
        "threads": threads,
        "open": sum(1 for thread in threads if not thread.resolved_at),
        "places": places,
        "may_write": request.user.has_perm("desk.add_comment"),
        "may_settle": request.user.has_perm("desk.change_comment"),
    }


def _place(comment: Comment) -> str:
    return f"fact:{comment.fact}" if comment.fact else f"field:{comment.field}"


def _places(request: HttpRequest, entry: Entry) -> dict[object, list[tuple[str, str]]]:
    """What a comment can be about: the form's fields and the rows of dated facts."""
    model = kinds.get(entry.kind).model
    fields = admin.site.get_model_admin(model).get_form(request, entry).base_fields
    facts = [fact for fact in standing_of(entry).document["facts"] if stands_in_a_row(entry.pk, fact)]
    return {
        _("Fields"): [
            (f"field:{name}", str(capfirst(field.label or name)))
            for name, field in fields.items()
            if not field.widget.is_hidden
        ],
        _("Facts"): [(f"fact:{fact['id']}", sentence(fact)) for fact in facts],
    }
