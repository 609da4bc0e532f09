"""Words for the codes that documents and facts carry (`by-video`, `member-participation-frozen`)."""

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

# Only codes whose words are not the code itself with spaces for hyphens.
WORDS = {
    "member-participation-frozen": gettext_lazy("member, participation frozen by itself"),
    "suspension-requested": gettext_lazy("member, suspension requested"),
    "observer-parliamentary-assembly": gettext_lazy("observer at the Parliamentary Assembly"),
    "head-of-state": gettext_lazy("head of state"),
    "joint-staff-chief": gettext_lazy("chief of the joint staff"),
    "council-chair": gettext_lazy("chair of the council"),
    "not-signed": gettext_lazy("did not sign"),
    "contingent": gettext_lazy("sent a contingent"),
    "video": gettext_lazy("by video"),
    "hybrid": gettext_lazy("in person and by video"),
    "written": gettext_lazy("in writing"),
    "quote": gettext_lazy("quotation"),
    "request": gettext_lazy("request for assistance"),
    "conflict": gettext_lazy("conflict or incident"),
    "communique": gettext_lazy("communiqué"),
    "verified-in-search": gettext_lazy("a listed source was read and supports it"),
    "general-knowledge": gettext_lazy("general knowledge; the source named is where to check"),
    "seed": gettext_lazy("only the source document says so"),
}

INNER = str.maketrans("“”", "‘’")


def words(code: str | None) -> str:
    """What readers are shown for `code`; codes that need no words of their own read as they are written."""
    if not code:
        return ""
    return str(WORDS.get(code) or _(code.replace("-", " ")))


def worded(text: str | None) -> str:
    """A short free text of a fact (“head of state”, “battalions”), in the language of the page where that has it."""
    return _(text) if text else ""


def quoted(text: str) -> str:
    """`text` in quotation marks; those within it become the inner ones."""
    return f"“{text.translate(INNER)}”"


def language_words(code: str) -> str:
    """“Russian” for `ru`; a code nobody knows reads as it is."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
