"""Linked data in pages: what it says of each kind, that the vocabulary knows it, that no word escapes its block."""

import re

import pytest
from django.test import Client

from commentary.models import Article
from publishing.linked_data import data_block
from publishing.models import Edition
from publishing.releasing import retract
from tests.factories import approver, published
from tests.linked import block, check, nodes
from tests.pages import SECTIONS, get, url_of
from tests.subjects import make, one_of_each
from tests.test_api_items import corrected

TYPES = {
    "organisation": "Organization", "state": "Country", "institution": "Organization", "person": "Person",
    "force": "Organization", "summit": "Event", "document": "CreativeWork", "statement": "Quotation",
    "event": "Event", "article": "NewsArticle", "commentary": "Article", "topic": "DefinedTerm",
}  # fmt: skip
SITE = "http://127.0.0.1:8000"
NASTY = "</script><script>alert(1)</script><!-- & \u2028 ' \""


@pytest.fixture
def made(db):
    made = one_of_each()
    published(*made.values())
    return made


def told(entry, **query) -> tuple[dict, dict]:
    """The page's node and that of the thing it is about."""
    page, thing = block(url_of(entry), **query)["@graph"]
    return page, thing


@pytest.mark.parametrize("kind", SECTIONS)
def test_every_kind_is_told_in_words_the_vocabulary_knows(made, kind):
    page, thing = told(made[kind])
    assert (page["@type"], thing["@type"]) == ("WebPage", TYPES[kind])
    assert page["mainEntity"] == {"@id": thing["@id"]} == {"@id": f"{SITE}/id/{made[kind].pk}/"}
    assert thing["name"] == made[kind].title
    check([page, thing])
    assert {f"https://schema.org/{TYPES[kind]}", "https://schema.org/BreadcrumbList"} <= {
        node["@type"][0] for node in nodes(block(url_of(made[kind])))
    }


@pytest.mark.parametrize("kind", SECTIONS)
def test_every_page_carries_the_id_the_edition_and_its_digest(made, kind):
    edition = Edition.objects.current().get(entry=made[kind].pk)
    work = told(made[kind])[1 if kind in ("article", "commentary") else 0]
    assert work["identifier"] == [
        f"urn:uuid:{made[kind].pk}",
        {"@type": "PropertyValue", "propertyID": "sha-256", "value": edition.digest},
        {"@type": "PropertyValue", "propertyID": "position", "value": edition.position},
    ]
    assert work["version"] == 1
    assert work["sdDatePublished"] == work["dateModified"] == edition.released_at.isoformat().replace("+00:00", "Z")
    assert work["workExample"]["url"] == f"{SITE}{edition.url}editions/1/"


def test_an_article_names_its_sources_its_author_and_what_it_is_about(made):
    made["article"].author_people.add(made["person"])
    made["article"].about.add(made["state"])
    published(made["article"])
    _page, article = told(made["article"])
    [source] = [use.source for use in made["article"].citations.all()]
    assert article["citation"][0] | {"inLanguage": "en"} == {
        "@type": "NewsArticle",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": "Agency"},
        "url": source.url,
        "inLanguage": "en",
    }
    assert article["isBasedOn"] == [source.url]
    assert article["author"] == [
        {"@type": "Person", "@id": f"{SITE}/id/{made['person'].pk}/", "name": "Rufus Firefly"},
    ]
    assert [each["name"] for each in article["about"]] == ["Freedonia"]
    assert [each["name"] for each in article["mentions"]] == ["Glory Summit"]
    assert article["publisher"]["correctionsPolicy"] == f"{SITE}/about/corrections/"


def test_things_are_told_with_their_dates_places_and_people(made):
    _page, summit = told(made["summit"])
    assert (summit["startDate"], summit["endDate"]) == ("2022-05-16", "2022-05-16")
    assert summit["organizer"]["name"] == "Alliance"
    assert [each["name"] for each in summit["attendee"]] == ["Rufus Firefly"]
    assert [each["name"] for each in summit["about"]] == ["Freedonia"]
    _page, person = told(made["person"])
    assert person["jobTitle"] == ["President of Freedonia"]
    assert [each["name"] for each in person["affiliation"]] == ["Institute"]
    assert person["nationality"] == {
        "@type": "Country", "@id": f"{SITE}/id/{made['state'].pk}/", "name": "Freedonia",
        "url": f"{SITE}/members/freedonia/",
    }  # fmt: skip
    _page, quotation = told(made["statement"])
    assert (quotation["text"], quotation["creator"]["name"]) == ("Peace is at hand.", "Rufus Firefly")
    assert quotation["recordedAt"]["name"] == "Glory Summit"


def test_corrections_and_retractions_are_told(made):
    corrected(made["article"], "It was in May.", byline="Another desk")
    _page, article = told(made["article"])
    assert article["version"] == 2
    [comment] = article["correction"]
    assert (comment["@type"], comment["text"]) == ("CorrectionComment", "Corrected: It was in May.")
    retract(made["article"], approver(), "Made up.")
    _page, article = told(made["article"])
    assert article["creativeWorkStatus"] == "Retracted"
    assert [each["text"] for each in article["correction"]] == ["Retracted: Made up.", "Corrected: It was in May."]
    check(article)
    # An old edition says what it was.
    old = block(f"{url_of(made['article'])}editions/1/")["@graph"][1]
    assert (old["version"], old.get("correction")) == (1, None)


def test_a_name_no_longer_public_has_no_address(made):
    from publishing.releasing import withdraw

    withdraw(made["summit"], approver(), "Never held.")
    _page, quotation = told(made["statement"])
    assert quotation["recordedAt"] == {"@type": "Event", "name": "Glory Summit"}


def test_the_way_to_the_page_is_told_in_three_steps(made):
    page, _thing = told(made["state"])
    steps = [(each["position"], each["item"]["@id"]) for each in page["breadcrumb"]["itemListElement"]]
    assert steps == [(1, f"{SITE}/"), (2, f"{SITE}/members/"), (3, f"{SITE}/members/freedonia/")]


def test_no_word_ends_the_block(db):
    article = make(Article, "News", body="<p>x</p>")
    article.title = article.byline = article.standfirst = NASTY
    article.slug = "news"
    article.save()
    published(article)
    html = get("/articles/news/").content.decode()
    [inside] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert not set("<>&\u2028\u2029") & set(inside)
    # Beside it only the module that suggests while one types.
    assert html.count("<script") == 1 + html.count('<script type="module" src="/static/')
    assert told(article)[1]["headline"] == NASTY
    assert str(data_block({"a": NASTY})).count("<") == 2


def test_pages_lead_to_feeds_cards_and_items(made):
    """Every link to another shape answers, with the type it promises."""
    for path in ("/", "/articles/", "/corrections/", "/about/", *(url_of(made[kind]) for kind in SECTIONS)):
        html = get(path).content.decode()
        links = re.findall(r'rel="alternate"\s+type="([^"]+)"(?:\s+title="[^"]*")?\s+href="([^"]+)"', html)
        assert len(links) >= 3, path
        for media_type, address in links:
            response = Client().get(address.replace("&amp;", "&"))
            assert response.status_code == 200, (path, address)
            assert response["Content-Type"].split(";")[0] == media_type.replace("+oembed", "")


def test_the_whole_record_is_told_in_words_the_vocabulary_knows(record):
    for edition in Edition.objects.current().exclude(kind="office").only("kind", "slug"):
        found = block(edition.url)
        check(found["@graph"])
