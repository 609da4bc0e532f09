"""Snapshots for partners: which there are, what is in one, its files. With withdrawn content they are gone at once."""

from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from publishing.reading import check_parameters, read_head
from syndication.models import Snapshot
from syndication.plans import Scope
from syndication.snapshots.making import FORMAT
from syndication.v1 import shapes
from syndication.v1.addresses import api, snapshot_url
from syndication.v1.cursors import feed_cursor, newest_url
from syndication.v1.endpoint import Endpoint
from syndication.v1.openapi import STATUSES, FileSchema
from syndication.v1.problems import MEDIA_TYPE, Problem, not_found
from syndication.v1.ranges import Unsatisfiable, file_response
from syndication.v1.rendering import JSONRenderer


class SnapshotEndpoint(Endpoint):
    """An answer that changes when a snapshot is made or removed, not with the record's position."""

    scope: ClassVar[str] = Scope.BULK
    tag = "snapshots"
    parameters: tuple[str, ...] = ()
    # Asked about every time, so that nothing withdrawn is handed out from a cache.
    cache_control = "public, no-cache"

    def get(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        check_parameters(request.query_params, self.known_parameters(), ignore_tracking=False)
        self.head_row = read_head()
        return self.told(self.answer(**kwargs))

    def told(self, body: dict[str, Any]) -> HttpResponseBase:
        etag = f'"{sha256(JSONRenderer().render(body)).hexdigest()}"'
        headers = {"ETag": etag, "Cache-Control": self.cache_control}
        if self.is_held(etag):
            return Response(None, status=304, headers=headers)
        self.spend()
        return Response(body, headers=headers)

    def is_held(self, etag: str) -> bool:
        """Whether the caller has it already: a 304, and free."""
        held = parse_etags(self.request.headers.get("If-None-Match", ""))
        return etag in held or "*" in held

    def found(self, position: int) -> Snapshot:
        """The snapshot, if it may be given out; else a problem that says where the newest is."""
        rows = Snapshot.objects.of(self.head_row.generation)
        snapshot = rows.intact().filter(position=position).first()
        if snapshot and snapshot.is_there:
            return snapshot
        if not rows.filter(position=position).exists():
            raise not_found(_("There is no snapshot at position %d.") % position)
        raise Problem(
            410,
            "snapshot-gone",
            _("This snapshot is no longer kept, or something in it has been withdrawn since. Take the newest one."),
            newest=newest_url(self.head_row),
            changes=api("changes/?after=0"),
        )


class SnapshotList(SnapshotEndpoint):
    """The snapshots that can be had, newest first."""

    operation = "list"

    def shape(self) -> Any:
        return shapes.SnapshotList

    def answer(self) -> dict[str, Any]:
        head = self.head_row
        kept = Snapshot.objects.of(head.generation).intact()[: settings.SNAPSHOTS_KEPT]
        return {
            "data": [self.manifest(snapshot) for snapshot in kept if snapshot.is_there],
            "meta": {"generation": head.generation, "position": head.position},
        }

    def manifest(self, snapshot: Snapshot) -> dict[str, Any]:
        return manifest(snapshot, feed_cursor(self.head_row, snapshot.position))


class SnapshotItem(SnapshotEndpoint):
    """The manifest of one snapshot."""

    operation = "item"
    statuses = (304, 400, 404, 406, 410)
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.SnapshotGone}

    def shape(self) -> Any:
        return shapes.Snapshot

    def answer(self, position: int) -> dict[str, Any]:
        return manifest(self.found(position), feed_cursor(self.head_row, position))


def manifest(snapshot: Snapshot, cursor: str) -> dict[str, Any]:
    def addressed(files: dict[str, Any]) -> dict[str, Any]:
        return {name: _addressed(snapshot, file) for name, file in files.items()}

    contents = snapshot.contents
    facts = contents["facts"]
    return {
        "format": FORMAT,
        "generation": snapshot.generation,
        "position": snapshot.position,
        "chain": snapshot.chain,
        "made_at": snapshot.made_at,
        "rights": contents["rights"],
        "kinds": addressed(contents["kinds"]),
        "facts": facts | {"changes": _addressed(snapshot, facts["changes"]), "kinds": addressed(facts["kinds"])},
        "url": snapshot_url(snapshot.position),
        "changes": api(f"changes/?after={cursor}"),
    }


def _addressed(snapshot: Snapshot, file: dict[str, Any]) -> dict[str, Any]:
    return file | {"url": snapshot_url(snapshot.position, file["file"])}


class PartsSchema(FileSchema):
    """A file and parts of it."""

    successes: ClassVar[dict[int, str]] = {200: "", 206: STATUSES[206]}

    def get_override_parameters(self) -> list[OpenApiParameter]:
        words = {
            "Range": "One range, such as bytes=1000-.",
            "If-Range": "The ETag of the file whose part is asked for.",
        }
        return [OpenApiParameter(name, str, "header", description=text) for name, text in words.items()]


class SnapshotFile(SnapshotEndpoint):
    """The entries of one kind: gzip, a JSON item a line, in order of their ids."""

    schema: Any = PartsSchema()
    operation = "file"
    statuses = (304, 400, 404, 410, 416)
    problem_shapes: ClassVar[dict[int, Any]] = {410: shapes.SnapshotGone}
    media_type = "application/gzip"
    pattern = "{kind}.ndjson.gz"

    def shape(self) -> Any:
        return OpenApiTypes.BINARY

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # A file is what it is, whatever the Accept header says; problems are JSON.
        return super().perform_content_negotiation(request, force=True)

    def answer(self, position: int, kind: str) -> dict[str, Any]:
        self.snapshot = self.found(position)
        name = self.pattern.format(kind=kind)
        file = self.snapshot.file(name)
        if file is None:
            raise not_found(_("There is no file “%(name)s” in this snapshot; see its manifest.") % {"name": name[:80]})
        return file

    def told(self, body: dict[str, Any]) -> HttpResponseBase:
        if not self.is_held(f'"{body["sha256"]}"'):
            self.spend()
        made_at = self.snapshot.made_at.timestamp()
        try:
            response = file_response(self.request, self.snapshot.path / body["file"], body["sha256"], made_at)
        except Unsatisfiable:
            problem = Problem(416, "range-not-satisfiable", _("The file has %d bytes.") % body["bytes"])
            headers = {"Content-Range": f"bytes */{body['bytes']}", "Cache-Control": "no-store"}
            return Response(problem.body, status=416, headers=headers, content_type=MEDIA_TYPE)
        response["Content-Type"] = self.media_type
        response["Cache-Control"] = self.cache_control
        name = body["file"].rpartition("/")[2]
        response["Content-Disposition"] = f'attachment; filename="{self.snapshot.position}-{name}"'
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        also = "Accept-Ranges, Content-Range, Content-Length, Content-Disposition"
        response["Access-Control-Expose-Headers"] = f"{response['Access-Control-Expose-Headers']}, {also}"
        return response


class SnapshotTable(SnapshotFile):
    """The facts of one kind as CSV; `changes` for what changed since the release before."""

    operation = "facts"
    media_type = "text/csv; charset=utf-8"
    pattern = "facts/{kind}.csv"
