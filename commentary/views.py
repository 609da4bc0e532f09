"""Public pages of articles and commentary: editions and facts only."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from commentary.named import STRENGTHS, THAT_DAY, cards, day_of_text, threads_of
from publishing.lists import EntryList
from publishing.models import Edition, Fact
from publishing.related import MENTIONED, gather
from publishing.views import QUOTED, EntryPage


class WrittenPage(EntryPage):
    """A text, with whom and what it names as they stood on its day."""

    threads = MENTIONED
    beside = (QUOTED, THAT_DAY, STRENGTHS)

    def gather(self, edition: Edition) -> dict[str, list[Fact]]:
        threads = (*self.threads, *self.quoting(edition.document), *threads_of(edition))
        return gather(edition, threads, self.moment)

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        named = cards(edition.document, context["beside"])
        by_id = {each["reference"]["id"]: each for each in named}
        return {"named": named, "named_on": day_of_text(edition), "cards": by_id}


class ArticlePage(WrittenPage):
    kind = "article"
    template_name = "commentary/article.html"
    rich_fields = ("body",)


class CommentaryPage(WrittenPage):
    kind = "commentary"
    template_name = "commentary/commentary.html"
    rich_fields = ("assessment",)


class ArticleList(EntryList):
    kind = "article"
    introduction = _("News, analysis and reference articles of this record, every statement with its source.")
    types = ("news", "analysis", "reference", "interview")


class CommentaryList(EntryList):
    kind = "commentary"
    introduction = _("What experts say, with the affiliation they had that day.")
    names = ("experts", "institution")
    row_template = "commentary/commentary-row.html"
