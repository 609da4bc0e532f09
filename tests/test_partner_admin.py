"""The partner manager's screens: partners, what they call for, keys issued and revoked; a key is seen once."""

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from publishing.releasing import withdraw
from syndication.models import Key, Partner, Usage
from tests.api import BASE
from tests.desk import at_desk, fields_of, send, words_of
from tests.factories import approver, make_topic, published
from tests.partners import bearer, call, make_key, make_partner

pytestmark = pytest.mark.django_db
LIST, ADD = "admin:syndication_partner_changelist", "admin:syndication_partner_add"


def screen(partner: Partner, page: str = "change", *args) -> str:
    return reverse(f"admin:syndication_partner_{page}", args=[partner.pk, *args])


def issued(client, partner: Partner, **fields) -> str:
    """The text of a key issued on the screen, as it stands there."""
    page = send(client, screen(partner, "issue"), **fields)
    assert page.status_code == 200
    return re.search(r">(ark_[^<]+)</code>", page.content.decode())[1]


@pytest.fixture
def manager():
    return at_desk("partner manager")


def test_from_nothing_to_a_first_call_and_back(manager):
    response = send(
        manager, reverse(ADD), name="Newsroom", contact="Ann", email="ann@example.org", plan="agency",
        terms_accepted_on=str(timezone.now().date()),
    )  # fmt: skip
    partner = Partner.objects.get()
    assert response.status_code == 302
    page = words_of(manager.get(screen(partner)))
    for words in ("No key was ever issued.", "Never asked for changes.", "No call in the last thirty days."):
        assert words in page
    text = issued(manager, partner, scopes=["content", "feed", "bulk"], days="30")
    assert call(text, "me/").json()["scopes"] == ["bulk", "content", "feed"]
    key = Key.objects.get()
    assert abs(key.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    assert key.created_by == manager.user
    asked = manager.get(screen(partner, "revoke", key.pk))
    assert str(key) in words_of(asked)
    assert Key.objects.live().exists()
    told = manager.post(screen(partner, "revoke", key.pk), follow=True)
    assert "opens nothing any more" in words_of(told)
    assert call(text, "me/").status_code == 401


def test_key_is_in_that_answer_and_nowhere_else(manager, caplog):
    caplog.set_level(logging.DEBUG)
    partner = make_partner()
    page = send(manager, screen(partner, "issue"))
    text = re.search(r"ark_\w+?_[\w-]{43}", page.content.decode())[0]
    assert "no-store" in page["Cache-Control"]
    assert text not in page.request["PATH_INFO"]
    key = Key.objects.get()
    for again in (screen(partner), screen(partner, "issue"), screen(partner, "revoke", key.pk), reverse(LIST),
                  screen(partner, "history")):  # fmt: skip
        shown = manager.get(again).content.decode()
        assert text not in shown
        assert text[17:] not in shown
    assert str(key) in words_of(manager.get(screen(partner)))
    assert text[17:] not in caplog.text
    kept = [entry.change_message for entry in LogEntry.objects.all()]
    assert any(str(key) in message for message in kept)
    assert not any(text[17:] in message for message in kept)
    assert not any(text[17:] in str(session.get_decoded()) for session in Session.objects.all())
    assert not manager.cookies.get("messages")


def test_form_sent_twice_issues_one_key(manager):
    partner = make_partner()
    filled = fields_of(manager.get(screen(partner, "issue")))
    manager.post(screen(partner, "issue"), filled)
    again = manager.post(screen(partner, "issue"), filled, follow=True)
    assert Key.objects.count() == 1
    assert "A key was issued since this form was opened" in words_of(again)


def test_third_key_is_refused_in_words(manager):
    partner = make_partner()
    make_key(partner)
    make_key(partner)
    page = send(manager, screen(partner, "issue"))
    assert "Two keys are live. Revoke one first." in words_of(page)
    assert Key.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["all"]}, {"days": "0"}, {"days": "732"}, {"days": "x"}])
def test_key_needs_a_scope_and_an_end(manager, wrong):
    partner = make_partner()
    assert 'class="errorlist"' in words_of(send(manager, screen(partner, "issue"), **wrong))
    assert not Key.objects.exists()


def test_key_of_another_partner_is_not_revoked_under_this_one(manager):
    key, _text = make_key(make_partner())
    assert manager.post(screen(make_partner(), "revoke", key.pk)).status_code == 404
    assert Key.objects.live().count() == 1


def test_page_tells_what_the_partner_calls_for_and_how_far_its_copy_is(manager, partner):
    published(make_topic(), make_topic(), make_topic())
    client, row = partner, partner.key.partner
    client.get(BASE + "topics/")
    client.get(BASE + "changes/", {"after": 1})
    Usage.objects.create(partner=row, day=timezone.now().date() - timedelta(days=2), calls=812, refused=44)
    page = words_of(manager.get(screen(row)))
    assert "what comes after position 1," in page
    assert "2 publications behind." in page
    assert "<td>812</td> <td>0</td> <td>44</td> <td>0</td>" in page
    assert "<td>2</td> <td>0</td> <td>0</td> <td>0</td>" in page
    client.get(BASE + "changes/", {"after": 3})
    assert "It has everything." in words_of(manager.get(screen(row)))


def test_deactivating_a_partner_stops_its_keys_at_once(manager, partner):
    row = partner.key.partner
    fields = fields_of(manager.get(screen(row)))
    fields.pop("is_active")
    assert manager.post(screen(row), fields).status_code == 302
    assert partner.get(BASE + "topics/").status_code == 403


def test_kinds_and_topics_are_chosen_from_what_is_public(manager):
    published(shown := make_topic(title="Peace"), gone := make_topic(title="War"))
    make_topic(title="Draft")
    partner = make_partner(topics=[gone.pk])
    withdraw(gone, approver(), "In error.")
    page = words_of(manager.get(screen(partner)))
    assert "Peace" in page
    assert "Draft" not in page
    assert f"no longer public: {gone.pk}" in page
    assert send(manager, screen(partner), kinds=["state"], topics=[str(shown.pk), str(gone.pk)]).status_code == 302
    partner.refresh_from_db()
    assert (partner.kinds, set(partner.topics)) == (["state"], {shown.pk, gone.pk})
    assert send(manager, screen(partner), kinds=["planet"]).status_code == 200


def test_auditor_sees_keys_and_usage_and_has_no_button():
    partner = make_partner()
    key, _text = make_key(partner)
    auditor = at_desk("auditor")
    page = words_of(auditor.get(screen(partner)))
    assert str(key) in page
    assert "Issue a key" not in page
    assert "/revoke/" not in page
    for address in (screen(partner, "issue"), screen(partner, "revoke", key.pk)):
        assert auditor.post(address).status_code == 403


def test_list_finds_by_prefix_and_costs_the_same_for_many(manager, django_assert_max_num_queries):
    made = [make_key(make_partner())[0] for _ in range(5)]
    found = manager.get(reverse(LIST), {"q": made[2].prefix})
    assert [row.pk for row in found.context["cl"].result_list] == [made[2].partner_id]
    with django_assert_max_num_queries(8):  # session, user, rights (2), count (2), rows
        page = manager.get(reverse(LIST))
    assert [row.live for row in page.context["cl"].result_list] == [1] * 5


def test_key_is_not_taken_from_an_address(manager):
    """A key in an address would stand in logs of every server on the way."""
    _key, text = make_key(make_partner())
    assert bearer(text).get(BASE + "topics/").status_code == 200
    for name in ("key", "api_key", "access_token"):
        assert manager.get(BASE + "topics/", {name: text}).status_code == 400
