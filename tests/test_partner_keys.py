"""Keys: shown once, kept as a digest, two live at most, and refused in words that betray nothing."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from publishing.models import Edition
from syndication.models import Key, Partner
from syndication.plans import Scope
from tests.api import ask
from tests.factories import make_topic, published
from tests.partners import call, make_key, make_partner
from tests.subjects import one_of_each

pytestmark = pytest.mark.django_db
INVALID = 'Bearer error="invalid_token"'


def problem(response, status: int, code: str) -> dict:
    told = response.json()
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert told["type"].endswith(f"#problem-{code}")
    assert response["Cache-Control"] == "no-store"
    return told


def test_key_is_stored_nowhere_but_as_its_digest():
    key, text = make_key(make_partner())
    assert key.digest == sha256(text.encode()).hexdigest()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("syndication_", "django_")):
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{text[-43:]}%"])
                assert cursor.fetchone() == (0,), table
    assert text[-43:] not in str(key)
    assert key.prefix in str(key)


def test_two_keys_may_be_live_so_that_one_can_replace_the_other():
    partner = make_partner()
    first, _old = make_key(partner)
    _second, new = make_key(partner)
    with pytest.raises(ValidationError, match="Two keys are live"):
        make_key(partner)
    first.revoke()
    make_key(partner)
    assert call(new, "topics/").status_code == 200


def test_expired_key_makes_room_by_itself():
    partner, now = make_partner(), timezone.now()
    old, text = make_key(partner, expires_at=now - timedelta(seconds=1))
    make_key(partner)
    make_key(partner)
    assert partner.keys.live().count() == 2
    problem(call(text, "topics/"), 401, "expired-key")


@pytest.mark.parametrize(
    "change",
    [
        {"slot": 3},
        {"slot": 2},  # that is another live key's
        {"scopes": ["everything"]},
        {"scopes": []},
        {"revoked_at": timezone.now()},  # and still holding its slot
    ],
)
def test_database_keeps_what_a_key_is(change):
    partner = make_partner()
    key, _text = make_key(partner)
    make_key(partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Key.objects.filter(pk=key.pk).update(**change)


def test_key_without_a_slot_opens_nothing():
    key, text = make_key(make_partner())
    Key.objects.filter(pk=key.pk).update(slot=None)
    problem(call(text, "topics/"), 401, "expired-key")


def test_partner_who_ever_had_a_key_is_kept():
    partner = make_partner()
    make_key(partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        partner.delete()


def test_partners_plan_is_one_that_has_a_budget():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_partner(plan="public")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "ark_0123456789ab_" + "x" * 43, "Bearer ark_0123456789ab_x",
     "Bearer ark_0123456789AB_" + "x" * 43, "Bearer ark_0123456789ab_" + "x" * 44, "Bearer " + "x" * 9000],
)  # fmt: skip
def test_what_is_no_key_is_told_so(header, client):
    response = client.get("/api/v1/topics/", headers={"Authorization": header})
    problem(response, 401, "malformed-key")
    assert response["WWW-Authenticate"] == INVALID


def test_unknown_prefix_and_wrong_secret_are_answered_alike():
    _key, text = make_key(make_partner())
    wrong = text[:-1] + ("A" if text[-1] != "A" else "B")
    nobodys = "ark_" + "0" * 12 + text[16:]
    answers = [call(guess, "topics/") for guess in (wrong, nobodys)]
    for answer in answers:
        problem(answer, 401, "unknown-key")
    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers) == dict(answers[1].headers)


def test_wrong_secret_of_a_revoked_key_does_not_betray_that_there_was_one():
    key, text = make_key(make_partner())
    key.revoke()
    problem(call(text[:-1] + "~", "topics/"), 401, "malformed-key")
    problem(call(text[:-1] + ("A" if text[-1] != "A" else "B"), "topics/"), 401, "unknown-key")


@pytest.mark.parametrize("stored", [True, False])
def test_secrets_are_compared_in_constant_time_whether_the_prefix_exists_or_not(stored, monkeypatch):
    compared = []
    monkeypatch.setattr("secrets.compare_digest", lambda a, b: compared.append((len(a), len(b))) or a == b)
    _key, text = make_key(make_partner())
    call(text if stored else "ark_" + "0" * 12 + text[16:], "topics/")
    assert compared == [(64, 64)]


def test_revoked_key_stops_at_once():
    key, text = make_key(make_partner())
    assert call(text, "topics/").status_code == 200
    key.revoke()
    response = call(text, "topics/")
    problem(response, 401, "revoked-key")
    assert response["WWW-Authenticate"] == INVALID


def test_lapsed_partner_is_told_why(lapsed_partner):
    problem(lapsed_partner.get("/api/v1/topics/"), 403, "partner-inactive")
    assert lapsed_partner.key.partner.usage.get().refused == 1


@pytest.mark.parametrize("days", [None, 1])
def test_terms_come_before_the_first_answer(days):
    day = timezone.now().date() + timedelta(days=days) if days else None
    _key, text = make_key(make_partner(terms_accepted_on=day))
    problem(call(text, "topics/"), 403, "terms-not-accepted")


def test_key_opens_its_scopes_and_no_other():
    _key, text = make_key(make_partner(), Scope.FEED)
    assert call(text, "changes/").status_code == 200
    response = call(text, "topics/")
    assert problem(response, 403, "insufficient-scope")["scope"] == "content"
    assert response["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="content"'


def test_answers_to_a_key_stay_out_of_shared_caches():
    published(make_topic(slug="one"))
    _key, text = make_key(make_partner())
    for path in ("topics/", "topics/one/", "topics/one/editions/1/", "changes/", "log/", "docs/", "openapi.json"):
        with_key, without = call(text, path), ask(path)
        assert with_key["Cache-Control"].startswith("private, "), path
        assert "Authorization" in with_key["Vary"], path
        assert without["Cache-Control"].startswith("public, "), path
        assert "Authorization" not in without.get("Vary", ""), path
        assert with_key.content == without.content


def test_last_use_is_written_once_a_minute(time_machine):
    key, text = make_key(make_partner())
    began = timezone.now().replace(microsecond=0)
    for seconds, written in ((0, 0), (59, 0), (60, 60), (61, 60)):
        time_machine.move_to(began + timedelta(seconds=seconds), tick=False)
        call(text, "topics/")
        key.refresh_from_db()
        assert key.last_used_at == began + timedelta(seconds=written)


def test_a_partners_agreement_narrows_what_it_gets_before_the_public():
    made = one_of_each()
    published(*made.values())
    everything = Edition.objects.current()
    assert make_partner().permitted(everything).count() == everything.count()
    states = Partner(kinds=["state"]).permitted(everything)
    assert {edition.kind for edition in states} == {"state"}
    made["state"].topics.add(made["topic"])
    published(made["state"])
    on_topic = Partner(kinds=["state", "person"], topics=[made["topic"].pk]).permitted(Edition.objects.current())
    assert [edition.entry_id for edition in on_topic] == [made["state"].pk]


def test_demo_prints_its_key_once(capsys, settings):
    settings.PRODUCTION = False
    call_command("demo_partner")
    text = capsys.readouterr().out.split()[-1]
    assert call(text, "me/").json()["scopes"] == sorted(Scope.values)
    call_command("demo_partner")
    assert text not in capsys.readouterr().out
    assert Key.objects.count() == 1
