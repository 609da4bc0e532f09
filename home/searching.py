"""The search page, what it suggests while somebody types, and how browsers learn of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.finding import light
from publishing.lists import year_of
from publishing.models import Edition
from publishing.reading import BadParameter
from publishing.search.asking import MAX_QUERY
from publishing.search.facets import ENTRIES, FACETS, Counted, Value, counted
from publishing.search.ranking import newest, ranked
from publishing.search.snippets import Marker
from publishing.search.suggesting import suggested
from publishing.search.understanding import Understood, understand
from publishing.views import RecordPage

# Ranking reads every match, so only the best are ever paged through; narrower words find the rest.
MAX_PAGE = 10
SORTS = ("relevance", "date")


@dataclass(frozen=True)
class Facet:
    """A way to narrow the search: its values, or the one that was chosen."""

    name: str
    label: str
    values: list[tuple[Value, str]]
    chosen: Value | None
    without: str


class Search(RecordPage):
    template_name = "home/search.html"
    parameters = ("q", *FACETS, "sort", "page")
    page_size = 20

    def read(self, request) -> None:
        super().read(request)
        if len(self.parameter("q")) > MAX_QUERY:
            raise BadParameter("q", _("Search for at most %d characters.") % MAX_QUERY)

    def context(self) -> dict[str, Any]:
        words = self.parameter("q")
        number, sort = self.chosen_page(), self.chosen_sort()
        chosen = self.chosen()
        shared = {"words": words, "sort": sort, "max_length": MAX_QUERY, "kept": self.kept(), "rows": []}
        if not words:
            return shared
        understood = understand(words, self.moment)
        rows = self.narrowed(chosen)
        found = self.page_rows(rows, understood, sort, number)
        count = counted(rows, understood, self.moment)
        return shared | {
            "understood": understood,
            "rows": [self.hit(row, Marker(understood.lexemes)) for row in found[: self.page_size]],
            "count": count,
            "facets": self.facets(count, chosen),
            "by_relevance": self.with_(sort=""),
            "by_date": self.with_(sort="date"),
            "meant": self.with_(q=understood.corrected),
            "number": number,
            "first_number": (number - 1) * self.page_size + 1,
            "previous_page": "" if number == 2 else number - 1,
            "next_page": number + 1,
            "has_more": len(found) > self.page_size and number < MAX_PAGE,
        }

    def page_rows(self, rows: QuerySet, understood: Understood, sort: str, number: int) -> list[Edition]:
        """The rows of the page, and one more when it goes on."""
        start = (number - 1) * self.page_size
        in_order = newest(rows, understood) if sort == "date" else ranked(rows, understood)
        # The text is read for its passage.
        return list(light(in_order, unless="text")[start : start + self.page_size + 1])

    def hit(self, row: Edition, marker: Marker) -> dict[str, Any]:
        return {"edition": row, "title": marker.marked(row.title), "passage": marker.passage(row.summary, row.text)}

    def narrowed(self, chosen: dict[str, Value]) -> QuerySet:
        rows = self.moment.editions().exclude(kind="office")
        for name, value in chosen.items():
            if name in ENTRIES:
                rows = rows.filter(**{f"{ENTRIES[name]}__contains": [value.entry]})
            elif name == "year":
                rows = rows.filter(sort_on__year=int(value.value), dated_on__isnull=False)
            else:
                rows = rows.filter(kind=value.value)
        return rows

    def chosen(self) -> dict[str, Value]:
        """Facet → the value chosen."""
        given = {name: self.parameter(name) for name in FACETS if self.parameter(name)}
        named = self.entries({name: slug for name, slug in given.items() if name in ENTRIES})
        found = {}
        for name, text in given.items():
            if name in ENTRIES:
                found[name] = named[name]
            elif name == "kind":
                found[name] = Value(text, self.kind_label(text), 0)
            else:
                found[name] = Value(str(year_of(text)), text, 0)
        return found

    def entries(self, given: dict[str, str]) -> dict[str, Value]:
        """The topic, state and person named by their slugs."""
        if not given:
            return {}
        anyone = Q()
        for kind, slug in given.items():
            anyone |= Q(kind=kind, slug=slug)
        rows = self.moment.editions().filter(anyone).values_list("kind", "slug", "title", "entry_id")
        found = {kind: Value(slug, title, 0, str(entry)) for kind, slug, title, entry in rows}
        for kind, slug in given.items():
            if kind not in found:
                message = _("There is no %(kind)s “%(slug)s” here.")
                raise BadParameter(kind, message % {"kind": kinds.get(kind).label, "slug": slug[:40]})
        return found

    def kind_label(self, name: str) -> str:
        known = {each.name: each for each in kinds.every() if each.has_page}
        if name not in known:
            raise BadParameter("kind", _("There is no kind “%s” here.") % name[:40], known)
        return str(known[name].label_plural)

    def facets(self, count: Counted, chosen: dict[str, Value]) -> list[Facet]:
        labels = {"kind": _("Kind"), "state": _("State"), "person": _("Person"), "topic": _("Topic"), "year": _("Year")}
        found = []
        for name in FACETS:
            values = [self.labelled(name, value) for value in count.facets.get(name, [])]
            if name == "year":
                values.sort(key=lambda value: value.value, reverse=True)
            links = [] if name in chosen else [(value, self.with_(**{name: value.value})) for value in values]
            if links or name in chosen:
                found.append(Facet(name, labels[name], links, chosen.get(name), self.with_(**{name: ""})))
        return found

    def labelled(self, facet: str, value: Value) -> Value:
        return Value(value.value, self.kind_label(value.value), value.number) if facet == "kind" else value

    def with_(self, **changes: str) -> str:
        """The query of this search with something changed, from its first page."""
        kept = {name: self.parameter(name) for name in ("q", *FACETS, "sort", "as_of")} | changes
        return f"?{urlencode({name: value for name, value in kept.items() if value})}"

    def kept(self) -> dict[str, str]:
        """What the form sends again when other words are typed."""
        return {name: value for name in ("as_of", "sort") if (value := self.parameter(name))}

    def chosen_sort(self) -> str:
        sort = self.parameter("sort") or SORTS[0]
        if sort not in SORTS:
            raise BadParameter("sort", _("“%s” is not an order of the search.") % sort[:40], SORTS)
        return sort

    def chosen_page(self) -> int:
        text = self.parameter("page") or "1"
        if not (text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= MAX_PAGE):
            raise BadParameter("page", _("Pages run from 1 to %d.") % MAX_PAGE)
        return int(text)


class Suggestions(RecordPage):
    """What the search suggests, in the form of OpenSearch: [typed, [titles], [kinds], [addresses]]."""

    parameters = ("q",)

    def answer(self) -> HttpResponse:
        typed = self.parameter("q")[:MAX_QUERY]
        found = suggested(self.moment.editions().exclude(kind="office"), typed)
        titles = [row.title for row in found]
        words = [str(kinds.get(row.kind).label) for row in found]
        return JsonResponse([typed, titles, words, [row.url for row in found]], safe=False)


class OpenSearch(RecordPage):
    """How a browser searches here (OpenSearch 1.1)."""

    template_name = "home/opensearch.xml"
    content_type = "application/opensearchdescription+xml"

    def context(self) -> dict[str, Any]:
        addresses = {"search": reverse("home:search"), "suggestions": reverse("home:suggestions")}
        return {"site_url": settings.SITE_URL} | {name: settings.SITE_URL + path for name, path in addresses.items()}
