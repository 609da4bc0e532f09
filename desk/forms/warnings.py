"""Warnings ask: whoever leads a text to its readers ticks that they have read the warnings that stand against it."""

from collections.abc import Iterable
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.gate import Finding, Level

# The name of the field in the forms that ask.
TICK = "warnings_read"


class Tick(forms.CheckboxInput):
    """A box whose value says which warnings the page showed."""

    def value_from_datadict(self, data, files, name) -> str:
        return data.get(name, "")


class ReadWarnings(forms.Field):
    """Cleans only for exactly the warnings it was made for: one that came up meanwhile has not been read."""

    widget = Tick

    def __init__(self, warnings: list[Finding]):
        self.shown = fingerprint(warnings)
        count = len(warnings)
        label = ngettext("I have read the warning.", "I have read the %d warnings.", count)
        super().__init__(label=label % count if count > 1 else label)

    def widget_attrs(self, widget):
        return {"value": self.shown}

    def clean(self, value: str) -> str:
        if not value:
            raise ValidationError(_("Read the warnings and say so here, or mend what they are about."))
        if value != self.shown:
            raise ValidationError(_("The warnings have changed since you opened this page; read them again."))
        return value


def standing(findings: Iterable[Finding]) -> list[Finding]:
    """The warnings that nobody let stand with a reason."""
    return [finding for finding in findings if finding.level == Level.WARNING and finding.counts]


def ask(form: forms.Form, findings: Iterable[Finding]) -> None:
    """Have the form ask about the warnings among `findings`; without any it asks nothing."""
    if warnings := standing(findings):
        form.fields[TICK] = ReadWarnings(warnings)


def fingerprint(warnings: Iterable[Finding]) -> str:
    named = sorted(f"{finding.entry} {finding.identity}" for finding in warnings)
    return sha256("\n".join(named).encode()).hexdigest()
