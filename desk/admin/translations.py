"""The sheet of a translation beside its original, and the list of all translations."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.admin.addresses import entry_seen_by, screen_of
from desk.admin.sheets import name_of, sheet_of
from desk.forms.translations import SheetForm, starting_from
from desk.forms.verbs import composed
from publishing import languages, translating
from publishing.canonical import digest
from publishing.comparing import compare
from publishing.gate import PublishingRefused
from publishing.models import Action, Edition, Entry, Stage, Translation
from publishing.translation_checks import examine_translation

PER_PAGE = 50
STATES: dict[str, Callable] = {"behind": translating.fallen_behind, "waiting": translating.awaiting_approval}


class Sheet:
    """One translation and the original that is public now, for one request."""

    def __init__(self, request: HttpRequest, entry: Entry, language: str):
        self.request, self.entry, self.language = request, entry, language
        self.user: Any = request.user
        public = translating.public_original(entry.pk)
        self.translation = Translation.objects.filter(entry=entry.pk, language=language).first()
        self.source = translating.source_of(self.translation) if self.translation else public
        self.original = public or self.source

    @property
    def may_write(self) -> bool:
        screen = admin.site.get_model_admin(type(self.entry.specific))
        return screen.has_change_permission(self.request, self.entry)

    def form(self, data=None) -> SheetForm:
        assert self.original
        row = self.translation or Translation(entry_id=self.entry.pk, language=self.language)
        return SheetForm(self.original, row, data, initial=starting_from(self.original, row))

    # Deeds. Each raises ValidationError, PermissionDenied or PublishingRefused, and says in words what was done.

    def save(self) -> str:
        if not self.may_write:
            raise PermissionDenied
        self.written = self.form(self.request.POST)
        if not self.written.is_valid():
            raise ValidationError(_("Nothing was saved: see what is said at the fields."))
        row = translating.translation_of(self.entry, self.language)
        self._refuse_overtaken(row, self.written.cleaned_data["version"])
        given = self.written.cleaned_data
        saved = translating.write(
            row, self.user, given["title"], given["summary"], self.written.words, self.written.translates
        )
        return _("The translation was saved.") if saved else _("There was nothing to save.")

    def submit(self) -> str:
        post = self.request.POST
        action, wrong, right = (post.get(name, "").strip() for name in ("action", "wrong", "right"))
        if action not in ("", Action.CORRECTED, Action.CLARIFIED):
            raise ValidationError(_("There is no such kind of change."))
        if action and not (wrong and right):
            raise ValidationError(_("Say in the note what was wrong and what is right."))
        self.known().submit(self.user, action, composed(action, wrong, right) if action else "")
        return _("It waits for approval.")

    def recall(self) -> str:
        self.known().recall(self.user)
        return _("It is a draft again.")

    def send_back(self) -> str:
        self.known().send_back(self.user, self.request.POST.get("comment", ""))
        return _("It was sent back.")

    def approve(self) -> str:
        seen = self.request.POST.get("seen", "")
        if not seen:
            raise ValidationError(_("Look at the translation before you approve it."))
        self.known().approve(self.user, seen=seen)
        return _("It is approved.")

    def publish(self) -> str:
        (edition,) = translating.publish_translations([self.known()], self.user)
        return _("It is public as edition %d.") % edition.number

    def known(self) -> Translation:
        """The translation that was looked at, locked. Raises ValidationError when it is another by now."""
        row = Translation.objects.locked().filter(entry=self.entry.pk, language=self.language).first()
        if row is None:
            raise ValidationError(_("There is no translation yet; save one first."))
        self._refuse_overtaken(row, self.request.POST.get("version", ""))
        return row

    def _refuse_overtaken(self, row: Translation, version: Any) -> None:
        if row.pk and str(row.version) != str(version):
            raise ValidationError(_("“%s” has changed since you looked at it; look again.") % row.title)

    @property
    def deeds(self) -> list[dict[str, Any]]:
        """What this user may do with it as it stands."""
        row, rights = self.translation, self.user.has_perm
        if row is None:
            return []
        is_open, is_draft = row.stage == Stage.SUBMITTED, row.stage == Stage.DRAFT
        standing = Edition.objects.current().filter(entry=self.entry.pk, language=self.language, is_original=False)
        has_news = row.is_changed or not standing.exists()
        own = row.has_hand_in(self.user)
        offered = (
            ("submit", _("Submit for approval"), is_draft and has_news and rights("publishing.submit_entry")),
            ("recall", _("Take back"), is_open and own and rights("publishing.submit_entry")),
            ("approve", _("Approve"), is_open and not own and rights("publishing.approve_entry")),
            ("send_back", _("Send back"), not is_draft and rights("publishing.approve_entry")),
            ("publish", _("Publish"), row.stage == Stage.APPROVED and rights("publishing.publish_entry")),
        )
        return [{"name": name, "label": label} for name, label, may in offered if may]

    def context(self, form: SheetForm | None) -> dict[str, Any]:
        row = self.translation
        document = translating.document_of(row) if row and self.source else None
        before, after = self.source, self.original
        return {
            **admin.site.each_context(self.request),
            "title": _("%(title)s: %(language)s") % {"title": self.entry.title, "language": name_of(self.language)},
            "entry": self.entry,
            "back": screen_of(self.entry.kind, self.entry.pk),
            "translation": row,
            "original": after,
            "source": before,
            "form": form,
            "media": form.media if form else "",
            "may_write": self.may_write,
            "deeds": self.deeds,
            "seen": digest(document) if document else "",
            "findings": examine_translation(row, document) if row and document else [],
            "comparison": compared(before, after),
            "actions": [("", _("first publication or ordinary update")), *_notes()],
        }


def compared(before: Edition | None, after: Edition | None) -> Any:
    """What the original became since the edition that was translated."""
    if before is None or after is None or before.digest == after.digest:
        return None
    return compare(before.document, after.document)


def _notes() -> list[tuple[str, str]]:
    return [(Action.CLARIFIED.value, _("clarification: right, but could be misread")),
            (Action.CORRECTED.value, _("correction: something was wrong"))]  # fmt: skip


DEEDS: dict[str, Callable[[Sheet], str]] = {
    "save": Sheet.save, "submit": Sheet.submit, "recall": Sheet.recall, "send_back": Sheet.send_back,
    "approve": Sheet.approve, "publish": Sheet.publish,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def sheet_view(request: HttpRequest, entry_id, language: str) -> HttpResponse:
    """GET shows the original and the translation, POST does one deed with it. What is refused is said in words."""
    entry = entry_seen_by(request, admin.site, entry_id)
    if request.method == "POST":
        # Whoever writes, approves and publishes an entry's words queues on the entry.
        Entry.objects.locked().get(pk=entry.pk)
    sheet = Sheet(request, entry, language)
    form = sheet.form() if sheet.original else None
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", "save"))
        try:
            if deed is None or sheet.original is None:
                raise ValidationError(_("There is nothing to do here."))
            with transaction.atomic():
                done = deed(sheet)
        except (ValidationError, PublishingRefused) as refusal:
            messages.error(request, _words(refusal))
            form = getattr(sheet, "written", form)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(sheet_of(entry.pk, language))
    return TemplateResponse(request, "admin/desk/translation.html", sheet.context(form))


def _words(refusal: ValidationError | PublishingRefused) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def list_view(request: HttpRequest) -> HttpResponse:
    """Every translation, or those in one state."""
    user: Any = request.user
    if not user.has_perm("publishing.view_translation"):
        raise PermissionDenied
    state = request.GET.get("state", "")
    rows = STATES[state]() if state in STATES else Translation.objects.all()
    page = Paginator(rows.select_related("entry", "changed_by").order_by("-changed_at", "pk"), PER_PAGE)
    shown = page.get_page(request.GET.get("page"))
    behind = set(translating.fallen_behind().filter(pk__in=[row.pk for row in shown]).values_list("pk", flat=True))
    context = {
        **admin.site.each_context(request),
        "title": _("Translations"),
        "page": shown,
        "state": state if state in STATES else "",
        "rows": [
            {"row": row, "url": sheet_of(row.entry_id, row.language), "is_behind": row.pk in behind} for row in shown
        ],
    }
    return TemplateResponse(request, "admin/desk/translations.html", context)


def urls(site) -> list:
    """One address a language: no other has a sheet."""
    codes = [languages.default(), *languages.others()]
    sheets = [
        path(
            f"desk/translations/<uuid:entry_id>/{code}/",
            site.admin_view(partial(sheet_view, language=code)),
            name=f"desk_translation_{code}",
        )
        for code in codes
    ]
    return [path("desk/translations/", site.admin_view(list_view), name="desk_translations"), *sheets]
