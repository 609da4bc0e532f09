"""The sheet of a translation: a field for each of the original's words, and the deeds that follow."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.fields import MAX_TEXT, LinesField, PlainTextField
from desk.forms.richtext import RichTextField
from publishing import kinds
from publishing.models import Edition, Translation
from publishing.richtext import as_html
from publishing.translating import word_fields

SHORT = 160


class SheetForm(forms.Form):
    """Fields as the original has words; `words`, after cleaning, what was written by field."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("title"), max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"}))
    summary = PlainTextField(
        label=_("summary"), max_length=MAX_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, original: Edition, translation: Translation, *args: Any, **kwargs: Any):
        self.original, self.translation = original, translation
        super().__init__(*args, **kwargs)
        rich = kinds.get(original.kind).serializer.rich_fields
        for name in word_fields(original.kind):
            if original.document[name] or translation.texts.get(name):
                self.fields[name] = _field(original, name, name in rich)
        if self.is_behind:
            self.fields["is_brought_up"] = forms.BooleanField(
                label=_("It says what edition %d says") % original.number,
                required=False,
                help_text=_("Until you say so, readers are told that the translation has fallen behind."),
            )
        for field in self.fields.values():
            field.widget.attrs.setdefault("lang", translation.language)

    @property
    def is_behind(self) -> bool:
        return bool(self.translation.pk) and self.translation.translates != self.original.digest

    def beside(self) -> list[dict[str, Any]]:
        """Each field with what the original says there: `rich` text as mere words, or `lines`."""
        rich, document = kinds.get(self.original.kind).serializer.rich_fields, self.original.document
        rows = []
        for name in self.fields:
            if name in document:
                said = document[name]
                lines = said if isinstance(said, list) else [said or "–"]
                shown = {"rich": as_html(said, {}, {})} if name in rich else {"lines": lines}
                rows.append({"field": self[name], **shown})
        return rows

    @property
    def words(self) -> dict[str, Any]:
        own = ("version", "title", "summary", "is_brought_up")
        return {name: value for name, value in self.cleaned_data.items() if name not in own and value}

    @property
    def translates(self) -> str:
        """The digest of the edition it is of, once it is saved."""
        is_current = not self.is_behind or self.cleaned_data.get("is_brought_up")
        return self.original.digest if is_current else self.translation.translates


def starting_from(original: Edition, translation: Translation) -> dict[str, Any]:
    """What was written; of a new one the original's words, whose links, footnotes and live facts are kept."""
    if translation.pk:
        said = {"title": translation.title, "summary": translation.summary, **translation.texts}
    else:
        names = kinds.get(original.kind).serializer.rich_fields
        said = {name: original.document[name] for name in names}
    return {"version": translation.version, **said}


def _field(original: Edition, name: str, is_rich: bool) -> forms.Field:
    words = original.document[name]
    label = kinds.get(original.kind).model._meta.get_field(name).verbose_name
    if is_rich:
        return RichTextField(label=label, required=False)
    if isinstance(words, list):
        return LinesField(label=label, required=False, max_length=MAX_TEXT)
    rows = 2 if len(words) < SHORT else 6
    return PlainTextField(label=label, required=False, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": rows}))
