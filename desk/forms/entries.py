"""The forms of entries, their images, and sources."""

from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from desk.forms.fields import PartialDateField
from desk.forms.periods import InclusivePeriodForm
from desk.forms.pictures import PictureField
from desk.forms.withdrawn import refuse_withdrawn
from publishing import kinds
from publishing.gate import of_a_page
from publishing.live import refreshed
from publishing.models import Entry, Image, Source
from publishing.periods import Precision
from publishing.richtext import sanitise


class EntryForm(InclusivePeriodForm):
    """Knows which version it was opened on, and refuses to save over a newer one."""

    # What the request knows of the state it met (desk.admin.saving.Work).
    work: Any = None

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        if self.instance._state.adding and "title" in self.fields:
            self.fields["title"].widget.attrs["autofocus"] = True

    def clean_slug(self):
        """Said while it is chosen; the gate says it of what came another way."""
        slug = self.cleaned_data["slug"]
        # One that has stood there for long is the gate's to tell of: the rest of the entry may still be saved.
        if slug != self.instance.slug and kinds.is_page_of_the_site(self.instance.KIND, slug):
            raise ValidationError(of_a_page(slug), code="address-of-a-page")
        return slug

    def clean(self):
        cleaned = super().clean()
        if self.work and self.work.problem:
            raise ValidationError(self.work.problem, code="stale")
        if not self.instance._state.adding:
            self._refuse_stale(cleaned.get("version"))
        for name in kinds.get(self.instance.KIND).serializer.rich_fields:
            if cleaned.get(name):
                self._refresh(cleaned, name)
        refuse_withdrawn(self)
        return cleaned

    def _refresh(self, cleaned: dict[str, Any], name: str) -> None:
        """What a live fact says follows from the dates, which may have been typed with it; it may say more now."""
        try:
            cleaned[name] = sanitise(refreshed(cleaned[name], self.instance))
        except ValidationError as refusal:
            self.add_error(name, refusal)

    def _refuse_stale(self, seen: int | None) -> None:
        """Reads the row under a lock that the save keeps, so that two saves cannot both be the newest."""
        if Entry.objects.locked().get(pk=self.instance.pk).version != seen:
            raise ValidationError(_("Somebody saved this entry after you opened it."), code="stale")


class ImageForm(forms.ModelForm):
    """Gives an uploaded file the SHA-256 of its bytes as its name."""

    class Meta:
        model = Image
        fields = ["file", "alt", "caption", "credit", "licence", "order"]
        field_classes = {"file": PictureField}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            file.name = f"{sha256(file.read()).hexdigest()}{PurePath(file.name or '').suffix.lower()}"
            file.seek(0)
        return file


class SourceForm(forms.ModelForm):
    published = PartialDateField(label=_("Published on"))

    class Meta:
        model = Source
        fields = [
            "title",
            "title_is_descriptive",
            "publisher",
            "author",
            "kind",
            "language",
            "url",
            "archived_url",
            "accessed_on",
            "is_seen",
            "note",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["published"] = self.instance.published

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        day, precision = cleaned.get("published") or (None, Precision.UNKNOWN)
        self.instance.published_on, self.instance.published_precision = day, precision
        return cleaned
