"""What will end: a parameter works as ever, says so in every answer, and is counted for whoever uses it."""

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

import pytest

from members.models import Institution
from syndication.v1 import VERSION, endings
from syndication.v1.endings import NOTICE, Ending
from syndication.v1.openapi import document
from syndication.v1.roles import OF_KIND
from tests.api import BASE, SITE, ask, titles
from tests.factories import published
from tests.partners import call, make_key, make_partner
from tests.subjects import make

ENDING = OF_KIND["institution"].endings["institution"]


@pytest.fixture
def whole(db):
    """An institution with a part."""
    whole = make(Institution, "Academy")
    published(whole, make(Institution, "Institute", parent=whole))
    return whole


def test_old_name_finds_what_the_new_one_finds(whole):
    assert titles("institutions/", institution=whole.slug) == titles("institutions/", part_of=whole.slug)
    assert titles("institutions/", part_of=whole.slug) == ["Institute"]


def test_answers_to_the_old_name_say_since_when_until_when_and_where_it_stands(whole):
    response = ask("institutions/", institution=whole.slug, page_size=1, ordering="-title")
    since, until = response["Deprecation"], parsedate_to_datetime(response["Sunset"])
    assert datetime.fromtimestamp(int(since.removeprefix("@")), UTC) == datetime(2026, 11, 24, tzinfo=UTC)
    assert until == datetime(2028, 12, 1, tzinfo=UTC)
    assert response["Link"] == f'<{SITE}{BASE}docs/#institutions_list>; rel="deprecation"'
    assert {"Deprecation", "Sunset"} <= set(response["Access-Control-Expose-Headers"].split(", "))


def test_answers_to_the_new_name_say_nothing_of_an_end(whole):
    response = ask("institutions/", part_of=whole.slug)
    assert not {"Deprecation", "Sunset", "Link"} & set(response.headers)


def test_partner_sees_how_often_it_used_what_will_end(whole):
    _key, text = make_key(make_partner())
    call(text, "institutions/", institution=whole.slug)
    call(text, "institutions/", institution="nobody")
    call(text, "institutions/", part_of=whole.slug)
    [today] = call(text, "me/").json()["usage"]
    assert (today["calls"], today["deprecated"]) == (3, 2)


def test_description_marks_it_and_names_its_twin():
    [parameter] = [
        each for each in document()["paths"]["/api/v1/institutions/"]["get"]["parameters"]
        if each["name"] == "institution"
    ]  # fmt: skip
    assert parameter["deprecated"] is True
    assert "use `part_of`" in parameter["description"]
    assert "2028-12-01" in parameter["description"]


def test_nothing_ends_without_the_notice_that_was_promised():
    for filters in OF_KIND.values():
        for name, ending in filters.endings.items():
            assert {name, ending.instead} <= set(filters.base_filters)
            assert ending.until - ending.since >= NOTICE


def test_of_several_the_first_end_is_told():
    early = Ending("a", since=date(2026, 1, 1), until=date(2029, 1, 1))
    late = Ending("b", since=date(2026, 2, 1), until=date(2028, 6, 1))
    assert endings.headers([late, early]) == {
        "Deprecation": "@1767225600",
        "Sunset": "Thu, 01 Jun 2028 00:00:00 GMT",
    }
    assert endings.headers([]) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "topics/", "topics/?nonsense=1", "nowhere/", "me/", "openapi.json", "docs/"])
def test_every_answer_says_which_version_of_the_contract_it_keeps(path, client):
    assert client.get(BASE + path)["API-Version"] == VERSION == document()["info"]["version"]
