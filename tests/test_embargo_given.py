"""Scheduled editions before their hour: who gets them, how they look, and who is seen to have had them."""

import json
from datetime import timedelta
from hashlib import sha256

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing.numbering import release_due
from publishing.releasing import cancel_release, reschedule
from syndication.models import EmbargoFetch
from syndication.plans import Scope
from syndication.v1.openapi import document
from tests.api import BASE, SITE
from tests.desk import at_desk, words_of
from tests.embargoes import HOUR, PATH, agreed, asked, day_before  # noqa: F401
from tests.factories import approver, make_topic, published
from tests.partners import bearer, make_key, make_partner
from tests.subjects import one_of_each
from tests.test_admin_flow import url
from tests.test_sweep import add_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_before")]


@pytest.fixture
def partner():
    return agreed()


def given() -> list[tuple[int, int]]:
    """(edition, times) of the log, oldest first."""
    return list(EmbargoFetch.objects.order_by("first_at", "id").values_list("number", "times"))


def test_an_item_is_what_it_will_be_with_its_embargo_and_no_position(partner, day_before):  # noqa: F811
    topic = make_topic(title="Secret plans")
    edition = published(topic, release_at=HOUR)[0]
    item = asked(partner, f"{topic.pk}/")
    assert item.pop("embargo") == {
        "until": "2030-06-01T09:00:00Z",
        "terms": {"text": item_terms(), "url": f"{SITE}/about/terms/#embargo"},
    }
    assert (item["position"], item["published_at"], item["first_published_at"]) == (None, None, None)
    assert (item["title"], item["edition"], item["digest"]) == ("Secret plans", 1, edition.digest)
    assert item["api_url"] == f"{SITE}{PATH}{topic.pk}/"
    text = json.dumps(item["content"], ensure_ascii=False, separators=(",", ":"))
    assert sha256(text.encode()).hexdigest() == edition.digest
    day_before.move_to(HOUR)
    public = Client().get(f"{BASE}topics/{topic.pk}/").json()
    changed = {"position", "published_at", "first_published_at", "api_url"}
    assert {name for name in item if item[name] != public[name]} == changed


def item_terms() -> str:
    return (
        "For preparation only. Nothing of it may be published, passed on or drawn upon before the hour in “until”. "
        "Where it is moved, the new hour holds; where it is cancelled, delete it."
    )


def test_a_new_edition_of_something_public_says_since_when_it_is(partner):
    topic = make_topic()
    first = published(topic)[0]
    published(topic, action="corrected", note="It said wrong.", release_at=HOUR)
    item = asked(partner, f"{topic.pk}/")
    assert (item["edition"], item["action"], item["note"]) == (2, "corrected", "It said wrong.")
    assert item["first_published_at"] == first.released_at.isoformat().replace("+00:00", "Z")
    assert Client().get(f"{BASE}topics/{topic.pk}/").json()["edition"] == 1


def test_after_the_hour_the_address_leads_to_the_public_edition(partner, day_before):  # noqa: F811
    topic = make_topic()
    published(topic, release_at=HOUR)
    day_before.move_to(HOUR)
    gone = partner.get(f"{PATH}{topic.pk}/")
    assert gone.status_code == 410
    assert gone.json()["released_position"] == 1
    assert Client().get(gone.json()["api_url"].removeprefix(SITE)).json()["position"] == 1
    assert asked(partner)["data"] == []
    assert given() == []


def test_a_list_is_walked_in_the_order_in_which_editions_were_made(partner, day_before):  # noqa: F811
    topics = []
    for minutes in range(5):
        day_before.move_to(HOUR - timedelta(hours=9, minutes=-minutes))
        topics += [make_topic()]
        published(topics[-1], release_at=HOUR - timedelta(minutes=minutes))
    page = asked(partner, page_size=2)
    assert page["meta"]["position"] == 5
    told = page["data"]
    while page["links"]["next"]:
        page = partner.get(page["links"]["next"].removeprefix(SITE)).json()
        told += page["data"]
    assert [row["id"] for row in told] == [str(topic.pk) for topic in topics]
    back = partner.get(page["links"]["prev"].removeprefix(SITE)).json()["data"]
    assert [row["id"] for row in back] == [str(topic.pk) for topic in topics[2:4]]
    assert asked(partner, "changes/", after=page["meta"]["changes"].partition("after=")[2])["data"] == []


def test_agreement_decides_item_by_item():
    made = one_of_each()
    published(*(entry for kind, entry in made.items() if kind != "article"))
    made["article"].topics.add(made["topic"])
    published(made["article"], release_at=HOUR)
    address = f"{PATH}{made['article'].pk}/"
    for agreement, status in (
        ({}, 200),
        ({"kinds": ["article"]}, 200),
        ({"topics": [made["topic"].pk]}, 200),
        ({"kinds": ["summit"]}, 404),
        ({"topics": [made["summit"].pk]}, 404),
        ({"kinds": ["article"], "topics": [made["summit"].pk]}, 404),
    ):
        client = agreed(**agreement)
        assert client.get(address).status_code == status, agreement
        assert len(asked(client)["data"]) == (status == 200)
        assert len(asked(client, "changes/")["data"]) == (status == 200)


def test_who_is_given_one_stands_in_the_log_before_it_is(partner):
    one, other = make_topic(), make_topic()
    published(one, other, release_at=HOUR)
    asked(partner, "changes/")
    assert partner.head(f"{PATH}{one.pk}/").status_code == 200
    assert given() == []
    asked(partner, f"{one.pk}/")
    asked(partner)
    assert sorted(given()) == [(1, 1), (1, 2)]
    asked(partner, "changes/", expand="item")
    assert sorted(given()) == [(1, 2), (1, 3)]
    assert {fetch.key for fetch in EmbargoFetch.objects.all()} == {partner.key}


@pytest.mark.parametrize(("role", "sees"), [("contributor", False), ("editor", True), ("auditor", True)])
def test_the_desk_sees_who_had_it_if_it_may_know_of_the_embargo(role, sees):
    topic = make_topic()
    edition = published(topic, release_at=HOUR)[0]
    client = agreed(name="The Early Bird")
    colleague = at_desk(role)
    assert ("No partner has fetched" in words_of(colleague.get(url(topic, "change")))) == sees
    asked(client, f"{topic.pk}/")
    cancel_release(edition, approver())
    words = words_of(colleague.get(url(topic, "change")))
    assert ("The Early Bird" in words) == sees
    assert ("under embargo until 2030-06-01 09:00 UTC" in words) == sees


def test_the_partners_page_tells_what_it_was_given_but_no_hour_and_no_name_before_it(partner):
    manager = at_desk("partner manager")
    screen = reverse("admin:syndication_partner_change", args=[partner.key.partner_id])
    assert "It has fetched no edition before its hour." in words_of(manager.get(screen))
    topic = make_topic(title="Secret plans")
    published(topic, release_at=HOUR + timedelta(days=40))
    asked(partner, f"{topic.pk}/")
    asked(partner, f"{topic.pk}/")
    words = words_of(manager.get(screen))
    assert "fetched 2 times" in words
    assert "Topic that is not public, edition 1" in words
    assert "Secret plans" not in words
    assert f"{HOUR + timedelta(days=40):%Y-%m-%d}" not in words
    assert "Secret plans" in words_of(at_desk("auditor").get(screen))
    release_due(HOUR + timedelta(days=40))
    words = words_of(manager.get(screen))
    assert "Secret plans, edition 1" in words
    assert url(topic, "change") not in words, "whose screen is not open to them"


def test_cost_does_not_grow_with_what_waits(partner):
    published(make_topic(), release_at=HOUR)
    asked(partner)
    # The key; the head; the stream's; the budget; a page; its log. Topics point to nothing.
    with CaptureQueriesContext(connection) as few:
        asked(partner)
    published(*(make_topic() for _ in range(9)), release_at=HOUR)
    with CaptureQueriesContext(connection) as many:
        assert len(asked(partner)["data"]) == 10
    assert len(few) == len(many) <= 7


def test_every_answer_fits_its_schema(partner):
    made = one_of_each()
    editions = published(*made.values(), release_at=HOUR)
    gone = next(edition for edition in editions if edition.kind == "article")
    reschedule(gone, approver(), HOUR + timedelta(hours=1))
    fits(partner.get(PATH), "")
    for entry in made.values():
        fits(partner.get(f"{PATH}{entry.pk}/"), "{key}/")
    cancel_release(gone, approver())
    fits(partner.get(f"{PATH}{made['article'].pk}/"), "{key}/", "410")
    fits(partner.get(f"{PATH}changes/", {"expand": "item"}), "changes/")
    fits(partner.get(f"{PATH}changes/", {"after": "00000000-1"}), "changes/", "410")


def fits(response, path: str, status: str = "200") -> None:
    assert str(response.status_code) == status
    content = document()["paths"][PATH + path]["get"]["responses"][status]["content"]
    schema = next(iter(content.values()))["schema"] | {"components": document()["components"]}
    jsonschema.validate(response.json(), schema, jsonschema.Draft202012Validator)


def test_a_key_without_the_scope_is_refused_alike_whatever_there_is():
    topic = make_topic()
    scopes = [scope for scope in Scope.values if scope != Scope.EMBARGO]
    client = bearer(make_key(make_partner(), *scopes)[1])
    addresses = [PATH, f"{PATH}changes/", f"{PATH}{topic.pk}/"]
    before = [(client.get(address).content, Client().get(address).content) for address in addresses]
    published(topic, release_at=HOUR)
    assert [(client.get(address).content, Client().get(address).content) for address in addresses] == before
    assert {client.get(address).status_code for address in addresses} == {403}
    assert {Client().get(address).status_code for address in addresses} == {401}


def test_pictures_of_an_edition_are_given_with_it_and_to_nobody_else(partner, settings, tmp_path, day_before):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    made = one_of_each()
    add_picture(made["person"], "portrait")
    add_picture(made["state"], "flag")
    published(*made.values(), release_at=HOUR)
    address = f"{PATH}{made['person'].pk}/pictures/images/portrait.png"
    response = partner.get(address)
    assert (response.status_code, b"".join(response)) == (200, b"a picture")
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "private, no-store")
    assert EmbargoFetch.objects.get().entry_id == made["person"].pk
    for refused in (address.replace("portrait", "flag"), address.replace("images/", "images/../images/")):
        assert partner.get(refused).status_code == 404
    assert agreed(kinds=["state"]).get(address).status_code == 404
    assert Client().get("/media/images/portrait.png").status_code == 404
    day_before.move_to(HOUR)
    assert partner.get(address).status_code == 410
    assert Client().get("/media/images/portrait.png").status_code == 200
