"""Exercises, operations, requests, conflicts and proposals, and who took part."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Force, Institution, Organisation, Person, State
from publishing.facts import reference
from publishing.models import DatedFact, Entry, entry_link
from summits.models.summits import Summit


class Event(Entry):
    """Something that happened or was proposed. Its dates are its period."""

    KIND = "event"
    entry_ptr = entry_link()

    class Type(models.TextChoices):
        EXERCISE = "exercise", _("exercise")
        OPERATION = "operation", _("operation")
        REQUEST = "request", _("request for assistance")
        CONFLICT = "conflict", _("conflict or incident")
        PROPOSAL = "proposal", _("proposal")
        DECISION = "decision", _("decision")

    type = models.CharField(_("type"), max_length=20, choices=Type)
    status = models.CharField(
        _("status"), max_length=120, blank=True, help_text=_("Such as “held”, “cancelled”, “planned”.")
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    country = models.ForeignKey(
        State, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    hosts = models.ManyToManyField(State, blank=True, related_name="+", verbose_name=_("hosts"))
    outcome = models.TextField(_("outcome"), blank=True)
    personnel = models.PositiveIntegerField(_("personnel"), null=True, blank=True)
    personnel_note = models.CharField(_("note on the personnel"), max_length=500, blank=True)
    series = models.CharField(_("series"), max_length=100, blank=True)
    legal_ground = models.CharField(_("legal ground"), max_length=500, blank=True)
    account = models.TextField(_("account"), blank=True)
    summit = models.ForeignKey(
        Summit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("decided at"),
    )
    force = models.ForeignKey(
        Force, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("force")
    )
    proposer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposer")
    )
    institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("institution"),
    )
    target = models.CharField(
        _("target"), max_length=300, blank=True, help_text=_("To whom or to what a proposal is directed.")
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")


def one_of(name: str, one: str, other: str, message) -> models.CheckConstraint:
    """Exactly one of two fields is filled."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{one}__isnull": False, f"{other}__isnull": True})
        | Q(**{f"{one}__isnull": True, f"{other}__isnull": False}),
        violation_error_message=message,
    )


class Participation(DatedFact):
    """A state or a force took part in an event."""

    kind, entry_field, subject_field, object_field = "participation", "event", "party", "event"

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        OBSERVER = "observer", _("observer")
        PARTY = "party", _("party")
        CONTINGENT = "contingent", _("sent a contingent")
        ABSENT = "absent", _("absent")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    state = models.ForeignKey(
        State, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("state")
    )
    force = models.ForeignKey(
        Force, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("force")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PARTICIPANT)
    personnel = models.PositiveIntegerField(_("personnel"), null=True, blank=True)

    class Meta(DatedFact.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            *DatedFact.Meta.constraints,
            one_of("summits_participation_of_one", "state", "force", _("Name either a state or a force.")),
        ]

    @property
    def party(self):
        return self.state or self.force

    @property
    def value(self):
        return {"role": self.role, "personnel": self.personnel}


class Requester(DatedFact):
    """The state that asked."""

    kind, entry_field, subject_field, object_field = "requester", "event", "state", "event"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="requesters")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="+", verbose_name=_("state"))

    class Meta(DatedFact.Meta):
        verbose_name = _("requester")
        verbose_name_plural = _("requesters")


class Addressee(DatedFact):
    """Whom a request was addressed to: a state or an organisation, perhaps by another name."""

    kind, entry_field, subject_field, object_field = "addressee", "event", "party", "event"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="addressees")
    state = models.ForeignKey(
        State, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("state")
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("addressed as"), max_length=200, blank=True, help_text=_("Such as “Secretary General”."))

    class Meta(DatedFact.Meta):
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        constraints = [
            *DatedFact.Meta.constraints,
            one_of(
                "summits_addressee_is_one",
                "state",
                "organisation",
                _("Name either a state or an organisation."),
            ),
        ]

    @property
    def party(self):
        return self.state or self.organisation

    @property
    def value(self):
        return {"name": self.name}


class EventFigure(DatedFact):
    """A number somebody gave for an event."""

    kind, entry_field, subject_field = "figure", "event", "event"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="figures")
    number = models.IntegerField(_("number"))
    unit = models.CharField(_("unit"), max_length=100, default="personnel")
    is_approximate = models.BooleanField(_("approximate"), default=False)
    said_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("according to"),
    )

    class Meta(DatedFact.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    @property
    def value(self):
        return {
            "number": self.number,
            "unit": self.unit,
            "approximate": self.is_approximate,
            "said_by": reference(self.said_by) if self.said_by else None,
        }
