"""One entry in the API: its shape, its editions, its former addresses, and what is left when it is withdrawn."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from publishing.models import Edition
from publishing.releasing import correct, publish, withdraw
from tests.api import BASE, SITE, ask, refused, told
from tests.factories import approved, approver, author, make_topic, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A topic under another."""
    broad = make_topic(title="Security", slug="security", summary="Security in general.")
    narrow = make_topic(title="Collective security", slug="collective-security", summary="Together.")
    narrow.topics.add(broad)
    published(broad)
    published(narrow)
    return broad, narrow


def corrected(entry, note: str, **changes) -> Edition:
    for name, value in changes.items():
        setattr(entry, name, value)
    entry.save()
    entry.record_change(author())
    correct(entry, author(), note)
    entry.approve(approver())
    return publish([entry], approver())[0]


def content_of(narrow, broad) -> dict:
    return {
        "id": str(narrow.pk),
        "kind": "topic",
        "language": "en",
        "slug": "collective-security",
        "title": "Collective security",
        "names": [],
        "summary": "All together.",
        "dates": {"from": None, "to": None, "precision": {"from": "not-applicable", "to": "not-applicable"}},
        "topics": [{"id": str(broad.pk), "kind": "topic", "title": "Security", "url": "/topics/security/"}],
        "wikidata": "",
        "confidence": "verified-in-search",
        "remarks": "",
        "images": [],
        "sources": [],
        "facts": [],
        "note": "Together, not alone.",
    }


def reference_to(broad) -> dict:
    return {
        "id": str(broad.pk),
        "kind": "topic",
        "title": "Security",
        "url": f"{SITE}/topics/security/",
        "is_public": True,
        "api_url": f"{SITE}{BASE}topics/{broad.pk}/",
    }


def test_item_in_full(pair):
    broad, narrow = pair
    corrected(narrow, "Together, not alone.", summary="All together.")
    edition = Edition.objects.get(position=3)
    at, first = (hour.isoformat().replace("+00:00", "Z") for hour in (edition.released_at, edition.first_released_at))
    change = {"number": 2, "position": 3, "action": "corrected", "note": "Together, not alone.", "at": at}
    assert told("topics/collective-security/") == {
        "id": str(narrow.pk),
        "kind": "topic",
        "slug": "collective-security",
        "title": "Collective security",
        "summary": "All together.",
        "url": f"{SITE}/topics/collective-security/",
        "api_url": f"{SITE}{BASE}topics/{narrow.pk}/",
        "language": "en",
        "action": "corrected",
        "note": "Together, not alone.",
        "edition": 2,
        "position": 3,
        "digest": edition.digest,
        "reviewed": True,
        "first_published_at": first,
        "published_at": at,
        "corrections": [change],
        "translates": None,
        "translations": [],
        "rights": {
            "text": "© Alliance Record. Quote with a link; see the terms for anything more.",
            "url": f"{SITE}/about/terms/",
        },
        "content": content_of(narrow, broad),
        "references": {str(broad.pk): reference_to(broad)},
    }


def test_content_is_the_very_text_the_digest_covers(pair):
    body = ask("topics/collective-security/").content.decode()
    edition = Edition.objects.get(slug="collective-security")
    assert f'"content":{edition.canonical},' in body


def test_names_in_references_are_fresh_while_the_document_stays_as_it_was(pair):
    broad, _narrow = pair
    corrected(broad, "A better name.", title="Security at large", slug="security-at-large")
    item = told("topics/collective-security/")
    assert item["content"]["topics"][0]["title"] == "Security"
    fresh = item["references"][str(broad.pk)]
    assert (fresh["title"], fresh["url"]) == ("Security at large", f"{SITE}/topics/security-at-large/")


def test_item_is_found_by_id_by_slug_among_all_entries_and_without_a_slash(pair):
    narrow = pair[1]
    item = told("topics/collective-security/")
    for path in (f"topics/{narrow.pk}/", f"entries/{narrow.pk}/", "topics/collective-security", f"entries/{narrow.pk}"):
        assert told(path) == item


def test_fields_choose_members_and_id_and_kind_come_along(pair):
    assert told("topics/security/", fields="title,slug") == {
        "id": str(pair[0].pk), "kind": "topic", "title": "Security", "slug": "security",
    }  # fmt: skip
    refused(400, "topics/security/", fields="title,digets")


def test_unknown_drafts_and_wrong_kinds_are_not_found(pair):
    draft = make_topic(slug="draft")
    for path in ("topics/nothing/", "topics/draft/", f"topics/{draft.pk}/", f"states/{pair[0].pk}/",
                 "topics/security/editions/9/", "topics/security/editions/99999999999999999999/", "entries/security/",
                 "topics/security/nothing/", "nothing", ""):  # fmt: skip
        if path:
            refused(404, path)
    assert Client().get("/api/nothing").json()["status"] == 404
    assert Client().get("/api").json()["status"] == 404


def test_former_slug_leads_to_the_current_address_with_its_query(pair):
    corrected(pair[0], "Renamed.", slug="safety")
    moved = ask("topics/security/", fields="title")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/api/v1/topics/safety/?fields=title")
    assert ask("topics/security/editions").headers["Location"] == "/api/v1/topics/safety/editions/"
    assert told("topics/security/", as_of=2)["slug"] == "security"
    assert ask("topics/safety/", as_of=2).headers["Location"] == "/api/v1/topics/security/?as_of=2"


def test_editions_are_listed_newest_first_and_each_stays_as_it_was(pair):
    narrow = pair[1]
    before = told("topics/collective-security/editions/1/")
    corrected(narrow, "Wrong before.", summary="Changed.")
    rows = told("topics/collective-security/editions/")["data"]
    assert [(row["edition"], row["action"], row["note"]) for row in rows] == [
        (2, "corrected", "Wrong before."),
        (1, "published", ""),
    ]
    assert told("topics/collective-security/editions/1/") == before
    assert before["corrections"] == []
    assert "immutable" in ask("topics/collective-security/editions/1/").headers["Cache-Control"]
    refused(404, "topics/collective-security/editions/2/", as_of=2)


def test_as_of_reads_the_item_as_it_stood(pair):
    corrected(pair[0], "Wrong.", summary="New words.")
    assert told("topics/security/")["summary"] == "New words."
    for then in (1, 2, Edition.objects.get(position=2).released_at.isoformat()):
        item = told("topics/security/", as_of=then)
        assert (item["summary"], item["corrections"]) == ("Security in general.", [])
    refused(404, "topics/collective-security/", as_of=1)
    refused(400, "topics/security/", as_of=99)
    refused(400, "topics/security/", as_of="2999-01-01")


def test_withdrawn_entry_leaves_a_tombstone_at_every_address_and_moment(pair):
    narrow = pair[1]
    tombstone = withdraw(narrow, approver(), "Published in error.")
    for path in ("topics/collective-security/", f"topics/{narrow.pk}/", f"entries/{narrow.pk}/",
                 "topics/collective-security/editions/", "topics/collective-security/editions/1/"):  # fmt: skip
        for query in ({}, {"as_of": 2}):
            problem = refused(410, path, **query)
            assert problem["detail"] == problem["note"] == "Published in error."
            assert (problem["id"], problem["kind"], problem["action"]) == (str(narrow.pk), "topic", "withdrawn")
            assert (problem["position"], problem["edition"], problem["digest"]) == (3, 2, tombstone.digest)
            assert "Together" not in json.dumps(problem)


def test_restored_entry_has_its_editions_back_but_not_the_tombstone(pair):
    narrow = pair[1]
    withdraw(narrow, approver(), "Published in error.")
    published(narrow)
    item = told("topics/collective-security/")
    assert (item["action"], [c["action"] for c in item["corrections"]]) == ("restored", ["withdrawn", "restored"])
    assert told("topics/collective-security/editions/1/")["title"] == "Collective security"
    assert told("topics/collective-security/", as_of=2)["title"] == "Collective security"
    assert [(row["action"], row["title"]) for row in told("corrections/")["data"]] == [
        ("restored", "Collective security"),
        ("withdrawn", None),
    ]
    for path in ("", "editions/", "editions/1/", "editions/2/"):
        assert refused(410, f"topics/collective-security/{path}", as_of=3)["note"] == "Published in error."
    refused(410, "topics/collective-security/editions/2/")


def test_scheduled_edition_is_absent_until_its_hour_and_there_at_it(pair):
    hour = timezone.now() + timedelta(hours=1)
    later = make_topic(title="Marker", slug="marker")
    publish(approved(later), approver(), hour)
    etag = ask("topics/").headers["ETag"]
    with time_machine.travel(hour - timedelta(seconds=1), tick=False):
        refused(404, "topics/marker/")
        refused(404, f"entries/{later.pk}/editions/1/")
        refused(400, "topics/", topic="marker")
        for path in ("topics/", "entries/", "changes/", "search/?q=marker", "log/", "corrections/", ""):
            response = Client().get(BASE + path)
            # The search repeats what was asked for; nothing else may know the word.
            assert b"arker" not in response.content.replace(b"q=marker", b"")
            assert response.headers["ETag"] == etag
    with time_machine.travel(hour, tick=False):
        assert told("topics/marker/")["title"] == "Marker"
        assert told("changes/", after=2)["data"][0]["id"] == str(later.pk)
        assert ask("topics/").headers["ETag"] != etag
