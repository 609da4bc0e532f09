"""The furniture of public pages: who says a fact within a click, how complete a page is, who was what that day."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from members.models import Membership
from publishing.attribution import how_precise, voices
from publishing.completeness import completeness_of
from summits.models import Summit
from tests.factories import make_source, published
from tests.pages import get, url_of, words
from tests.subjects import one_of_each, state_that

pytestmark = pytest.mark.django_db
REFERENCE = ("organisation", "state", "institution", "person", "force", "summit", "document", "event")
FONTS = Path(settings.BASE_DIR / "static" / "fonts")


def html_of(entry) -> str:
    return get(url_of(entry)).content.decode()


@pytest.fixture
def made():
    made = one_of_each()
    published(*made.values())
    return made


def apart(html: str) -> tuple[str, list[str]]:
    """The page without the numbers of its pictures, and these: theirs is the list of sources below."""
    numbers = r'<table class="fact-table[^"]*" id="numbers-.*?</table>'
    return re.sub(numbers, "", html, flags=re.DOTALL), re.findall(numbers, html, re.DOTALL)


def rows_of(table: str) -> list[str]:
    return re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)


def test_every_row_of_facts_opens_its_sources_without_a_script(made):
    for kind in REFERENCE:
        html, pictures = apart(html_of(made[kind]))
        assert all(re.search(r'href="#source-', row) for table in pictures for row in rows_of(table)), kind
        for body in re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL):
            rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
            assert rows, kind
            for row in rows:
                assert re.search(r'<details class="says">.*?<summary class="says__who">\s*\S', row, re.DOTALL), kind


def test_no_disclosure_stands_in_a_paragraph(made):
    """A browser would end the paragraph before it, and the words behind it would hang loose."""
    paths = [url_of(made[kind]) for kind in REFERENCE]
    for path in (*paths, "/members/", "/styleguide/"):
        html = get(path).content.decode()
        assert not re.search(r"<p\b[^>]*>(?:(?!</p>).)*<details", html, re.DOTALL), path


def test_the_disclosure_says_who_where_how_exactly_and_when_checked():
    made = one_of_each()
    source = make_source(title="Charter", publisher="Secretariat", is_seen=False)
    row = state_that(
        Membership, "1994-04", "2003", state=made["state"], organisation=made["organisation"], status="treaty-party",
        standing="disputed", checked_on="2026-05-01", source=source,
    )  # fmt: skip
    row.citations.update(locator="article 4")
    published(*made.values())
    text = words(url_of(made["state"]))
    assert "article 4" in text
    assert "not opened by us" in text
    assert "beginning known to the month; end known to the year" in text
    assert "Disputed;" in text
    assert "last checked 1 May 2026" in text


def fact(**more):
    valid = {"from": "2003-01-01", "to": None, "precision": {"from": "day", "to": "open"}}
    plain = {
        "id": "1", "kind": "membership", "valid": valid, "standing": "accepted", "checked_on": "2026-05-01",
        "citations": [{"read": True, "publisher": "A", "author": "", "title": "T"}],
    }  # fmt: skip
    return plain | more


def test_completeness_is_counted_from_the_facts_each_once():
    undated = {"from": None, "to": None, "precision": {"from": "unknown", "to": "open"}}
    facts = [
        fact(),
        fact(),
        fact(id="2", checked_on="2025-11-27"),
        fact(id="4", standing="disputed"),
        fact(id="5", valid=undated),
        fact(id="6", citations=[{"read": False}]),
        fact(id="7", kind="mentions"),
    ]
    found = completeness_of(facts, {"is_attendance_complete": None})
    assert (found.facts, found.through.isoformat(), found.missing) == (5, "2025-11-27", 4)
    assert found.gaps == ["1 not fully dated", "1 disputed", "1 on no source read by us", "the list of those who came"]
    assert completeness_of([fact(kind="mentions")]) is None


def test_a_page_is_complete_to_no_day_while_something_running_was_never_checked():
    found = completeness_of([fact(), fact(id="2", checked_on=None)])
    assert (found.through, found.missing, found.gaps) == (None, 1, ["1 running, not checked again"])
    assert completeness_of([fact(), fact(id="2")]).through == date(2026, 5, 1)


def test_a_fact_with_several_faults_is_one_item_that_is_missing_or_in_doubt():
    undated = {"from": None, "to": None, "precision": {"from": "unknown", "to": "open"}}
    found = completeness_of([fact(), fact(id="2", standing="disputed", valid=undated, citations=[{"read": False}])])
    assert (found.facts, found.missing, len(found.gaps)) == (2, 1, 3)


def test_a_page_of_reference_says_how_complete_it_is(made):
    for kind in REFERENCE:
        assert 'id="completeness"' in html_of(made[kind]), kind
    Summit.objects.filter(pk=made["summit"].pk).update(is_attendance_complete=False)
    published(made["summit"])
    assert "the list of those who came" in words(url_of(made["summit"]))


def test_what_was_counted_on_a_day_has_no_end_to_be_known():
    as_of = {"from": "2004-07-09", "to": None, "precision": {"from": "day", "to": "unknown"}}
    assert how_precise(fact(kind="strength", valid=as_of)) == "date known to the day"
    assert completeness_of([fact(kind="strength", valid=as_of)]).undated == 0
    assert completeness_of([fact(valid=as_of)]).undated == 1


def test_voices_are_publishers_then_how_many_more():
    cited = [{"publisher": name, "author": "", "title": "T"} for name in ("A", "B", "A", "C", "D")]
    assert voices(cited[:1]) == "A"
    assert voices(cited) == "A, B and 2 more"
    assert voices([{"publisher": "", "author": "", "title": "T"}]) == "T"


def test_names_in_a_text_stand_with_their_office_of_that_day():
    made = one_of_each()
    person, force = made["person"], made["force"]
    body = f'<p>On <a href="/id/{person.pk}/">him</a> and <a href="/id/{force.pk}/">the force</a>.</p>'
    made["article"].body = body
    made["article"].save()
    published(*made.values())
    text = words(url_of(made["article"]))
    assert "Names in this text, as of 16 May 2022" in text
    assert "Rufus Firefly President of Freedonia" in text
    assert "18,000 personnel, 2022" in text


def test_an_article_says_how_long_it_is_to_read_and_when_it_was_verified(made):
    text = words(url_of(made["article"]))
    assert "1 minute to read" in text
    assert re.search(r"First published \d+ \w+ \d{4}\s*Last verified \d+ \w+ \d{4} by a second editor", text)


def test_the_style_guide_shows_components_and_is_listed_nowhere(made):
    html = get("/styleguide/").content.decode()
    for name in ("says", "completeness", "pull-quote", "cite", "source-list", "notice--corrected", "named", "card"):
        assert re.search(rf'class="[^"]*\b{name}\b', html), name
    assert '<meta name="robots" content="noindex">' in html
    assert "styleguide" not in get("/sitemaps/pages.xml").content.decode()
    assert "/styleguide/" not in get("/").content.decode()


def test_faces_are_ours_small_and_licensed():
    files = list(FONTS.glob("*.woff2"))
    assert len(files) == 10
    assert all(path.stat().st_size <= 40 * 1024 for path in files)
    assert len(list(FONTS.glob("*-OFL.txt"))) == 2
    css = (FONTS.parent / "css" / "fonts.css").read_text(encoding="utf-8")
    named = set(re.findall(r'fonts/([\w-]+\.woff2)"', css))
    assert named == {path.name for path in files}
    assert "http" not in css
