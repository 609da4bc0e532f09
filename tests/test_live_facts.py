"""Live facts: what a text quotes of the record, on which day, and who is told when the record changes."""

import re

import pytest

from commentary.models import Article
from members.models import Chairmanship, Membership, Strength, Tenure
from publishing import live
from publishing.gate import examine
from publishing.models import Edition, Image
from publishing.releasing import withdraw
from publishing.tokens import Token, tokens_in
from tests.factories import approver, published
from tests.pages import get, url_of
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """Everything public but the article."""
    made = one_of_each()
    published(*(entry for kind, entry in made.items() if kind not in ("article", "commentary")))
    return made


def article_saying(made, *tokens: Token) -> Article:
    article = made["article"]
    article.body = "<p>" + " and ".join(map(str, tokens)) + ".</p>"
    article.save()
    return article


def strength_of(made, **kwargs) -> Token:
    return Token("strength", str(made["force"].pk), "?", **kwargs)


def told(article) -> list[str]:
    return [token.words for token in tokens_in(article.document()["body"])]


def codes(article) -> list[str]:
    return [finding.code for finding in examine(article)]


def test_a_document_holds_the_value_the_day_and_the_fact(made):
    article = article_saying(made, strength_of(made))
    fact = made["force"].strengths.get()
    assert article.document()["body"] == (
        f'<p><data class="fact" value="18000" data-what="strength" data-entry="{made["force"].pk}" '
        f'data-on="2022-05-16" data-fact="{fact.pk}">18,000</data>.</p>'
    )


def test_a_strength_is_the_latest_count_by_the_day_of_the_text(made):
    force = made["force"]
    state_that(Strength, "2009-11", force=force, personnel=20000, is_approximate=True)
    state_that(Strength, "2023", force=force, personnel=1)
    state_that(Strength, "2022-05-01", force=force, personnel=9, unit="battalions")
    state_that(Strength, "2022-05-02", force=force, personnel=7, standing="disputed")
    published(force)
    early = strength_of(made, on="2010-01-01")
    assert told(article_saying(made, strength_of(made), early)) == ["18,000", "about 20,000"]


def test_statuses_holders_chairs_are_those_of_the_day(made):
    org, state, office = made["organisation"], made["state"], made["office"]
    state_that(Membership, "2002", "2003", state=state, organisation=org, status="treaty-signatory")
    state_that(Chairmanship, "2022", "2023", organisation=org, state=state)
    published(state, org)
    status = Token("status", str(state.pk), "?", within=str(org.pk))
    before = Token("status", str(state.pk), "?", within=str(org.pk), on="2002-06-01")
    holder = Token("holder", str(office.pk), "?")
    chair = Token("chair", str(org.pk), "?")
    article = article_saying(made, status, before, holder, chair)
    assert told(article) == ["member", "treaty signatory", "Rufus Firefly", "Freedonia"]
    values = [token.value for token in tokens_in(article.document()["body"])]
    assert values == ["member", "treaty-signatory", str(made["person"].pk), str(state.pk)]


def test_what_the_record_does_not_say_stops_publication(made):
    article = article_saying(made, strength_of(made, on="2001-01-01", fact=str(made["force"].pk), value="5"))
    assert "live-fact-unknown" in codes(article)
    body = article.document()["body"]
    assert "data-fact" not in body and "value=" not in body


def test_what_is_not_public_is_not_quoted(made):
    withdraw(made["force"], approver(), "Mistaken.")
    hidden = make(type(made["force"]), "Hidden Force", organisation=made["organisation"])
    state_that(Strength, "2022", force=hidden, personnel=4711)
    article = article_saying(made, strength_of(made), Token("strength", str(hidden.pk), "?"))
    assert codes(article).count("live-fact-unknown") == 2
    assert "4711" not in article.document()["body"]


def test_an_entry_quotes_its_own_rows_as_they_will_be_published_with_it(made):
    force = made["force"]
    force.set_period("2022-05-16", "2022-05-17")
    force.profile = f"<p>It counts {strength_of(made)}.</p>"
    force.save()
    force.strengths.update(personnel=21000)
    assert '">21,000</data>' in force.document()["profile"]
    published(force)
    assert "21,000" in Edition.objects.current().get(entry=force).document["profile"]


def test_the_published_text_stands_when_the_fact_changes_and_the_desk_is_told(made):
    force, article = made["force"], article_saying(made, strength_of(made))
    published(article)
    before = Edition.objects.current().get(entry=article)
    assert "live-fact-changed" not in codes(article)
    row = force.strengths.get()
    row.personnel = 20000
    row.save()
    assert "live-fact-changed" not in codes(article)
    published(force)
    after = Edition.objects.current().get(entry=article)
    assert (after.canonical, after.digest) == (before.canonical, before.digest)
    (finding,) = [f for f in examine(article) if f.code == "live-fact-changed"]
    assert "“18,000”" in finding.message and "“20,000”" in finding.message
    assert row.citations.get().source.title in finding.message
    assert told(article) == ["20,000"]


def test_a_reader_sees_what_it_said_and_what_the_record_says_now(made, django_assert_max_num_queries):
    force, article = made["force"], article_saying(made, strength_of(made))
    published(article)
    position = Edition.objects.current().get(entry=article).position
    said = f'<a href="{url_of(force)}"><data value="18000">18,000</data></a>'
    page = get(url_of(article)).content.decode()
    assert said in page and "fact-now" not in page
    force.strengths.update(personnel=20000)
    published(force)
    # Head, edition, its facts and the quoted ones together, references.
    url = url_of(article)
    with django_assert_max_num_queries(4):
        page = get(url).content.decode()
    assert f'{said} <span class="fact-now">(now: 20,000)</span>' in page
    for past in (f"{url_of(article)}editions/1/", f"{url_of(article)}?as_of={position}"):
        page = get(past).content.decode()
        assert ">18,000</data>" in page and "fact-now" not in page


def test_a_live_fact_is_a_reference_of_its_text(made):
    article = article_saying(made, Token("holder", str(made["office"].pk), "?"))
    mentioned = {fact["object"]["id"] for fact in article.document()["facts"] if fact["kind"] == "mentions"}
    assert {str(made["office"].pk), str(made["person"].pk)} <= mentioned
    published(article)
    assert f'<a href="{url_of(made["person"])}"><data' in get(url_of(article)).content.decode()


def test_words_are_in_the_language_of_the_text(made):
    article = article_saying(made, strength_of(made))
    article.language = "ru"
    article.save()
    assert told(article) == ["18\u202f000"]


def test_a_figure_is_credited_from_the_image_of_the_entry(made):
    article = made["article"]
    fields = {"width": 4, "height": 3, "alt": "A hall", "caption": "The hall", "credit": "TASS", "licence": "CC BY"}
    Image.objects.bulk_create([Image(entry=article, file="images/hall.png", **fields)])
    article.body = '<p>Before</p><figure><img src="/media/images/hall.png" alt="old"></figure>'
    article.save()
    figure = (
        '<figure><img src="/media/images/hall.png" alt="A hall" width="4" height="3">'
        "<figcaption>The hall <small>TASS, CC BY</small></figcaption></figure>"
    )
    assert article.document()["body"] == f"<p>Before</p>{figure}"
    published(article)
    page = get(url_of(article)).content.decode()
    assert page.count('src="/media/images/hall.png"') == 1
    assert re.search(r'<figure class="picture"><img loading="lazy" src="/media/images/hall.png" alt="A hall"', page)


def test_a_figure_of_somebody_elses_picture_stops_publication(made):
    Image.objects.bulk_create([Image(entry=made["summit"], file="images/x.png", width=1, height=1, alt="x")])
    article = made["article"]
    article.body = '<figure><img src="/media/images/x.png" alt="x"></figure>'
    article.save()
    assert "figure-without-image" in codes(article)


def test_every_fact_a_text_may_quote_names_a_kind_and_a_side():
    for fact in live.every():
        assert fact.side in ("subject", "object") and fact.label


def test_a_holder_is_no_longer_quoted_when_the_tenure_is_struck(made):
    article = article_saying(made, Token("holder", str(made["office"].pk), "?"))
    Tenure.objects.update(standing="superseded")
    published(made["person"])
    assert "live-fact-unknown" in codes(article)
