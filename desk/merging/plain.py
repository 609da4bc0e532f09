"""Values of form fields in one plain form, whether they come from the database or from a browser."""

from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from desk.forms.citations import CitationsField, sources_by_id
from desk.forms.fields import LinesField
from desk.forms.richtext import RichTextField, sanitised

# A text, the chosen ids, or rows of (source, locator): JSON-ready and comparable.
type Plain = str | list[str] | list[list[str]]


def plain(field: forms.Field, value: Any) -> Plain:
    """`value` as stored or as typed; equal when they mean the same."""
    if isinstance(field, CitationsField):
        return field.plain(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(chosen) for chosen in field.prepare_value(value) or [])
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    text = field.prepare_value(value)
    text = "" if text is None else str(text).replace("\r\n", "\n").strip()
    if isinstance(field, LinesField):
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return _rich(text) if isinstance(field, RichTextField) else text


def _rich(text: str) -> str:
    try:
        return sanitised(text)
    except ValidationError:
        return text  # refused when it is saved


def spelled(field: forms.Field, name: str, value: Plain) -> dict[str, list[str]]:
    """What a browser would send for `value`."""
    if isinstance(field, CitationsField):
        rows = [*value, ["", ""]]
        sources = {f"{name}-{number}-source": [row[0]] for number, row in enumerate(rows)}
        return sources | {f"{name}-{number}-locator": [row[1]] for number, row in enumerate(rows)}
    if isinstance(field, forms.BooleanField):
        return {name: ["on"]} if value else {}
    return {name: [str(chosen) for chosen in value] if isinstance(value, list) else [value]}


def in_words(field: forms.Field, value: Plain | None) -> str:
    """`value` as an editor reads it."""
    if value is None:
        return ""
    if isinstance(field, CitationsField):
        known = sources_by_id([row[0] for row in value])
        return "\n".join(f"{known.get(row[0], row[0])} {row[1]}".strip() for row in value)
    if isinstance(field, forms.ModelChoiceField):
        chosen = value if isinstance(value, list) else [str(value)]
        return ", ".join(_named(field, [one for one in chosen if isinstance(one, str) and one]))
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(str(value), value))
    return _without_tags(str(value)) if isinstance(field, RichTextField) else str(value)


def _named(field: forms.ModelChoiceField, keys: list[str]) -> list[str]:
    try:
        return [str(found) for found in field.queryset.filter(pk__in=keys)] if keys and field.queryset else []
    except (ValidationError, ValueError):
        return keys  # what was sent is no id at all


def _flat(choices: Any) -> list[tuple[str, Any]]:
    return [(str(value), label) for value, label in choices]


def _without_tags(html: str) -> str:
    """Paragraphs stay apart; words only, so that what is shown cannot be more than text."""
    for end in ("</p>", "</h2>", "</h3>", "</h4>", "</li>", "</tr>", "</blockquote>", "<br>"):
        html = html.replace(end, f"{end}\n")
    try:
        return strip_tags(html).strip()
    except SuspiciousOperation:
        return html  # too odd for Django to strip, and refused when it is saved: shown as it was typed
