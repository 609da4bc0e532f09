"""Nobody else can tell that something is under embargo: every public address answers with the same bytes and headers
before an edition is scheduled, while it waits (moved or not), and after it was cancelled.

Asked by a stranger, by a partner with every scope but this one, and by one that has it for other kinds.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client

from publishing.models import Edition
from publishing.releasing import cancel_releases, publish, reschedule
from syndication.models import Snapshot
from syndication.plans import Scope
from tests.embargoes import HOUR, day_before  # noqa: F401
from tests.factories import approved, approver, published
from tests.partners import bearer, make_key, make_partner
from tests.routes import public_routes
from tests.snapshots import take
from tests.subjects import one_of_each
from tests.test_sweep import add_picture, addresses

pytestmark = pytest.mark.django_db
# Different at every call, whatever there is.
COUNTED = {"RateLimit"}
# Where it may make a difference who asks.
REACH = {"stranger": "/", "partner": r"/api/v1/[a-z-]*/?$", "for other kinds": "/api/v1/embargoed/"}
NONCE = re.compile(rb"nonce-[\w+/=-]+|nonce=\"[^\"]+\"")


@pytest.fixture
def entries(db, settings, tmp_path, day_before):  # noqa: F811
    """Of each kind one that is public and has an approved change, and one that never was public."""
    settings.MEDIA_ROOT, settings.SNAPSHOT_DIR = tmp_path, tmp_path / "snapshots"
    settings.API_BUDGETS = dict.fromkeys(("public", "partner"), "1000000/100000000")
    public, new = one_of_each(1), one_of_each(2)
    published(*public.values())
    for entry in public.values():
        entry.title = f"Secret {entry.kind}"
        entry.save()
    for number, entry in enumerate((public["person"], new["person"])):
        add_picture(entry, f"portrait-{number}")
    return approved(*public.values(), *new.values())


def callers() -> dict[str, Client]:
    others = [scope for scope in Scope.values if scope != Scope.EMBARGO]
    elsewhere = make_partner(kinds=["another kind"])
    return {
        "stranger": Client(),
        "partner": bearer(make_key(make_partner(), *others)[1]),
        "for other kinds": bearer(make_key(elsewhere, *Scope.values)[1]),
    }


def asked_for(entries) -> list[tuple[str, dict]]:
    """Every public address, as it is filled for each entry, and questions that count, search or name one."""
    plain = [
        (address, {})
        for route in public_routes()
        if "api/v1/me" not in route.text
        for address in sorted(addresses(route, list(entries)))
    ]
    counted = [(f"/api/v1/{name}/", {"include": "count"}) for name in ("entries", "facts", "corrections", "articles")]
    searched = [(path, {"q": "Secret"}) for path in ("/search/", "/api/v1/search/", "/api/v1/entries/")]
    named = [
        ("/api/v1/entries/", {"about": key})
        for entry in entries
        for key in (entry.pk, entry.slug, f"{entry.kind}:{entry.slug}")
    ]
    wired = [("/api/v1/changes/", {"expand": "item", "limit": 500}), ("/feeds/all.json", {"as_of": 3})]
    return [*plain, *counted, *searched, *named, *wired]


def answers(questions, clients: dict[str, Client]) -> dict:
    told = {}
    for path, query in questions:
        for name, client in clients.items():
            if not re.match(REACH[name], path):
                continue
            response = client.get(path, query)
            body = b"".join(response) if response.streaming else response.content
            headers = {name: value for name, value in response.headers.items() if name not in COUNTED}
            kept = [NONCE.sub(b"", part) for part in (body, repr(sorted(headers.items())).encode())]
            told[path, str(query), name] = (response.status_code, *kept)
    return told


def differing(before: dict, after: dict) -> list:
    return [question for question in before if before[question] != after[question]]


def snapshot_anew() -> None:
    """The snapshot of the same position once more, from what the tables hold now."""
    Snapshot.objects.all().delete()
    take()


def test_what_is_under_embargo_changes_no_byte_of_what_others_get(entries):
    take()
    clients, questions = callers(), asked_for(entries)
    before = answers(questions, clients)
    assert len(before) > 1000
    assert {status for status, *_rest in before.values()} >= {200, 401, 403, 404}
    together = publish(entries, approver(), HOUR)
    snapshot_anew()
    for edition in Edition.objects.waiting().filter(kind__in=("article", "commentary")):
        reschedule(edition, approver(), HOUR + timedelta(days=1))
    assert differing(before, answers(questions, clients)) == []
    cancel_releases(together, approver())
    snapshot_anew()
    assert differing(before, answers(questions, clients)) == []


def test_the_comparison_would_notice(entries):
    """The test's own check: published for all to see, most of it differs."""
    clients, questions = callers(), asked_for(entries[:2])
    before = answers(questions, clients)
    publish(entries, approver())
    assert len(differing(before, answers(questions, clients))) > 100
