"""Meetings of leaders, and who attended how."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Organisation, Person, State
from publishing.facts import reference
from publishing.models import DatedFact, Entry, entry_link


class Summit(Entry):
    """A meeting of leaders. Its dates are the days it was held."""

    KIND = "summit"
    entry_ptr = entry_link()

    class Type(models.TextChoices):
        REGULAR = "regular", _("regular")
        EXTRAORDINARY = "extraordinary", _("extraordinary")
        ANNIVERSARY = "anniversary", _("anniversary")
        INFORMAL = "informal", _("informal")
        FOUNDING = "founding", _("founding")
        JOINT = "joint", _("joint")

    class Format(models.TextChoices):
        IN_PERSON = "in-person", _("in person")
        VIDEO = "video", _("by video")
        HYBRID = "hybrid", _("in person and by video")
        WRITTEN = "written", _("in writing")

    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    body = models.CharField(
        pgettext_lazy("of a meeting", "body"),
        max_length=200,
        blank=True,
        help_text=_("Such as “Collective Security Council”."),
    )
    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.REGULAR)
    format = models.CharField(_("format"), max_length=20, choices=Format, default=Format.IN_PERSON)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.ForeignKey(
        State, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    host = models.ForeignKey(
        State, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("host")
    )
    host_person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("host in person"),
    )
    chair = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("chair")
    )
    chair_state = models.ForeignKey(
        State,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("state in the chair"),
    )
    occasion = models.CharField(_("occasion"), max_length=300, blank=True)
    account = models.TextField(_("account"), blank=True)
    outcomes = ArrayField(
        models.TextField(), default=list, blank=True, verbose_name=_("outcomes"), help_text=_("One a line.")
    )
    is_attendance_complete = models.BooleanField(
        _("list of attendance is complete"),
        null=True,
        blank=True,
        help_text=_("Unknown: nobody has said so."),
    )

    class Meta:
        verbose_name = _("summit")
        verbose_name_plural = _("summits")


class Attendance(DatedFact):
    """A state, or a guest without one, was at a summit. Dated as the summit unless it says otherwise."""

    kind, entry_field, subject_field, object_field = "attendance", "summit", "party", "summit"

    class Mode(models.TextChoices):
        IN_PERSON = "in-person", _("in person")
        BY_VIDEO = "by-video", _("by video")
        REPRESENTED = "represented", _("represented")
        ABSENT = "absent", _("absent")

    PRESENT = (Mode.IN_PERSON, Mode.BY_VIDEO)

    summit = models.ForeignKey(Summit, on_delete=models.CASCADE, related_name="attendances")
    state = models.ForeignKey(
        State, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("state")
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    mode = models.CharField(_("mode"), max_length=20, choices=Mode, default=Mode.IN_PERSON)
    capacity = models.CharField(
        _("capacity"), max_length=80, blank=True, help_text=_("Such as “head of state”, “invited guest”.")
    )
    is_guest = models.BooleanField(_("guest"), default=False)

    class Meta(DatedFact.Meta):
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            *DatedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["summit", "state", "person"],
                name="summits_attendance_once",
                nulls_distinct=False,
                violation_error_message=_("This state and person are already listed."),
            ),
            models.CheckConstraint(
                name="summits_attendance_has_somebody",
                condition=models.Q(state__isnull=False) | models.Q(person__isnull=False),
                violation_error_message=_("Name the state, the person, or both."),
            ),
        ]

    @property
    def party(self):
        """Who the public fact is about: the state, or the guest who came for none."""
        return self.state or self.person

    @property
    def value(self):
        return {
            "mode": self.mode,
            "capacity": self.capacity,
            "person": reference(self.person) if self.person else None,
            "guest": self.is_guest,
        }
