"""The shapes of answers, for the OpenAPI document alone; answers are not made with them."""

from functools import cache, partial
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers as s

from publishing import kinds
from publishing.documents import Dates, FactShape, Reference
from publishing.models import ANNOUNCED, Action
from syndication.duties import ACTS
from syndication.v1.held import OF_KIND as HELD

ACTIONS = [str(action) for action in Action]


class FreshReference(Reference):
    """What an entry is called now, and where."""

    url = s.URLField(allow_null=True)
    api_url = s.URLField(allow_null=True)
    is_public = s.BooleanField()


class References(s.DictField):
    child = FreshReference()


class ProblemError(s.Serializer):
    parameter = s.CharField()
    detail = s.CharField()


class Problem(s.Serializer):
    """RFC 9457. `type` is stable; `errors` and `known_parameters` come with a 400."""

    type = s.URLField()
    title = s.CharField()
    status = s.IntegerField()
    detail = s.CharField()
    known_parameters = s.ListField(child=s.CharField(), required=False)

    def get_fields(self) -> dict[str, s.Field]:
        # Declared so because a serializer has a property `errors` of its own.
        return {**super().get_fields(), "errors": ProblemError(many=True, required=False)}


class Tombstone(Problem):
    """What is left of a withdrawn entry."""

    id = s.UUIDField(required=False)
    kind = s.CharField(required=False)
    action = s.CharField(required=False)
    note = s.CharField(required=False)
    edition = s.IntegerField(required=False)
    position = s.IntegerField(required=False)
    digest = s.CharField(required=False)
    at = s.DateTimeField(required=False)
    changes = s.URLField(required=False)


class AnotherGeneration(Problem):
    """The record was restored from a backup since this cursor was given."""

    generation = s.UUIDField()
    head = s.IntegerField()
    snapshots = s.URLField(allow_null=True)


class OverBudget(Problem):
    """The budget of the window is used up; `Retry-After` says for how long."""

    def get_fields(self) -> dict[str, s.Field]:
        return {**super().get_fields(), "violated-policies": s.ListField(child=s.CharField())}


class BodyError(s.Serializer):
    member = s.CharField()
    detail = s.CharField()


class BadBody(Problem):
    """A body that cannot be read: `members` says what is wrong with which of them."""

    members = BodyError(many=True, required=False)
    known_members = s.ListField(child=s.CharField(), required=False)


class Rights(s.Serializer):
    text = s.CharField()
    url = s.URLField()


class Correction(s.Serializer):
    number = s.IntegerField()
    position = s.IntegerField()
    action = s.ChoiceField([str(action) for action in ANNOUNCED])
    note = s.CharField()
    at = s.DateTimeField()


class Links(s.Serializer):
    next = s.URLField(allow_null=True)
    prev = s.URLField(allow_null=True)

    def get_fields(self) -> dict[str, s.Field]:
        return {"self": s.URLField(), **super().get_fields()}


class Meta(s.Serializer):
    position = s.IntegerField()
    count = s.IntegerField(required=False)


class Source(s.Serializer):
    edition = s.IntegerField()
    digest = s.CharField()


class Translation(s.Serializer):
    """The entry in another language. `stale`: the original has changed since it was made."""

    language = s.CharField()
    edition = s.IntegerField()
    digest = s.CharField()
    url = s.URLField(allow_null=True)
    api_url = s.URLField()
    translates = Source()
    stale = s.BooleanField()


class Item(s.Serializer):
    """One entry at one moment. All members unless `fields` chose some; `id` and `kind` always."""

    id = s.UUIDField()
    kind = s.CharField()
    slug = s.CharField(required=False)
    title = s.CharField(required=False)
    summary = s.CharField(required=False)
    url = s.URLField(allow_null=True, required=False)
    api_url = s.URLField(required=False)
    language = s.CharField(required=False)
    action = s.ChoiceField(ACTIONS, required=False)
    note = s.CharField(required=False)
    edition = s.IntegerField(required=False)
    position = s.IntegerField(required=False)
    digest = s.CharField(required=False)
    reviewed = s.BooleanField(required=False)
    first_published_at = s.DateTimeField(required=False)
    published_at = s.DateTimeField(required=False)
    corrections = Correction(many=True, required=False)
    translates = Source(allow_null=True, required=False, help_text="null: this is the original")
    translations = Translation(many=True, required=False)
    rights = Rights(required=False)
    references = References(required=False)


class EditionRow(s.Serializer):
    edition = s.IntegerField()
    position = s.IntegerField()
    at = s.DateTimeField()
    action = s.ChoiceField(ACTIONS)
    note = s.CharField()
    language = s.CharField()
    title = s.CharField(allow_null=True)
    reviewed = s.BooleanField()
    digest = s.CharField()
    chain = s.CharField()
    url = s.URLField(allow_null=True)


class CorrectionRow(EditionRow):
    id = s.UUIDField()
    kind = s.CharField()
    api_url = s.URLField()
    edition_url = s.URLField()


class Hit(s.Serializer):
    id = s.UUIDField()
    kind = s.CharField()
    slug = s.CharField()
    title = s.CharField()
    summary = s.CharField()
    url = s.URLField(allow_null=True)
    api_url = s.URLField()
    language = s.CharField()
    dated_on = s.DateField(allow_null=True)
    edition = s.IntegerField()
    position = s.IntegerField()
    published_at = s.DateTimeField()
    score = s.FloatField()


class FactEdition(s.Serializer):
    entry = s.UUIDField()
    kind = s.CharField()
    number = s.IntegerField()
    position = s.IntegerField()
    digest = s.CharField()
    url = s.URLField()


class Fact(FactShape):
    """A statement, word for word as published, with the edition that made it."""

    edition = FactEdition()
    references = References()


class Duty(s.Serializer):
    """What this asks of whoever holds a copy; post what became of it to `receipt`."""

    act = s.ChoiceField(ACTS)
    within = s.CharField(help_text="An ISO 8601 duration from `at`.")
    due_at = s.DateTimeField()
    receipt = s.URLField()


class Change(s.Serializer):
    position = s.IntegerField()
    at = s.DateTimeField()
    action = s.ChoiceField([*ACTIONS, "out_of_scope"])
    id = s.UUIDField()
    kind = s.CharField()
    edition = s.IntegerField()
    language = s.CharField()
    translates = Source(allow_null=True, help_text="null: this is an original, or what became of one")
    note = s.CharField()
    url = s.URLField(allow_null=True)
    api_url = s.URLField()
    digest = s.CharField()
    chain = s.CharField()
    release = s.UUIDField()
    last_of_release = s.BooleanField(help_text="Nothing of the same release comes after it in this feed.")
    suppressed = s.BooleanField()
    duty = Duty(allow_null=True)


class Covered(s.Serializer):
    after = s.IntegerField()
    through = s.IntegerField()


class FeedMeta(s.Serializer):
    generation = s.UUIDField()
    covered = Covered()
    head = s.IntegerField()
    caught_up = s.BooleanField()


class FeedLinks(s.Serializer):
    def get_fields(self) -> dict[str, s.Field]:
        return {"self": s.URLField(), "next": s.URLField()}


class SnapshotFile(s.Serializer):
    file = s.CharField()
    url = s.URLField()
    bytes = s.IntegerField()
    sha256 = s.CharField()


class SnapshotEntries(SnapshotFile):
    entries = s.IntegerField()


class SnapshotTable(SnapshotFile):
    rows = s.IntegerField()
    columns = s.ListField(child=s.CharField())


class SnapshotFacts(s.Serializer):
    """The same position as tables: `changes` says what was added, changed and removed since the release `since`."""

    version = s.IntegerField()
    since = s.IntegerField()
    changes = SnapshotTable()
    kinds = s.DictField(child=SnapshotTable())


class Snapshot(s.Serializer):
    """The whole public record at one position, as files."""

    format = s.CharField()
    generation = s.UUIDField()
    position = s.IntegerField()
    chain = s.CharField()
    made_at = s.DateTimeField()
    rights = Rights()
    kinds = s.DictField(child=SnapshotEntries())
    facts = SnapshotFacts()
    url = s.URLField()
    changes = s.URLField()


class SnapshotMeta(s.Serializer):
    generation = s.UUIDField()
    position = s.IntegerField()


class SnapshotList(s.Serializer):
    meta = SnapshotMeta()

    def get_fields(self) -> dict[str, s.Field]:
        # Declared so because a serializer has a property `data` of its own.
        return {"data": Snapshot(many=True), **super().get_fields()}


class SnapshotGone(Problem):
    """Too old, or something in it has been withdrawn since."""

    newest = s.URLField(allow_null=True)
    changes = s.URLField()


class IndexMeta(s.Serializer):
    generation = s.UUIDField()
    position = s.IntegerField()


class Index(s.Serializer):
    collections = s.DictField(child=s.URLField())
    search = s.URLField()
    changes = s.URLField()
    snapshots = s.URLField()
    log = s.URLField()
    me = s.URLField()
    receipts = s.URLField()
    embargoed = s.URLField()
    webhook_endpoints = s.URLField()
    documentation = s.URLField()
    schema = s.URLField()
    rights = Rights()
    meta = IndexMeta()


def made(name: str, base: type[s.Serializer], **fields: s.Field) -> type[s.Serializer]:
    return type(name, (base,), {"__doc__": base.__doc__, **fields})


@cache
def page(name: str, row: Any, meta: type[Meta] = Meta) -> type[s.Serializer]:
    return made(f"{name}Page", s.Serializer, data=s.ListField(child=row()), links=Links(), meta=meta())


def item(kind: str) -> Any:
    """The item of one kind, with its document as `content`; without a kind, any of them."""
    return item_like(Item, kind)


@cache
def item_like(base: type[Item], kind: str = "") -> Any:
    if not kind:
        every = {each.name: item_like(base, each.name) for each in kinds.every()}
        return partial(
            PolymorphicProxySerializer,
            component_name=f"Any{base.__name__}",
            serializers=every,
            resource_type_field_name="kind",
        )
    of = kinds.get(kind)
    fields: dict[str, s.Field] = {"kind": s.ChoiceField([kind]), "content": of.serializer(required=False)}
    if kind in HELD and base is Item:
        fields["on"] = _on(kind)(required=False)
    return made(f"{kind.capitalize()}{base.__name__}", base, **fields)


def _on(kind: str) -> type[s.Serializer]:
    relation = HELD[kind]
    row = type(
        f"{kind.capitalize()}OnDayRow",
        (s.Serializer,),
        {relation.other: FreshReference(), "valid": Dates(), "fact": s.UUIDField(), **_VALUES[relation.fact]},
    )
    return type(
        f"{kind.capitalize()}OnDay",
        (s.Serializer,),
        {"date": s.DateField(), relation.many: row(many=True)},
    )


_VALUES: dict[str, dict[str, s.Field]] = {
    "membership": {
        "status": s.CharField(), "instrument": s.CharField(), "ending_instrument": s.CharField()
    },
    "tenure": {
        "acting": s.BooleanField(), "sits_on_council": s.BooleanField(), "title": s.CharField(required=False),
        "state": Reference(allow_null=True),
    },
}  # fmt: skip


def change_feed() -> type[s.Serializer]:
    row = made("ExpandedChange", Change, item=item("")(required=False, allow_null=True))
    return made(
        "ChangeFeed", s.Serializer, data=s.ListField(child=row()), next=s.CharField(), links=FeedLinks(),
        meta=FeedMeta(),
    )  # fmt: skip
