"""What ties them together: dated, sourced facts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.entries import Force, Institution, Office, Organisation, Person, State
from publishing.facts import reference
from publishing.models import DatedFact
from publishing.overlaps import one_at_a_time


class Chairmanship(DatedFact):
    """A state chairs an organisation, in the person of its leader."""

    kind, entry_field, subject_field, object_field = "chairmanship", "organisation", "state", "organisation"
    exclusive_by = ("organisation",)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="chairmanships")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="+", verbose_name=_("state"))
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )

    class Meta(DatedFact.Meta):
        verbose_name = _("chairmanship")
        verbose_name_plural = _("chairmanships")
        constraints = [
            *DatedFact.Meta.constraints,
            one_at_a_time(
                "members_chairmanship_one_at_a_time",
                "organisation",
                message=_("Another state chairs this organisation in that period."),
            ),
        ]

    @property
    def value(self):
        return {"person": reference(self.person) if self.person else None}


class Membership(DatedFact):
    """What a state is to an organisation in a period."""

    kind, entry_field, subject_field, object_field = "membership", "state", "state", "organisation"
    exclusive_by = ("state", "organisation")

    class Status(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        TREATY_SIGNATORY = "treaty-signatory", _("treaty signatory")
        TREATY_PARTY = "treaty-party", _("treaty party")
        CHARTER_SIGNATORY = "charter-signatory", _("charter signatory")
        MEMBER = "member", _("member")
        FROZEN = "member-participation-frozen", _("member, participation frozen by itself")
        SUSPENSION_REQUESTED = "suspension-requested", _("member, suspension requested")
        SUSPENDED = "suspended", _("suspended")
        FORMER_PARTY = "former-party", _("former party")
        OBSERVER_PA = "observer-parliamentary-assembly", _("observer at the Parliamentary Assembly")

    # Who takes part in the organisation's meetings by right.
    BELONGING = (
        Status.TREATY_SIGNATORY,
        Status.TREATY_PARTY,
        Status.CHARTER_SIGNATORY,
        Status.MEMBER,
        Status.FROZEN,
        Status.SUSPENSION_REQUESTED,
    )

    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    status = models.CharField(_("status"), max_length=40, choices=Status)
    instrument = models.CharField(
        _("instrument"), max_length=300, blank=True, help_text=_("Title of the act that began it.")
    )
    ending_instrument = models.CharField(
        _("ending instrument"), max_length=300, blank=True, help_text=_("Title of the act that ended it.")
    )

    class Meta(DatedFact.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            *DatedFact.Meta.constraints,
            one_at_a_time(
                "members_membership_one_at_a_time",
                "state",
                "organisation",
                message=_("This state has another status in this organisation in that period."),
            ),
        ]

    @property
    def value(self):
        return {
            "status": self.status,
            "instrument": self.instrument,
            "ending_instrument": self.ending_instrument,
        }


class CapitalName(DatedFact):
    """What a state's capital was called in a period."""

    kind, entry_field, subject_field = "capital", "state", "state"
    exclusive_by = ("state",)

    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="capital_names")
    name = models.CharField(_("name"), max_length=100)

    class Meta(DatedFact.Meta):
        verbose_name = _("name of the capital")
        verbose_name_plural = _("names of the capital")
        constraints = [
            *DatedFact.Meta.constraints,
            one_at_a_time(
                "members_capital_name_one_at_a_time",
                "state",
                message=_("The capital has another name in that period."),
            ),
        ]

    @property
    def value(self):
        return {"name": self.name}


class Tenure(DatedFact):
    """A person holds an office."""

    kind, entry_field, subject_field, object_field = "tenure", "person", "person", "office"
    exclusive_by = ("office",)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("office"))
    is_acting = models.BooleanField(_("acting"), default=False)
    sits_on_council = models.BooleanField(_("sits on the council"), default=False)
    is_single_seat = models.BooleanField(default=True, editable=False)

    class Meta(DatedFact.Meta):
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        constraints = [
            *DatedFact.Meta.constraints,
            one_at_a_time(
                "members_tenure_one_at_a_time",
                "office",
                message=_("Someone else holds this office in that period."),
                also=Q(is_single_seat=True),
            ),
        ]

    def save(self, *args, **kwargs):
        self.is_single_seat = self.office.is_single_seat
        super().save(*args, **kwargs)

    @property
    def is_exclusive(self):
        return super().is_exclusive and self.is_single_seat

    @property
    def value(self):
        return {
            "acting": self.is_acting,
            "sits_on_council": self.sits_on_council,
            "state": reference(self.office.state) if self.office.state else None,
        }


class Affiliation(DatedFact):
    """A person works for or belongs to an institution."""

    kind, entry_field, subject_field, object_field = "affiliation", "person", "person", "institution"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=300, blank=True)

    class Meta(DatedFact.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")

    @property
    def value(self):
        return {"role": self.role}


class Strength(DatedFact):
    """How many a force counts, as of a date; nobody said when that ceased to hold."""

    kind, entry_field, subject_field = "strength", "force", "force"

    force = models.ForeignKey(Force, on_delete=models.CASCADE, related_name="strengths")
    personnel = models.PositiveIntegerField(_("number"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, default="personnel")
    is_approximate = models.BooleanField(_("approximate"), default=False)

    class Meta(DatedFact.Meta):
        verbose_name = _("strength")
        verbose_name_plural = _("strengths")

    @property
    def value(self):
        return {"personnel": self.personnel, "approximate": self.is_approximate, "unit": self.unit}


class ForceContributor(DatedFact):
    """A state contributes to a force."""

    kind, entry_field, subject_field, object_field = "contribution", "force", "state", "force"

    force = models.ForeignKey(Force, on_delete=models.CASCADE, related_name="contributors")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="+", verbose_name=_("state"))

    class Meta(DatedFact.Meta):
        verbose_name = _("contributing state")
        verbose_name_plural = _("contributing states")
