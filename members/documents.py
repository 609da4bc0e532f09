"""The public shape of organisations, states, people, offices, institutions and forces."""

from rest_framework import serializers

from members import checks
from members.models import Force, Institution, Office, Organisation, Person, State
from publishing.documents import EntryDocument, Reference, RichText, register


class OrganisationDocument(EntryDocument):
    fact_rows = ("chairmanships",)
    rich_fields = ("profile",)
    text_fields = ("short_name", "seat", "charter_title")

    short_name = serializers.CharField()
    type = serializers.CharField()
    seat = serializers.CharField()
    charter_title = serializers.CharField()
    charter_url = serializers.CharField()
    official_language = serializers.CharField()
    profile = RichText()


class StateDocument(EntryDocument):
    fact_rows = ("memberships", "capital_names")
    rich_fields = ("profile",)
    text_fields = ("official_name", "capital", "iso2", "iso3")
    as_they_are = ("iso2", "iso3")

    iso2 = serializers.CharField()
    iso3 = serializers.CharField()
    official_name = serializers.CharField()
    capital = serializers.CharField()
    flag = serializers.CharField()
    profile = RichText()


class PersonDocument(EntryDocument):
    fact_rows = ("tenures", "affiliations")
    rich_fields = ("profile",)
    text_fields = ("given_name", "family_name", "native_name")
    as_they_are = ("native_name",)

    given_name = serializers.CharField()
    family_name = serializers.CharField()
    native_name = serializers.CharField()
    state = Reference(source="nationality", allow_null=True)
    profile = RichText()


class OfficeDocument(EntryDocument):
    type = serializers.CharField()
    state = Reference(allow_null=True)
    organisation = Reference(allow_null=True)
    institution = Reference(allow_null=True)
    is_single_seat = serializers.BooleanField()


class InstitutionDocument(EntryDocument):
    rich_fields = ("profile",)
    text_fields = ("type", "seat")
    as_they_are = ("type",)

    type = serializers.CharField()
    country = Reference(allow_null=True)
    seat = serializers.CharField()
    parent = Reference(allow_null=True)
    organisation = Reference(allow_null=True)
    profile = RichText()


class ForceDocument(EntryDocument):
    fact_rows = ("strengths", "contributors")
    rich_fields = ("profile",)
    text_fields = ("abbreviation", "legal_basis", "scope", "purpose")

    abbreviation = serializers.CharField()
    organisation = Reference(allow_null=True)
    type = serializers.CharField()
    legal_basis = serializers.CharField()
    scope = serializers.CharField()
    purpose = serializers.CharField()
    profile = RichText()


_KINDS = (
    (Organisation, OrganisationDocument, "organisations"),
    (State, StateDocument, "members"),
    (Person, PersonDocument, "people"),
    (Office, OfficeDocument, "offices"),
    (Institution, InstitutionDocument, "institutions"),
    (Force, ForceDocument, "forces"),
)


def register_kinds() -> None:
    for model, serializer, section in _KINDS:
        collection = "states" if model is State else section
        found = checks.OF_KIND.get(model.KIND, ())
        has_page = model is not Office
        register(model, serializer, section, collection, checks=found, has_page=has_page, has_days=has_page)
