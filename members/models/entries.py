"""Who there is: organisations, states, institutions, offices, people, forces."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Entry, entry_link
from publishing.overlaps import overlaps


class Organisation(Entry):
    """An alliance, union or community of states. Its dates: founded on."""

    KIND = "organisation"
    entry_ptr = entry_link()

    class Type(models.TextChoices):
        ALLIANCE = "alliance", _("alliance")
        UNION = "union", _("union")
        COMMUNITY = "community", _("community")
        OTHER = "other", _("other")

    short_name = models.CharField(_("short name"), max_length=20, blank=True)
    type = models.CharField(_("type"), max_length=10, choices=Type, default=Type.OTHER)
    seat = models.CharField(_("seat"), max_length=100, blank=True)
    charter_title = models.CharField(_("charter"), max_length=300, blank=True)
    charter_url = models.URLField(_("address of the charter"), max_length=1000, blank=True)
    official_language = models.CharField(_("official language"), max_length=100, blank=True)
    profile = models.TextField(_("profile"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


class State(Entry):
    KIND = "state"
    entry_ptr = entry_link()

    iso2 = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, unique=True)
    iso3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, unique=True)
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    capital = models.CharField(_("capital"), max_length=100, blank=True)
    flag = models.CharField(_("flag"), max_length=16, blank=True, help_text=_("The emoji."))
    profile = models.TextField(_("profile"), blank=True)

    class Meta:
        verbose_name = _("state")
        verbose_name_plural = _("states")


class Institution(Entry):
    """A body, institute or outlet: of a state, of an organisation, or independent."""

    KIND = "institution"
    entry_ptr = entry_link()

    type = models.CharField(_("type"), max_length=40, blank=True, help_text=_("Such as “research institute”."))
    country = models.ForeignKey(
        State, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    seat = models.CharField(_("seat"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("part of")
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("body of"),
    )
    profile = models.TextField(_("profile"), blank=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")


class Office(Entry):
    KIND = "office"
    entry_ptr = entry_link()

    class Type(models.TextChoices):
        HEAD_OF_STATE = "head-of-state", _("head of state")
        HEAD_OF_GOVERNMENT = "head-of-government", _("head of government")
        MINISTER = "minister", _("minister")
        SECRETARY_GENERAL = "secretary-general", _("secretary general")
        JOINT_STAFF_CHIEF = "joint-staff-chief", _("chief of the joint staff")
        COUNCIL_CHAIR = "council-chair", _("chair of the council")
        OTHER = "other", _("other")

    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.OTHER)
    state = models.ForeignKey(
        State,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("of the state"),
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("of the organisation"),
    )
    institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("of the institution"),
    )
    is_single_seat = models.BooleanField(
        _("one holder at a time"), default=True, help_text=_("Periods of two holders may then never overlap.")
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def clean(self):
        super().clean()
        if self.is_single_seat and not self._state.adding:
            tenures = list(self.tenures.select_related("person"))
            for tenure in tenures:
                tenure.is_single_seat = True
            for one, other in overlaps(tenures):
                message = _("%(one)s and %(other)s held this office at the same time.")
                raise ValidationError({"is_single_seat": message % {"one": one.person, "other": other.person}})

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        # The exclusion constraint reads one table only, so each tenure carries a copy.
        self.tenures.exclude(is_single_seat=self.is_single_seat).update(is_single_seat=self.is_single_seat)


class Person(Entry):
    """A person. Its dates are their life; usually not stated."""

    KIND = "person"
    entry_ptr = entry_link()

    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    native_name = models.CharField(_("name in the original script"), max_length=300, blank=True)
    nationality = models.ForeignKey(
        State,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("of which state"),
    )
    profile = models.TextField(_("profile"), blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")


class Force(Entry):
    """A standing or occasional force. Its dates: founded on."""

    KIND = "force"
    entry_ptr = entry_link()

    class Type(models.TextChoices):
        RAPID_REACTION = "rapid-reaction", _("rapid reaction")
        RAPID_DEPLOYMENT = "rapid-deployment", _("rapid deployment")
        PEACEKEEPING = "peacekeeping", _("peacekeeping")
        AVIATION = "aviation", _("aviation")
        REGIONAL_GROUP = "regional-group", _("regional group")

    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    type = models.CharField(_("type"), max_length=20, choices=Type)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    scope = models.CharField(_("scope"), max_length=300, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    profile = models.TextField(_("profile"), blank=True)

    class Meta:
        verbose_name = _("force")
        verbose_name_plural = _("forces")
