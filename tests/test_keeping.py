"""What readers take with them: a line to cite, the lines of the sources, feeds to follow."""

import pytest

from tests.factories import published
from tests.pages import LISTS, SECTIONS, get, url_of
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> dict:
    made = one_of_each()
    published(*made.values())
    return made


def test_every_entry_says_how_to_cite_it_and_its_sources(made):
    for kind in SECTIONS:
        response = get(url_of(made[kind]))
        citation, edition = response.context["citation"], response.context["edition"]
        permanent = f"http://127.0.0.1:8000{edition.url}editions/1/"
        assert citation["us"].endswith(f"Alliance Record, edition 1, {edition.released_at:%-d %B %Y}. {permanent}")
        assert f"“{edition.title}.”" in citation["us"]
        assert len(citation["sources"]) == len(edition.document["sources"])
        html = response.content.decode()
        assert 'id="cite"' in html and f'href="{edition.url}cite.bib"' in html


def test_the_byline_is_cited_and_the_source_with_its_address(made):
    article = get(url_of(made["article"])).context["citation"]
    assert article["us"].startswith("The desk. “News from Glory.” Alliance Record, edition 1, ")
    (source,) = article["sources"]
    assert source.startswith("“Report ") and ", Agency" not in source and "Agency. https://example.org/" in source


def test_an_old_edition_is_cited_as_itself(made):
    topic = made["topic"]
    published(topic)
    first = topic.editions.get(number=1)
    html = get(f"{url_of(topic)}editions/1/").content.decode()
    assert "edition 1," in html.split('class="cite__line"')[1].split("</p>")[0]
    assert f'href="{url_of(topic)}cite.ris?as_of={first.position}"' in html


def test_feeds_are_offered_where_they_belong(made):
    for path in [path for path in LISTS if path != "/members/"]:
        html = get(path).content.decode()
        feed = f"/feeds{path.rstrip('/')}.atom"
        assert html.count(f'href="{feed}"') == 2, "for programs and for readers"
    for kind in SECTIONS:
        url = url_of(made[kind]).rstrip("/")
        assert get(f"{url}/").content.decode().count(f'href="/feeds{url}.atom"') == 2
        assert f'href="/feeds{url}.atom"' in get(f"{url}/history/").content.decode()
    assert get("/corrections/").content.decode().count('href="/feeds/corrections.atom"') == 2
