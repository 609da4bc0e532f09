"""A quotation beside the record's statements: the same words, other words, or a new statement."""

import pytest
from django.urls import reverse

from commentary.importing.creating import Creation
from commentary.models import Article
from summits.models import QuotationVariant, Statement
from tests.desk import at_desk, colleague, words_of
from tests.factories import make_source
from tests.importing import DAY, accept, offered, recorded_statement, review, small_record, told
from tests.subjects import make

pytestmark = pytest.mark.django_db

SAME = "“We shall stand together as one house,” Firefly said."
OTHER = "“We shall stand together as one house today,” Firefly said."
RECORDED = "We shall stand together as one house tonight, brothers."


def page_of(reviewed) -> str:
    address = reverse("admin:commentary_article_review", args=[reviewed.imported.pk])
    return words_of(at_desk("editor").get(address))


def test_the_same_words_are_shown_as_the_statement_with_a_link_to_it():
    record = small_record()
    statement = recorded_statement(record, "We shall stand together as one house.")
    reviewed = review(SAME)
    assert [(known.statement.pk, known.is_exact) for known in reviewed.quoted] == [(statement.pk, True)]
    assert (told(reviewed), offered(reviewed, "statement")) == ([], [])
    page = page_of(reviewed)
    assert "The record has this statement" in page and "in the same words." in page
    assert reverse("admin:summits_statement_change", args=[statement.pk]) in page


@pytest.mark.parametrize(
    "text",
    [
        "“we shall STAND together, as one house!” Firefly said.",
        "«We shall stand together as one house», said Rufus Firefly.",
        "“As one house, brothers, or not at all” was how Firefly put it, as he said.",
    ],
)
def test_case_marks_and_excerpts_do_not_make_other_words(text):
    record = small_record()
    recorded_statement(record, "We shall stand together as one house, brothers, or not at all.")
    assert [known.is_exact for known in review(text).quoted] == [True]


def test_other_renderings_are_shown_with_their_sources():
    record = small_record()
    statement = recorded_statement(record, "We shall stand together as one house.")
    press = make_source(title="Wire", publisher="Agency")
    QuotationVariant.objects.create(statement=statement, text="Together we stand in one hall.", source=press)
    page = page_of(review(SAME))
    assert "Together we stand in one hall." in page and "Wire, Agency" in page


def test_other_words_are_compared_word_by_word():
    record = small_record()
    recorded_statement(record, RECORDED)
    reviewed = review(OTHER)
    assert [run.kind for run in reviewed.shown()[0].quoted[0].runs] == ["same", "del", "ins"]
    page = page_of(reviewed)
    assert "<del>tonight, brothers.</del> <ins>today</ins>" in page
    assert "The record has this statement otherwise" in page


def test_what_differs_is_never_accepted_with_the_rest():
    record = small_record()
    recorded_statement(record, RECORDED)
    differing = [p.kind for p in review(OTHER).proposals if p.is_contradicted]
    assert differing == ["quotation", "variant", "statement"]


def test_a_paraphrase_is_nobodys_wording():
    record = small_record()
    make(Statement, "Firefly on houses", DAY, "2022-05-17", speaker=record.firefly, type="paraphrase", text=RECORDED)
    assert review(OTHER).quoted == []


def test_another_speakers_words_are_not_the_same_statement():
    record = small_record()
    recorded_statement(record, "We shall stand together as one house.")
    assert review("“We shall stand together as one house,” Teasdale said.").quoted == []


def test_an_accepted_quotation_is_a_link_to_its_statement_in_the_article():
    record = small_record()
    statement = recorded_statement(record, "We shall stand together as one house.")
    reviewed = accept(review(f"{SAME} Firefly < all."), "quotation", "link")
    article = Creation(reviewed, colleague("editor")).carry_out()
    assert article.body == (
        f'<p>“<a href="/id/{statement.pk}/">We shall stand together as one house,</a>” '
        f'<a href="/id/{record.firefly.pk}/">Firefly</a> said. Firefly &lt; all.</p>'
    )
    assert Statement.objects.count() == 1


def test_another_wording_is_kept_at_the_statement_with_its_source():
    record = small_record()
    statement = recorded_statement(record, RECORDED)
    reviewed = accept(review(OTHER), "variant")
    Creation(reviewed, colleague("editor")).carry_out()
    (variant,) = statement.variants.all()
    assert (variant.text, variant.source) == ("We shall stand together as one house today", reviewed.imported.source)
    statement.refresh_from_db()
    assert (statement.text, statement.stage) == (RECORDED, "draft")


def test_a_new_quotation_becomes_a_draft_statement_of_the_office_held_that_day():
    record = small_record()
    reviewed = review(SAME)
    assert offered(reviewed, "statement") == [
        "Rufus Firefly (President of Freedonia): “We shall stand together as one house”"
    ]
    Creation(accept(reviewed, "statement"), colleague("editor")).carry_out()
    statement = Statement.objects.get()
    assert (statement.speaker, statement.summit, statement.text, str(statement.starts_on), statement.stage) == (
        record.firefly, record.summit, "We shall stand together as one house", DAY, "draft",
    )  # fmt: skip
    held = statement.document()["offices"]
    assert [each["office"]["title"] for each in held] == ["President of Freedonia"]
    assert Article.objects.get().stage == "draft"
