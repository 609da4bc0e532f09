"""The public shape of summits, documents, statements and events, with the facts their fields imply."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from members.held import offices_held
from members.models import Person
from publishing.documents import CitationShape, EntryDocument, Reference, RichText, register
from publishing.facts import citation, implied, reference
from summits import checks
from summits.models import Attendance, Document, Event, Statement, Summit


def lines() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField())


class SummitDocument(EntryDocument):
    fact_rows = ("attendances",)
    rich_fields = ("account",)
    text_fields = ("body", "city", "venue", "occasion", "outcomes")

    organisation = Reference(allow_null=True)
    body = serializers.CharField()
    type = serializers.CharField()
    format = serializers.CharField()
    city = serializers.CharField()
    country = Reference(allow_null=True)
    venue = serializers.CharField()
    host = Reference(allow_null=True)
    host_person = Reference(allow_null=True)
    chair = Reference(allow_null=True)
    chair_state = Reference(allow_null=True)
    occasion = serializers.CharField()
    account = RichText()
    outcomes = lines()
    is_attendance_complete = serializers.BooleanField(allow_null=True)

    implies = ("host", "chair", "convened_by", "attended")

    def implied_facts(self, summit):
        if summit.host:
            yield implied(summit, "host", summit.host, summit)
        if summit.chair:
            state = reference(summit.chair_state) if summit.chair_state else None
            yield implied(summit, "chair", summit.chair, summit, value={"state": state})
        if summit.organisation:
            yield implied(summit, "convened_by", summit.organisation, summit)
        present = [row for row in summit.attendances.all() if row.mode in Attendance.PRESENT]
        # One fact a person, though one may come for a state and for a body.
        yield from {row.person: attended(row, row.person) for row in reversed(present) if row.person}.values()


def attended(row: Attendance, person: Person) -> dict:
    """The person's side of an attendance; it rests on the sources of that row."""
    value = {
        "mode": row.mode,
        "capacity": row.capacity,
        "state": reference(row.state) if row.state else None,
    }
    return implied(
        row.summit,
        "attended",
        person,
        row.summit,
        valid=row.dates if row.starts_on else None,
        value=value,
    ) | {
        "standing": str(row.standing),
        "confidence": str(row.confidence),
        "citations": [citation(use) for use in row.citations.all()],
    }


class DocumentDocument(EntryDocument):
    fact_rows = ("signatories",)
    rich_fields = ("text",)
    text_fields = ("place", "reference_number", "key_points")
    as_they_are = ("reference_number",)

    type = serializers.CharField()
    summit = Reference(allow_null=True)
    organisation = Reference(allow_null=True)
    place = serializers.CharField()
    reference_number = serializers.CharField()
    in_force_on = serializers.DateField(allow_null=True)
    text = RichText()
    link = serializers.CharField()
    key_points = lines()

    implies = ("adopted_at",)

    def implied_facts(self, document):
        if document.summit:
            yield implied(document, "adopted_at", document, document.summit)


class HeldOffice(serializers.Serializer):
    """An office the speaker held on the day."""

    office = Reference()
    acting = serializers.BooleanField()


class Variant(serializers.Serializer):
    """The same words as another source gives them."""

    text = serializers.CharField()
    source = CitationShape(source="*")  # type: ignore[assignment]


class StatementDocument(EntryDocument):
    text_fields = ("text", "original_text", "occasion", "about_note")
    as_they_are = ("original_text",)
    quoted_fields = ("text",)
    prefetch = ("variants__source",)

    speaker = Reference()
    summit = Reference(allow_null=True)
    occasion = serializers.CharField()
    type = serializers.CharField()
    text = serializers.CharField()
    original_text = serializers.CharField()
    original_language = serializers.CharField()
    translator = serializers.CharField()
    about_note = serializers.CharField()
    offices = serializers.SerializerMethodField()
    variants = Variant(many=True)

    @extend_schema_field(HeldOffice(many=True))
    def get_offices(self, statement) -> list[dict]:
        return offices_held(statement.speaker, statement)

    implies = ("speaker", "occasion")

    def implied_facts(self, statement):
        yield implied(statement, "speaker", statement.speaker, statement)
        if statement.summit:
            yield implied(statement, "occasion", statement, statement.summit)


class EventDocument(EntryDocument):
    fact_rows = ("participations", "requesters", "addressees", "figures")
    rich_fields = ("account",)
    text_fields = ("status", "place", "outcome", "personnel_note", "series", "legal_ground", "target")
    as_they_are = ("status",)
    prefetch = ("hosts",)

    type = serializers.CharField()
    status = serializers.CharField()
    place = serializers.CharField()
    country = Reference(allow_null=True)
    hosts = Reference(many=True)
    outcome = serializers.CharField()
    personnel = serializers.IntegerField(allow_null=True)
    personnel_note = serializers.CharField()
    series = serializers.CharField()
    legal_ground = serializers.CharField()
    account = RichText()
    summit = Reference(allow_null=True)
    force = Reference(allow_null=True)
    proposer = Reference(allow_null=True)
    institution = Reference(allow_null=True)
    target = serializers.CharField()

    implies = ("host", "participation", "proposer", "decided_at")

    def implied_facts(self, event):
        for host in event.hosts.all():
            yield implied(event, "host", host, event)
        if event.force:
            yield implied(event, "participation", event.force, event)
        if event.proposer:
            yield implied(event, "proposer", event.proposer, event)
        if event.summit:
            yield implied(event, "decided_at", event, event.summit)


_KINDS = (
    (Summit, SummitDocument, "summits"),
    (Document, DocumentDocument, "documents"),
    (Statement, StatementDocument, "statements"),
    (Event, EventDocument, "events"),
)


def register_kinds() -> None:
    for model, serializer, section in _KINDS:
        register(model, serializer, section, checks=checks.OF_KIND.get(model.KIND, ()))
