"""The sources of one dated fact: rows of (source, where in it), usable without JavaScript."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.models import Citation, Source

BLANK_ROWS = 2
MAX_ROWS = 50
# A fact with many sources shows their number first: a summit with seven of them stays readable.
FOLDED_FROM = 3

SOURCE: ForeignKey = Citation._meta.get_field("source")  # type: ignore[assignment]

# A row as typed or stored: the source or its id, and the locator.
Row = tuple[Source | str, str]


class SourceSelect(AutocompleteSelect):
    """The admin's autocomplete with its one chosen source given, so that a row costs no query."""

    def __init__(self, chosen: Source | None, **kwargs):
        self.chosen = chosen
        super().__init__(SOURCE, admin.site, **kwargs)

    def optgroups(self, name, value, attr=None):
        options = [self.create_option(name, "", "", self.chosen is None, 0)]
        if self.chosen:
            options.append(self.create_option(name, str(self.chosen.pk), str(self.chosen), True, 1))
        return [(None, options, 0)]


class CitationsWidget(forms.Widget):
    use_fieldset = True
    # With it each row offers to enter a new source in a window of its own, which is then chosen.
    may_add = False

    @property
    def media(self):
        return SourceSelect(None).media

    def id_for_label(self, id_):
        return ""

    def value_from_datadict(self, data, files, name) -> list[Row]:
        rows: list[Row] = []
        while len(rows) < MAX_ROWS and f"{name}-{len(rows)}-locator" in data:
            start = f"{name}-{len(rows)}"
            rows.append((data.get(f"{start}-source", ""), data[f"{start}-locator"]))
        return rows

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-0-locator" not in data

    def render(self, name, value, attrs=None, renderer=None):
        filled = [row for row in value or [] if any(row)]
        known = sources_by_id(row[0] for row in filled)
        rows = [(known.get(_id(source)), locator) for source, locator in filled]
        rows += [(None, "")] * BLANK_ROWS
        fields = format_html_join(
            "",
            '<div class="citation">{}{}</div>',
            (self._row(name, number, *row, (attrs or {}).get("id", "")) for number, row in enumerate(rows)),
        )
        if len(filled) < FOLDED_FROM:
            return fields
        told = ngettext("%d source", "%d sources", len(filled)) % len(filled)
        return format_html('<details class="citations"><summary>{}</summary>{}</details>', told, fields)

    def _with_adding(self, select: SourceSelect) -> RelatedFieldWidgetWrapper:
        may = {"can_change_related": False, "can_delete_related": False, "can_view_related": False}
        return RelatedFieldWidgetWrapper(select, SOURCE.remote_field, admin.site, can_add_related=self.may_add, **may)

    def _row(self, name: str, number: int, source: Source | None, locator: str, prefix: str):
        start, ident = f"{name}-{number}", f"{prefix}-{number}"
        named = {"id": f"{ident}-source", "aria-label": _("Source %d") % (number + 1), "data-width": "100%"}
        select = self._with_adding(SourceSelect(source)).render(
            f"{start}-source", str(source.pk) if source else "", named
        )
        place = format_html(
            '<input type="text" name="{}-locator" value="{}" id="{}-locator" maxlength="200"'
            ' placeholder="{}" aria-label="{}">',
            start,
            locator,
            ident,
            _("page, article, minute"),
            _("Where in source %d") % (number + 1),
        )
        return select, place


class CitationsField(forms.Field):
    """Cleans to a list of (Source, locator) without repetitions; at least one."""

    widget = CitationsWidget

    def clean(self, value: list[Row] | None) -> list[tuple[Source, str]]:
        rows = _keys(value)
        if not rows:
            raise ValidationError(_("Name at least one source that says so."), code="required")
        known = sources_by_id(source for source, _locator in rows)
        for source, locator in rows:
            if source not in known:
                raise ValidationError(_("Choose the source for “%s”.") % (locator or source), code="invalid")
            if "\x00" in locator:
                raise ValidationError(_("A place in a source contains a NUL character."))
            if len(locator) > 200:
                raise ValidationError(_("“%s…” is too long for a place in a source.") % locator[:40])
        if len(set(rows)) < len(rows):
            raise ValidationError(_("A source is cited twice at the same place."), code="twice")
        return [(known[source], locator) for source, locator in rows]

    @staticmethod
    def plain(value: list[Row] | None) -> list[list[str]]:
        """The filled rows as (id of the source, locator), to be compared and kept as JSON."""
        return [list(row) for row in _keys(value)]

    def has_changed(self, initial, data):
        return _keys(initial) != _keys(data)


def save_citations(fact, rows: list[tuple[Source, str]]) -> None:
    """Make `rows` the citations of `fact`."""
    fact.citations.all().delete()
    for order, (source, locator) in enumerate(rows):
        fact.citations.create(source=source, locator=locator, order=order)


def _id(source: Source | str) -> str:
    return str(source.pk) if isinstance(source, Source) else str(source)


def _keys(rows: list[Row] | None) -> list[tuple[str, str]]:
    """The filled rows as (id of the source, locator)."""
    keys = [(_id(source), locator.strip()) for source, locator in rows or []]
    return [key for key in keys if any(key)]


def sources_by_id(chosen: Iterable[Source | str]) -> dict[str, Source]:
    """The sources by id; only those given as ids are asked for."""
    chosen = list(chosen)
    found = {_id(source): source for source in chosen if isinstance(source, Source)}
    wanted = [source for source in chosen if isinstance(source, str) and _is_uuid(source)]
    found |= {str(pk): source for pk, source in Source.objects.in_bulk(wanted).items()} if wanted else {}
    return found


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
