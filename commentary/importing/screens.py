"""The screens of an article's import: upload, review, create. Part of ArticleAdmin."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commentary.importing.creating import Creation
from commentary.importing.forms import ArticleImportForm
from commentary.importing.review import ACCEPT, REFUSE, Review
from desk.admin.addresses import screen_of
from desk.models import Import
from publishing import kinds
from publishing.gate import Finding, Level, examine
from publishing.models import Entry

SHOWN = 20
DECIDE = "decide-"


@dataclass(frozen=True)
class Made:
    """A working copy that came of an import."""

    entry: Entry
    address: str
    findings: list[Finding]

    @property
    def kind_label(self) -> str:
        return str(kinds.get(self.entry.kind).label)

    @property
    def open(self) -> int:
        """The warnings and blockers nobody has mended or waived."""
        return sum(each.counts and each.level != Level.HINT for each in self.findings)


class ImportScreens(admin.ModelAdmin):
    """Only who may add articles sees an import: the text is somebody else's, and nobody has checked it."""

    change_list_template = "admin/commentary/article/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name="commentary_article_import"),
            path("import/<uuid:key>/", view(self.review_view), name="commentary_article_review"),
            *super().get_urls(),
        ]

    def import_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ArticleImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            imported = form.imported(request.user)
            imported.save()
            return HttpResponseRedirect(self._address(imported))
        kept = Import.objects.filter(form=Import.Form.TEXT).select_related("by", "done_by").defer("content")
        context = {"form": form, "kept": kept[:SHOWN], "media": self.media + form.media}
        return self._import_page(request, "import.html", _("Import an article"), context)

    def review_view(self, request, key):
        """Decisions are kept at every step; drafts are made in one."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        imported = (
            Import.objects.filter(pk=key, form=Import.Form.TEXT).select_related("source", "by", "done_by").first()
        )
        if imported is None:
            messages.error(request, _("There is no such import."))
            return HttpResponseRedirect(reverse("admin:commentary_article_import"))
        if request.method == "POST" and not imported.done_at:
            return self._decided(request, imported)
        if imported.done_at:
            return self._done_page(request, imported)
        return self._review(request, Review(imported))

    def _done_page(self, request, imported: Import):
        """The drafts, the article first, each with what the gate says of it by now."""
        entries = sorted(imported.entries.all(), key=lambda entry: (entry.kind != "article", entry.kind, entry.title))
        made = [Made(entry, screen_of(entry.kind, entry.pk), examine(entry)) for entry in entries]
        context = {"imported": imported, "made": made, "open": sum(each.open for each in made)}
        return self._import_page(request, "import_done.html", imported.title, context)

    def _review(self, request, review: Review, refused: list[str] | None = None):
        shown = review.shown()
        named = [note.entry for each in shown for note in each.notes]
        context = {
            "addresses": {str(entry.id): screen_of(entry.kind, entry.id) for entry in named}
            | {str(known.statement.pk): screen_of("statement", known.statement.pk) for known in review.quoted},
            "imported": review.imported,
            "shown": shown,
            "refused": refused or [],
            "kinds": sorted({piece.kind for each in shown for piece in each.pieces if piece.kind}),
            "contradicted": len(review.contradictions),
            "noted": len(review.notes),
            "proposed": len(review.proposals),
            "undecided": review.undecided,
        }
        return self._import_page(request, "import_review.html", _("Review: %s") % review.imported.title, context)

    def _decided(self, request, imported: Import):
        decisions = decisions_in(request.POST)
        Import.objects.filter(pk=imported.pk, done_at=None).update(decisions=decisions)
        imported.decisions = decisions
        if "create" not in request.POST:
            if request.headers.get("Accept") == "application/json":
                return HttpResponse(status=204)
            messages.success(request, _("Your decisions are kept."))
            return HttpResponseRedirect(self._address(imported))
        review = Review(imported)
        try:
            article = Creation(review, request.user).carry_out()
        except (ValidationError, PermissionDenied) as refusal:
            return self._review(request, review, getattr(refusal, "messages", [str(refusal)]))
        count = imported.entries.count()
        self.log_addition(request, article, [{"added": {"name": _("by import"), "object": imported.title}}])
        done = ngettext("%d working copy was made or changed.", "%d working copies were made or changed.", count)
        messages.success(request, done % count)
        return HttpResponseRedirect(self._address(imported))

    def _address(self, imported: Import) -> str:
        return reverse("admin:commentary_article_review", args=[imported.pk])

    def _import_page(self, request, template: str, title: str, context: dict):
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "media": self.media}
        return TemplateResponse(request, f"admin/commentary/article/{template}", {**shared, **context})


def decisions_in(data) -> dict[str, str]:
    """The decisions of the form; anything else is undecided."""
    sent = {name.removeprefix(DECIDE): word for name, word in data.items() if name.startswith(DECIDE)}
    return {key: word for key, word in sent.items() if word in (ACCEPT, REFUSE) and len(key) == 16}
