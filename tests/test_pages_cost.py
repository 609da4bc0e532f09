"""What a page may cost: queries, bytes, and nothing at all for a reader who has it already."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from publishing.models import Edition
from tests.factories import published
from tests.pages import LISTS, SECTIONS, get, url_of
from tests.subjects import one_of_each

# Head, rows, references, the topics one may filter by, and of members what held on the day.
LIST = 5
# Head, edition with its corrections, facts, the statements printed whole, references.
ENTRY = 5
# Front: head, newest of each kind, statuses, corrections, references.
# Search: head, what the words mean, the best of what they find, the counts. Suggested: head, words, their bearers.
# Members: head, facts of the day, states, changes around it, references.
# Compared: head, what may be chosen, facts of both, references.
OTHERS = {
    "/": 5, "/members/": 5, "/summits/attendance/": 4, "/members/compare/": 2, "/summits/compare/": 2,
    "/members/compare/?from=2001-01-01&to=2020-01-01": 4,
    "/timeline/": 2, "/search/?q=glory": 4, "/search/?q=glroy": 4, "/corrections/": 3,
    "/search/suggestions.json?q=the glo": 3,
    "/about/": 1, "/robots.txt": 1, "/sitemap.xml": 1, "/sitemaps/people-0.xml": 2, "/sitemaps/news.xml": 2,
}  # fmt: skip
COMPARED = {
    "/members/compare/?a=freedonia-1&b=freedonia-2": 4,
    "/summits/compare/?a=glory-summit-1&b=glory-summit-2": 4,
}
TRANSFER = 60 * 1024


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path in LISTS if path != "/members/"])
def test_list_keeps_to_its_queries(path, django_assert_max_num_queries):
    published(*one_of_each(1).values(), *one_of_each(2).values())
    with django_assert_max_num_queries(LIST):
        assert get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path, queries", (OTHERS | COMPARED).items())
def test_other_page_keeps_to_its_queries(path, queries, django_assert_max_num_queries):
    published(*one_of_each(1).values(), *one_of_each(2).values())
    with django_assert_max_num_queries(queries):
        assert get(path).status_code == 200


@pytest.mark.django_db
def test_entry_page_keeps_to_its_queries(django_assert_max_num_queries):
    made = one_of_each()
    published(*made.values())
    for kind in SECTIONS:
        url = url_of(made[kind])
        for path in (url, f"{url}?as_of=13", f"{url}editions/1/", f"{url}history/"):
            # An old edition needs the entry's present one too, to know whether it is still public.
            with django_assert_max_num_queries(ENTRY + ("editions" in path)):
                assert get(path).status_code == 200


@pytest.mark.django_db
def test_a_reader_who_has_the_page_costs_the_head_row(django_assert_num_queries):
    made = one_of_each()
    published(*made.values())
    paths = [*LISTS, *OTHERS, *(url_of(made[kind]) for kind in SECTIONS)]
    for path in paths:
        etag = get(path)["ETag"]
        with django_assert_num_queries(1):
            response = Client(headers={"if-none-match": etag}).get(path)
        assert response.status_code == 304, path
        assert (response.content, response["ETag"]) == (b"", etag)


@pytest.mark.django_db
def test_pages_ask_for_no_cookie_and_may_be_kept_a_moment():
    made = one_of_each()
    published(*made.values())
    for path in ["/", "/members/", "/search/?q=glory", url_of(made["article"])]:
        response = get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == "public, max-age=10"


@pytest.mark.django_db
def test_a_new_edition_changes_every_etag():
    made = one_of_each()
    published(*made.values())
    paths = ["/", "/members/", url_of(made["article"])]
    before = [get(path)["ETag"] for path in paths]
    published(made["topic"])
    after = [get(path)["ETag"] for path in paths]
    assert not set(before) & set(after)


@pytest.mark.parametrize("queries", [ENTRY])
def test_every_page_of_the_record_keeps_to_queries_and_bytes(record, queries, django_assert_max_num_queries):
    """The longest pages are those of founding members and long-serving leaders."""
    # As they are served: all of them in one file.
    sheets = sorted(Path(settings.BASE_DIR / "static/css").glob("*.css"))
    styles = len(gzip.compress(b"\n".join(path.read_bytes() for path in sheets)))
    paths = [edition.url for edition in Edition.objects.current().exclude(kind="office").only("kind", "slug")]
    for path in [*paths, *LISTS, *OTHERS]:
        with django_assert_max_num_queries(queries):
            response = Client(headers={"accept-encoding": "gzip"}).get(path)
        assert response.status_code == 200, path
        assert len(response.content) + styles <= TRANSFER, path
