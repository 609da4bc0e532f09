"""What stands in rich text besides words: live facts and figures, each in one form and no other.

A live fact is `<data class="fact" value="18000" data-what="strength" data-entry="<uuid>" …>18,000</data>`: which fact
of which entry, on which day, and what it said. A figure is `<figure><img src="/media/images/…" …></figure>`.
Everything here expects the output of the sanitiser: quoted attributes without `<` and `>`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from uuid import UUID

from publishing.periods import EARLIEST, LATEST

UUID_TEXT = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PICTURE = r"/media/(images/\w[\w.-]{0,119})"

# In this order, and no others.
ATTRIBUTES = {
    "class": "fact",
    "value": r"[^<>]{1,300}",
    "data-what": r"[a-z]{1,20}",
    "data-entry": UUID_TEXT,
    "data-in": UUID_TEXT,
    "data-on": r"\d{4}-\d{2}-\d{2}",
    "data-fact": UUID_TEXT,
}

TOKEN = re.compile(r"<data ([^<>]*)>([^<]*)</data>")
FIGURE = re.compile(r"<figure>\s*<img ([^<>]*)>\s*(?:<figcaption>(.*?)</figcaption>\s*)?</figure>", re.DOTALL)
_STRAY = r"</?(?:figure|figcaption|data)\b[^<>]*>|<img\b[^<>]*>"
_PIECES = re.compile(rf"{FIGURE.pattern}|{TOKEN.pattern}|(<a\b[^<>]*>)(.*?)</a>|{_STRAY}", re.DOTALL)
_ANY = re.compile(_STRAY)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


def escaped(text: str) -> str:
    """Text as the sanitiser writes it, within a tag or between tags: whatever stands here passes it unchanged."""
    written = (("&", "&amp;"), ("\xa0", "&nbsp;"), ("<", "&lt;"), (">", "&gt;"))
    for letter, entity in written:
        text = text.replace(letter, entity)
    return text


def quoted(text: str) -> str:
    """The value of an attribute, without what could be taken for the end of its tag."""
    return escaped(text.replace("<", "‹").replace(">", "›")).replace('"', "&quot;")


@dataclass(frozen=True)
class Token:
    """A live fact in a text. `on` is empty where the day is that of the text; `fact` where none was found."""

    what: str
    entry: str
    words: str
    within: str = ""
    on: str = ""
    fact: str = ""
    value: str = ""

    def __str__(self):
        given = ("fact", self.value, self.what, self.entry, self.within, self.on, self.fact)
        told = (f'{name}="{quoted(value)}"' for name, value in zip(ATTRIBUTES, given, strict=True) if value)
        return f"<data {' '.join(told)}>{escaped(self.words)}</data>"

    @property
    def entries(self) -> list[UUID]:
        """What it names: whose fact, in what, and, where the fact is somebody, whom."""
        named = [self.entry, self.within, self.target]
        return [UUID(key) for key in dict.fromkeys(named) if key]

    @property
    def target(self) -> str:
        """Where it leads a reader: to whoever is its value, else to whose fact it is."""
        return self.value if re.fullmatch(UUID_TEXT, self.value) else self.entry


def attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def token_of(match: re.Match) -> Token | None:
    """The token a match of `TOKEN` is, if it is one."""
    given = attributes(match[1])
    is_whole = given.get("class") == "fact" and given.get("data-what") and given.get("data-entry")
    words = re.sub(r"[ \t\r\n\f]+", " ", unescape(match[2])).strip()
    if not is_whole or not words or not _is_day(given.get("data-on", "")):
        return None
    return Token(
        given["data-what"], given["data-entry"], words, given.get("data-in", ""), given.get("data-on", ""),
        given.get("data-fact", ""), given.get("value", ""),
    )  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        return not text or EARLIEST <= date.fromisoformat(text) < LATEST
    except ValueError:
        return False


def tokens_in(html: str) -> list[Token]:
    return [token for match in TOKEN.finditer(html) if (token := token_of(match))]


def with_tokens(html: str, told: Callable[[Token], object]) -> str:
    """`html` with each live fact in the form `told` gives it."""

    def printed(match: re.Match) -> str:
        token = token_of(match)
        return str(told(token)) if token else match[2]

    return TOKEN.sub(printed, html)


def figures_in(html: str) -> list[str]:
    """The pictures shown in `html`, by the name of their file."""
    return [given["src"].removeprefix("/media/") for match in FIGURE.finditer(html) if (given := attributes(match[1]))]


def figure(src: str, alt: str, *, size: tuple[int, int] | None = None, caption: str = "", attribution: str = "") -> str:
    """A figure in the one form it has; `src` is the name of the file."""
    dimensions = f' width="{size[0]}" height="{size[1]}"' if size else ""
    words = [escaped(caption), f"<small>{escaped(attribution)}</small>" if attribution else ""]
    below = f"<figcaption>{' '.join(filter(None, words))}</figcaption>" if any(words) else ""
    return f'<figure><img src="/media/{src}" alt="{quoted(alt)}"{dimensions}>{below}</figure>'


def tidied(html: str) -> str:
    """Sanitised `html` in which live facts and figures have their one form, and nothing else looks like either."""
    # What closes nothing, or is closed by nothing, is left over at most once.
    return _PIECES.sub(_piece, html) if _ANY.search(html) else html


def _piece(match: re.Match) -> str:
    figured, caption, given, words, link, linked = match.groups()
    if figured is not None:
        source = attributes(figured).get("src", "")
        return _figure_again(attributes(figured), caption) if re.fullmatch(PICTURE, source) else ""
    if given is not None:
        token = token_of(re.fullmatch(TOKEN, match[0]))  # type: ignore[arg-type]  # it is one: the pattern is a part
        return str(token) if token else words
    if link is not None:
        # A link inside a link is none, and a live fact is one on pages.
        return f"{link}{_ANY.sub('', linked)}</a>"
    return ""


def _figure_again(given: dict[str, str], caption: str | None) -> str:
    inner = _ANY.sub("", caption or "").strip()
    size = "".join(f' {name}="{given[name]}"' for name in ("width", "height") if given.get(name))
    below = f"<figcaption>{inner}</figcaption>" if inner else ""
    return f'<figure><img src="{given["src"]}" alt="{quoted(given.get("alt", ""))}"{size}>{below}</figure>'


def unnamed(token: Token) -> Token:
    """The token when the record has no such fact: the words stand, and nothing vouches for them."""
    return replace(token, fact="", value="")
