"""What every public page shares: its moment, its refusals, its cache; and the pages every kind of entry has."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from publishing import kinds, languages, linked_data, memento
from publishing.cards import card_of
from publishing.cite import work_of
from publishing.cite.line import cite_source, cite_us
from publishing.citing import Sources
from publishing.completeness import completeness_of
from publishing.days import in_time
from publishing.elsewhere import absolute, permanent_url
from publishing.finding import Gone, Moved, edition_at, light, numbered, with_earlier
from publishing.freshness import etag_of, not_modified, stamped
from publishing.models import Edition, Fact
from publishing.paging import positions_page
from publishing.reading import BadParameter, Moment, check_parameters, current_references, day_of, moment_of
from publishing.related import Quoted, Thread, cut, gather
from publishing.tokens import tokens_in
from publishing.versions import Translated, canonical_path, spoken_at

QUOTED = "quoted"
TOO_MUCH = {
    RequestDataTooBig: _("What was sent is larger than this site reads at once. Nothing of it was kept: go back, where "
                         "it still stands, and send less of it."),
    TooManyFieldsSent: _("The form has more fields than this site reads at once. Nothing of it was kept."),
    TooManyFilesSent: _("These are more files than this site takes at once. None was kept."),
}  # fmt: skip


# Nothing is changed here, so a POST is a wrong method, not a forgery.
# Nothing secret stands beside what a reader typed, so compressing here tells nobody anything.
@method_decorator([csrf_exempt, gzip_page], name="dispatch")
class RecordPage(View):
    """One public page. Subclasses say which parameters they read and answer `context()`."""

    http_method_names = ["get", "head", "options"]
    template_name: ClassVar[str]
    content_type: str | None = None
    parameters: ClassVar[tuple[str, ...]] = ()
    takes_day: ClassVar[bool] = False
    # For the desk: what a page that is no entry's is called, and the kinds of fact or of entry it shows.
    label: ClassVar[Any] = ""
    shows: ClassVar[tuple[str, ...]] = ()

    moment: Moment

    @property
    def known_parameters(self) -> tuple[str, ...]:
        return ("as_of", *(("on",) if self.takes_day else ()), *self.parameters)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answered(request, self.told, **kwargs)

    def answered(self, request: HttpRequest, answer: Callable[..., HttpResponse], **kwargs: Any) -> HttpResponse:
        """What `answer` says, or why there is no answer."""
        try:
            self.read(request)
            return answer(**kwargs)
        except BadParameter as refusal:
            return bad_request(request, refusal, self.known_parameters)
        except Moved as move:
            return stamped(self.moved(move, **kwargs))
        except Gone as gone:
            return stamped(self.gone(gone, **kwargs))

    def told(self, **kwargs: Any) -> HttpResponse:
        """The answer, or word that the reader has it."""
        etag = etag_of(self.request, self.moment)
        return not_modified(self.request, etag) or stamped(self.answer(**kwargs), etag)

    def read(self, request: HttpRequest) -> None:
        """What the request asks for; raises BadParameter for what nobody could honour."""
        check_parameters(request.GET, self.known_parameters)
        self.moment = moment_of(request)
        self.asked_day = day_of(request) if self.takes_day else None

    @property
    def day(self) -> date:
        """The day in the world the page is about."""
        return self.asked_day or timezone.now().date()

    def answer(self, **kwargs: Any) -> HttpResponse:
        context = self.shared_context() | self.context(**kwargs)
        return render(self.request, self.template_name, context, content_type=self.content_type)

    def shared_context(self) -> dict[str, Any]:
        return {
            "moment": self.moment,
            "canonical_url": settings.SITE_URL + self.request.path,
            "site_name": settings.SITE_NAME,
            "day": self.day,
            "asked_day": self.asked_day,
            "takes_day": self.takes_day,
            "references": {},
            "alternates": languages.alternates(self.request.path),
        }

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {}

    def moved(self, move: Moved, **kwargs: Any) -> HttpResponse:
        query = self.request.META.get("QUERY_STRING", "")
        return redirect(f"{move.url}?{query}" if query else move.url, permanent=True)

    def gone(self, gone: Gone, **kwargs: Any) -> HttpResponse:
        return render(self.request, "410.html", {"notice": gone.notice}, status=410)

    def parameter(self, name: str) -> str:
        return self.request.GET.get(name, "").strip()

    def named(self, documents: Iterable[Any]) -> dict[str, dict]:
        """Current names for what `documents` point to; links stay in the past, and on the day, the reader asked for."""
        found = current_references(documents, self.moment)
        for target in found.values():
            if target["url"]:
                day = self.asked_day if kinds.get(target["kind"]).has_days else None
                target["url"] = in_time(target["url"], self.moment.as_of, day)
        return found


def bad_request(request: HttpRequest, refusal: BadParameter, known: Iterable[str]) -> HttpResponse:
    context = {"refusal": refusal, "known": refusal.known or sorted(known)}
    return render(request, "400.html", context, status=400)


class EntryPage(RecordPage):
    """An entry as it stands, or, with `number`, as one of its editions had it."""

    kind: ClassVar[str]
    template_name = "entry/page.html"
    threads: ClassVar[tuple[Thread, ...]] = ()
    rich_fields: ClassVar[tuple[str, ...]] = ()
    # Threads whose far ends are printed with words of their own documents, and how many of them.
    companions: ClassVar[dict[str, int]] = {}
    # Threads that come with the others in one query, but are not facts about the entry.
    beside: ClassVar[tuple[str, ...]] = (QUOTED,)
    # Names of the pictures in its context's `pictures`: each has files below the entry's address.
    drawings: ClassVar[tuple[str, ...]] = ()

    # What stands at the entry's address at the moment; none when it is gone.
    latest: Edition | None = None
    # The moment asked for, where an edition's page is of the edition's own: what it says of today is of this one.
    asked_moment: Moment | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().get(request, **kwargs)
        if "number" not in kwargs:
            patch_vary_headers(response, [memento.HEADER])
        return response

    def told(self, slug: str, number: int | None = None) -> HttpResponse:
        instant = memento.asked_instant(self.request) if number is None and self.is_plain else None
        # Before any ETag: what a reader has of the page of today is no answer to a question about another day.
        return self.led_to(slug, instant) if instant else super().told(slug=slug, number=number)

    def led_to(self, slug: str, instant: datetime) -> HttpResponse:
        """The way to the edition that stood at `instant`."""
        edition = edition_at(self.kind, slug, self.moment)
        entry, found = absolute(edition.url) or "", memento.stood(edition.entry_id, instant, self.moment.language)
        response = redirect(memento.edition_address(entry, found.number))
        response["Link"] = memento.around(entry, found)
        return stamped(response)

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the address was asked for: the same page on another day is another resource."""
        return not self.moment.as_of and not self.asked_day

    def answer(self, slug: str, number: int | None = None) -> HttpResponse:
        return self.remembered(super().answer(slug=slug, number=number), self.shown, number)

    def gone(self, gone: Gone, slug: str, number: int | None = None) -> HttpResponse:
        # The tombstone of an entry that is back is a state its address once had.
        return self.remembered(super().gone(gone), gone.notice, number)

    def remembered(self, response: HttpResponse, edition: Edition, number: int | None) -> HttpResponse:
        """The response with what Memento clients ask of it."""
        if self.latest and self.is_plain:
            entry = absolute(self.latest.url) or ""
            given = memento.of_entry(entry, edition) if number is None else memento.of_memento(entry, edition)
            for name, value in given.items():
                response[name] = value
        return response

    def context(self, slug: str, number: int | None = None) -> dict[str, Any]:
        edition = self.latest = edition_at(self.kind, slug, self.moment)
        self.asked_moment = self.moment
        if number is not None:
            edition = numbered(edition.entry_id, number, self.moment)
            self.moment = replace(self.moment, position=edition.position or 0, reached_at=edition.released_at)
        self.shown = edition
        # Only the entry itself has an address in every language; a translated edition has one.
        counterpart = {} if edition.is_original or number is None else {"counterpart": self.latest.url}
        return self.entry_context(edition) | {"number": number} | counterpart

    def entry_context(self, edition: Edition) -> dict[str, Any]:
        document = edition.document
        self.facts = self.gather(edition)
        beside = {key: [fact.statement for fact in self.facts.pop(key, [])] for key in self.beside}
        longer = cut(self.facts, self.threads)
        statements = {key: [fact.statement for fact in rows] for key, rows in self.facts.items()}
        companions = self.read_companions(statements)
        parts = [document, *statements.values(), *beside.values(), *(each.document for each in companions.values())]
        references = self.named(parts)
        context = {
            "edition": edition,
            "latest": self.latest or edition,
            "document": document,
            "kind": kinds.get(self.kind),
            "facts": statements,
            "quoted": beside[QUOTED],
            "beside": beside,
            "longer": [(thread, len(self.facts[thread.key])) for thread in longer],
            "companions": companions,
            "references": references,
            "linked_data": linked_data.graph(edition, references),
            "sources": self.sources(document, statements),
            "completeness": completeness_of(chain.from_iterable(statements.values()), document),
            "canonical_url": settings.SITE_URL + (canonical_path(edition) or ""),
            "feed": (kinds.page_url(edition.kind, edition.slug) or "").strip("/"),
            "alternates": spoken_at(edition),
            "translation": Translated.of(edition, self.moment),
            "card_url": f"{permanent_url(edition)}card.png",
            "card_alt": card_of(edition).alt,
            "citation": {
                "us": cite_us(work_of(edition)),
                "sources": list(map(cite_source, document["sources"])),
            },
            "moment": self.moment,
        }
        return context | self.own_context(edition, context)

    def gather(self, edition: Edition) -> dict[str, list[Fact]]:
        """The record's facts about the entry, thread by thread, and those its texts quote."""
        further = (*self.further(edition), *self.quoting(edition.document))
        return gather(edition, (*self.threads, *further), self.moment)

    def further(self, edition: Edition) -> Iterable[Thread]:
        """Threads that follow from what the edition says."""
        return ()

    def quoting(self, document: dict) -> list[Thread]:
        """The facts its texts quote come with the others: no query of their own."""
        uids = {token.fact for name in self.rich_fields for token in tokens_in(document[name]) if token.fact}
        return [Quoted(kind="", side="", name=QUOTED, uids=tuple(sorted(uids)))] if uids else []

    def own_context(self, edition: Edition, context: dict[str, Any]) -> dict[str, Any]:
        """What a kind's page adds."""
        return {}

    def read_companions(self, statements: dict[str, list[dict]]) -> dict[str, Edition]:
        """id → edition for the far ends of `companions`, in one query."""
        ends = {thread.key: thread for thread in self.threads}
        wanted = [
            (ends[key].other(statement) or {})["id"]
            for key, limit in self.companions.items()
            for statement in statements[key][:limit]
        ]
        if not wanted:
            return {}
        return {str(e.entry_id): e for e in light(self.moment.editions()).filter(entry_id__in=wanted)}

    def sources(self, document: dict, statements: dict[str, list[dict]]) -> Sources:
        sources = Sources()
        for name in self.rich_fields:
            sources.add_footnotes(document[name], document["sources"])
        sources.add(document["sources"])
        for thread in statements.values():
            for statement in thread:
                sources.add(statement["citations"])
        return sources

    def moved(self, move: Moved, slug: str, number: int | None = None) -> HttpResponse:
        return super().moved(Moved(move.url if number is None else f"{move.url}editions/{number}/"))


class HistoryPage(RecordPage):
    """Every edition of an entry, newest first."""

    kind = ""
    template_name = "entry/history.html"
    parameters = ("after",)
    page_size = 50

    def context(self, slug: str) -> dict[str, Any]:
        edition = edition_at(self.kind, slug, self.moment)
        released = Edition.objects.filter(
            entry=edition.entry_id, position__lte=self.moment.position, is_suppressed=False
        )
        editions = self.moment.told(released)
        page = positions_page(with_earlier(light(editions)), self.page_size, self.parameter("after"))
        feed = (kinds.page_url(edition.kind, edition.slug) or "").strip("/")
        return {"edition": edition, "kind": kinds.get(self.kind), "page": page, "feed": feed}

    def moved(self, move: Moved, slug: str) -> HttpResponse:
        return super().moved(Moved(f"{move.url}history/"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = str(exception) if isinstance(exception, Http404) and not _is_resolver(exception) else ""
    return render(request, "404.html", {"message": message}, status=404)


def _is_resolver(exception: Http404) -> bool:
    """Django's own “no such address” carries the whole URL conf as its message."""
    return bool(exception.args and isinstance(exception.args[0], dict))


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what never reached a view; 413 for what was too much to be read."""
    words = next((words for kind, words in TOO_MUCH.items() if isinstance(exception, kind)), "")
    return render(request, "400.html", {"refusal": words, "is_too_much": words}, status=413 if words else 400)
