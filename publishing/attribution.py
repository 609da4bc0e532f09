"""Who says a fact, and how exactly: the words of the disclosure beside it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.periods import Precision
from publishing.sentences import LASTING

MAX_VOICES = 2
# Kinds of fact with an end to be known: what was counted on a day has none.
SPANS = LASTING - {"strength"}
STARTS = {
    Precision.DAY: gettext_lazy("beginning known to the day"),
    Precision.MONTH: gettext_lazy("beginning known to the month"),
    Precision.YEAR: gettext_lazy("beginning known to the year"),
    Precision.UNKNOWN: gettext_lazy("beginning not known"),
}
ENDS = {
    Precision.DAY: gettext_lazy("end known to the day"),
    Precision.MONTH: gettext_lazy("end known to the month"),
    Precision.YEAR: gettext_lazy("end known to the year"),
    Precision.UNKNOWN: gettext_lazy("ended on a day not known"),
    Precision.OPEN: gettext_lazy("no end known when last checked"),
}
BOTH = {
    Precision.DAY: gettext_lazy("date known to the day"),
    Precision.MONTH: gettext_lazy("date known to the month"),
    Precision.YEAR: gettext_lazy("date known to the year"),
    Precision.UNKNOWN: gettext_lazy("date not known"),
}


def voices(citations: Iterable[dict]) -> str:
    """“The Kremlin, CSTO and 2 more”: who says it, the publishers before the authors before bare titles."""
    names = list(dict.fromkeys(cited["publisher"] or cited["author"] or cited["title"] for cited in citations))
    said = ", ".join(names[:MAX_VOICES])
    more = len(names) - MAX_VOICES
    return _("%(names)s and %(more)d more") % {"names": said, "more": more} if more > 0 else said


def how_precise(fact: dict) -> str:
    """“Beginning known to the month; end known to the day.” Empty for what has no time."""
    start, end = fact["valid"]["precision"]["from"], fact["valid"]["precision"]["to"]
    if start == end or fact["kind"] not in SPANS:
        return str(BOTH.get(start, ""))
    return "; ".join(str(words) for words in (STARTS.get(start), ENDS.get(end)) if words)
