"""Public pages of articles and commentary: editions and facts only."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from commentary.named import STRENGTHS, THAT_DAY, cards, day_of_text, threads_of
from publishing.lists import EntryList
from publishing.models import Edition
from publishing.related import MENTIONED, WHOLE, Held, Thread
from publishing.views import QUOTED, EntryPage


class WrittenPage(EntryPage):
    """A text, with whom and what it names as they stood on its day."""

    threads = MENTIONED
    beside = (QUOTED, THAT_DAY, STRENGTHS)

    def further(self, edition: Edition) -> Iterator[Thread]:
        yield from threads_of(edition)

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

    def further(self, edition: Edition) -> Iterator[Thread]:
        """What the experts are by now."""
        yield from super().further(edition)
        if ends := tuple(each["person"]["id"] for each in edition.document["experts"]):
            yield Held(
                "affiliation", "subject", "affiliated_now", WHOLE, ends=ends, on=self.day, known_at=self.asked_moment
            )

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        now = context["facts"].get("affiliated_now", [])
        now_others = list(experts_now(edition.document["experts"], now))
        return super().own_context(edition, context) | {"experts_now": now_others}


def experts_now(experts: list[dict], affiliations: list[dict]) -> Iterator[dict]:
    """`{person, affiliations}` of each expert whose affiliations are others by now than they were that day."""
    for expert in experts:
        now = [fact for fact in affiliations if fact["subject"]["id"] == expert["person"]["id"]]
        then = {(each["institution"]["id"], each["role"]) for each in expert["affiliations"]}
        if {(fact["object"]["id"], fact["value"]["role"]) for fact in now} != then:
            yield {"person": expert["person"], "affiliations": now}


class ArticleList(EntryList):
    kind = "article"
    introduction = _("News, analysis and reference articles of this record, every statement with its source.")
    types = ("news", "analysis", "reference", "interview")


class CommentaryList(EntryList):
    kind = "commentary"
    introduction = _("What experts say, with the affiliation they had that day.")
    names = ("experts", "institution")
    row_template = "commentary/commentary-row.html"
