"""Public pages of summits: editions and facts only."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from publishing.citing import Sources
from publishing.lists import EntryList
from publishing.models import Edition
from publishing.related import MENTIONED, WHOLE, Held, Thread, as_object, as_subject
from publishing.views import EntryPage
from summits.pictures import said


class SummitPage(EntryPage):
    kind = "summit"
    template_name = "summits/summit.html"
    rich_fields = ("account",)
    threads = (
        as_object("attendance", limit=WHOLE),
        as_object("adopted_at", "adopted"),
        as_object("occasion", "said"),
        as_object("decided_at", "decided"),
        as_object("host"),
        as_object("chair"),
        *MENTIONED,
    )
    companions: ClassVar = {"said": 30}
    drawings = (said.NAME,)

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        spoken = said.of_editions(context["companions"].values(), context["references"], self.moment.as_of)
        drawn = said.said(spoken)
        placed = drawn and drawn.placed(edition.url or "", None, self.moment.as_of)
        return {"pictures": {said.NAME: placed} if placed else {}}


class DocumentPage(EntryPage):
    kind = "document"
    template_name = "summits/document.html"
    rich_fields = ("text",)
    threads = (as_object("signatory"), *MENTIONED)


class StatementPage(EntryPage):
    kind = "statement"
    template_name = "summits/statement.html"
    threads = MENTIONED

    def further(self, edition: Edition) -> Iterator[Thread]:
        """Who holds the speaker's offices by now."""
        if ends := tuple(each["office"]["id"] for each in edition.document["offices"]):
            yield Held("tenure", "object", "in_office_now", WHOLE, ends=ends, on=self.day, known_at=self.asked_moment)

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        document, facts = edition.document, context["facts"].get("in_office_now", [])
        return {"offices_now": list(offices_now(document["offices"], document["speaker"], facts))}

    def sources(self, document: dict, statements: dict[str, list[dict]]) -> Sources:
        sources = super().sources(document, statements)
        sources.add(variant["source"] for variant in document["variants"])
        return sources


def offices_now(offices: list[dict], speaker: dict, tenures: list[dict]) -> Iterator[dict]:
    """`{office, holders, is_same}`: who holds each office now, and whether it is still the speaker, alone."""
    for each in offices:
        holders = [fact for fact in tenures if fact["object"]["id"] == each["office"]["id"]]
        is_same = [fact["subject"]["id"] for fact in holders] == [speaker["id"]]
        yield {"office": each["office"], "holders": holders, "is_same": is_same}


class EventPage(EntryPage):
    kind = "event"
    template_name = "summits/event.html"
    rich_fields = ("account",)
    threads = (
        as_object("participation"),
        as_object("requester"),
        as_object("addressee"),
        as_subject("figure"),
        *MENTIONED,
    )


class SummitList(EntryList):
    kind = "summit"
    introduction = _("Meetings of the leaders: when, where, who came and how, what was adopted.")
    types = ("regular", "extraordinary", "anniversary", "informal", "founding", "joint")
    names = ("country",)
    row_template = "summits/summit-row.html"


class DocumentList(EntryList):
    kind = "document"
    introduction = _("Treaties, statements, decisions and other texts, with their signatories.")
    types = (
        "agreement", "communique", "decision", "declaration", "memorandum", "plan", "programme", "protocol",
        "ratification", "regulation", "resolution", "statement", "strategy", "treaty", "other",
    )  # fmt: skip


class StatementList(EntryList):
    kind = "statement"
    introduction = _("What was said, by whom, in which office that day, according to which source.")
    types = ("quote", "paraphrase")
    names = ("speaker",)
    row_template = "summits/statement-row.html"


class EventList(EntryList):
    kind = "event"
    introduction = _("Exercises, operations, requests for assistance, conflicts and proposals.")
    template_name = "summits/events.html"
    types = ("exercise", "operation", "request", "conflict", "proposal", "decision")
    names = ("country",)
    row_template = "summits/event-row.html"
