"""Public pages of articles and commentary: editions and facts only."""

from django.utils.translation import gettext_lazy as _

from publishing.lists import EntryList
from publishing.related import as_object
from publishing.views import EntryPage

WRITTEN = (as_object("about", "written_about", 30), as_object("mentions", "mentioned_in", 30))


class ArticlePage(EntryPage):
    kind = "article"
    template_name = "commentary/article.html"
    rich_fields = ("body",)
    threads = WRITTEN


class CommentaryPage(EntryPage):
    kind = "commentary"
    template_name = "commentary/commentary.html"
    rich_fields = ("assessment",)
    threads = WRITTEN


class ArticleList(EntryList):
    kind = "article"
    introduction = _("News, analysis and reference articles of this record, every statement with its source.")
    types = ("news", "analysis", "reference", "interview")


class CommentaryList(EntryList):
    kind = "commentary"
    introduction = _("What experts say, with the affiliation they had that day.")
    names = ("experts", "institution")
    row_template = "commentary/commentary-row.html"
