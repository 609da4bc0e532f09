"""Preview of a working copy: its public page in a frame, at a width, on paper, as of a day, or as a card in a feed."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from desk.admin.comparing import viewed
from desk.previewing import edition_to_be, preview_of
from publishing.cards import card_of
from publishing.cards.drawing import MEDIA_TYPE, png_of
from publishing.models import Entry
from publishing.reading import BadParameter, parse_day
from publishing.views import bad_request

# Only pictures are served, and by what they are called: an image/* answer is never a page.
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
PICTURES |= {".gif": "image/gif", ".avif": "image/avif"}


class PreviewForm(forms.Form):
    medium = forms.ChoiceField(
        label=gettext_lazy("show it"),
        choices=[
            ("screen", gettext_lazy("on a screen")),
            ("phone", gettext_lazy("on a phone (390 pixels)")),
            ("print", gettext_lazy("on paper")),
            ("card", gettext_lazy("as a card when shared")),
        ],
        required=False,
    )
    on = forms.DateField(
        label=gettext_lazy("as it says for the day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text=gettext_lazy("Empty: today."),
    )
    as_of = forms.CharField(
        label=gettext_lazy("with the rest of the record as of"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("A date, a time or a position; empty: as it stands now."),
    )

    def clean_on(self):
        if on := self.cleaned_data["on"]:
            try:
                parse_day(on.isoformat(), "on")
            except BadParameter as refusal:
                raise ValidationError(str(refusal)) from None
        return on

    @property
    def query(self) -> dict[str, str]:
        given = ((name, value.isoformat() if name == "on" and value else value) for name, value in self.chosen.items())
        return {name: value for name, value in given if value}

    @property
    def chosen(self) -> dict[str, Any]:
        return getattr(self, "cleaned_data", {})


class PreviewViews(admin.ModelAdmin):
    """The part of EntryAdmin that previews. Nothing here is stored, cached or seen by anybody else."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        parts = (
            ("", self.preview_view, ""),
            ("page/", self.preview_page, "_page"),
            ("card.png", self.preview_card, "_card"),
            ("media/<path:name>", self.preview_media, "_media"),
        )
        guarded = [
            path(f"<uuid:pk>/preview/{address}", self.admin_site.admin_view(require_safe(view)), name=name + part)
            for address, view, part in parts
        ]
        return guarded + super().get_urls()

    def preview_url(self, entry: Entry, part: str = "", *args) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview{part}"
        return reverse(name, args=[entry.pk, *args])

    def preview_view(self, request, pk):
        """The frame and what can be chosen for it."""
        entry = viewed(self, request, pk)
        page, form = preview_of(entry.kind), PreviewForm(request.GET)
        takes_day = bool(page and page.takes_day)
        if not takes_day:
            del form.fields["on"]
        is_valid = form.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview: %s") % entry,
            "form": form,
            "medium": form.chosen.get("medium") or "screen",
            "frame": self.frame_url(entry, form) if page and is_valid else "",
            "has_page": page is not None,
            "card": self.card(entry) if form.chosen.get("medium") == "card" else None,
            "opts": self.opts,
            "original": entry,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk]),
        }
        return TemplateResponse(request, "admin/desk/preview.html", context, status=200 if is_valid else 400)

    def frame_url(self, entry: Entry, form: PreviewForm) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_preview_page", args=[entry.pk], query=form.query
        )

    def preview_page(self, request, pk):
        """The public page of the working copy, for the frame."""
        entry = viewed(self, request, pk)
        page = preview_of(entry.kind)
        if page is None:
            raise Http404(_("Entries of this kind have no page of their own."))
        view = page()
        view.setup(request)
        try:
            view.read(request)
            context = view.preview(edition_to_be(entry))
        except BadParameter as refusal:
            return kept_private(bad_request(request, refusal, view.known_parameters))
        context |= {
            "page_template": view.template_name,
            "on_paper": view.parameter("medium") == "print",
            "media": self.preview_url(entry, "_media", "x").removesuffix("x"),
        }
        return kept_private(render(request, "admin/desk/preview-page.html", context))

    def card(self, entry: Entry) -> dict[str, str]:
        """What a network prints of a shared link: og:title, og:description, og:image."""
        edition = edition_to_be(entry)
        return {
            "title": edition.document["title"],
            "description": edition.document.get("standfirst") or edition.document["summary"],
            "image": self.preview_url(entry, "_card"),
            "alt": card_of(edition).alt,
            "site": settings.SITE_URL.partition("://")[2],
        }

    def preview_card(self, request, pk):
        """The card of what publishing now would make, drawn as readers' networks will be given it."""
        entry = viewed(self, request, pk)
        if preview_of(entry.kind) is None:
            raise Http404(_("Entries of this kind have no page of their own."))
        return kept_private(HttpResponse(png_of(card_of(edition_to_be(entry))), content_type=MEDIA_TYPE))

    def preview_media(self, request, pk, name):
        """A picture of this working copy, which the public cannot ask for yet."""
        entry = viewed(self, request, pk)
        picture_type = PICTURES.get(PurePosixPath(name).suffix.lower())
        is_its_own = entry.images.filter(file=name).exists()
        if picture_type is None or not is_its_own or not default_storage.exists(name):
            raise Http404
        return kept_private(FileResponse(default_storage.open(name), content_type=picture_type))


def kept_private(response: HttpResponse | FileResponse):
    """For this editor's frame alone: not stored, not indexed, not framed by others, without forms that lead away."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["X-Frame-Options"] = "SAMEORIGIN"
    own = {"frame-ancestors": [CSP.SELF], "form-action": [CSP.NONE], "script-src": [CSP.NONE]}
    response._csp_config = settings.SECURE_CSP | own  # type: ignore[union-attr]
    return response
