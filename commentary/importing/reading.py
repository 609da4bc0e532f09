"""Text from a paste or a file: bytes to words, HTML to paragraphs. Refuses in words what it cannot read."""

import re
from html import escape, unescape

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing import richtext

MAX_BYTES = 200 * 1024
# As HTML, with room for the links that are made in it.
MAX_MARKED_UP = richtext.MAX_BYTES - 16 * 1024
# How files begin that hold words, but not as text.
DOCUMENTS = {b"%PDF": "PDF", b"PK\x03\x04": "Word, OpenDocument, ZIP", b"\xd0\xcf\x11\xe0": "Word", b"{\\rtf": "RTF"}
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BLOCK = re.compile(r"<(h2|h3|h4|p|li|blockquote|td|th|caption)\b[^>]*>(.*?)(?=<(?:/?(?:h2|h3|h4|p|li|blockquote|td"
                    r"|th|caption|ul|ol|table|tr)\b)|\Z)", re.DOTALL)  # fmt: skip
# An opening gives “b”, a closing nothing.
_QUOTED = re.compile(r"<(?:/blockquote|(b)lockquote\b[^>]*)>")
_TITLE = 90

Block = list[str]  # [tag, words]


def decoded(data: bytes) -> str:
    """The words of a file in UTF-8, UTF-16 with its mark, or Windows-1252. Raises ValidationError."""
    if len(data) > MAX_BYTES:
        raise too_long()
    if program := next((program for start, program in DOCUMENTS.items() if data.startswith(start)), ""):
        raise no_text(program)
    coding = next((coding for mark, coding in MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        try:
            text = _western(data)
        except UnicodeDecodeError as error:
            raise ValidationError(_("The file is neither UTF-8 nor UTF-16 text; save it as UTF-8.")) from error
    if "\x00" in text:
        raise ValidationError(_("The file holds NUL characters: it is no text, or UTF-16 without its byte order mark."))
    return text


def _western(data: bytes) -> str:
    """Windows-1252 has a letter for nearly every byte: it reads Cyrillic as well, as accented letters without sense."""
    text = data.decode("cp1252")
    letters = [letter for letter in text if letter.isalpha()]
    if sum(not letter.isascii() for letter in letters) > len(letters) / 4:
        raise ValidationError(
            _("The file is not UTF-8, and by its letters no Western European text; save it as UTF-8 and try again.")
        )
    return text


def no_text(program: str) -> ValidationError:
    words = _("This is a document (%s), not text. Open it in its program and paste the text here, or save it as text.")
    return ValidationError(words % program)


def too_long() -> ValidationError:
    return ValidationError(_("The text is longer than %d KiB; import it in parts.") % (MAX_BYTES // 1024))


def blocks(text: str) -> list[Block]:
    """The text as `[tag, words]`: paragraphs, headings, list items. HTML is sanitised before it is cut."""
    if len(text.encode()) > MAX_BYTES:
        raise too_long()
    return fitting(
        _of_html(text) if re.search(r"<(p|h[1-6]|div|br|body|article)\b", text, re.IGNORECASE) else _of_plain(text)
    )


def fitting(found: list[Block]) -> list[Block]:
    """The paragraphs, when there are any and not too many words. Raises ValidationError."""
    if not found:
        raise ValidationError(_("There is no text in it."))
    if sum(len(escape(words, quote=False).encode()) + len(f"<{tag}></{tag}>") for tag, words in found) > MAX_MARKED_UP:
        raise too_long()
    return found


def paragraphs(html: str) -> list[tuple[str, str]]:
    """Tag and inner HTML of each paragraph, heading, list item and cell of sanitised HTML.

    A paragraph of a quotation or a list item counts as one.
    """
    found: list[tuple[str, str]] = []
    quoted = at = 0
    for block in _BLOCK.finditer(html):
        quoted += sum(1 if opening else -1 for opening in _QUOTED.findall(html, at, block.start()))
        quoted += block[1] == "blockquote"
        tag = (
            "blockquote" if quoted > 0 else "li" if found and found[-1] == ("li", "") and block[1] == "p" else block[1]
        )
        found.append((tag, block[2].strip()))
        at = block.start(2)
    return [(tag, inner) for tag, inner in found if inner]


def words_of_html(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def _of_html(html: str) -> list[Block]:
    # A heading of the page or a division is a paragraph of its own here, whatever the sanitiser thinks of its tag.
    html = re.sub(r"<(script|style|head)\b.*?(</\1\s*>|\Z)", " ", html, flags=re.DOTALL | re.IGNORECASE)
    html = re.sub(r"<(/?)(?:h1)\b[^>]*>", r"<\1h2>", html, flags=re.IGNORECASE)
    html = re.sub(r"<(/?)(?:div|section|article|header|footer|figcaption)\b[^>]*>", r"<\1p>", html, flags=re.IGNORECASE)
    html = re.sub(r"<br\s*/?>", " ", html, flags=re.IGNORECASE)
    html = richtext.sanitise(html)
    found = [[_tag(tag), words_of_html(words)] for tag, words in paragraphs(html)]
    return [block for block in found if block[1]] or _of_plain(words_of_html(html))


def _tag(tag: str) -> str:
    return tag if tag in ("h2", "h3", "li", "blockquote") else "h3" if tag == "h4" else "p"


def _of_plain(text: str) -> list[Block]:
    """Blank lines part paragraphs where there are any, else line ends do. A short line without a full stop heads."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = re.split(r"\n\s*\n", text) if re.search(r"\n\s*\n", text) else text.split("\n")
    paragraphs = [words for part in parts if (words := " ".join(part.split()))]
    return [["h2" if _heads(words) else "p", words] for words in paragraphs]


def _heads(words: str) -> bool:
    return len(words) <= _TITLE and words[-1] not in '.;:!,”"»’)' and len(words.split()) < 12
