"""Dated facts inside an entry's form."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from desk.forms.citations import CitationsField, save_citations
from desk.forms.periods import PeriodForm
from desk.forms.withdrawn import refuse_withdrawn
from publishing.claims import value_words
from publishing.models import DatedFact
from publishing.overlaps import in_words, overlaps

# A list of more saved rows than this shows each in one line.
FOLDED_FROM = 4


class DatedFactForm(PeriodForm):
    sources = CitationsField(label=_("Sources"))

    # Whether whoever fills it in may enter new sources.
    may_add_source = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "sources" in self.fields:
            self.fields["sources"].widget.may_add = self.may_add_source
        if not self.instance._state.adding:
            self.initial["sources"] = [(use.source, use.locator) for use in self.instance.citations.all()]

    def clean(self):
        cleaned = super().clean()
        refuse_withdrawn(self)
        return cleaned

    @property
    def line(self) -> str:
        """The saved row at a glance: who, what, when, and how many sources say so."""
        row = self.instance
        told = [
            " – ".join(dict.fromkeys(_parties(row))),
            value_words(row.value),
            in_words(row) if row.has_own_dates else "",
        ]
        count = len(row.citations.all())
        told.append(ngettext("%d source", "%d sources", count) % count)
        return " · ".join(filter(None, told))

    def _save_m2m(self):
        super()._save_m2m()  # type: ignore[misc]
        if "sources" in self.changed_data:
            save_citations(self.instance, self.cleaned_data["sources"])


class DatedFactFormSet(forms.BaseInlineFormSet):
    """Says in words what the database would refuse at commit: periods that overlap."""

    model: type[DatedFact]

    @property
    def is_long(self) -> bool:
        return self.initial_form_count() >= FOLDED_FROM

    @property
    def is_new(self) -> bool:
        """Nothing is saved yet: the first row is what there is to fill in."""
        return self.initial_form_count() == 0

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        setattr(form.instance, self.fk.name, self.instance)
        return form

    def clean(self):
        super().clean()
        rows = [form.instance for form in self._kept() if not form.errors]
        mine = {row.pk for row in rows}
        found = [
            _("%(one)s and %(other)s overlap.") % {"one": _named(one), "other": _named(other)}
            for one, other in overlaps([*rows, *self._elsewhere(rows)])
            if one.pk in mine or other.pk in mine
        ]
        if found:
            raise ValidationError(found)

    def _kept(self) -> Iterator[forms.ModelForm]:
        for form in self.forms:
            if form not in self.deleted_forms and (form.has_changed() or not form.instance._state.adding):
                yield form

    def _elsewhere(self, rows: list[DatedFact]) -> list[DatedFact]:
        """Rows of other entries that share a key, such as another holder of the same office."""
        keys = self.model.exclusive_by
        if not rows or not keys or self.model.entry_field in keys:
            return []
        wanted = {f"{key}__in": {getattr(row, f"{key}_id") for row in rows} for key in keys}
        others = self.model._default_manager.filter(**wanted)
        return list(others.exclude(**{self.fk.name: self.instance}).select_related(self.fk.name, *keys))


def _parties(row: DatedFact) -> Iterator[str]:
    """Whom the row is about, without the entry in whose form it stands."""
    owner = getattr(row, f"{row.entry_field}_id")
    for name in filter(None, (row.subject_field, row.object_field)):
        party = getattr(row, name)
        if party and party.pk != owner:
            yield str(party)
    if person := row.value.get("person"):
        yield person["title"]


def _named(row: DatedFact) -> str:
    words = row.value.get("status") or row.value.get("name") or ""
    return f"“{row}{', ' if words else ''}{words}” ({in_words(row)})"
