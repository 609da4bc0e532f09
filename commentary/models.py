"""Working models of commentary: what the editors write, and what experts say."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Institution, Person
from publishing.history import keep_history, keep_links
from publishing.models import Entry, entry_link


class Article(Entry):
    """A text of the editors; its title is the headline. Its first day: the day in the world it is about."""

    KIND = "article"
    entry_ptr = entry_link()

    class Type(models.TextChoices):
        NEWS = "news", _("news")
        ANALYSIS = "analysis", _("analysis")
        REFERENCE = "reference", _("reference")
        INTERVIEW = "interview", _("interview")

    type = models.CharField(_("type"), max_length=20, choices=Type, default=Type.NEWS)
    standfirst = models.TextField(_("standfirst"), blank=True)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    author_people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("authors"))
    dateline = models.CharField(_("dateline"), max_length=100, blank=True)
    body = models.TextField(_("body"), blank=True)
    about = models.ManyToManyField(
        Entry, blank=True, related_name="+", verbose_name=pgettext_lazy("of a text", "about")
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class Commentary(Entry):
    """What experts say of something. Its first day: said or published on."""

    KIND = "commentary"
    entry_ptr = entry_link()

    experts = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("experts"))
    attribution = models.CharField(
        _("attribution"), max_length=300, blank=True, help_text=_("For experts the source does not name.")
    )
    institution = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("institution"),
    )
    outlet = models.ForeignKey(
        Institution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("outlet"),
    )
    outlet_name = models.CharField(_("name of the outlet"), max_length=200, blank=True)
    question = models.TextField(_("question"), blank=True)
    assessment = models.TextField(_("assessment"), blank=True)
    pull_quote = models.TextField(_("pull quote"), blank=True)
    about = models.ManyToManyField(
        Entry, blank=True, related_name="+", verbose_name=pgettext_lazy("of a text", "about")
    )

    class Meta:
        verbose_name = _("commentary")
        verbose_name_plural = _("commentary")


for _model in (Article, Commentary):
    keep_history(_model)
for _model, _field in ((Article, "about"), (Article, "author_people"), (Commentary, "about"), (Commentary, "experts")):
    keep_links(_model, _field)
