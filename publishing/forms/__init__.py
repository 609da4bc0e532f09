"""The desk's forms: dates as editors write them, rich text, sources, and the refusal of stale saves."""

from publishing.forms.citations import CitationsField
from publishing.forms.entries import EntryForm, ImageForm, SourceForm
from publishing.forms.facts import DatedFactForm, DatedFactFormSet
from publishing.forms.fields import MAX_TEXT, LinesField, PartialDateField, RichTextField

__all__ = [
    "MAX_TEXT",
    "CitationsField",
    "DatedFactForm",
    "DatedFactFormSet",
    "EntryForm",
    "ImageForm",
    "LinesField",
    "PartialDateField",
    "RichTextField",
    "SourceForm",
]
