"""Who a sentence speaks of: whether a link is the subject of the verb behind it, and whether somebody else says so."""

import re

_SAYING = (
    r"(?:said|says?|saying|claim(?:s|ed)?|told|thought|think|believ(?:es?|ed)|report(?:s|ed)?|expect(?:s|ed)?|"
    r"predict(?:s|ed)?|argu(?:es?|ed)|suggest(?:s|ed)?|announc(?:es?|ed)|warn(?:s|ed)?|insist(?:s|ed)?|alleg(?:es?|ed)|"
    r"rumou?r(?:s|ed)?|wrote|writes|maintain(?:s|ed)|assum(?:es?|ed)|recall(?:s|ed)|hop(?:es?|ed)|denied|denies)"
)
_CLAIM = r"(?:claims?|notion|idea|legend|myth|belief|assertion|rumou?rs?|allegations?|reports?|story|stories)"
_REPORTED = re.compile(
    rf"\b(?:{_SAYING}|{_CLAIM})\b[^.;:]*\b(?:that|how)\b[^.;:]*\Z|\b[Aa]ccording to [^.;]*,[^.;]*\Z"
    r"|\b[Bb]y (?:one|some|many|most) (?:accounts?|reports?|versions?)\b[^.;:]*\Z"
)
_REPORTED_AFTER = re.compile(rf"[^.;]*, (?:[\w’'-]+ ){{0,5}}{_SAYING}\b(?! that)")
_SUPPOSED = re.compile(r"\b(?:[Ii]f|[Uu]nless|[Ww]hether|as though|as if|[Hh]ad)(?: the)? \Z")
_GOVERNED = re.compile(
    r"\b(?:of|with|from|by|for|to|into|in|at|on|against|between|like|unlike|than|about|over|near|joined|left|and not|"
    # “Extending the treaty”: something else is done to it.
    r"after|before|without|\w+ing)(?: the| a| an)? \Z",
    re.IGNORECASE,
)
_ADVERBS = (
    "then|first|also|again|formally|officially|later|finally|only|itself|himself|herself|soon|thus|eventually|"
    "subsequently|had|has|have|having|already|still|now|today|currently"
)
# Between the subject and its verb stand adverbs and one aside; with anything else the subject may be another.
LEADS_TO = (
    r"(?:, [^,;:.()]{1,90},| \([^()]{1,90}\)|,)?(?: (?:which|that|who))?"
    rf"(?: (?:{_ADVERBS}))*(?: |, | \()"
)


def is_subject(before: str) -> bool:
    """Whether what follows `before` can be the subject of its sentence: nothing governs it."""
    return not _GOVERNED.search(before)


def is_claimed(before: str, after: str) -> bool:
    """Whether somebody else is said to say so, or it is only supposed."""
    return bool(_REPORTED.search(before) or _SUPPOSED.search(before) or _REPORTED_AFTER.match(after))
