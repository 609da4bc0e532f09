"""What the editor asks for while somebody writes: entries, sources, pictures, facts, names. Reading, but for one."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from mimetypes import guess_type
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from desk import choosing
from desk.admin.autocomplete import name_fields
from desk.linking import unlinked
from publishing import kinds, live
from publishing.models import Entry, Image
from publishing.periods import EARLIEST, LATEST
from publishing.richtext import sanitise


def urls(site) -> list:
    """Under the admin's own address, for whoever may look at entries."""
    views = (entries, sources, facts, pictures, picture, names, take_over)
    return [path(f"text/{view.__name__}/", site.admin_view(view), name=f"text_{view.__name__}") for view in views]


def for_editors(view: Callable) -> Callable:
    """Refuses whoever may look at no kind of entry; a malformed question is a 400 in words."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not choosing.kinds_seen_by(request.user):
            raise PermissionDenied
        try:
            return view(request)
        except ValidationError as refusal:
            return JsonResponse({"error": " ".join(refusal.messages)}, status=400)

    return guarded


@for_editors
@require_GET
def entries(request):
    """Working copies by name, of the kinds this user may look at; `quotable`: those with facts to quote."""
    seen = choosing.kinds_seen_by(request.user)
    if request.GET.get("quotable"):
        seen = [name for name in seen if name in choosing.kinds_quoted()]
    rows = choosing.entries_like(request.GET.get("q", ""), seen, name_fields(admin.site))
    return _answer({"id": str(row.pk), "label": row.title, "hint": str(kinds.get(row.kind).label)} for row in rows)


@for_editors
@require_GET
def sources(request):
    _require(request, "publishing.view_source")
    rows = choosing.sources_like(request.GET.get("q", ""))
    return _answer({"id": str(row.pk), "label": row.title, "hint": _source_hint(row)} for row in rows)


def _source_hint(source) -> str:
    return ", ".join(filter(None, (source.publisher, source.author, source.published)))


@for_editors
@require_GET
def facts(request):
    """What may be quoted of `entry` in the text of `text`, on the day `on`."""
    entry = _entry(request, "entry")
    text = _entry(request, "text") if request.GET.get("text") else Entry(language="en")
    rows = choosing.quotable(entry, text.specific if text.kind else text, _day(request.GET.get("on", "")))
    return _answer({**row, "hint": "; ".join(row["sources"])} for row in rows)


@for_editors
@require_GET
def pictures(request):
    """The pictures of the entry itself: no text shows those of others."""
    rows = Image.objects.filter(entry=_entry(request, "text"))
    return _answer(
        {"id": row.file.name, "label": row.alt or row.file.name, "hint": f"{row.credit}, {row.licence}"} for row in rows
    )


@for_editors
@require_GET
def picture(request):
    """The file of a picture that may not be public yet."""
    image = Image.objects.select_related("entry").filter(file=request.GET.get("src", "")).first()
    if image is None or not choosing.may(request.user, "view", image.entry):
        raise Http404
    name = str(image.file)
    if not default_storage.exists(name):
        raise Http404
    response = FileResponse(image.file.open(), content_type=guess_type(name)[0] or "image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@for_editors
@require_POST
def names(request):
    """Known names in the posted `html` that are not linked."""
    itself = request.POST.get("text", "")
    found = unlinked(request.POST.get("html", ""), _uuid(itself) if itself else None)
    words = ngettext("%d known name is not linked", "%d known names are not linked", len(found)) % len(found)
    rows = [
        {"words": each.words, "nth": each.nth, "context": each.context, "entries": _named(each.entries)}
        for each in found
    ]
    return JsonResponse({"summary": words if found else "", "results": rows})


def _named(bearers: list[dict]) -> list[dict]:
    return [{"id": each["id"], "label": each["title"], "hint": str(kinds.get(each["kind"]).label)} for each in bearers]


@for_editors
@require_POST
@transaction.atomic
def take_over(request):
    """Bring the live facts of a working copy up to date: a change like any other, with its author."""
    entry = _entry(request, "text", request.POST)
    if not choosing.may(request.user, "change", entry):
        raise PermissionDenied
    row = Entry.objects.locked().get(pk=entry.pk).specific
    changed = [name for name in kinds.get(row.kind).serializer.rich_fields if _refresh(row, name)]
    if changed:
        row.save(update_fields=changed)
    if changed or request.POST.get("again"):
        row.record_change(request.user)
        messages.success(request, _("The text of “%s” says what the record says now.") % row)
    return HttpResponseRedirect(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]))


def _refresh(row: Entry, name: str) -> bool:
    before = getattr(row, name)
    setattr(row, name, sanitise(live.refreshed(before, row)))
    return getattr(row, name) != before


def _answer(rows) -> JsonResponse:
    return JsonResponse({"results": list(rows)})


def _require(request, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def _entry(request, name: str, given=None) -> Entry:
    """The entry named by a parameter; what the user may not look at does not exist."""
    entry = Entry.objects.filter(pk=_uuid((given or request.GET).get(name, ""))).first()
    if entry is None or not choosing.may(request.user, "view", entry):
        raise Http404
    return entry


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ValidationError(_("“%s” names no entry.") % text[:40]) from None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if text else timezone.now().date()
    except ValueError:
        day = EARLIEST.min
    if not EARLIEST <= day < LATEST:
        raise ValidationError(_("“%s” is not a day; write it as 2022-05-16.") % text[:40])
    return day
