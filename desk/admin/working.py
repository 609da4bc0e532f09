"""While somebody works on an entry: their unsaved text is kept, and who else has it open is told."""

import json
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.admin.saving import hour_of, is_id
from desk.models import Autosave, Presence
from desk.models.working import BEAT, LOOK
from publishing.models import Entry

MAX_BODY = 2 * 1024 * 1024
MAX_FIELDS = 20_000


class Refused(Exception):
    def __init__(self, status: int, words: str):
        super().__init__(words)
        self.status, self.words = status, words


def addresses(site: admin.AdminSite) -> list:
    """One set for all kinds: what is asked names its model."""
    return [
        path("desk/unsaved/", site.admin_view(answered(site, keep)), name="desk_keep"),
        path("desk/unsaved/<uuid:pk>/discard/", site.admin_view(answered(site, discard)), name="desk_discard"),
        path("desk/open/", site.admin_view(answered(site, beat)), name="desk_open"),
    ]


def answered(site: admin.AdminSite, view):
    @require_POST
    def inner(request, **kwargs):
        try:
            return JsonResponse(view(site, request, **kwargs))
        except Refused as refusal:
            return JsonResponse({"error": refusal.words}, status=refusal.status)

    return inner


def keep(site, request) -> dict:
    """Keep the form as it stands in one tab. The entry itself is not touched."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
        raise Refused(413, _("This text is larger than 2 MB and is not kept while unsaved. Save it, or shorten it."))
    sent = _sent(request)
    entry = _entry(site, request, sent.get("model"), sent.get("entry"))
    version = sent.get("version")
    kept, _is_new = Autosave.objects.update_or_create(
        user=request.user,
        model=str(sent["model"]).lower(),
        entry=entry,
        tab=_tab(sent.get("tab")),
        defaults={
            "data": _pairs(sent.get("fields")),
            "base_version": version if isinstance(version, int) and 0 <= version < 2**31 else None,
            "saved_at": timezone.now(),
        },
    )
    Autosave.forget_old(request.user)
    return {"id": str(kept.pk), "hour": hour_of(kept.saved_at)}


def discard(site, request, pk) -> dict:
    """Throw away one's own unsaved text; of somebody else's nothing is said, not even whether there is any."""
    Autosave.objects.filter(user=request.user, pk=pk).delete()
    return {}


def beat(site, request) -> dict:
    """This tab is open, or closes. Tells who else has the entry open, and whether it was saved meanwhile."""
    entry = _entry(site, request, request.POST.get("model"), request.POST.get("entry"))
    if entry is None:
        raise Refused(400, _("Name the entry."))
    here = {"user": request.user, "entry_id": entry.pk, "tab": _tab(request.POST.get("tab"))}
    if request.POST.get("leaves"):
        Presence.objects.filter(**here).delete()
        return {}
    Presence.objects.note(request.user, entry, here["tab"], bool(request.POST.get("unsaved")))
    alive = Presence.objects.alive().filter(entry=entry.pk)
    others = alive.exclude(user=request.user, tab=here["tab"]).select_related("user")
    return {"others": [_in_words(each, request.user) for each in others], **_saved(entry)}


def _in_words(presence: Presence, reader) -> str:
    who = _("You, in another tab") if presence.user_id == reader.pk else str(presence.user)
    said = _("%(who)s, since %(hour)s, with unsaved changes") if presence.is_unsaved else _("%(who)s, since %(hour)s")
    return said % {"who": who, "hour": hour_of(presence.since)}


def _saved(entry: Entry) -> dict[str, Any]:
    said = _("%(who)s saved this entry at %(hour)s. When you save, both changes are put together; what both of you "
             "changed you will be asked.")  # fmt: skip
    who = entry.changed_by or _("Somebody")
    return {"version": entry.version, "saved": said % {"who": who, "hour": hour_of(entry.changed_at)}}


def _sent(request) -> dict:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, _("This is not what the form sends.")) from error
    if not isinstance(sent, dict):
        raise Refused(400, _("This is not what the form sends."))
    return sent


def _entry(site, request: HttpRequest, label: Any, key: Any) -> Entry | None:
    """The entry, or None for one still to be added. Refuses whoever may not change or add it."""
    try:
        screen = site.get_model_admin(apps.get_model(str(label)))
    except (LookupError, ValueError, NotRegistered) as error:
        raise Refused(400, _("There is no such kind of entry.")) from error
    if not isinstance(screen, WorkingCopies):
        raise Refused(400, _("There is no such kind of entry."))
    if not key:
        if not screen.has_add_permission(request):
            raise PermissionDenied
        return None
    entry = screen.get_object(request, key) if is_id(str(key)) else None
    if entry is None or not screen.has_change_permission(request, entry):
        raise PermissionDenied
    return entry


def _tab(text: Any) -> str:
    if not (isinstance(text, str) and text.isascii() and text.isalnum() and len(text) <= 40):
        raise Refused(400, _("Name the tab."))
    return text


def _pairs(fields: Any) -> list[list[str]]:
    if not isinstance(fields, list) or len(fields) > MAX_FIELDS:
        raise Refused(400, _("This is not what the form sends."))
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in fields):
        raise Refused(400, _("This is not what the form sends."))
    return [[_storable(name), _storable(value)] for name, value in fields]


def _storable(text: Any) -> str:
    """Without what PostgreSQL cannot keep: NUL and halves of characters."""
    return str(text).replace("\x00", "").encode("utf-8", "replace").decode()


class WorkingCopies(admin.ModelAdmin):
    """The part of EntryAdmin that tells the form where its unsaved text is kept."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may = self.has_add_permission(request) if add else self.has_change_permission(request, obj)
        if may and not context.get("is_popup"):
            context["working"] = {
                "model": self.opts.label_lower,
                "entry": obj.pk if obj else "",
                "tab": request.POST.get("desk_tab", ""),
                # Shown again after a refusal: what stands in it is not saved.
                "is_unsaved": request.method == "POST",
                "offers": [] if request.method == "POST" else self._offers(request, obj),
                "beat": BEAT,
                "look": LOOK,
                "keep": reverse("admin:desk_keep"),
                "open": reverse("admin:desk_open"),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _offers(self, request, entry: Entry | None) -> list[dict]:
        mine = Autosave.objects.filter(user=request.user, model=self.opts.label_lower, entry=entry)
        return [
            {"id": pk, "hour": hour_of(at), "discard": reverse("admin:desk_discard", args=[pk])}
            for pk, at in mine.values_list("pk", "saved_at")[:5]
        ]
