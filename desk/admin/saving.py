"""Saving an entry so that nothing is lost: not what somebody else saved meanwhile, and not what was typed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.citing import list_cited_sources
from desk.merging import Difference, Sheet, State, merge
from desk.merging.choices import apply
from desk.models import Autosave, Snapshot
from publishing.models import Entry


@dataclass
class Work:
    """What is known of one request to save. With a `problem` the form is shown again and nothing is saved."""

    problem: str = ""
    who: object = ""
    hour: str = ""
    differences: list[Difference] = field(default_factory=list)
    version: int | None = None
    before: dict | None = None

    @property
    def asked(self) -> list[Difference]:
        return [each for each in self.differences if each.outcome == "ask"]

    @property
    def settled(self) -> list[Difference]:
        return [each for each in self.differences if each.outcome != "ask"]


class SafeSaves(admin.ModelAdmin):
    """The part of EntryAdmin that saves."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.work = Work()
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        # One transaction around both tries: the entry stays locked, so what was compared is what is replaced.
        with transaction.atomic():
            if "restore" in request.POST:
                self._take_up(request, object_id)
            if object_id:
                self._meet(request, unquote(object_id))
            context = {"work": request.work, **(extra_context or {})}
            try:
                with transaction.atomic():
                    return super().changeform_view(request, object_id, form_url, context)
            except IntegrityError:
                request.work.problem = _(
                    "Nothing was saved: meanwhile somebody saved a period that overlaps one of yours, or the same "
                    "address. What you typed still stands below."
                )
                return super().changeform_view(request, object_id, form_url, context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        # What stood in the way before the form was made is said by the form.
        form.work = getattr(request, "work", None)  # type: ignore[attr-defined]
        return form

    # Unsaved text

    def _take_up(self, request, object_id) -> None:
        """Show unsaved text again, as if it had just been sent; nothing is saved by that."""
        wanted = Autosave.objects.filter(user=request.user, model=self.opts.label_lower)
        wanted = wanted.filter(entry__pk=unquote(object_id)) if object_id else wanted.filter(entry=None)
        key = request.POST["restore"]
        kept = wanted.filter(pk=key).first() if is_id(key) else None
        if kept is None:
            raise PermissionDenied
        request.POST = filled(kept.data, request.POST)
        request.work.problem = _("This is your unsaved text of %s. Save it when it is complete.") % hour_of(
            kept.saved_at
        )

    # Saves over saves

    def _meet(self, request, object_id: str) -> None:
        """If somebody saved since the form was opened: put in its place what both have changed, and ask."""
        entry = self.get_object(request, object_id)
        if entry is None or not self.has_change_permission(request, entry):
            return
        saved = Entry.objects.locked().select_related("changed_by").get(pk=entry.pk)
        # Read again: what stood there before the lock was waited for may be gone.
        entry = self.model._default_manager.get(pk=entry.pk)
        work, posted = request.work, request.POST
        sheet = self._sheet(request, entry)
        work.before = sheet.stored.as_json()  # read before anything is written
        work.version = saved.version
        seen = _number(posted.get("version"))
        base = sheet.stored if seen == saved.version else _snapshot(entry, seen)
        data, unanswered = apply(sheet, base, posted) if base else (posted.copy(), [])
        if seen == saved.version:
            work.differences = unanswered
            work.problem = work.problem or (_("Choose for each field that both of you changed.") if unanswered else "")
        else:
            merged = merge(sheet, base, data)
            data, work.differences = merged.data, merged.differences
            data["version"] = str(saved.version)
            work.who, work.hour = saved.changed_by or _("Somebody"), hour_of(saved.changed_at)
            said = _("%(who)s saved this entry at %(hour)s, after you opened it. Nothing of yours was saved yet.")
            work.problem = said % {"who": work.who, "hour": work.hour}
        request.POST = data

    def _sheet(self, request, entry: Entry) -> Sheet:
        fields = flatten_fieldsets(self.get_fieldsets(request, entry))
        form = self.get_form(request, entry, change=True, fields=fields)
        formsets, prefixes = [], {}
        for formset, inline in self.get_formsets_with_inlines(request, entry):
            prefix = formset.get_default_prefix()
            # As Django numbers them in its own form.
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            prefix = prefix if prefixes[prefix] == 1 else f"{prefix}-{prefixes[prefix]}"
            formsets.append(formset(instance=entry, prefix=prefix, queryset=inline.get_queryset(request)))
        return Sheet(form(instance=entry), formsets)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        list_cited_sources(form.instance)
        with connection.cursor() as cursor:
            # What the database checks at commit is checked here, where words can still be found for it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            work = request.work
            if change and work.before:
                Snapshot.keep(form.instance, work.version, work.before)
            form.instance.record_change(request.user)
        self._forget_unsaved(request, form.instance if change else None)

    def _forget_unsaved(self, request, entry: Entry | None) -> None:
        if tab := request.POST.get("desk_tab"):
            kept = Autosave.objects.filter(user=request.user, model=self.opts.label_lower, tab=tab[:40])
            kept.filter(entry=entry and entry.pk).delete()


def _snapshot(entry: Entry, version: int | None) -> State | None:
    found = Snapshot.objects.filter(entry=entry.pk, version=version).first() if version is not None else None
    return State(found.state["fields"], found.state["rows"]) if found else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def hour_of(at: datetime) -> str:
    """The hour with its time zone, and the day unless it is today."""
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate()
    return f"{local:%H:%M %Z}" if is_today else f"{local:%Y-%m-%d %H:%M %Z}"


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def filled(pairs: list[Any], posted: QueryDict) -> QueryDict:
    """`pairs` as a request would bring them, under the token of the present one."""
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(str(name), str(value))
    data["csrfmiddlewaretoken"] = posted.get("csrfmiddlewaretoken", "")
    return data
