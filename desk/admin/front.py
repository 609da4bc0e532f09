"""The admin's front page: what waits for whoever signs in, each number with the list it counts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import shelves
from desk.admin.addresses import screen_of
from desk.shelves import SHELVES
from publishing import translating
from publishing.facts import stated
from publishing.models import DatedFact, Entry
from publishing.sentences import sentence

PER_PAGE = 50


# What is counted besides entries: the right to see it, its name, its rows, and the list that shows them. Other rooms
# add theirs.
LISTS: list[tuple[str, str, Any, Callable[[], QuerySet], tuple[str, str]]] = [
    ("dead", "publishing.view_source", gettext_lazy("Dead sources without an archived copy"), shelves.dead_sources,
     ("admin:publishing_source_changelist", "dead=yes")),
    ("reviews", "desk.view_reviewtask", gettext_lazy("Texts to read again"), shelves.open_reviews,
     ("admin:desk_reviewtask_changelist", "state=open")),
    ("comments", "desk.view_comment", gettext_lazy("Unsettled comments"), shelves.open_comments,
     ("admin:desk_comment_changelist", "state=open")),
    ("behind", "publishing.view_translation", gettext_lazy("Translations that fell behind"),
     translating.fallen_behind, ("admin:desk_translations", "state=behind")),
    ("translated", "publishing.view_translation", gettext_lazy("Translations waiting for approval"),
     translating.awaiting_approval, ("admin:desk_translations", "state=waiting")),
]  # fmt: skip


class ShelfFilter(admin.SimpleListFilter):
    """The same question as on the front page."""

    title = gettext_lazy("on the desk")
    parameter_name = "shelf"

    def lookups(self, request, model_admin):
        return [(shelf.name, shelf.label) for shelf in SHELVES if request.user.has_perm(shelf.right)]

    def queryset(self, request, queryset):
        shelf = next((each for each in SHELVES if each.name == self.value()), None)
        if shelf is None or not request.user.has_perm(shelf.right):
            return queryset
        return queryset.filter(pk__in=shelf.entries(request.user).order_by().values("pk"))


class ForcedFilter(admin.SimpleListFilter):
    title = gettext_lazy("published without other eyes")
    parameter_name = "forced"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("yes"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.filter(position__isnull=False).exclude(approval__forced_reason="")


class DeadFilter(admin.SimpleListFilter):
    title = gettext_lazy("dead address")
    parameter_name = "dead"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("yes, and no archived copy"))]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=shelves.dead_sources().values("pk")) if self.value() == "yes" else queryset


def front_context(request: HttpRequest) -> dict[str, Any]:
    """`shelves` with their first entries, `counts` of everything else, `lately` what became public; nothing the user
    may not see."""
    user: Any = request.user
    listed = [shelves.filled(shelf, user) for shelf in SHELVES if user.has_perm(shelf.right)]
    return {
        "shelves": [_shelf(each) for each in listed],
        "counts": list(_counts(user)),
        "lately": list(_lately()) if user.has_perm("publishing.view_edition") else [],
        "last_check": shelves.last_check() if listed else None,
    }


def _lately():
    for edition in shelves.lately():
        yield {"edition": edition, "url": screen_of(edition.kind, edition.entry_id)}


def _shelf(each: shelves.Filled) -> dict[str, Any]:
    rows = [{"entry": entry, "url": screen_of(entry.kind, entry.pk)} for entry in each.first]
    url = f"{reverse('admin:publishing_entry_changelist')}?shelf={each.shelf.name}"
    return {"name": each.shelf.name, "label": each.shelf.label, "count": each.count, "rows": rows, "url": url}


def _counts(user):
    """Numbers that stand for lists of something else than entries."""
    if user.has_perm("publishing.view_entry"):
        yield _count(_("Facts due for checking"), shelves.due().count(), reverse("admin:desk_due"))
    seen = {name: (label, rows, url) for name, right, label, rows, url in LISTS if user.has_perm(right)}
    numbers = shelves.numbers(**{name: rows() for name, (_label, rows, _url) in seen.items()})
    for name, (label, _rows, (view, query)) in seen.items():
        yield _count(str(label), numbers[name], f"{reverse(view)}?{query}")
    if user.has_perm("publishing.view_edition"):
        told = shelves.forced()
        share = _("%.1f %% of all editions") % (100 * told["forced"] / told["all"] if told["all"] else 0)
        url = reverse("admin:publishing_edition_changelist") + "?forced=yes"
        yield _count(_("Published without other eyes"), told["forced"], url) | {"share": share}


def _count(label: str, number: int, url: str) -> dict[str, Any]:
    return {"label": label, "number": number, "url": url}


def due_view(request: HttpRequest):
    """Every dated fact whose day to check again has come, the longest due first."""
    if not request.user.has_perm("publishing.view_entry"):  # type: ignore[union-attr]
        raise PermissionDenied
    page = Paginator(shelves.due(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("Facts due for checking"),
        "page": page,
        "rows": list(_due_rows(list(page))),
    }
    return TemplateResponse(request, "admin/desk/due.html", context)


def _due_rows(found: list[tuple]):
    """What the screen prints of each, at a few queries a table however many of its rows are due."""
    models: dict[str, type[DatedFact]] = {model._meta.label_lower: model for model in shelves.dated_facts()}
    keys: dict[str, list[str]] = {}
    for label, key, _owner, _day in found:
        keys.setdefault(label, []).append(key)
    rows = {str(row.pk): row for label in keys for row in shelves.whole(models[label], keys[label])}
    entries = Entry.objects.in_bulk([UUID(owner) for _label, _key, owner, _day in found])
    for label, key, owner, day in found:
        entry = entries[UUID(owner)]
        kind = capfirst(models[label]._meta.verbose_name)
        url = screen_of(entry.kind, entry.pk)
        yield {"day": day, "kind": kind, "words": sentence(stated(rows[key])), "entry": entry, "url": url}


def urls(site) -> list:
    return [path("desk/due/", site.admin_view(due_view), name="desk_due")]
