"""Whatever is sent, the answer is a problem in words, never a 500."""

import pytest
from django.test import Client

from tests.api import BASE
from tests.factories import make_topic, published

pytestmark = pytest.mark.django_db

LISTS = ["entries/", "states/", "summits/", "facts/", "search/", "corrections/", "changes/", "topics/one/"]
BAD_VALUES = ["%00", "a%00b", "%ff%fe", "x" * 10_000, "'%22;--", "2022-13-45", "0000-00-00", "1e309", "{}", "[]", "",
              "%20", "-1", "9" * 400, "%F0%9F%92%A9" * 50, "..%2F..%2Fetc", "٢٠٢٢-٠٥-١٦", "2022-02-30T25:61:00Z",
              "\\u0000"]  # fmt: skip
PARAMETERS = ["as_of", "on", "topic", "language", "dated_from", "published_before", "q", "ordering", "page_size",
              "cursor", "include", "fields", "kind", "subject", "object", "from", "before", "status", "after",
              "limit", "expand", "host", "action", "unknown"]  # fmt: skip


@pytest.fixture(autouse=True)
def record():
    published(make_topic(slug="one"))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("parameter", PARAMETERS)
def test_bad_values_are_answered_in_words(path, parameter):
    for value in BAD_VALUES:
        response = Client().get(f"{BASE}{path}?{parameter}={value}")
        assert response.status_code in (200, 400), (path, parameter, value[:40], response.content[:300])
        if response.status_code == 400:
            assert response.headers["Content-Type"] == "application/problem+json"
            assert response.json()["detail"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("as_of=2022-02-30", "as_of"),
        ("as_of=1899-01-01", "as_of"),
        ("topic=one&topic=one", "topic"),
        ("tpoic=one", "tpoic"),
        ("topic=", "topic"),
        ("utm_source=x", "utm_source"),
        ("dated_from=16.05.2022", "dated_from"),
        ("published_from=yesterday", "published_from"),
        ("language=xx", "language"),
        ("ordering=id", "ordering"),
        ("include=everything", "include"),
        ("fields=id,id", "fields"),
        ("q=" + "x" * 201, "q"),
        ("q=a%00b", "q"),
        ("topic=00000000-0000-0000-0000-000000000000", "topic"),
    ],
)
def test_refusal_names_the_parameter_and_those_that_exist(query, parameter):
    response = Client().get(f"{BASE}topics/?{query}")
    problem = response.json()
    assert response.status_code == 400
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert {"topic", "q", "as_of", "cursor", "fields"} <= set(problem["known_parameters"])


def test_all_bad_values_are_named_at_once():
    problem = Client().get(f"{BASE}topics/?dated_from=x&language=xx").json()
    assert {error["parameter"] for error in problem["errors"]} == {"dated_from", "language"}


@pytest.mark.parametrize(
    "path",
    ["topics/%00/", "topics/a%00b/", "topics/" + "x" * 10_000 + "/", "topics/one/editions/%00/",
     "topics/one/editions/-1/", "facts/not-an-id/", "topics/" + "-" * 36 + "/", "topics/%D0%B9/",
     "topics/one/editions/" + "9" * 5000 + "/", "%00"],
)  # fmt: skip
def test_odd_addresses_are_not_found(path):
    response = Client().get(BASE + path)
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


def test_search_asks_for_words_and_at_most_200_of_their_letters():
    for query in ("", "?q=", "?q=" + "x" * 201):
        assert Client().get(f"{BASE}search/{query}").status_code == 400
    assert Client().get(f"{BASE}search/?q=" + "x" * 200).status_code == 200


def test_more_parameters_than_django_reads_are_a_problem():
    response = Client().get(f"{BASE}topics/?" + "&".join(f"a{n}=1" for n in range(1200)))
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
