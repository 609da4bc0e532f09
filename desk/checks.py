"""What the desk itself has to say at the gate."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from desk.asking import said_by
from desk.models import FactAnswer
from publishing.gate import Finding, warning
from publishing.models import Entry
from publishing.words import quoted

# A paragraph is named by its beginning.
MOST = 160


def open_objections(entry: Entry, document: dict) -> Iterator[Finding]:
    """A warning for each objection of an outside fact-checker that no editor has settled."""
    for answer in FactAnswer.objects.open_objections().filter(fact_check__entry=entry.pk).select_related("fact_check"):
        asked = Truncator(said_by(answer.fact_check.document).get(str(answer.fact), "")).chars(MOST)
        said = {"name": answer.fact_check.checker, "words": answer.words, "fact": quoted(asked)}
        words = _("%(name)s objects to %(fact)s: %(words)s") % said
        yield warning("fact-check-objection", words, about=[answer.pk, answer.at])
