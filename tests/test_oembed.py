"""oEmbed: cards of entries for other sites."""

import pytest
from lxml import etree

from commentary.models import Article
from publishing.models import Edition
from publishing.releasing import retract, withdraw
from tests.api import SITE, ask, refused, told
from tests.factories import approver, published
from tests.pages import SECTIONS, url_of
from tests.subjects import make, one_of_each
from tests.test_api_items import corrected

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = one_of_each()
    made["article"].author_people.add(made["person"])
    published(*made.values())
    return made


def card(entry, **query) -> dict:
    return told("oembed/", url=f"{SITE}{url_of(entry)}", **query)


def test_a_card_is_what_oembed_asks_for(made):
    found = card(made["article"])
    record = found.pop("_alliance_record")
    assert found == {
        "type": "rich",
        "version": "1.0",
        "title": "News from Glory",
        "author_name": "Rufus Firefly",
        "author_url": f"{SITE}/id/{made['person'].pk}/",
        "provider_name": "Alliance Record",
        "provider_url": f"{SITE}/",
        "cache_age": 600,
        "html": f'<blockquote cite="{SITE}/articles/news-from-glory/editions/1/">'
        f'<p><strong><a href="{SITE}/articles/news-from-glory/">News from Glory</a></strong></p>'
        "<p>News from Glory in a sentence.</p><footer>Alliance Record, edition 1</footer></blockquote>",
        "width": 600,
        "height": 134,
    }
    edition = Edition.objects.current().get(entry=made["article"].pk)
    assert (record["id"], record["edition"], record["digest"]) == (str(edition.entry_id), 1, edition.digest)


@pytest.mark.parametrize("kind", SECTIONS)
def test_every_page_has_a_card_under_each_of_its_addresses(made, kind):
    page = f"{SITE}{url_of(made[kind])}"
    for url in (page, f"{page}editions/1/", f"{SITE}/id/{made[kind].pk}/", f"{page}?utm_source=x#sources"):
        assert told("oembed/", url=url)["title"] == made[kind].title


def test_xml_says_the_same(made):
    response = ask("oembed/", url=f"{SITE}{url_of(made['article'])}", format="xml")
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    told_so = card(made["article"])
    for name in ("type", "version", "title", "html", "width", "height", "provider_name"):
        assert root.findtext(name) == str(told_so[name])
    assert root.findtext("_alliance_record/digest") == told_so["_alliance_record"]["digest"]


def test_a_card_keeps_to_the_room_it_is_given(made):
    assert card(made["article"], maxwidth=400)["width"] == 400
    assert card(made["article"], maxwidth=5000)["width"] == 600
    for query in ({"maxwidth": 100}, {"maxheight": 50}):
        found = card(made["article"], **query)
        assert found["type"] == "link"
        assert "html" not in found


def test_a_card_tells_what_readers_are_told(made):
    corrected(made["article"], "It was <in> May.", byline="Another desk")
    assert "<strong>Corrected: It was &lt;in&gt; May.</strong>" in card(made["article"])["html"]
    retract(made["article"], approver(), "Made up.")
    assert card(made["article"])["title"] == "Retracted: News from Glory"
    address = f"{SITE}{url_of(made['article'])}"
    withdraw(made["article"], approver(), "In error.")
    for url in (address, f"{address}editions/1/"):
        assert refused(410, "oembed/", url=url)["note"] == "In error."


def test_words_are_never_markup(db):
    article = make(Article, "News", body="<p>x</p>")
    article.title = article.summary = "<script>alert(1)</script>\x0b"
    article.slug = "news"
    article.save()
    published(article)
    assert "<script" not in card(article)["html"]
    assert b"alert" in ask("oembed/", url=f"{SITE}/articles/news/", format="xml").content


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/", f"{SITE}/articles/", f"{SITE}/articles/nothing/", f"{SITE}/articles/news-from-glory/history/",
        f"{SITE}/articles/news-from-glory/editions/9/", "https://example.org/articles/news-from-glory/",
        "http://127.0.0.1:8000@example.org/articles/news-from-glory/", "/articles/news-from-glory/", "javascript:1",
        "http://[", f"{SITE}/admin/", f"{SITE}/members/", f"{SITE}/id/00000000-0000-0000-0000-000000000000/",
    ],
)  # fmt: skip
def test_what_is_not_an_entry_here_is_a_404(made, url):
    refused(404, "oembed/", url=url)


def test_other_forms_and_bad_parameters(made):
    url = f"{SITE}{url_of(made['article'])}"
    assert refused(501, "oembed/", url=url, format="yaml")["type"].endswith("#problem-not-implemented")
    assert "url" in refused(400, "oembed/")["known_parameters"]
    refused(400, "oembed/", url=url, maxwidth="wide")
    refused(400, "oembed/", url=url, theme="dark")


def test_a_former_address_shows_the_entry_of_today(made):
    made["state"].slug = "greater-freedonia"
    made["state"].save()
    published(made["state"])
    assert told("oembed/", url=f"{SITE}/members/freedonia/")["_alliance_record"]["edition"] == 2


def test_a_card_costs_three_queries(made, django_assert_max_num_queries):
    # Head, the call charged (unless one was taken ahead), and the edition.
    with django_assert_max_num_queries(3):
        told("oembed/", url=f"{SITE}/articles/news-from-glory/")
