"""House style as editors maintain it: patterns that must not stand in what the house writes."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from desk.patterns import PatternRefused, check_speed, expression_of, finds
from publishing.gate import Level

LEVELS = [(Level.WARNING.value, _("warning: it asks")), (Level.HINT.value, _("hint: it only tells"))]


class HouseRule(models.Model):
    """One rule. Its two examples must pass before it is saved, so that nobody switches on what does something else."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    pattern = models.CharField(
        _("pattern"),
        max_length=300,
        help_text=_(
            "A regular expression as PostgreSQL reads it: \\b is a word's edge, \\d a digit, \\w a letter or digit."
        ),
    )
    # The pattern in the database's own dialect.
    expression = models.CharField(max_length=600, editable=False)
    is_case_sensitive = models.BooleanField(_("capitals matter"), default=True)
    message = models.CharField(_("message"), max_length=300, help_text=_("What is wrong, in a sentence."))
    suggestion = models.CharField(_("suggestion"), max_length=300, blank=True, help_text=_("What to write instead."))
    matching_example = models.TextField(_("wrong example"), max_length=500, help_text=_("The rule must find this."))
    other_example = models.TextField(_("right example"), max_length=500, help_text=_("The rule must not find this."))
    level = models.CharField(_("level"), max_length=10, choices=LEVELS, default=Level.HINT)
    in_kinds = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("only in these kinds")
    )
    in_fields = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("only in these fields")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.expression = expression_of(self.pattern)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.pattern and self.matching_example and self.other_example:
            self._check_examples()

    def _check_examples(self) -> None:
        try:
            found = [self._finds(text) for text in ("", self.matching_example, self.other_example)]
            check_speed(self.pattern, self.is_case_sensitive, self.matching_example)
        except PatternRefused as refusal:
            raise ValidationError({"pattern": str(refusal)}) from refusal
        in_nothing, in_wrong, in_right = found
        errors: dict[str, object] = {}
        if in_nothing is not None:
            errors["pattern"] = _("The pattern finds even an empty text, so it would find every text.")
        if in_wrong is None:
            errors["matching_example"] = _("The pattern does not find this, and it should.")
        if in_right is not None:
            errors["other_example"] = _("The pattern finds “%s” in this, and it should not.") % in_right
        if errors:
            raise ValidationError(errors)

    def _finds(self, text: str) -> str | None:
        return finds(self.pattern, self.is_case_sensitive, text)
