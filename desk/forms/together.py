"""What a verb asks for when it is to be done with several entries at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from desk.admin.comparing import WithPublic, against_public
from desk.forms.verbs import CommentForm, HourForm, VerbForm
from desk.forms.warnings import ask
from desk.impact import Impact
from desk.telling import told
from publishing.canonical import digest
from publishing.gate import Finding, examine
from publishing.models import Edition, Entry


@dataclass(frozen=True)
class Looked:
    """One of several entries, as the page shows it to whoever decides."""

    entry: Entry
    document: dict
    findings: list[Finding]
    impact: Impact

    @property
    def told(self) -> dict[str, object]:
        return told(self.entry, self.impact.public)

    @property
    def against(self) -> WithPublic:
        return against_public(self.entry, self.document)

    @property
    def text(self) -> str:
        return orjson.dumps(self.document, option=orjson.OPT_INDENT_2).decode()


class TogetherForm(VerbForm):
    """Carries the version each entry was looked at in, and, where it `shows_documents`, the digest it had."""

    shows_documents = False
    # Whether this leads towards readers: then the page says what they will find changed, and warnings ask.
    leads_out = True

    def __init__(self, entries: list[Entry], data=None):
        super().__init__(data)
        self.entries = entries
        del self.fields["version"]
        for entry in entries:
            self.fields[f"version-{entry.pk}"] = _hidden(forms.IntegerField, entry.version)
        if self.shows_documents:
            for each in self.looked:
                self.fields[f"seen-{each.entry.pk}"] = _hidden(forms.CharField, digest(each.document))
        if self.leads_out:
            ask(self, (finding for each in self.looked for finding in each.findings))

    @cached_property
    def looked(self) -> list[Looked]:
        public = Edition.objects.current().filter(is_original=True, entry__in=self.entries)
        now = {edition.entry_id: edition for edition in public}
        together = [entry.pk for entry in self.entries]
        found = []
        for entry in self.entries:
            document = entry.document()
            impact = Impact(entry, now.get(entry.pk), document)
            found.append(Looked(entry, document, examine(entry, document, together), impact))
        return found

    def seen(self, entry: Entry) -> str:
        """The digest of the document the page showed; an entry the page did not show was not seen."""
        return self.cleaned_data.get(f"seen-{entry.pk}") or "-"

    def refuse_stale(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if self.cleaned_data.get(f"version-{entry.pk}") != entry.version:
                raise ValidationError(
                    _("Somebody changed “%s” after you opened this page; look again. Nothing was done.") % entry
                )


class ApproveTogetherForm(TogetherForm):
    shows_documents = True


class ReturnTogetherForm(TogetherForm, CommentForm):
    leads_out = False


class HourTogetherForm(TogetherForm, HourForm):
    pass


def _hidden(field: type[forms.Field], initial) -> forms.Field:
    return field(initial=initial, widget=forms.HiddenInput)
