"""Sitemaps: every page in exactly one of them, the news of two days in one of its own."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from lxml import etree

from commentary.models import Article
from publishing.models import Edition
from publishing.releasing import withdraw
from tests.api import SITE
from tests.factories import approver, published
from tests.pages import get
from tests.subjects import make, one_of_each
from tests.test_api_items import corrected

NS = {
    "sm": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
NOON = datetime(2030, 5, 16, 12, tzinfo=UTC)


def locations(path: str) -> list[str]:
    response = get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return [each.text for each in etree.fromstring(response.content).iterfind(".//sm:loc", NS)]


def news() -> list[str]:
    root = etree.fromstring(get("/sitemaps/news.xml").content)
    return [each.text for each in root.iterfind(".//news:title", NS)]


def test_the_index_leads_to_every_page_once(record):
    parts = [address.removeprefix(SITE) for address in locations("/sitemap.xml")]
    assert len(parts) == len(set(parts))
    pages = [address for part in parts if part != "/sitemaps/news.xml" for address in locations(part)]
    assert len(pages) == len(set(pages))
    public = Edition.objects.current().exclude(kind="office").exclude(action="withdrawn")
    assert {f"{SITE}{edition.url}" for edition in public} <= set(pages)


@pytest.mark.django_db
def test_news_are_what_was_first_published_today_or_yesterday():
    made = {}
    for days, title in ((2, "Older"), (1, "Yesterday"), (0, "Today")):
        with time_machine.travel(NOON - timedelta(days=days), tick=False):
            made[title] = make(Article, title, body="<p>x</p>")
            published(made[title])
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        published(*one_of_each().values())
        corrected(made["Older"], "It was in May.", byline="Another desk")
        assert set(news()) == {"News from Glory", "Comment", "Today", "Yesterday"}
        withdraw(made["Today"], approver(), "In error.")
        assert "Today" not in news()
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert "Yesterday" not in news()
        assert "News from Glory" in news()
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        assert news() == []


@pytest.mark.django_db
def test_a_line_of_news_says_what_search_engines_ask():
    with time_machine.travel(NOON, tick=False):
        article = make(Article, "News", body="<p>x</p>")
        article.title = "A <b>title</b> & \x0bmore"
        article.save()
        published(article)
        [line] = etree.fromstring(get("/sitemaps/news.xml").content).findall("sm:url", NS)
    assert line.findtext("sm:loc", namespaces=NS) == f"{SITE}/articles/news/"
    told = line.find("news:news", NS)
    assert told.findtext("news:publication/news:name", namespaces=NS) == "Alliance Record"
    assert told.findtext("news:publication/news:language", namespaces=NS) == "en"
    assert told.findtext("news:publication_date", namespaces=NS) == "2030-05-16T12:00:00+00:00"
    assert told.findtext("news:title", namespaces=NS) == "A <b>title</b> & more"
