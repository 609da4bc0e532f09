"""The editors' screens of summits, documents, statements and events."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.admin import DatedFactInline, EntryAdmin, PartInline
from summits.models import (
    Addressee,
    Attendance,
    Document,
    Event,
    EventFigure,
    Participation,
    QuotationVariant,
    Requester,
    Signatory,
    Statement,
    Summit,
)


class DatedAsItsEntry(DatedFactInline):
    """Rows that usually bear the dates of the entry they belong to."""

    absent_end_default = "not-applicable"


class AttendanceInline(DatedAsItsEntry):
    model = Attendance
    about = (("state", "person"), ("mode", "capacity", "is_guest"))


class SignatoryInline(DatedAsItsEntry):
    model = Signatory
    about = (("state", "mode"),)


class ParticipationInline(DatedAsItsEntry):
    model = Participation
    about = (("state", "force"), ("role", "personnel"))


class RequesterInline(DatedAsItsEntry):
    model = Requester
    extra = 0
    about = ("state",)


class AddresseeInline(DatedAsItsEntry):
    model = Addressee
    extra = 0
    about = (("state", "organisation"), "name")


class EventFigureInline(DatedAsItsEntry):
    model = EventFigure
    extra = 0
    about = (("number", "unit", "is_approximate"), "said_by")


class QuotationVariantInline(PartInline, admin.StackedInline):
    model = QuotationVariant
    extra = 0
    fields = ["text", ("source", "locator"), "order"]


@admin.register(Summit)
class SummitAdmin(EntryAdmin):
    kind_columns = ("type", "city", "starts_on")
    list_filter = [*EntryAdmin.list_filter, "type", "format"]
    is_moment = True
    dates_help = _("The days it was held.")
    inlines = [AttendanceInline]
    kind_fieldsets = (
        (
            _("Meeting"),
            {
                "fields": [("organisation", "body"), ("type", "format"), "occasion"],
                "description": _("Who met, and why."),
            },
        ),
        (
            _("Place, host and chair"),
            {
                "fields": [("city", "country"), "venue", ("host", "host_person"), ("chair", "chair_state")],
                "description": _("The host is the state that hosted; the chair is who presided."),
            },
        ),
        (_("Account"), {"fields": ["account", "outcomes", "is_attendance_complete"]}),
    )


@admin.register(Document)
class DocumentAdmin(EntryAdmin):
    kind_columns = ("type", "starts_on", "summit")
    list_filter = [*EntryAdmin.list_filter, "type"]
    is_moment = True
    dates_help = _("First day: adopted or signed on.")
    inlines = [SignatoryInline]
    kind_fieldsets = (
        (
            _("Document"),
            {
                "fields": ["type", ("summit", "organisation"), "place", "reference_number", "in_force_on", "link"],
                "description": _("Enter the text here, or link to it."),
            },
        ),
        (_("Text"), {"fields": ["text", "key_points"]}),
    )


@admin.register(Statement)
class StatementAdmin(EntryAdmin):
    kind_columns = ("speaker", "starts_on", "type")
    list_filter = [*EntryAdmin.list_filter, "type"]
    is_moment = True
    dates_help = _("First day: delivered on. The office the speaker held that day follows from it.")
    inlines = [QuotationVariantInline]
    kind_fieldsets = (
        (
            _("Who, where, what"),
            {
                "fields": ["speaker", ("summit", "occasion"), "type", "text"],
                "description": _("The words without quotation marks, and at least one source below."),
            },
        ),
        (
            _("In the original"),
            {"fields": ["original_text", ("original_language", "translator"), "about_note"]},
        ),
    )


@admin.register(Event)
class EventAdmin(EntryAdmin):
    kind_columns = ("type", "status", "starts_on")
    list_filter = [*EntryAdmin.list_filter, "type"]
    is_moment = True
    dates_help = _("The first and last day of it; for a proposal, the day it was made.")
    inlines = [ParticipationInline, RequesterInline, AddresseeInline, EventFigureInline]
    kind_fieldsets = (
        (
            _("Event"),
            {
                "fields": [("type", "status"), "series", ("place", "country"), "hosts", "summit", "force"],
                "description": _("Exercises, operations, requests, conflicts, proposals, decisions."),
            },
        ),
        (_("Proposal or request"), {"fields": [("proposer", "institution"), "target", "legal_ground"]}),
        (_("Account"), {"fields": ["account", "outcome", ("personnel", "personnel_note")]}),
    )
