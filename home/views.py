"""Pages that span subjects: front page, timeline, corrections, topics, addresses that never change."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from home.front import front_page, newest_corrections, of_topic
from publishing import kinds
from publishing.finding import last_word, light
from publishing.lists import EntryList, year_of
from publishing.models import ANNOUNCED, Edition
from publishing.paging import BY_DATE, BY_TITLE, page_of, positions_page
from publishing.reading import BadParameter
from publishing.views import EntryPage, RecordPage

# What happened, was said or was written; people and places have dates of another sort.
DATED_KINDS = ("summit", "document", "statement", "event", "article", "commentary", "organisation", "force")


class FrontPage(RecordPage):
    template_name = "home/front.html"

    def context(self) -> dict[str, Any]:
        found = front_page(self.moment, self.day)
        documents = [{"speaker": row.document["speaker"]} for row in found["statements"]]
        return found | {
            "corrections": newest_corrections(self.moment, 5),
            "references": self.named([*documents, *found["statuses"]]),
        }


class Timeline(RecordPage):
    """Everything dated, newest first."""

    template_name = "home/timeline.html"
    parameters = ("after", "kind", "year")
    page_size = 50

    def context(self) -> dict[str, Any]:
        rows = light(self.moment.editions()).filter(dated_on__isnull=False)
        kind = self.parameter("kind")
        if kind and kind not in DATED_KINDS:
            raise BadParameter("kind", _("There is no kind “%s” here.") % kind[:40], DATED_KINDS)
        rows = rows.filter(kind=kind) if kind else rows.filter(kind__in=DATED_KINDS)
        if text := self.parameter("year"):
            rows = rows.filter(sort_on__year=year_of(text))
        page = page_of(rows, BY_DATE, self.page_size, self.parameter("after"))
        names = [kinds.get(name) for name in DATED_KINDS if name in kinds.names()]
        filters = {"kind": kind, "year": self.parameter("year")}
        return {"page": page, "kinds": names, "filters": filters}


class Corrections(RecordPage):
    """Every clarification, correction, retraction, withdrawal and restoration, newest first."""

    template_name = "home/corrections.html"
    parameters = ("after", "action")
    page_size = 50

    def context(self) -> dict[str, Any]:
        action = self.parameter("action")
        if action and action not in ANNOUNCED:
            raise BadParameter("action", _("There is no action “%s” here.") % action[:40], ANNOUNCED)
        rows = Edition.objects.filter(
            action__in=[action] if action else ANNOUNCED, position__lte=self.moment.position, is_suppressed=False
        )
        page = positions_page(light(self.moment.told(rows)), self.page_size, self.parameter("after"))
        entries = [{"id": str(row.entry_id), "kind": row.kind, "title": row.title, "url": row.url} for row in page.rows]
        return {
            "page": page,
            "actions": [str(each) for each in ANNOUNCED],
            "filters": {"action": action},
            "references": self.named(entries),
        }


class TopicList(EntryList):
    kind = "topic"
    introduction = gettext_lazy("The headings under which the entries of this record are filed.")
    order = BY_TITLE
    has_topics = False
    page_size = 100


class TopicPage(EntryPage):
    """A heading with the newest entries of each kind filed under it."""

    kind = "topic"
    template_name = "home/topic.html"

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        return {"groups": of_topic(edition.entry_id, self.moment)}


class PolicyPage(RecordPage):
    """A text of the editors about how this site works."""

    name: str = ""
    names: ClassVar[tuple[str, ...]] = ("corrections", "sourcing", "borders", "api")

    @property
    def template_name(self) -> str:  # type: ignore[override]
        return f"home/about/{self.name or 'index'}.html"


class ById(RecordPage):
    """`/id/<uuid>/`: the address that never changes leads to the one that stands now."""

    def answer(self, entry_id: UUID) -> HttpResponse:
        entry = last_word(entry_id, self.moment)
        if entry.url is None:
            raise Http404(_("“%s” has no page of its own.") % entry.title)
        query = self.request.META.get("QUERY_STRING", "")
        return redirect(f"{entry.url}?{query}" if query else entry.url)


class Favicon(RedirectView):
    """Browsers that ask at the old address are sent to the drawing."""

    http_method_names = ("get", "head")

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return static("icon.svg")
