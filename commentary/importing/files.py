"""The files an article comes in, as paragraphs: plain text, Markdown, HTML, and what Word and LibreOffice save.

A file is refused in words by its name, its size or what is in it, before it is unpacked further than a text needs.
"""

import io
import re
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commentary.importing.reading import MAX_BYTES, Block, blocks, decoded, fitting, too_long

TEXTS = (".txt", ".md", ".markdown", ".html", ".htm")
SUFFIXES = (*TEXTS, ".docx")
# A document carries pictures and styles beside its words.
MAX_DOCUMENT, MAX_UNPACKED = 5 * 1024 * 1024, 8 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARK = re.compile(r"^(#{1,6}|[-*+]|\d+[.)]|>)(?:\s+|$)")
_INLINE = (
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)([^*_]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
)


def blocks_of_file(name: str, data: bytes) -> list[Block]:
    """Raises ValidationError."""
    suffix = next((each for each in SUFFIXES if name.lower().endswith(each)), "")
    if not suffix:
        raise ValidationError(_("Use a text (.txt, .md), HTML (.html) or Word file (.docx)."))
    if len(data) > MAX_DOCUMENT:
        raise too_large()
    if suffix != ".docx" and len(data) > MAX_BYTES:
        raise too_long()
    if suffix == ".docx":
        return fitting(_of_word(data))
    text = decoded(data)
    return fitting(_of_markdown(text)) if suffix in (".md", ".markdown") else blocks(text)


def too_large() -> ValidationError:
    return ValidationError(_("The file is larger than %d MiB.") % (MAX_DOCUMENT // 1024**2))


def _of_markdown(text: str) -> list[Block]:
    """Headings, list items and quotations by their marks; a blank line or a mark begins a new paragraph."""
    found: list[Block] = []
    is_open = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        mark = _MARK.match(line.strip())
        words = _without_marks(line.strip()[mark.end() :] if mark else line.strip())
        if mark:
            found.append([_tag(mark[1]), words])
        elif words and is_open:
            found[-1][1] += f" {words}"
        elif words:
            found.append(["p", words])
        is_open = bool(words) and not (mark and mark[1].startswith("#"))
    return [block for block in found if block[1]]


def _tag(mark: str) -> str:
    if mark.startswith("#"):
        return "h2" if len(mark) < 3 else "h3"
    return "blockquote" if mark == ">" else "li"


def _without_marks(words: str) -> str:
    for pattern, kept in _INLINE:
        words = pattern.sub(kept, words)
    return " ".join(words.split())


def _of_word(data: bytes) -> list[Block]:
    try:
        root = fromstring(_part(data, "word/document.xml"), forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError) as error:
        raise _unreadable() from error
    found = [[_style(paragraph), _words(paragraph)] for paragraph in root.iter(f"{_WORD}p")]
    return [block for block in found if block[1]]


def _part(data: bytes, name: str) -> bytes:
    """One part of the package, and no other is opened: what unpacks to more than a text needs is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(name) as packed:
            content = packed.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _unreadable() from error
    if len(content) > MAX_UNPACKED:
        raise ValidationError(_("The document unpacks to far more than an article needs."))
    return content


def _unreadable() -> ValidationError:
    return ValidationError(_("The file cannot be read as a Word document; save it as .docx again, or as plain text."))


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    name = (style.get(f"{_WORD}val") or "").lower() if style is not None else ""
    if name.startswith(("heading", "title")):
        return "h3" if name[-1:] in "3456789" and name[-1:] else "h2"
    if name.startswith(("quote", "intensequote")):
        return "blockquote"
    is_listed = paragraph.find(f"{_WORD}pPr/{_WORD}numPr") is not None or name.startswith("list")
    return "li" if is_listed else "p"


def _words(paragraph: Element) -> str:
    """The words as they read with every tracked change accepted; a paragraph inside is one of its own."""
    return " ".join("".join(_texts(paragraph)).split())


def _texts(element: Element) -> list[str]:
    found: list[str] = []
    for child in element:
        if child.tag == f"{_WORD}t":
            found.append(child.text or "")
        elif child.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            found.append(" ")
        elif child.tag not in (f"{_WORD}p", f"{_WORD}del", f"{_WORD}pPr"):
            found += _texts(child)
    return found
