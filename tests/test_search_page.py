"""The search page on the whole record: counts are what clicking gives, passages are safe, suggestions are names."""

import re
from html import unescape

import pytest
from django.test import Client

from publishing.models import Edition
from publishing.search import facets
from publishing.search.facets import FACETS
from publishing.search.snippets import Marker
from tests.factories import make_topic, published

SEARCHES = ({"q": "armenia border"}, {"q": "putin", "sort": "date"}, {"q": "charter", "as_of": "300"})


def search(**query: str):
    response = Client().get("/search/", query)
    assert response.status_code == 200
    return response.context


def hits(query: dict[str, str]) -> list[str]:
    """Every hit of a search, page after page."""
    found, number = [], 1
    while True:
        page = search(**query, page=str(number))
        found += [hit["edition"].url for hit in page["rows"]]
        if not page["has_more"]:
            return found
        number += 1


@pytest.mark.parametrize("query", SEARCHES, ids=lambda query: query["q"])
def test_every_count_is_the_number_of_hits_its_link_gives(record, query):
    page = search(**query)
    assert page["count"].total == len(hits(query))
    for facet in page["facets"]:
        for value, address in facet.values:
            then = Client().get(f"/search/{address}").context
            assert then["count"].total == value.number, (facet.name, value)
            assert not then["count"].is_cut
    narrowed = page["facets"][0].values[-1][0]
    kind = Client().get(f"/search/{page['facets'][0].values[-1][1]}").context["rows"]
    assert narrowed.number == len(kind)


def test_the_api_counts_the_same(record):
    for query in ({"q": "afghanistan"}, {"q": "armenia", "kind": "event", "state": "armenia", "year": "2022"}):
        counted = search(**query)["count"]
        told = Client().get("/api/v1/search/", query | {"include": "facets,count", "page_size": "100"}).json()["meta"]
        offices = next((row["number"] for row in told["facets"]["kind"] if row["value"] == "office"), 0)
        assert told["facets"]["total"] - offices == counted.total
        if not offices:
            for name in FACETS:
                ours = sorted((value.value, value.number) for value in counted.facets.get(name, []))
                assert sorted((row["value"], row["number"]) for row in told["facets"][name]) == ours
            assert told["count"] == counted.total


def test_the_api_sorts_by_date_and_pages_through(record):
    query = {"q": "declaration", "ordering": "-dated", "page_size": "7"}
    address, dates, ids = "/api/v1/search/", [], []
    while address:
        answer = Client().get(address, query).json()
        dates += [hit["dated_on"] or "" for hit in answer["data"]]
        ids += [hit["id"] for hit in answer["data"]]
        address, query = answer["links"]["next"], {}
    assert dates == sorted(dates, reverse=True)
    assert len(ids) == len(set(ids)) > 20


def test_more_than_can_be_counted_is_told_as_such(record, monkeypatch):
    monkeypatch.setattr(facets, "MOST", 10)
    page = unescape(Client().get("/search/", {"q": "summit"}).content.decode())
    assert "More than 10 entries" in page
    assert "The counts beside the list are of the newest 10 matches." in page


def test_sorted_by_date_the_newest_come_first(record):
    days = [hit["edition"].sort_on for hit in search(q="declaration", sort="date")["rows"]]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"year": "22"}, {"sort": "x"}, {"topic": "x"}, {"person": "armenia"}]
)
def test_a_facet_nobody_knows_is_refused_by_name(record, query):
    response = Client().get("/search/", {"q": "armenia"} | query)
    assert response.status_code == 400


def test_words_found_are_marked_and_nothing_else_is_markup(db):
    published(make_topic(title="Borders & <b>treaties</b>", summary='A <script>treaty</script> "on" borders.'))
    page = Client().get("/search/", {"q": "treaty"}).content.decode()
    page = re.sub(r"<mark\s+>", "<mark>", page)
    assert "&lt;b&gt;<mark>treaties</mark>&lt;/b&gt;" in page
    assert "&lt;script&gt;<mark>treaty</mark>&lt;/script&gt;" in page
    assert not re.search(r"<script(?! type=\"module\" src=)", page)


def test_the_passage_is_where_most_of_the_words_stand():
    text = "Nothing here. " * 40 + "The armies met at the border. " + "Nothing there. " * 40
    pieces = Marker({"armi", "border"}).passage("A summary.", text)
    assert [piece.text for piece in pieces if piece.is_found] == ["armies", "border"]
    assert len("".join(piece.text for piece in pieces)) < 300


def test_a_misspelt_search_says_what_it_was_taken_for(record):
    page = unescape(Client().get("/search/", {"q": "lukachenko sanctions"}).content.decode())
    assert "The record nowhere has “lukachenko”" in page
    assert '<a href="?q=lukashenko+sanctions">lukashenko sanctions</a>' in page


def test_suggestions_are_names_by_position(record):
    response = Client().get("/search/suggestions.json", {"q": "Luka"})
    typed, titles, kinds, urls = response.json()
    assert (typed, titles[0], kinds[0], urls[0]) == (
        "Luka", "Alexander Lukashenko", "person", "/people/alexander-lukashenko/",
    )  # fmt: skip
    again = Client(headers={"if-none-match": response["ETag"]}).get("/search/suggestions.json", {"q": "Luka"})
    assert (again.status_code, response["Cache-Control"]) == (304, "public, max-age=10")
    assert Client().get("/search/suggestions.json", {"q": "қас"}).json()[1] == ["Kassym-Jomart Tokayev"]
    assert Client().get("/search/suggestions.json", {"q": "Luka", "as_of": "0"}).json()[1] == []
    public = set(Edition.objects.current().values_list("title", flat=True))
    assert set(titles) <= public


def test_browsers_learn_of_the_search(db):
    response = Client().get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    assert 'template="http://127.0.0.1:8000/search/?q={searchTerms}"' in response.content.decode()
    assert b'href="/opensearch.xml"' in Client().get("/search/").content
