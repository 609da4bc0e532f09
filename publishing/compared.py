"""Pages that hold two things against each other: the choice of the two, and two editions of one entry."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.comparing import compare
from publishing.finding import Moved, edition_at, numbered
from publishing.models import Edition
from publishing.reading import BadParameter
from publishing.views import RecordPage


class Comparing(RecordPage):
    """Two things chosen by two parameters; without them a page to choose on."""

    def pair(self, one: str, other: str) -> tuple[str, str] | None:
        """Both values, or none. Raises BadParameter where only one is given."""
        found = self.parameter(one), self.parameter(other)
        if not any(found):
            return None
        if not all(found):
            missing = other if found[0] else one
            raise BadParameter(missing, _("“%s” is missing: it takes two to compare.") % missing)
        return found

    def asked_pair(self) -> bool:
        """Whether both of `a` and `b` are chosen; a link may choose the first and leave the other to the reader."""
        return bool(self.parameter("b")) and self.pair("a", "b") is not None

    def chosen(self, rows: Iterable[Edition], name: str) -> Edition:
        """The entry of `rows` whose address ends as the parameter says."""
        slug = self.parameter(name)
        by_slug = {row.slug: row for row in rows}
        if slug not in by_slug:
            raise BadParameter(name, _("There is no “%s” to compare here.") % slug[:40], by_slug)
        return by_slug[slug]

    def chosen_pair(self, rows: list[Edition]) -> tuple[Edition, Edition]:
        one, other = self.chosen(rows, "a"), self.chosen(rows, "b")
        if one.slug == other.slug:
            raise BadParameter("b", _("“a” and “b” are the same: choose two."))
        return one, other


class EditionsPage(RecordPage):
    """`/<section>/<slug>/compare/<a>..<b>/`: what the later edition changed, in words."""

    kind: ClassVar[str] = ""
    template_name = "entry/compare.html"

    def answer(self, slug: str, older: int, newer: int) -> HttpResponse:
        if older > newer:
            return super().moved(Moved(f"../{newer}..{older}/"))
        if older == newer:
            raise Http404(_("An edition is not compared with itself."))
        return super().answer(slug=slug, older=older, newer=newer)

    def context(self, slug: str, older: int, newer: int) -> dict[str, Any]:
        latest = edition_at(self.kind, slug, self.moment)
        before, after = (numbered(latest.entry_id, number, self.moment) for number in (older, newer))
        return {
            "kind": kinds.get(self.kind),
            "latest": latest,
            "before": before,
            "after": after,
            "comparison": compare(before.document, after.document),
        }

    def moved(self, move: Moved, slug: str, older: int, newer: int) -> HttpResponse:
        return super().moved(Moved(f"{move.url}compare/{older}..{newer}/"))


class EditionsChoice(RecordPage):
    """`/<section>/<slug>/compare/?a=1&b=3`: what a form asks leads to the address of the comparison."""

    kind: ClassVar[str] = ""
    parameters = ("a", "b")

    def answer(self, slug: str) -> HttpResponse:
        edition = edition_at(self.kind, slug, self.moment)
        older, newer = sorted(self.number(name) for name in self.parameters)
        if older == newer:
            raise BadParameter("b", _("“a” and “b” are the same: choose two."))
        query = f"?as_of={self.moment.position}" if self.moment.as_of else ""
        return redirect(f"{edition.url}compare/{older}..{newer}/{query}")

    def number(self, name: str) -> int:
        text = self.parameter(name)
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise BadParameter(name, _("“%s” is not the number of an edition.") % text[:40])
        return int(text)

    def moved(self, move: Moved, slug: str) -> HttpResponse:
        return super().moved(Moved(f"{move.url}compare/"))
