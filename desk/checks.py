"""What the desk itself has to say at the gate."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from desk.models import FactAnswer
from publishing.gate import Finding, warning
from publishing.models import Entry
from publishing.sentences import sentence


def open_objections(entry: Entry, document: dict) -> Iterator[Finding]:
    """A warning for each objection of an outside fact-checker that no editor has settled."""
    for answer in FactAnswer.objects.open_objections().filter(fact_check__entry=entry.pk).select_related("fact_check"):
        fact = next((each for each in answer.fact_check.document["facts"] if each["id"] == str(answer.fact)), None)
        said = {"name": answer.fact_check.checker, "words": answer.words, "fact": sentence(fact) if fact else ""}
        words = _("%(name)s objects to “%(fact)s”: %(words)s") % said
        yield warning("fact-check-objection", words, about=[answer.pk, answer.at])
