"""Tables as drafts: tried first, every problem with row and column, all or none; harmful files are refused unopened."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from desk.models import Import
from desk.tables.reading import table_of
from members.models import Membership, Organisation, State
from publishing.models import Edition, Entry, Topic
from tests.desk import at_desk, words_of
from tests.factories import make_source, make_topic
from tests.pages import SECTIONS
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db


def upload(client, kind: str, text: str | bytes, name: str = "table.csv"):
    app = {"topic": "publishing", "state": "members", "summit": "summits"}[kind]
    data = text.encode() if isinstance(text, str) else text
    return client.post(
        reverse(f"admin:{app}_{kind}_import_table"), {"file": SimpleUploadedFile(name, data)}, follow=True
    )


def workbook(*rows) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.fixture
def desk():
    return at_desk("contributor")


def test_a_table_is_tried_and_then_makes_drafts(desk):
    page = upload(desk, "topic", "title,summary\nEnlargement,Who may join.\nUnity,What holds.\n")
    assert "2 drafts would be made; nothing is yet." in words_of(page)
    assert not Topic.objects.exists()
    done = desk.post(page.redirect_chain[-1][0], follow=True)
    assert "2 drafts were made." in words_of(done)
    assert list(Topic.objects.order_by("title").values_list("title", "slug", "stage", "changed_by__username")) == [
        ("Enlargement", "enlargement", "draft", "contributor"), ("Unity", "unity", "draft", "contributor"),
    ]  # fmt: skip
    assert not Edition.objects.exists()
    assert set(Import.objects.get().entries.all()) == set(Entry.objects.all())
    desk.post(page.redirect_chain[-1][0])
    assert Topic.objects.count() == 2


def test_dated_facts_come_with_their_sources_and_further_rows(desk):
    pact = make(Organisation, "Glory Pact", short_name="GP", type="alliance")
    make_source(title="The Almanac")
    page = upload(desk, "state", workbook(
        ["title", "iso2", "iso3", "capital", "memberships.organisation", "memberships.status", "memberships.starts",
         "memberships.ends", "memberships.sources"],
        ["Freedonia", "FD", "FRD", "Glory", "Glory Pact", "member", 2003, "2010-05", "The Almanac @ p. 3"],
        [None, None, None, None, "Glory Pact", "suspended", "2010-05", None, "The Almanac"],
    ), "states.xlsx")  # fmt: skip
    assert "1 draft would be made" in words_of(page), words_of(page)[-3000:]
    desk.post(page.redirect_chain[-1][0])
    rows = Membership.objects.order_by("starts_on")
    assert [(row.status, str(row.starts_on), row.start_precision, row.end_precision) for row in rows] == [
        ("member", "2003-01-01", "year", "month"), ("suspended", "2010-05-01", "month", "open"),
    ]  # fmt: skip
    assert {row.organisation_id for row in rows} == {pact.pk}
    assert [use.locator for row in rows for use in row.citations.all()] == ["p. 3", ""]


def test_every_problem_has_its_row_column_and_reason_and_nothing_is_made(desk):
    make_topic(title="Twin"), make_topic(title="Twin")
    page = upload(desk, "topic", "title,summary,topics,confidence,starts\n"
                  "Good,Fine.,,,\n,No title.,,,\nThird,,Twin,,\nFourth,,Nowhere,sure,someday\n")  # fmt: skip
    words = words_of(page)
    assert "Nothing was made." in words
    for row, column, reason in (
        (3, "title", "This field is required."), (4, "topics", "More than one topic is called “Twin”; give its id."),
        (5, "topics", "There is no topic called “Nowhere”."), (5, "confidence", "“sure” is none of:"),
        (5, "starts", ""),
    ):  # fmt: skip
        assert f"<td>{row}</td> <td>{column}</td> <td>{reason}".replace("'", "&#x27;") in words, (row, column)
    assert Topic.objects.count() == 2
    assert not Import.objects.exists()


def test_unknown_columns_are_named_with_those_there_are(desk):
    words = words_of(upload(desk, "topic", "title,colour\nA,red\n"))
    assert "There is no such column. There are: title, " in words


def test_a_table_never_writes_over_an_entry(desk):
    topic = make_topic(title="Unity", slug="unity", summary="Old.")
    words = words_of(upload(desk, "topic", "title,summary\nUnity,New.\n"))
    assert "Nothing was made." in words
    topic.refresh_from_db()
    assert (topic.summary, Topic.objects.count()) == ("Old.", 1)


def test_what_changed_since_the_dry_run_is_told_and_nothing_is_made(desk):
    page = upload(desk, "topic", "title\nUnity\nOther\n")
    make_topic(title="Unity", slug="unity")
    again = desk.post(page.redirect_chain[-1][0], follow=True)
    assert "Nothing was made." in words_of(again)
    assert Topic.objects.count() == 1


def test_findings_of_the_gate_stand_beside_each_draft(desk):
    assert "There is no summary for lists and search." in words_of(upload(desk, "topic", "title\nUnity\n"))


def test_a_column_says_when_its_cell_is_needed(desk):
    one_of_each()
    page = desk.get(reverse("admin:members_state_import_table"))
    needed = {column.key: column.needed for part in page.context["parts"] for column in part}
    assert {key for key, words in needed.items() if words == "required"} == {"title", "iso2", "iso3"}
    assert needed["slug"] == needed["memberships.standing"] == ""
    for key in ("memberships.organisation", "memberships.status", "memberships.sources"):
        assert needed[key] == "required in a row with any “memberships.” cell"
    assert "<code>slug</code> </th>" in words_of(page)


def test_what_is_not_called_needed_may_stay_empty_and_what_is_may_not(desk):
    words = words_of(upload(desk, "state", "title,iso2,iso3\nFreedonia,FD,FRD\n"))
    assert "1 draft would be made" in words
    make(Organisation, "Glory Pact", type="alliance")
    words = words_of(upload(desk, "state", "title,iso2,iso3,memberships.organisation\nSylvania,SV,SYL,Glory Pact\n"))
    for column in ("memberships.status", "memberships.sources"):
        assert f"<td>2</td> <td>{column}</td>" in words


@pytest.mark.parametrize("kind", [*SECTIONS, "office"])
def test_every_kind_has_a_table_to_fill_in_whose_columns_are_understood(kind):
    entry = one_of_each()[kind]
    desk = at_desk("editor")
    name = f"admin:{entry._meta.app_label}_{entry._meta.model_name}"
    head = desk.get(reverse(f"{name}_table_columns")).content.decode().strip()
    cells = ",".join("A new one" if column == "title" else "" for column in head.split(","))
    file = SimpleUploadedFile("t.csv", f"{head}\n{cells}\n".encode())
    page = desk.post(reverse(f"{name}_import_table"), {"file": file}, follow=True)
    assert "There is no such column" not in words_of(page)
    assert page.status_code == 200


def test_only_who_may_add_may_import():
    address = reverse("admin:publishing_topic_import_table")
    assert at_desk("auditor").get(address).status_code == 403
    assert at_desk("partner manager").get(reverse("admin:publishing_topic_table_columns")).status_code == 403


@pytest.mark.parametrize(
    "cell", ["=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C'!A0", "\t=1", "\r=1"]
)
def test_a_cell_that_begins_like_a_formula_is_refused(cell):
    quoted = cell.replace('"', '""')
    with pytest.raises(ValidationError, match="begins like a formula"):
        table_of("t.csv", f'title\n"{quoted}"\n'.encode())


def test_numbers_and_dashes_are_no_formulas():
    rows = table_of("t.csv", "title,summary\n-5,- a dash\n+7 495,–\n".encode()).rows
    assert rows == [(2, {"title": "-5", "summary": "- a dash"}), (3, {"title": "+7 495", "summary": "–"})]


def test_a_formula_in_a_workbook_is_refused():
    with pytest.raises(ValidationError, match="begins like a formula"):
        table_of("t.xlsx", workbook(["title"], ["=1+1"]))


def packed(name: str, content: bytes, times: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(times):
            archive.writestr(f"{number}{name}", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed("xl/sheet.xml", b" " * 60_000_000), "unpacks to far more"),
        (packed("xl/x.xml", b"", 600), "unpacks to far more"),
        (packed("xl/sheet.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "declares entities"),
        (b"PK\x03\x04 not a zip", "cannot be read"),
        (packed("nothing.txt", b"x"), "cannot be read"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MiB"),
    ],
    ids=["zip-bomb", "many-parts", "entities", "broken", "no-workbook", "large"],
)
def test_a_harmful_spreadsheet_is_refused_in_words(data, words):
    with pytest.raises(ValidationError, match=words):
        table_of("t.xlsx", data)


def test_a_sheet_that_claims_a_billion_rows_is_read_as_far_as_it_goes():
    data = workbook(["title"], ["A"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = content.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
            new.writestr(part, content)
    assert table_of("t.xlsx", out.getvalue()).rows == [(2, {"title": "A"})]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("t.csv", "title\n" + "a\n" * 301, "more than 300 rows"), ("t.csv", "title\n", "empty"),
        ("t.csv", "", "empty"), ("t.csv", "title,title\na,b\n", "name of its own: title"),
        ("t.csv", "title\na,b\n", "more cells"), ("t.csv", b"title\n\xff\n", "not UTF-8"),
        ("t.csv", 'title\n"a', "no CSV"), ("t.csv", "title\n" + "a" * 20_001, "far too long"),
        ("t.ods", "title\na\n", "Use a .csv or .xlsx file"), ("t.csv", "title\na\x00b\n", "NUL"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(name, data, words):
    with pytest.raises(ValidationError, match=words):
        table_of(name, data.encode() if isinstance(data, str) else data)


def test_semicolons_and_a_byte_order_mark_are_read():
    table = table_of("t.csv", "\ufefftitle;summary\nA;b, c\n".encode())
    assert table.rows == [(2, {"title": "A", "summary": "b, c"})]


def test_a_refused_file_says_so_on_the_page_and_keeps_nothing(desk):
    page = upload(desk, "topic", "title\n=1+1\n")
    assert "begins like a formula" in words_of(page)
    assert not Import.objects.exists()
    assert not State.objects.exists()
