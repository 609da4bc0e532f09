"""What was adopted or signed, and by whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import Organisation, State
from publishing.models import DatedFact, Entry, entry_link
from summits.models.summits import Summit


class Document(Entry):
    """A treaty, declaration or other text. Its first day: adopted or signed on."""

    KIND = "document"
    entry_ptr = entry_link()

    class Type(models.TextChoices):
        DECLARATION = "declaration", _("declaration")
        STATEMENT = "statement", _("statement")
        TREATY = "treaty", _("treaty")
        PROTOCOL = "protocol", _("protocol")
        DECISION = "decision", _("decision")
        AGREEMENT = "agreement", _("agreement")
        MEMORANDUM = "memorandum", _("memorandum")
        PROGRAMME = "programme", _("programme")
        PLAN = "plan", _("plan")
        STRATEGY = "strategy", _("strategy")
        RESOLUTION = "resolution", _("resolution")
        COMMUNIQUE = "communique", _("communiqué")
        REGULATION = "regulation", _("regulation")
        RATIFICATION = "ratification", _("ratification")
        OTHER = "other", _("other")

    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.OTHER)
    summit = models.ForeignKey(
        Summit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("adopted at"),
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    place = models.CharField(_("signed at"), max_length=200, blank=True)
    reference_number = models.CharField(
        _("reference number"),
        max_length=100,
        blank=True,
        help_text=_("Such as the registration with the UN."),
    )
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    link = models.URLField(_("link to the text"), max_length=1000, blank=True)
    key_points = ArrayField(
        models.TextField(), default=list, blank=True, verbose_name=_("key points"), help_text=_("One a line.")
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class Signatory(DatedFact):
    """What a state did with a document."""

    kind, entry_field, subject_field, object_field = "signatory", "document", "state", "document"

    class Mode(models.TextChoices):
        SIGNED = "signed", _("signed")
        ACCEDED = "acceded", _("acceded")
        RATIFIED = "ratified", _("ratified")
        NOT_SIGNED = "not-signed", _("did not sign")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="signatories")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="+", verbose_name=_("state"))
    mode = models.CharField(_("mode"), max_length=20, choices=Mode, default=Mode.SIGNED)

    class Meta(DatedFact.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            *DatedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["document", "state", "mode"],
                name="summits_signatory_once",
                violation_error_message=_("This state is already listed with this mode."),
            ),
        ]

    @property
    def value(self):
        return {"mode": self.mode}
