"""Rich text: what may stand in it, which entries and sources it names, and how it is printed.

A link to an entry is `<a href="/id/<uuid>/">`, a footnote is `<a href="#source-<uuid>">`: both carry the identity,
so neither breaks when an address changes. Live facts and figures are `publishing.tokens`.
"""

import re
from collections import Counter
from collections.abc import Mapping
from html import escape, unescape
from uuid import UUID

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from publishing.tokens import ATTRIBUTES as OF_FACTS
from publishing.tokens import PICTURE, TOKEN, UUID_TEXT, Token, escaped, tidied, token_of, with_tokens

MAX_BYTES = 256 * 1024
MAX_DEPTH = 50

TAGS = {
    "a", "blockquote", "br", "caption", "cite", "data", "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "img",
    "li", "ol", "p", "small", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "data": set(OF_FACTS),
    "img": {"src", "alt", "width", "height"},
}
# What cannot be nested, or what the parser closes by itself.
NOT_NESTED = {"br", "hr", "img", "input", "col", "wbr", "p", "li"}

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ENTRY = re.compile(rf'<a href="/id/({UUID_TEXT})/">(.*?)</a>', re.DOTALL)
_NAMED = re.compile(rf"{_ENTRY.pattern}|{TOKEN.pattern}", re.DOTALL)
_FOOTNOTE = re.compile(rf'<a href="#source-({UUID_TEXT})">(.*?)</a>', re.DOTALL)
# Marks that follow each other, with the space an editor typed before them: none stands between a word and its mark.
_FOOTNOTES = re.compile(rf"(?:\s*{_FOOTNOTE.pattern.replace('(', '(?:')})+", re.DOTALL)
_ALLOWED = {
    "href": re.compile(rf"(?i:https?://|mailto:)|/id/{UUID_TEXT}/\Z|#source-{UUID_TEXT}\Z"),
    "src": re.compile(rf"{PICTURE}\Z", re.ASCII),
    "width": re.compile(r"[0-9]{1,5}\Z"),
    "height": re.compile(r"[0-9]{1,5}\Z"),
    **{name: re.compile(rf"(?:{form})\Z", re.ASCII) for name, form in OF_FACTS.items()},
}
# Patterns are laid over what was sanitised: within a tag nothing may look like the end of it.
_POINTED = str.maketrans({"<": "%3C", ">": "%3E"})
_QUOTED = str.maketrans({"<": "‹", ">": "›"})


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    # nh3 lets `title` and `lang` stand on every tag; a link to an entry with either would not be known as one.
    if attribute not in ATTRIBUTES.get(tag, ()):
        return None
    if attribute in _ALLOWED and not _ALLOWED[attribute].match(value):
        return None
    return value.translate(_POINTED if attribute == "href" else _QUOTED)


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "object", "noscript"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def _check_length(html: str) -> None:
    if len(html) > MAX_BYTES or len(html.encode()) > MAX_BYTES:
        raise ValidationError(_("The text is longer than %d KiB; split it.") % (MAX_BYTES // 1024))


def _check_size(html: str) -> None:
    """Refuse what the sanitiser would be slow at: its cost is quadratic in the depth of nesting."""
    _check_length(html)
    is_open: Counter[str] = Counter()
    depth = deepest = 0
    for closing, name in _TAG.findall(html.lower()):
        # A closing tag closes only what is open by its name; any other changes nothing.
        if name not in NOT_NESTED and (not closing or is_open[name]):
            step = -1 if closing else 1
            is_open[name] += step
            depth += step
            deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise ValidationError(_("The text is nested more than %d levels deep.") % MAX_DEPTH)


def sanitise(html: str) -> str:
    """`html` with only the tags, attributes and addresses allowed here. Raises ValidationError when oversized."""
    _check_size(html)
    clean = _settled(html)
    # An ampersand is five characters once it is written out: what is kept must be readable again.
    _check_length(clean)
    return clean


def _settled(html: str) -> str:
    """What cleaning no longer changes. A parser may read what it wrote itself in another way: what a table put before
    itself (`<h2><table><h2>`) is closed there, and no longer around it, when it is read again."""
    text = html
    for _round in range(MAX_DEPTH):
        if (clean := _clean(text).strip()) == text:
            return text
        text = clean
    raise ValidationError(_("The text is nested in a way that cannot be kept; paste it without its formatting."))


def _clean(html: str) -> str:
    """What is taken out may have kept apart what the parser would not nest, so it is looked at again."""
    text = _cleaner.clean(html)
    for _round in range(MAX_DEPTH):
        if (tidy := tidied(text)) == text:
            break
        text = _cleaner.clean(tidy)
    return text


def entry_ids(html: str) -> list[UUID]:
    """The entries linked in `html` or named by its live facts, in order of first mention."""
    return list(dict.fromkeys(key for match in _NAMED.finditer(html) for key in _named(match)))


def _named(match: re.Match) -> list[UUID]:
    if match[1]:
        return [UUID(match[1])]
    token = token_of(TOKEN.match(match[0]))  # type: ignore[arg-type]  # it is one: the other half of the pattern
    return token.entries if token else []


def source_ids(html: str) -> list[UUID]:
    """The sources cited in `html`, in order of first citation."""
    return list(dict.fromkeys(UUID(match[1]) for match in _FOOTNOTE.finditer(html)))


def links_in(html: str) -> list[tuple[UUID, str]]:
    """Each link to an entry, with the HTML of its words."""
    return [(UUID(key), words) for key, words in _ENTRY.findall(html)]


def without_footnotes(html: str) -> str:
    return _FOOTNOTE.sub("", html)


def plain_text(html: str) -> str:
    """The words of `html`, footnote marks left out, for search and comparison."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without_footnotes(html))).split())


def as_html(
    html: str,
    references: Mapping[str, dict],
    footnotes: Mapping[str, int],
    now: Mapping[str, str] | None = None,
) -> SafeString:
    """`html` for a page: links lead to the current addresses, targets no longer public are printed unlinked.

    `references` maps an entry's id to `{url, is_public, …}`; `footnotes` maps a source's id to its number in the list
    of sources below the text; `now` maps a fact's id to what the record says of it by now, where that differs.
    This is the only function that declares rich text safe; what it gets is sanitised again.
    """

    def linked(key: str, words: str) -> str:
        target = references.get(key)
        if not target or not target["is_public"] or not target["url"]:
            return words
        return f'<a href="{escape(target["url"])}">{words}</a>'

    def live_fact(token: Token) -> str:
        said = f'<data value="{escape(token.value)}">{escaped(token.words)}</data>'
        words = (now or {}).get(token.fact)
        changed = f' <span class="fact-now">({escape(_("now: %s") % words)})</span>' if words else ""
        return linked(token.target, said) + changed

    def marks(match: re.Match) -> str:
        numbers = [footnotes[key] for key, _words in _FOOTNOTE.findall(match[0]) if key in footnotes]
        links = [f'<a href="#source-{each}" aria-label="{_("Source")} {each}">{each}</a>' for each in numbers]
        return f'<sup class="footnote">{" ".join(links)}</sup>' if links else ""

    text = with_tokens(_clean(html), live_fact)
    text = text.replace("<figure><img ", '<figure class="picture"><img loading="lazy" ')
    text = re.sub(r"<sup>\s*(<a href=\"#source-[^>]*>.*?</a>)\s*</sup>", r"\1", text)
    text = _ENTRY.sub(lambda match: linked(match[1], match[2]), text)
    return mark_safe(_FOOTNOTES.sub(marks, text))  # noqa: S308
