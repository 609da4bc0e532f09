"""Public pages of articles and commentary: editions and facts only."""

from django.utils.translation import gettext_lazy as _

from publishing.lists import EntryList
from publishing.related import MENTIONED
from publishing.views import EntryPage


class ArticlePage(EntryPage):
    kind = "article"
    template_name = "commentary/article.html"
    rich_fields = ("body",)
    threads = MENTIONED


class CommentaryPage(EntryPage):
    kind = "commentary"
    template_name = "commentary/commentary.html"
    rich_fields = ("assessment",)
    threads = MENTIONED


class ArticleList(EntryList):
    kind = "article"
    introduction = _("News, analysis and reference articles of this record, every statement with its source.")
    types = ("news", "analysis", "reference", "interview")


class CommentaryList(EntryList):
    kind = "commentary"
    introduction = _("What experts say, with the affiliation they had that day.")
    names = ("experts", "institution")
    row_template = "commentary/commentary-row.html"
