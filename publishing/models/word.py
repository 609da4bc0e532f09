"""The words of names and summaries that were ever released: what a misspelt word may have been meant to be."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class Word(models.Model):
    """Written with a release, never removed: of them a search shows only what editions of its moment contain."""

    word = models.CharField(max_length=40, primary_key=True)
    sound = models.CharField(max_length=60)

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(OpClass("sound", name="gin_trgm_ops"), name="publishing_word_sound"),
            models.Index(OpClass("word", name="text_pattern_ops"), name="publishing_word_beginning"),
        ]

    def __str__(self):
        return self.word
