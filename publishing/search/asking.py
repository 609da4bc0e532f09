"""What somebody typed, taken apart: words, phrases in quotation marks, what is excluded, and choices with OR."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing.reading import BadParameter
from publishing.search.names import fold

MAX_QUERY = 200
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
PARTS = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDS = re.compile(r"\d{4}-\d{2}-\d{2}|\w+(?:['’ʻʼ‘]\w+)*")


@dataclass(frozen=True)
class Term:
    """One word, or words that must stand together."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False


@dataclass(frozen=True)
class Asked:
    """Several lists of terms, of which one must be found whole."""

    choices: tuple[tuple[Term, ...], ...]

    @property
    def terms(self) -> list[Term]:
        return [term for choice in self.choices for term in choice]

    @property
    def words(self) -> list[str]:
        """The plain words looked for, folded, each once."""
        return list(
            dict.fromkeys(fold(term.text) for term in self.terms if not term.is_phrase and not term.is_excluded)
        )


def asked(typed: str) -> Asked:
    """Raises BadParameter when nothing is asked for."""
    choices: list[list[Term]] = [[]]
    for part in PARTS.finditer(typed.translate(QUOTES)):
        if part["word"] == "OR" and not part["minus"]:
            choices.append([])
            continue
        choices[-1] += _terms(part)
    found = tuple(
        tuple(_without_initials(choice)) for choice in choices if any(not term.is_excluded for term in choice)
    )
    if not found:
        raise BadParameter("q", _("Say what to look for, in words; signs alone, or what to leave out, are not enough."))
    return Asked(found)


def _terms(part: re.Match) -> list[Term]:
    excluded, phrase = bool(part["minus"]), part["phrase"]
    words = WORDS.findall(part["word"] if phrase is None else phrase)
    if not words:
        return []
    # A minus holds for all that hangs together; so do quotation marks.
    if phrase is not None or excluded:
        return [Term(" ".join(words), is_phrase=True, is_excluded=excluded)]
    return [Term(word, is_phrase=bool(DAY.fullmatch(word))) for word in words]


def _without_initials(terms: list[Term]) -> list[Term]:
    """An initial says too little to be looked for, unless nothing else is."""
    kept = [term for term in terms if len(term.text) > 1 or term.text.isdigit() or term.is_phrase]
    return kept if any(not term.is_excluded for term in kept) else terms
