"""The desk's forms: dates as editors write them, rich text, sources, and the refusal of stale saves."""

from desk.forms.citations import CitationsField
from desk.forms.entries import EntryForm, ImageForm, SourceForm
from desk.forms.facts import DatedFactForm, DatedFactFormSet
from desk.forms.fields import MAX_TEXT, LinesField, PartialDateField, PlainTextField
from desk.forms.richtext import RichTextField

__all__ = [
    "MAX_TEXT",
    "CitationsField",
    "DatedFactForm",
    "DatedFactFormSet",
    "EntryForm",
    "ImageForm",
    "LinesField",
    "PartialDateField",
    "PlainTextField",
    "RichTextField",
    "SourceForm",
]
