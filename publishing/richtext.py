"""Rich text: what may stand in it, which entries and sources it names, and how it is printed.

A link to an entry is `<a href="/id/<uuid>/">`, a footnote is `<a href="#source-<uuid>">`: both carry the identity,
so neither breaks when an address changes.
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

MAX_BYTES = 256 * 1024
MAX_DEPTH = 50

TAGS = {
    "a", "blockquote", "br", "caption", "cite", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong", "sub", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "ol": {"start"}}
# What cannot be nested, or what the parser closes by itself.
NOT_NESTED = {"br", "hr", "img", "input", "col", "wbr", "p", "li"}

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ENTRY = re.compile(rf'<a href="/id/({_UUID})/">(.*?)</a>', re.DOTALL)
_FOOTNOTE = re.compile(rf'<a href="#source-({_UUID})">(.*?)</a>', re.DOTALL)
_ALLOWED_URL = re.compile(rf"(?i:https?://|mailto:)|/id/{_UUID}/\Z|#source-{_UUID}\Z")


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    # nh3 lets `title` and `lang` stand on every tag; a link to an entry with either would not be known as one.
    if attribute not in ATTRIBUTES.get(tag, ()):
        return None
    return value if attribute != "href" or _ALLOWED_URL.match(value) else None


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "object", "noscript"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def _check_size(html: str) -> None:
    """Refuse what the sanitiser would be slow at: its cost is quadratic in the depth of nesting."""
    if len(html.encode()) > MAX_BYTES:
        raise ValidationError(_("The text is longer than %d KiB; split it.") % (MAX_BYTES // 1024))
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
    return _cleaner.clean(html).strip()


def entry_ids(html: str) -> list[UUID]:
    """The entries linked in `html`, in order of first mention."""
    return list(dict.fromkeys(UUID(match[1]) for match in _ENTRY.finditer(html)))


def source_ids(html: str) -> list[UUID]:
    """The sources cited in `html`, in order of first citation."""
    return list(dict.fromkeys(UUID(match[1]) for match in _FOOTNOTE.finditer(html)))


def plain_text(html: str) -> str:
    """The words of `html`, footnote marks left out, for search and comparison."""
    without_notes = _FOOTNOTE.sub("", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without_notes)).split())


def as_html(html: str, references: Mapping[str, dict], footnotes: Mapping[str, int]) -> SafeString:
    """`html` for a page: links lead to the current addresses, targets no longer public are printed unlinked.

    `references` maps an entry's id to `{url, is_public, …}`; `footnotes` maps a source's id to its number in the list
    of sources below the text. This is the only function that declares HTML safe; what it gets is sanitised again.
    """

    def entry_link(match: re.Match) -> str:
        target = references.get(match[1])
        if not target or not target["is_public"] or not target["url"]:
            return match[2]
        return f'<a href="{escape(target["url"])}">{match[2]}</a>'

    def footnote(match: re.Match) -> str:
        number = footnotes.get(match[1])
        if number is None:
            return ""
        label = f"{_('Source')} {number}"
        return f'<sup class="footnote"><a href="#source-{number}" aria-label="{label}">{number}</a></sup>'

    text = _cleaner.clean(html)
    text = re.sub(r"<sup>\s*(<a href=\"#source-[^>]*>.*?</a>)\s*</sup>", r"\1", text)
    return mark_safe(_FOOTNOTE.sub(footnote, _ENTRY.sub(entry_link, text)))  # noqa: S308
