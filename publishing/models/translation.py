"""An entry's words in another language, as translators write them. Publishing one makes an edition in that language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.entry import Entry
from publishing.models.working_copy import WorkingCopy, WorkingCopyQuerySet


class Translation(WorkingCopy):
    """`texts` are the words of the kind by field; what is not among them stays in the language of the original.

    `translates` is the digest of the edition it was made from. Everything that is not words comes from that edition.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="translations", editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, editable=False)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    texts = models.JSONField(_("texts"), default=dict, blank=True)
    translates = models.CharField(max_length=64, editable=False)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "language"], name="publishing_translation_once"),
        ]

    def __str__(self):
        return f"{self.title} ({self.language})"

    def hands(self):
        return {"entry_id": self.entry_id, "language": self.language}

    def rows(self):
        return Translation.objects

    def document(self):
        # The words of a kind are known to its serializer, which knows the models.
        from publishing.translating import document_of

        return document_of(self)
