"""The search page."""

from typing import Any

from django.utils.translation import gettext as _

from publishing import kinds
from publishing.finding import light
from publishing.reading import BadParameter
from publishing.search import MAX_QUERY, ranked
from publishing.views import RecordPage

# Ranking reads every match, so only the best are ever paged through; narrower words find the rest.
MAX_PAGE = 10


class Search(RecordPage):
    template_name = "home/search.html"
    parameters = ("q", "kind", "page")
    page_size = 20

    def context(self) -> dict[str, Any]:
        words, kind = self.parameter("q"), self.chosen_kind()
        number = self.chosen_page()
        rows = light(self.moment.editions().exclude(kind="office"))
        if kind:
            rows = rows.filter(kind=kind)
        start = (number - 1) * self.page_size
        found = list(ranked(rows, words)[start : start + self.page_size + 1]) if words else []
        return {
            "words": words,
            "kind": kind,
            "kinds": [each for each in kinds.every() if each.has_page],
            "rows": found[: self.page_size],
            "number": number,
            "previous_page": "" if number == 2 else number - 1,
            "next_page": number + 1,
            "has_more": len(found) > self.page_size and number < MAX_PAGE,
            "max_length": MAX_QUERY,
        }

    def read(self, request) -> None:
        super().read(request)
        if len(self.parameter("q")) > MAX_QUERY:
            raise BadParameter("q", _("Search for at most %d characters.") % MAX_QUERY)

    def chosen_kind(self) -> str:
        kind, known = self.parameter("kind"), [each.name for each in kinds.every() if each.has_page]
        if kind and kind not in known:
            raise BadParameter("kind", _("There is no kind “%s” here.") % kind[:40], known)
        return kind

    def chosen_page(self) -> int:
        text = self.parameter("page") or "1"
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MAX_PAGE):
            raise BadParameter("page", _("Pages run from 1 to %d.") % MAX_PAGE)
        return int(text)
