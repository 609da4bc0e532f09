"""A partner's own page: what the key opens, what is left, usage by day, how far the partner's copy is."""

from datetime import UTC, date, datetime, timedelta

import jsonschema
import pytest

from syndication.models import Usage
from syndication.plans import Scope
from syndication.v1.endpoint import Endpoint
from syndication.v1.entries import EntryList
from syndication.v1.openapi import document
from tests.api import BASE, ask
from tests.factories import make_topic, published
from tests.partners import bearer, call, make_key, make_partner

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)
TODAY = {"day": "2026-11-24", "calls": 0, "free": 0, "refused": 0, "deprecated": 0}


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


def me(text: str) -> dict:
    response = call(text, "me/")
    assert response.status_code == 200, response.content
    return response.json()


def test_whole_answer(settings):
    settings.API_BUDGETS = {"research": "120/50000"}
    topics = published(make_topic(), make_topic())
    partner = make_partner(
        name="Institute", plan="research", kinds=["state"], topics=[topics[0].entry_id], terms_accepted_on=NOON.date()
    )
    key, text = make_key(partner, Scope.FEED, Scope.CONTENT, Scope.BULK, expires_at=NOON + timedelta(days=30), now=NOON)
    call(text, "changes/", after=1)
    response = call(text, "me/")
    assert response.json() == {
        "partner": {
            "id": str(partner.pk),
            "name": "Institute",
            "terms_accepted_on": "2026-11-24",
            "kinds": ["state"],
            "topics": [str(topics[0].entry_id)],
        },
        "plan": "research",
        "key": {"prefix": key.prefix, "expires_at": "2026-12-24T12:00:15Z", "last_used_at": "2026-11-24T12:00:15Z"},
        "scopes": ["bulk", "content", "feed"],
        "budgets": [
            {"name": "minute", "limit": 120, "remaining": 119, "seconds": 60, "resets_in": 45},
            {"name": "day", "limit": 50000, "remaining": 49999, "seconds": 86400, "resets_in": 43185},
        ],
        "usage": [TODAY | {"calls": 1}],
        "feed": {"position": 1, "asked_at": "2026-11-24T12:00:15Z", "head": 2, "lag": 1},
        "deliveries": [],
    }
    schema = document()["paths"]["/api/v1/me/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(
        response.json(), schema | {"components": document()["components"]}, jsonschema.Draft202012Validator
    )


def test_it_is_for_whoever_has_a_key_and_nobody_else():
    response = ask("me/")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json()["type"].endswith("#problem-key-needed")
    _key, text = make_key(make_partner(), Scope.RECEIPTS)
    assert me(text)["scopes"] == ["receipts"]
    assert call(text, "me/", as_of=1).status_code == 400


def test_it_is_kept_by_no_cache_and_always_told_anew(partner):
    response = partner.get(BASE + "me/")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Vary"] == "Authorization"
    assert "ETag" not in response


def test_asking_costs_nothing_and_works_over_the_budget(settings):
    settings.API_BUDGETS = {"partner": "1/100"}
    _key, text = make_key(make_partner())
    assert [call(text, "topics/").status_code for _ in range(3)] == [200, 429, 429]
    told = me(text)
    assert [quota["remaining"] for quota in told["budgets"]] == [0, 99]
    assert told["usage"] == [TODAY | {"calls": 1, "refused": 2}]


def test_calls_free_answers_and_refusals_are_told_apart(settings):
    settings.API_BUDGETS = {"partner": "60/100"}
    published(make_topic())
    _key, text = make_key(make_partner(), Scope.CONTENT, Scope.FEED)
    etag = call(text, "topics/")["ETag"]
    call(text, "topics/nothing/")
    bearer(text).get(BASE + "topics/", headers={"If-None-Match": etag})
    call(text, "changes/", after=1)
    call(text, "changes/", after=0)
    assert me(text)["usage"] == [TODAY | {"calls": 3, "free": 2}]
    # The page itself is free, and told the next time.
    assert me(text)["usage"] == [TODAY | {"calls": 3, "free": 3}]


def test_a_scope_that_is_missing_is_a_refusal():
    _key, text = make_key(make_partner(), Scope.FEED)
    call(text, "topics/")
    assert me(text)["usage"] == [TODAY | {"refused": 1}]


def test_keys_that_open_nothing_any_more_count_as_refusals_of_their_partner():
    partner = make_partner()
    old, revoked = make_key(partner)
    old.revoke()
    call(revoked, "topics/")
    call(revoked, "topics/")
    assert me(make_key(partner)[1])["usage"] == [TODAY | {"refused": 2}]


def test_deprecated_calls_are_counted_beside(monkeypatch):
    answer = EntryList.answer

    def ending(self, **kwargs):
        self.is_deprecated = True
        return answer(self, **kwargs)

    monkeypatch.setattr(EntryList, "answer", ending)
    _key, text = make_key(make_partner())
    call(text, "topics/")
    call(text, "facts/")
    assert me(text)["usage"] == [TODAY | {"calls": 2, "deprecated": 1}]
    assert Endpoint.is_deprecated is False


def test_usage_goes_back_thirty_days_newest_first(noon):
    partner = make_partner()
    for ago in (0, 1, 29, 30):
        Usage.objects.create(partner=partner, day=NOON.date() - timedelta(days=ago), calls=ago + 1)
    days = [(row["day"], row["calls"]) for row in me(make_key(partner)[1])["usage"]]
    assert days == [("2026-11-24", 1), ("2026-11-23", 2), ("2026-10-26", 30)]


def test_day_of_a_call_is_that_of_utc(noon):
    _key, text = make_key(make_partner())
    noon.move_to(datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC), tick=False)
    call(text, "topics/")
    noon.move_to(datetime(2026, 11, 25, 0, 0, 1, tzinfo=UTC), tick=False)
    call(text, "topics/")
    assert [row["day"] for row in me(text)["usage"]] == ["2026-11-25", "2026-11-24"]


def test_free_calls_of_a_quiet_partner_are_written_once_a_minute(noon, django_assert_num_queries):
    published(make_topic())
    partner = make_partner()
    _key, text = make_key(partner)
    follower = bearer(text)
    follower.get(BASE + "changes/?after=1")
    assert partner.usage.get(day=date(2026, 11, 24)).free == 1
    for _ in range(5):
        with django_assert_num_queries(2):  # the key, the head
            follower.get(BASE + "changes/?after=1")
    assert partner.usage.get().free == 1
    noon.move_to(NOON + timedelta(seconds=60), tick=False)
    follower.get(BASE + "changes/?after=1")
    assert partner.usage.get().free == 7


def test_lag_is_how_far_the_copy_is_behind(partner):
    assert partner.get(BASE + "me/").json()["feed"] == {"position": None, "asked_at": None, "head": 0, "lag": None}
    published(make_topic(), make_topic(), make_topic())
    for after, lag in ((0, 3), (2, 1), (3, 0), (1, 2)):
        partner.get(BASE + "changes/", {"after": after})
        told = partner.get(BASE + "me/").json()["feed"]
        assert (told["position"], told["lag"], told["head"]) == (after, lag, 3)
    # To look at the past is not to follow.
    partner.get(BASE + "changes/", {"after": 0, "as_of": 1})
    assert partner.get(BASE + "me/").json()["feed"]["position"] == 1


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        # The key with its partner, the head, the call charged, usage; edition and names.
        ("topics/one/", 6),
        ("topics/", 6),
        ("changes/?after=0", 6),  # … and how far the copy is
        ("me/", 5),  # … and deliveries
    ],
)
def test_key_costs_its_own_query_and_the_usage(path, queries, settings, django_assert_max_num_queries):
    settings.API_BUDGETS = {"partner": "60/1000"}
    published(make_topic(slug="one"))
    _key, text = make_key(make_partner())
    client = bearer(text)
    client.get(BASE + "log/")
    with django_assert_max_num_queries(queries):
        client.get(BASE + path)


def test_nobodys_usage_is_anothers():
    ours, theirs = make_key(make_partner())[1], make_key(make_partner())[1]
    call(theirs, "topics/")
    assert me(ours)["usage"] == []
