"""Addresses of the API. Each ends in a slash and works without one too, query and all."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path, re_path, resolve
from django.urls.exceptions import Resolver404
from django.views.decorators.csrf import csrf_exempt

from publishing import kinds
from syndication.v1.changes import Changes
from syndication.v1.corrections import CorrectionList
from syndication.v1.embargoed import EmbargoChanges, EmbargoedEntry, EmbargoedList, EmbargoedPicture
from syndication.v1.entries import EditionItem, EditionList, EntryItem, EntryList
from syndication.v1.facts import FactItem, FactList
from syndication.v1.index import Index, Nowhere
from syndication.v1.log import CheckpointItem, CheckpointKeys, LogHead
from syndication.v1.me import Me
from syndication.v1.mementos import TimeMap
from syndication.v1.ninjs import NinjsItem
from syndication.v1.oembed import OEmbed
from syndication.v1.receipts import Receipts
from syndication.v1.schema import Docs, SchemaDocument
from syndication.v1.search import Search
from syndication.v1.snapshots import SnapshotFile, SnapshotItem, SnapshotList, SnapshotTable
from syndication.v1.webhooks import urls as webhook_urls

nowhere = Nowhere.as_view()


@csrf_exempt
def elsewhere(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """An address without its last slash is answered as if it had one: a redirect would cost a round trip and,
    in some clients, the query. Everything unknown is a 404 in JSON."""
    if not request.path.endswith("/"):
        try:
            match = resolve(request.path + "/")
        except Resolver404:
            return nowhere(request)
        if match.func is not elsewhere:
            return match.func(request, *match.args, **match.kwargs)
    return nowhere(request)


def collection(name: str, kind: str = "") -> list:
    """The addresses of one collection of entries."""
    tag = {"kind": kind, "tag": name, "name": name}
    return [
        path(f"{name}/", EntryList.as_view(**tag), name=name),
        path(f"{name}/<slug:key>/", EntryItem.as_view(**tag), name=f"{name}-item"),
        path(f"{name}/<slug:key>/ninjs/", NinjsItem.as_view(**tag), name=f"{name}-ninjs"),
        path(f"{name}/<slug:key>/editions/", EditionList.as_view(**tag), name=f"{name}-editions"),
        path(f"{name}/<slug:key>/timemap/", TimeMap.as_view(**tag), name=f"{name}-timemap"),
        path(f"{name}/<slug:key>/editions/<int:number>/", EditionItem.as_view(**tag), name=f"{name}-edition"),
    ]


v1 = [
    path("", Index.as_view(name="index"), name="index"),
    *collection("entries"),
    *(route for kind in kinds.every() if kind.collection for route in collection(kind.collection, kind.name)),
    path("facts/", FactList.as_view(name="facts", tag="facts"), name="facts"),
    path("facts/<uuid:key>/", FactItem.as_view(name="facts", tag="facts"), name="fact"),
    path("corrections/", CorrectionList.as_view(name="corrections"), name="corrections"),
    path("search/", Search.as_view(name="search"), name="search"),
    path("oembed/", OEmbed.as_view(name="oembed"), name="oembed"),
    path("changes/", Changes.as_view(name="changes"), name="changes"),
    path("snapshots/", SnapshotList.as_view(name="snapshots"), name="snapshots"),
    path("snapshots/<int:position>/", SnapshotItem.as_view(name="snapshots"), name="snapshot"),
    path(
        "snapshots/<int:position>/<slug:kind>.ndjson.gz",
        SnapshotFile.as_view(name="snapshots"),
        name="snapshot-file",
    ),
    path(
        "snapshots/<int:position>/facts/<slug:kind>.csv",
        SnapshotTable.as_view(name="snapshots"),
        name="snapshot-facts",
    ),
    path("receipts/", Receipts.as_view(name="receipts"), name="receipts"),
    path("embargoed/", EmbargoedList.as_view(name="embargoed"), name="embargoed"),
    path("embargoed/changes/", EmbargoChanges.as_view(name="embargoed"), name="embargoed-changes"),
    path("embargoed/<uuid:key>/", EmbargoedEntry.as_view(name="embargoed"), name="embargoed-item"),
    path(
        "embargoed/<uuid:key>/pictures/<path:name>",
        EmbargoedPicture.as_view(name="embargoed"),
        name="embargoed-picture",
    ),
    path("log/", LogHead.as_view(name="log"), name="log"),
    path("log/keys/", CheckpointKeys.as_view(name="log"), name="log-keys"),
    path("log/<int:position>/", CheckpointItem.as_view(name="log"), name="checkpoint"),
    path("me/", Me.as_view(name="me"), name="me"),
    path("webhook-endpoints/", include(webhook_urls)),
    path("openapi.json", SchemaDocument.as_view(), name="openapi"),
    path("docs/", Docs.as_view(), name="docs"),
]

fallback = [re_path(r"^api(?:/|$)", elsewhere)]
