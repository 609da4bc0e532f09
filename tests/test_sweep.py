"""Nothing unpublished shows anywhere: every address is walked, and the marker word of hidden entries must not appear.

Per kind: a draft, a changed working copy of a public entry, a scheduled (embargoed) entry and a withdrawn one, each
carrying the marker in all its words. Addresses come from the URL conf: one with a parameter nobody here can fill fails.
"""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.test import Client
from django.utils import timezone

from publishing import kinds
from publishing.models import Edition, Entry, Fact, Image
from publishing.releasing import withdraw
from syndication.checkpoints import make_checkpoint
from syndication.models import Checkpoint, Snapshot
from syndication.plans import Scope
from tests.api import SITE
from tests.factories import approver, published
from tests.pages import SECTIONS
from tests.partners import bearer, make_key, make_partner
from tests.routes import Route, public_routes
from tests.snapshots import take
from tests.subjects import one_of_each

MARKER = "xylophagous"
# As nearly as a reader may type it; and the marker as it begins.
NEARLY = ("xylophagus", "xylophagouz", "xilofagouss", "xyloph")
GZIP = b"\x1f\x8b"
# No words of their own: addresses, codes, references to files.
NOT_WORDS = {"slug", "iso2", "iso3", "wikidata", "kind", "key", "url", "archived_url", "charter_url", "link", "file"}
NOT_WORDS |= {"original_language", "language", "stage", "proposed_action", "proposed_note", "returned_note"}


def mark(row: models.Model) -> None:
    """The marker into every field of words."""
    for field in row._meta.concrete_fields:
        if field.name in NOT_WORDS or field.choices:
            continue
        if isinstance(field, ArrayField):
            setattr(row, field.name, [f"{MARKER} line"])
        elif isinstance(field, models.CharField | models.TextField) and (field.max_length or 99) >= len(MARKER):
            setattr(row, field.name, f"<p>{MARKER}</p>" if field.name in ("body", "profile", "account") else MARKER)
    row.save()


def mark_all(entry: Entry) -> Entry:
    """The entry, its dated facts, other names, sources and a picture."""
    mark(entry)
    entry.aliases.create(name=f"{MARKER} {entry.kind}")
    for name in kinds.get(entry.kind).serializer.fact_rows:
        for row in getattr(entry, name).all():
            mark(row)
            for use in row.citations.all():
                mark(use.source)
    for use in entry.citations.all():
        mark(use.source)
    return entry


def add_picture(entry: Entry, name: str) -> None:
    path = default_storage.save(f"images/{name}.png", ContentFile(b"a picture"))
    Image.objects.bulk_create([Image(entry=entry, file=path, width=1, height=1, alt=name, credit="Us", licence="CC0")])


def copies(number: int) -> dict[str, Entry]:
    made = one_of_each(number)
    for kind, entry in made.items():
        add_picture(entry, f"{MARKER}-{kind}-{number}")
        mark_all(entry)
    return made


@pytest.fixture
def hidden(db, settings, tmp_path, monkeypatch) -> list[Entry]:
    settings.MEDIA_ROOT, settings.SNAPSHOT_DIR = tmp_path, tmp_path / "snapshots"
    # So that what is withdrawn stands in archives of feeds, too.
    monkeypatch.setattr("syndication.feeds.reading.SPAN", 20)
    monkeypatch.setattr("syndication.feeds.views.SPAN", 20)
    public = one_of_each(1)
    published(*public.values())
    drafts, scheduled, withdrawn = copies(2), copies(3), copies(4)
    published(*scheduled.values(), release_at=timezone.now() + timedelta(hours=1))
    published(*withdrawn.values())
    take()
    for entry in withdrawn.values():
        withdraw(entry, approver(), "It was never ours to publish.")
    take()
    make_checkpoint(timezone.now())
    changed = [mark_all(entry) for entry in public.values()]
    return [*changed, *drafts.values(), *scheduled.values(), *withdrawn.values()]


def addresses(route: Route, entries: list[Entry]) -> set[str]:
    """The route for every entry it may be about, and its editions."""
    if route.section == "oembed":
        return {f"{route.text}?url={SITE}/{section}/{each.slug}/" for section, each in placed(entries)}
    if not route.parameters:
        return {route.text}
    facts = Fact.objects.values_list("uid", flat=True)
    pictures = list(Image.objects.values_list("file", flat=True))
    fillings = [
        {"slug": each.slug, "key": key, "entry_id": each.pk, "number": number, "older": 1, "newer": 2}
        for each in entries
        if kind_of(route) in ("", each.kind)
        for key in ((each.slug, each.pk) if "key" in route.parameters else ("",))
        for number in ((1, 2) if "number" in route.parameters else ("",))
    ]
    if route.section == "facts":
        fillings = [{"key": uid} for uid in facts]
    if "token" in route.parameters:
        fillings = [{"token": each.pk} for each in entries]  # no key opens it
    if "name" in route.parameters:
        fillings = [{"name": name, "key": entries[0].pk} for name in pictures]
    if route.section == "snapshots":
        names = [*kinds.names(), "withdrawn", *kinds.facts(), "changes"]
        positions = Snapshot.objects.values_list("position", flat=True)
        fillings = [{"position": position, "kind": name} for position in positions for name in names]
    if route.section == "log":
        fillings = [{"position": position} for position in Checkpoint.objects.values_list("position", flat=True)]
    if route.section == "webhook-endpoints":
        fillings = [{"key": each.pk, "message": "msg_x"} for each in entries]  # no key is sent
    if "section" in route.parameters:
        fillings = list(sections(route, entries))
    return {route.filled(**filling) for filling in fillings}


def sections(route: Route, entries: list[Entry]) -> Iterator[dict]:
    """Sitemaps and feeds of sections, with their parts; feeds of each entry."""
    parts = (0, 1, 2) if "part" in route.parameters else (0,)
    for part in parts:
        if "slug" in route.parameters:
            yield from ({"section": section, "slug": each.slug, "part": part} for section, each in placed(entries))
        else:
            names = (*SECTIONS.values(), "all", "corrections")
            yield from ({"section": section, "part": part} for section in names)


def placed(entries: list[Entry]) -> list[tuple[str, Entry]]:
    """The entries with pages, each with the section it is in."""
    return [(SECTIONS[each.kind], each) for each in entries if each.kind in SECTIONS]


def kind_of(route: Route) -> str:
    places = {kind.section: kind.name for kind in kinds.every()} | {k.collection: k.name for k in kinds.every()}
    return places.get(route.section, "")


@pytest.fixture
def readers(db) -> list[Client]:
    """A stranger, and a partner with every scope but the one for embargoed editions."""
    scopes = [scope for scope in Scope.values if scope != Scope.EMBARGO]
    return [Client(), bearer(make_key(make_partner(), *scopes)[1])]


def test_the_marker_appears_nowhere(hidden, readers, settings):
    settings.API_BUDGETS = {**settings.API_BUDGETS, "partner": "1000000/1000000"}
    seen = 0
    past = Edition.objects.filter(action="published", position__isnull=False).order_by("-position")[0].position
    for route in public_routes():
        asking = readers if route.text.startswith("/api/") else readers[:1]
        for address in addresses(route, hidden):
            for reader, query in product(asking, ({}, {"as_of": past})):
                response = reader.get(address, query)
                body = b"".join(response) if response.streaming else response.content
                body = gzip.decompress(body) if body.startswith(GZIP) else body
                assert response.status_code < 500, address
                assert MARKER.encode() not in body.lower(), (address, query)
                assert MARKER not in str(response.headers).lower().replace(f"/media/images/{MARKER}", ""), address
                seen += 1
    assert seen > 1000


def test_the_marker_is_really_there(hidden):
    """The sweep's own check: what is hidden carries the word in its titles, texts, facts and sources."""
    for edition in Edition.objects.filter(position=None):
        document = json.loads(edition.canonical)
        assert document["title"] == MARKER
        for fact in document["facts"]:
            for cited in fact["citations"]:
                assert cited["title"] == MARKER


def test_searches_and_filters_do_not_betray_what_is_hidden(hidden):
    reader = Client()
    assert reader.get("/search/", {"q": MARKER}).context["rows"] == []
    # Now, before anything was withdrawn, and after each withdrawal but the last.
    last = Edition.objects.filter(action="published", position__isnull=False).order_by("-position")[0].position
    positions = ("", last, *range(last, Edition.objects.released().count(), 5))
    for typed, position in product(NEARLY, positions):
        asked = {"q": typed, "as_of": position} if position != "" else {"q": typed}
        for address in ("/search/", "/search/suggestions.json", "/api/v1/search/"):
            response = reader.get(address, asked)
            assert response.status_code == 200
            assert MARKER.encode() not in response.content.lower(), (address, asked)
        assert reader.get("/search/", asked).context["understood"].corrected == ""
    assert reader.get("/api/v1/search/", {"q": MARKER}).json()["data"] == []
    for kind in kinds.every():
        answer = reader.get(f"/api/v1/{kind.collection}/", {"q": MARKER}).json()
        assert answer["data"] == []
    for address in ("/feeds/all.json", "/feeds/all.atom", "/feeds/corrections.rss", "/sitemaps/news.xml"):
        assert MARKER.encode() not in reader.get(address).content.lower()
    for address in ("/api/v1/changes/?limit=500", "/corrections/", "/timeline/?year=2022", "/events/?type=exercise"):
        assert MARKER.encode() not in reader.get(address).content.lower()


def test_pictures_are_served_only_while_a_public_edition_names_them(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = one_of_each()
    add_picture(made["person"], "portrait")
    reader = Client()
    assert reader.get("/media/images/portrait.png").status_code == 404
    published(*made.values())
    response = reader.get("/media/images/portrait.png")
    assert (response.status_code, b"".join(response)) == (200, b"a picture")
    withdraw(made["person"], approver(), "Not ours.")
    assert reader.get("/media/images/portrait.png").status_code == 404


def test_files_of_both_snapshots_were_walked(hidden, readers):
    """The sweep's own check: one from before the withdrawals, now gone, one from after them, readable."""
    before, after = Snapshot.objects.order_by("position")
    reader = readers[1]
    assert reader.get(f"/api/v1/snapshots/{before.position}/summit.ndjson.gz").status_code == 410
    response = reader.get(f"/api/v1/snapshots/{after.position}/summit.ndjson.gz")
    assert gzip.decompress(b"".join(response)).count(b"\n") == 1
