"""The editors' screens of organisations, states, people, offices, institutions and forces."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.admin import DatedFactInline, EntryAdmin
from members.models import (
    Affiliation,
    CapitalName,
    Chairmanship,
    Force,
    ForceContributor,
    Institution,
    Membership,
    Office,
    Organisation,
    Person,
    State,
    Strength,
    Tenure,
)

FOUNDED = _("First day: founded on. Last day: dissolved on; leave it empty while it exists.")


class ChairmanshipInline(DatedFactInline):
    model = Chairmanship
    about = (("state", "person"),)


class MembershipInline(DatedFactInline):
    model = Membership
    about = (("organisation", "status"), ("instrument", "ending_instrument"))


class CapitalNameInline(DatedFactInline):
    model = CapitalName
    extra = 0
    about = ("name",)


class TenureInline(DatedFactInline):
    model = Tenure
    about = ("office", ("is_acting", "sits_on_council"))


class AffiliationInline(DatedFactInline):
    model = Affiliation
    about = (("institution", "role"),)


class StrengthInline(DatedFactInline):
    model = Strength
    absent_end_default = "unknown"
    about = (("personnel", "unit", "is_approximate"),)


class ForceContributorInline(DatedFactInline):
    model = ForceContributor
    about = ("state",)


@admin.register(Organisation)
class OrganisationAdmin(EntryAdmin):
    name_fields = ("short_name",)
    kind_columns = ("short_name", "type", "seat")
    dates_help = FOUNDED
    inlines = [ChairmanshipInline]
    kind_fieldsets = (
        (
            _("Organisation"),
            {
                "fields": [("short_name", "type"), "seat", "charter_title", "charter_url", "official_language"],
                "description": _("Who belongs to it is entered with each state."),
            },
        ),
        (_("Profile"), {"fields": ["profile"]}),
    )


@admin.register(State)
class StateAdmin(EntryAdmin):
    name_fields = ("official_name", "iso2", "iso3")
    kind_columns = ("iso2", "iso3", "capital")
    inlines = [MembershipInline, CapitalNameInline]
    kind_fieldsets = (
        (
            _("State"),
            {
                "fields": [("iso2", "iso3", "flag"), "official_name", "capital"],
                "description": _("Codes of ISO 3166-1. The capital by its name today; older names are dated below."),
            },
        ),
        (_("Profile"), {"fields": ["profile"]}),
    )


@admin.register(Person)
class PersonAdmin(EntryAdmin):
    name_fields = ("native_name",)
    kind_columns = ("nationality",)
    dates_help = _("Born and died. Leave empty what is nobody's business or not known.")
    inlines = [TenureInline, AffiliationInline]
    kind_fieldsets = (
        (
            _("Person"),
            {
                "fields": [("given_name", "family_name"), "native_name", "nationality"],
                "description": _("The title is the name as it is usually written. Spellings go to other names."),
            },
        ),
        (_("Profile"), {"fields": ["profile"]}),
    )


@admin.register(Office)
class OfficeAdmin(EntryAdmin):
    kind_columns = ("type", "state", "organisation")
    dates_help = _("First day: established on.")
    kind_fieldsets = (
        (
            _("Office"),
            {
                "fields": ["type", "state", "organisation", "institution", "is_single_seat"],
                "description": _("Of a state, organisation or institution. Holders are entered with each person."),
            },
        ),
    )


@admin.register(Institution)
class InstitutionAdmin(EntryAdmin):
    kind_columns = ("type", "country")
    dates_help = FOUNDED
    kind_fieldsets = (
        (
            _("Institution"),
            {
                "fields": ["type", ("country", "seat"), "parent", "organisation"],
                "description": _("Bodies of an organisation, ministries, research institutes, news outlets."),
            },
        ),
        (_("Profile"), {"fields": ["profile"]}),
    )


@admin.register(Force)
class ForceAdmin(EntryAdmin):
    name_fields = ("abbreviation",)
    kind_columns = ("abbreviation", "type", "organisation")
    dates_help = FOUNDED
    inlines = [StrengthInline, ForceContributorInline]
    kind_fieldsets = (
        (
            _("Force"),
            {
                "fields": [("abbreviation", "type"), "organisation", "legal_basis", "scope", "purpose"],
                "description": _("Its strength is entered below, each figure with the day it is of."),
            },
        ),
        (_("Profile"), {"fields": ["profile"]}),
    )
