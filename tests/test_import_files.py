"""The files an article may come in, and those that are refused in words."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commentary.importing.files import blocks_of_file
from desk.models import Import
from tests.desk import at_desk, words_of
from tests.factories import make_source

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, name: str = "word/document.xml", declaration: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(name, f'{declaration}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def paragraph(words: str, style: str = "") -> str:
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}<w:r><w:t>{words}</w:t></w:r></w:p>"


def test_a_word_document_is_read_as_headings_paragraphs_and_list_items():
    listed = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Item</w:t></w:r></w:p>"
    runs = '<w:r><w:t xml:space="preserve">Glory </w:t></w:r><w:r><w:t>Pact</w:t><w:br/><w:t>met</w:t></w:r>'
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Cell')}</w:tc></w:tr></w:tbl>"
    headings = paragraph("Drums", "Title") + paragraph("Later", "Heading3")
    body = f"{headings}<w:p>{runs}</w:p>{listed}{table}{paragraph('')}"
    assert blocks_of_file("a.docx", docx(body + paragraph("Said", "Quote"))) == [
        ["h2", "Drums"], ["h3", "Later"], ["p", "Glory Pact met"], ["li", "Item"], ["p", "Cell"],
        ["blockquote", "Said"],
    ]  # fmt: skip


def test_tracked_changes_are_read_as_accepted():
    body = "<w:p><w:del><w:r><w:delText>nine</w:delText></w:r></w:del><w:ins><w:r><w:t>ten</w:t></w:r></w:ins></w:p>"
    assert blocks_of_file("A.DOCX", docx(body)) == [["p", "ten"]]


def test_a_box_inside_a_paragraph_is_read_once():
    inner = f"<w:txbxContent>{paragraph('Boxed')}</w:txbxContent>"
    body = f"<w:p><w:r><w:t>Around</w:t></w:r><w:r>{inner}</w:r></w:p>"
    assert blocks_of_file("a.docx", docx(body)) == [["p", "Around"], ["p", "Boxed"]]


def test_markdown_loses_its_marks_and_keeps_its_parts():
    text = (
        "# Drums\r\n\r\nThe **Glory Pact** met\r\nin [Glory](https://x.example/a).\n"
        "- one\n* two_three_four\n> Said\n### Sub\nEnd"
    )
    assert blocks_of_file("a.md", text.encode()) == [
        ["h2", "Drums"], ["p", "The Glory Pact met in Glory."], ["li", "one"], ["li", "two_three_four"],
        ["blockquote", "Said"], ["h3", "Sub"], ["p", "End"],
    ]  # fmt: skip


def test_text_and_html_are_read_as_a_paste_is():
    assert blocks_of_file("a.TXT", "One.\n\nTwo.".encode("utf-16")) == [["p", "One."], ["p", "Two."]]
    page = b"<h1>Drums</h1><blockquote><p>Said.</p></blockquote><ul><li><p>Item</p></li></ul><script>no()</script>"
    assert blocks_of_file("a.html", page) == [["h2", "Drums"], ["blockquote", "Said."], ["li", "Item"]]


ENTITY = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.7", "Use a text"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "Use a text"),
        ("a.odt", docx(paragraph("x")), "Use a text"),
        ("a", b"x", "Use a text"),
        ("a.docx.exe", b"MZ", "Use a text"),
        ("a.docx", b"not a package", "cannot be read as a Word document"),
        ("a.docx", docx(paragraph("x"), name="content.xml"), "cannot be read as a Word document"),
        ("a.docx", docx("<w:p><w:r>"), "cannot be read as a Word document"),
        ("a.docx", docx(paragraph("&b;"), declaration=ENTITY), "cannot be read as a Word document"),
        ("a.docx", docx(" " * 9_000_000), "unpacks to far more"),
        ("a.docx", docx(paragraph("long " * 60_000)), "longer than 200 KiB"),
        ("a.docx", docx(paragraph("")), "There is no text"),
        ("a.docx", b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MiB"),
        ("a.txt", b"x" * (200 * 1024 + 1), "longer than 200 KiB"),
        ("a.txt", b"a\x00b", "NUL"),
        ("a.md", b"\n\n#\n", "There is no text"),
    ],
    ids=["pdf", "doc", "odt", "no-suffix", "exe", "no-zip", "no-document", "no-xml", "entities", "bomb", "long",
         "empty", "large", "large-text", "nul", "empty-md"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(name, data, words):
    with pytest.raises(ValidationError, match=words):
        blocks_of_file(name, data)


@pytest.mark.django_db
def test_an_uploaded_document_is_kept_for_review_and_a_refused_one_is_not():
    desk, address = at_desk("contributor"), reverse("admin:commentary_article_import")
    fields = {"title": "Drums", "day": "2022-05-16", "language": "en", "source": make_source().pk}
    refused = desk.post(address, fields | {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert "Use a text (.txt, .md), HTML (.html) or Word file (.docx)." in words_of(refused)
    assert not Import.objects.exists()
    desk.post(address, fields | {"file": SimpleUploadedFile("a.docx", docx(paragraph("The Pact met.")))})
    assert Import.objects.get().content == [["p", "The Pact met."]]
    both = desk.post(address, fields | {"text": "x", "file": SimpleUploadedFile("a.txt", b"y")})
    assert "not both" in words_of(both)
    assert Import.objects.count() == 1
