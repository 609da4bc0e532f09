"""What an editor gives to import an article: the text, what it is about, and where it is from."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commentary.importing.files import MAX_DOCUMENT, SUFFIXES, blocks_of_file, too_large
from commentary.importing.reading import blocks
from commentary.importing.review import refuse_endless
from desk.forms import PartialDateField
from desk.forms.pickers import Picker
from desk.models import Import
from publishing.models import EntryCitation, Source
from publishing.models.source import web_address
from publishing.periods import partial_text


class ArticleImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"), required=False, widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_("Plain text (.txt), Markdown (.md), HTML (.html) or a Word document (.docx)."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80}),
        help_text=_("Paragraphs parted by blank lines, or HTML. At most 200 KiB."),
    )
    title = forms.CharField(label=_("Headline of the draft"), max_length=300)
    day = PartialDateField(
        label=_("Day it is about"),
        help_text=_("“16 May” and “that day” in the text mean this; offices are those held then."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    source = forms.ModelChoiceField(
        Source.objects.all(), label=_("Source in the record"), required=False,
        widget=Picker(EntryCitation._meta.get_field("source"), admin.site),
        help_text=_("The text itself, where it was published. Every statement and fact made of it will cite it."),
    )  # fmt: skip
    source_title = forms.CharField(label=_("Or a new source: title"), max_length=500, required=False)
    source_publisher = forms.CharField(label=_("Publisher"), max_length=300, required=False)
    source_url = forms.CharField(
        label=_("Address"), max_length=1000, required=False, validators=[web_address],
        help_text=_("A source that has this address already is taken."),
    )  # fmt: skip
    source_published = PartialDateField(label=_("Published on"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return []
        if file.size > MAX_DOCUMENT:
            raise too_large()
        return blocks_of_file(file.name, file.read())

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self._text(cleaned)
        self._source(cleaned)
        return cleaned

    def _text(self, cleaned: dict) -> None:
        if "file" in self.errors:
            return
        pasted, uploaded = cleaned.get("text", ""), cleaned.get("file", [])
        if bool(pasted.strip()) == bool(uploaded):
            message = _("Give a file or paste the text, not both.") if uploaded else _("Paste a text or choose a file.")
            self.add_error("text", message)
            return
        day = cleaned.get("day")
        try:
            cleaned["blocks"] = uploaded or blocks(pasted)
            refuse_endless(cleaned["blocks"], partial_text(*day) if day else "")
        except ValidationError as error:
            self.add_error("file" if uploaded else "text", error)

    def _source(self, cleaned: dict) -> None:
        url = cleaned.get("source_url", "")
        if not cleaned.get("source") and url:
            cleaned["source"] = Source.objects.filter(url=url).first()
        if not cleaned.get("source") and not (cleaned.get("source_title") and (cleaned.get("source_publisher") or url)):
            self.add_error("source", _("Choose the source, or give title and publisher or address of a new one."))

    def imported(self, by) -> Import:
        """The review to begin, not yet saved."""
        data = self.cleaned_data
        day, published = data.get("day"), data.get("source_published")
        new = {
            "title": data["source_title"],
            "publisher": data["source_publisher"],
            "url": data["source_url"],
            "published_on": partial_text(*published) if published else None,
            "language": data["language"],
        }
        return Import(
            form=Import.Form.TEXT, kind="article", title=data["title"], content=data["blocks"], by=by,
            day=partial_text(*day) if day else "", language=data["language"], source=data["source"],
            new_source={} if data["source"] else new,
        )  # fmt: skip
