"""What somebody said, where, in which words."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from members.models import Person
from publishing.models import Entry, entry_link
from publishing.models.source import SourceUse
from summits.models.summits import Summit


class Statement(Entry):
    """A quotation or paraphrase. Its first day: delivered on. The office held is derived, never typed."""

    KIND = "statement"
    entry_ptr = entry_link()

    class Type(models.TextChoices):
        QUOTE = "quote", _("quotation")
        PARAPHRASE = "paraphrase", _("paraphrase")

    speaker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("speaker"))
    summit = models.ForeignKey(
        Summit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("said at the summit"),
    )
    occasion = models.CharField(
        _("other occasion"), max_length=300, blank=True, help_text=_("When it was no summit of this record.")
    )
    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.PARAPHRASE)
    text = models.TextField(_("words"), help_text=_("The quotation or paraphrase, without quotation marks."))
    original_text = models.TextField(_("original words"), blank=True)
    original_language = models.CharField(_("original language"), max_length=10, blank=True)
    translator = models.CharField(_("translator"), max_length=200, blank=True)
    about_note = models.TextField(_("about the wording"), blank=True)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        # For `text__icontains`: whose words those are that a text quotes.
        indexes = [GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="summits_statement_words")]


class QuotationVariant(SourceUse):
    """The same words as another source gives them."""

    entry_field = "statement"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="variants")
    text = models.TextField(_("words"))

    class Meta(SourceUse.Meta):
        verbose_name = _("variant of the quotation")
        verbose_name_plural = _("variants of the quotation")
