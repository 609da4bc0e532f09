"""HTTP: validators, caching, methods, negotiation, other origins, and how many queries an answer may cost."""

import pytest
from django.test import Client

from tests.api import BASE, ask, refused, told
from tests.factories import make_topic, published

pytestmark = pytest.mark.django_db

EVERYWHERE = ["", "entries/", "topics/", "topics/one/", "topics/one/editions/", "topics/one/editions/1/", "facts/",
              "corrections/", "search/?q=one", "changes/", "log/"]  # fmt: skip


@pytest.fixture(autouse=True)
def record():
    one = make_topic(title="One", slug="one")
    rest = [make_topic() for _ in range(5)]
    for topic in rest:
        topic.topics.add(one)
    return published(one, *rest)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_same_etag_costs_one_query_and_no_body(path, django_assert_max_num_queries):
    first = Client().get(BASE + path)
    assert first.status_code == 200
    with django_assert_max_num_queries(1):  # the head of the record
        again = Client().get(BASE + path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_publication_ends_an_etags_life():
    etag = ask("topics/").headers["ETag"]
    published(make_topic())
    response = Client().get(BASE + "topics/", headers={"If-None-Match": f'"other", {etag}'})
    assert response.status_code == 200
    assert response.headers["ETag"] != etag


# The head, and the call charged to its caller: with the budget shipped, each anonymous call is a write.
EVERY = 2


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("topics/one/", EVERY + 2),  # edition with its corrections, names
        ("topics/one/?as_of=6", EVERY + 2),
        ("topics/one/editions/1/", EVERY + 2),
        ("topics/", EVERY + 2),  # page with corrections, names
        ("topics/?topic=one&include=count", EVERY + 3),  # … the topic named
        ("states/?organisation=%s&on=2000-01-01&include=count", EVERY + 3),
        ("entries/?fields=title", EVERY + 1),  # no names asked for, none looked up
        ("facts/?subject=topic:one&on=2000-01-01", EVERY + 3),
        ("search/?q=topic", EVERY + 2),  # what the words mean, page
        ("search/?q=topic&include=facets", EVERY + 3),
        ("changes/", EVERY + 1),
        ("changes/?expand=item&topic=one", EVERY + 3),
        ("corrections/", EVERY + 1),
        ("topics/one/editions/", EVERY + 3),  # the entry, its editions
        ("", EVERY),
    ],
)
def test_query_budget(path, queries, settings, django_assert_max_num_queries):
    settings.API_BUDGETS = {}
    with django_assert_max_num_queries(queries):
        Client().get(BASE + path.replace("%s", "topic:one"))


@pytest.mark.parametrize("path", ["changes/?after=6", "changes/?after=6&kind=topic&expand=item"])
def test_reader_of_the_feed_who_has_everything_costs_the_head(path, settings, django_assert_num_queries):
    settings.API_BUDGETS = {}
    with django_assert_num_queries(1):
        response = Client().get(BASE + path)
    assert response.json()["meta"]["caught_up"]
    assert response.json()["data"] == []


@pytest.mark.parametrize("path", ["topics/", "topics", "topics/one/", "openapi.json", "docs"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_other_methods_are_refused(path, method):
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(BASE + path)
    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/problem+json"
    assert {"GET", "HEAD", "OPTIONS"} == set(response.headers["Allow"].split(", "))


def test_head_is_a_get_without_its_body():
    head, get = Client().head(BASE + "topics/"), ask("topics/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]


def test_options_tell_methods_to_other_origins():
    response = Client().options(BASE + "topics/")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["topics/", "topics/nothing/", "nothing"])
def test_any_origin_may_read(path):
    response = ask(path)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")


def test_what_accepts_no_json_is_told_so_in_json():
    response = Client().get(BASE + "topics/", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.headers["Content-Type"]) == (406, "application/problem+json")


def test_links_are_headers_too_and_rest_on_the_sites_own_address():
    response = Client().get(BASE + "topics?page_size=2", headers={"Host": "localhost"})
    following = response.json()["links"]["next"]
    assert following.startswith("http://127.0.0.1:8000/api/v1/topics/?")
    assert response.headers["Link"] == f'<{following}>; rel="next"'


def test_freshness_is_told_and_errors_are_not_kept():
    assert ask("topics/").headers["Cache-Control"] == "public, max-age=10"
    assert ask("changes/").headers["Cache-Control"] == "public, no-cache"
    assert ask("topics/nothing/").headers["Cache-Control"] == "no-store"
    assert "Last-Modified" in ask("topics/").headers


def test_own_faults_are_a_problem_without_detail(monkeypatch):
    def broken(*args):
        raise RuntimeError("secret")

    monkeypatch.setattr("syndication.v1.entries.items", broken)
    response = Client(raise_request_exception=False).get(BASE + "topics/")
    assert (response.status_code, response.headers["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in response.content


def test_index_names_every_collection():
    collections = told("")["collections"]
    assert {"entries", "articles", "commentary", "summits", "documents", "statements", "events", "states",
            "organisations", "people", "offices", "institutions", "forces", "topics", "facts", "corrections"
            } == set(collections)  # fmt: skip
    for address in collections.values():
        assert Client().get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_log_at_a_moment_is_the_link_of_the_chain_there(record):
    assert told("log/")["chain"] == record[-1].chain
    then = told("log/", as_of=2)
    assert (then["position"], then["chain"]) == (2, record[1].chain)
    nothing = told("log/", as_of=0)
    assert nothing["chain"] == nothing["chain_start"]
    refused(400, "log/", after=1)
