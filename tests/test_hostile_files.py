"""Tables and pictures made to harm: refused in words, within bounded memory and time, and nothing is kept."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.forms import ImageForm
from desk.models import Import
from desk.tables.reading import MAX_COLUMNS, MAX_ROWS, MAX_TAGS, table_of
from members.models import State
from publishing.models import Entry, Image, Topic
from tests.desk import at_desk, fields_of, words_of
from tests.factories import make_topic
from tests.test_tables import upload, workbook

MIB = 1024 * 1024


# Tables


def tampered(part: str, old: bytes, new: bytes) -> bytes:
    """A sound workbook with something else in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["title"], ["A"]))) as sound, zipfile.ZipFile(out, "w", 8) as made:
        for each in sound.infolist():
            content = sound.read(each)
            if each.filename.endswith(part):
                assert old in content, content
                content = content.replace(old, new)
            made.writestr(each.filename, content)
    return out.getvalue()


UTF_16 = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
SPACES, CELLS, STYLES, ROWS = b" " * 40 * MIB, b"<c/>" * MAX_TAGS, b"<xf/>" * MAX_TAGS, b"<row/>" * 1000
OUTSIDE = b"<!ENTITY x SYSTEM 'file:///etc/passwd'>"
TOO_MUCH, TOO_MANY = "far more than a table needs", f"more than {MAX_ROWS} rows"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (tampered("sheet1.xml", b"</sheetData>", SPACES + b"</sheetData>"), TOO_MUCH),
        (tampered("sheet1.xml", b"</sheetData>", CELLS + b"</sheetData>"), TOO_MUCH),
        (tampered("styles.xml", b"</cellXfs>", STYLES + b"</cellXfs>"), TOO_MUCH),
        (tampered("sheet1.xml", b"<sheetData>", LAUGHS + b"<sheetData>"), "declares entities"),
        (tampered("workbook.xml", b"<workbook", OUTSIDE + b"<workbook"), "declares entities"),
        (tampered("sheet1.xml", b'r="2"', b'r="1000000000"'), TOO_MANY),
        (tampered("sheet1.xml", b'r="A2"', b'r="ZZZZZZZ2"'), "cannot be read"),
        (tampered("sheet1.xml", b"</sheetData>", ROWS + b"</sheetData>"), TOO_MANY),
        (tampered("sheet1.xml", b"</sheetData>", b"<row>" * 200_000), "cannot be read"),
        (tampered("workbook.xml", b"<sheets>", b"<sheets><!-- "), "cannot be read"),
    ],
    ids=["spaces", "cells", "styles", "laughs", "external", "row", "column", "rows", "nested", "broken"],
)  # fmt: skip
def test_a_spreadsheet_made_to_harm_is_refused_in_words(data, words):
    assert len(data) < MIB
    with pytest.raises(ValidationError, match=words):
        table_of("t.xlsx", data)


def test_entities_in_another_encoding_are_found_too():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("xl/workbook.xml", UTF_16.encode("utf-16"))
    with pytest.raises(ValidationError, match="declares entities"):
        table_of("t.xlsx", out.getvalue())


def test_the_worst_that_is_still_read_stays_small():
    """As many cells as pass, all in one row: each becomes an object."""
    data = tampered("sheet1.xml", b"</row></sheetData>", b"<c/>" * (MAX_TAGS - 2000) + b"</row></sheetData>")
    tracemalloc.start()
    assert table_of("t.xlsx", data).rows == [(2, {"title": "A"})]
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 256 * MIB


def test_a_line_of_a_million_cells_is_refused_before_it_is_looked_at():
    for line in ("a," * MIB, "title\n" + "a," * MIB):
        with pytest.raises(ValidationError, match=f"more than {MAX_COLUMNS} columns"):
            table_of("t.csv", line.encode())


@pytest.mark.parametrize("data", [b"\x00" * 100, "title\nСаммит\n".encode("cp1251"), "title\nA\n".encode("utf-16"),
                                  b"\x7fELF", b"%PDF-1.7\n", b"PK\x03\x04"])  # fmt: skip
def test_what_is_no_csv_is_refused_in_words(data):
    with pytest.raises(ValidationError):
        table_of("t.csv", data)


@pytest.mark.django_db
@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x")', "+1+cmd", "-1+cmd", "@SUM(1)", "\t=1", "\r=1", "＝1"])
def test_a_cell_a_spreadsheet_program_would_run_makes_no_draft(cell):
    quoted = cell.replace('"', '""')
    words = words_of(upload(at_desk("contributor"), "topic", f'title,summary\nA,"{quoted}"\n'))
    assert "begins like a formula" in words
    assert not Topic.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.django_db
def test_the_only_table_that_leaves_the_site_holds_no_cell_of_the_record():
    """What was typed into a form may begin with any sign: a title is no formula there."""
    make_topic(title="=HYPERLINK(1)")
    text = at_desk("auditor", "a").get("/search/?q=HYPERLINK").content.decode()
    assert "=HYPERLINK(1)" not in text
    table = at_desk("contributor").get(reverse("admin:publishing_topic_table_columns")).content.decode()
    assert len(table.splitlines()) == 1
    assert all(name[0].isalpha() for name in table.strip().split(","))


# Pictures


def picture(kind: str = "PNG", size=(8, 6), mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    PIL.Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


def moving(frames: int) -> bytes:
    """A GIF of so many frames of one point."""
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff" + frame * frames + b";"


def refusal(name: str, data: bytes) -> str:
    form = ImageForm({"order": "0"}, {"file": SimpleUploadedFile(name, data)})
    return " ".join(form.errors.get("file", []))


TOO_LARGE = "The picture has more than 40 megapixels. Make it smaller."
NO_PICTURE = "Use JPEG, PNG, WebP, AVIF or GIF."
JPEG = picture("JPEG", (400, 300))
SECOND = PIL.Image.new("RGB", (8, 6), "red")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("60-megapixels.jpg", picture("JPEG", (10_000, 6_000), "L"), TOO_LARGE),
        ("bomb.png", claiming(30_000, 30_000), TOO_LARGE),
        ("claims.png", claiming(65_000, 650), TOO_LARGE),
        ("half.jpg", JPEG[: len(JPEG) // 2], "The picture is damaged: not all of it is there."),
        ("half.png", picture("PNG", (90, 90))[:-30], "The picture is damaged"),
        ("empty-inside.png", claiming(500, 500), "The picture is damaged"),
        ("moving.gif", moving(10_000), "The picture moves, and readers could not stop it."),
        ("moving.png", picture("PNG", save_all=True, append_images=[SECOND]), "The picture moves"),
        ("drawn.svg", SVG, NO_PICTURE),
        ("drawn.png", SVG, NO_PICTURE),
        ("page.png", b"<html><script>alert(1)</script></html>", NO_PICTURE),
        ("script.gif", b"GIF89a/*<script>*/alert(1)//", NO_PICTURE),
        ("gif.png", moving(1), "The file is GIF, but its name ends in .png."),
        ("png.html", picture(), NO_PICTURE),
        ("tiff.png", picture("TIFF"), NO_PICTURE),
        ("paper.pdf", b"%PDF-1.7", NO_PICTURE),
        ("program.exe", b"MZ\x90\x00", NO_PICTURE),
        ("large.png", picture() + b"\x00" * (10 * MIB), "The picture is larger than 10 MiB."),
    ],
    ids=lambda each: each if isinstance(each, str) and "." in each and " " not in each else "",
)  # fmt: skip
def test_a_picture_made_to_harm_is_refused_in_words(name, data, words):
    assert words in refusal(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.JPG", JPEG), ("a.png", picture()), ("a.webp", picture("WEBP")), ("a.gif", moving(1)),
     ("a.avif", picture("AVIF")), ("a.png", picture("PNG", mode="I;16")), ("a.jpeg", picture("JPEG", mode="CMYK")),
     ("a.jpg", picture("MPO", save_all=True, append_images=[SECOND]))],
    ids=["jpeg", "png", "webp", "still gif", "avif", "16 bit", "cmyk", "camera"],
)  # fmt: skip
def test_a_sound_picture_is_taken(name, data):
    assert refusal(name, data) == ""


@pytest.mark.django_db
def test_a_refused_picture_leaves_nothing_behind_and_the_rest_of_the_form_stands():
    topic, desk = make_topic(), at_desk("editor")
    address = reverse("admin:publishing_topic_change", args=[topic.pk])
    typed = {"summary": "Typed.", "images-TOTAL_FORMS": "1", "images-0-alt": "A hall", "images-0-order": "0"}
    upload = {"images-0-file": SimpleUploadedFile("a.svg", SVG)}
    page = desk.post(address, fields_of(desk.get(address)) | typed | upload)
    assert NO_PICTURE in words_of(page)
    assert (fields_of(page)["summary"], fields_of(page)["images-0-alt"]) == ("Typed.", "A hall")
    assert not Image.objects.exists()
    topic.refresh_from_db()
    assert topic.version == 0


@pytest.mark.django_db
def test_a_picture_that_is_a_page_as_well_is_served_as_a_picture_alone():
    """What follows a picture's end is nobody's to run: its type is said, and not to be guessed."""
    topic, desk = make_topic(), at_desk("editor")
    address = reverse("admin:publishing_topic_change", args=[topic.pk])
    both = SimpleUploadedFile("a.png", picture() + b"<html><script>alert(1)</script></html>", "text/html")
    desk.post(address, fields_of(desk.get(address)) | {"images-TOTAL_FORMS": "1", "images-0-order": "0",
                                                       "images-0-file": both})  # fmt: skip
    image = Image.objects.get()
    answer = desk.get(reverse("admin:text_picture"), {"src": image.file.name})
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer.getvalue().startswith(b"\x89PNG")
    assert image.file.name.endswith(".png")
    assert Entry.objects.get(pk=topic.pk).version == 1
    assert not State.objects.exists()
