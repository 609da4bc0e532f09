"""The gate: what stops a publication (blocker), asks (warning) or tells (hint). One engine for desk and commands."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.facts import UNSOURCED, every_reference
from publishing.models import Edition, Entry
from publishing.richtext import entry_ids, source_ids


class Level(models.TextChoices):
    BLOCKER = "blocker"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One thing the gate found: how grave, a stable code, words for the editor, and the field it is about."""

    level: Level
    code: str
    message: str
    field: str = ""
    entry: str = ""


class PublishingRefused(Exception):
    """Blockers stand in the way. `findings` says which; nothing was written."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = list(findings)
        super().__init__(" ".join(f"{finding.entry}: {finding.message}" for finding in self.findings))


# Checks of every kind that other rooms add when they are ready; the gate knows none of them.
OF_EVERY_KIND: list[Callable[[Entry, dict], Iterable[Finding]]] = []


def blocker(code: str, message: str, field: str = "") -> Finding:
    return Finding(Level.BLOCKER, code, message, field)


def warning(code: str, message: str, field: str = "") -> Finding:
    return Finding(Level.WARNING, code, message, field)


def hint(code: str, message: str, field: str = "") -> Finding:
    return Finding(Level.HINT, code, message, field)


def examine(
    entry: Entry,
    document: dict | None = None,
    together_with: Iterable[UUID] = (),
    by_hour: datetime | None = None,
) -> list[Finding]:
    """Everything the gate has to say of a working copy, blockers first.

    `together_with`: ids published in the same release. `by_hour`: the hour of a scheduled release; what is
    scheduled no later counts as public then.
    """
    specific = entry.specific
    document = document or specific.document()
    found = [
        *_identity(document),
        *_sources(document),
        *_references(document, {str(key) for key in together_with}, by_hour),
        *_images(document),
    ]
    for check in (*kinds.get(entry.kind).checks, *OF_EVERY_KIND):
        found.extend(check(specific, document))
    order = list(Level)
    named = [Finding(f.level, f.code, f.message, f.field, entry.title) for f in found]
    return sorted(named, key=lambda finding: order.index(finding.level))


def blockers(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level == Level.BLOCKER]


def _identity(document: dict) -> Iterator[Finding]:
    if not document["title"].strip():
        yield blocker("title", _("The entry has no title."), "title")
    taken = (
        Edition.objects.filter(kind=document["kind"], slug=document["slug"]).exclude(entry_id=document["id"]).first()
    )
    if taken:
        yield blocker(
            "address-taken",
            _("The address “%(slug)s” belongs or belonged to “%(title)s” and leads there for ever; choose another.")
            % {"slug": document["slug"], "title": taken.title},
            "slug",
        )
    if not document["summary"].strip():
        yield warning("summary", _("There is no summary for lists and search."), "summary")


def _sources(document: dict) -> Iterator[Finding]:
    for fact in document["facts"]:
        if fact["kind"] not in UNSOURCED and not fact["citations"]:
            about = fact["object"]["title"] if fact["object"] else fact["subject"]["title"]
            yield blocker(
                "fact-without-source",
                _("The fact “%(kind)s: %(about)s” has no source.") % {"kind": fact["kind"], "about": about},
                fact["kind"],
            )
    listed = {use["source"] for use in document["sources"]}
    linked = {fact["object"]["id"] for fact in document["facts"] if fact["kind"] == "mentions"} | {document["id"]}
    for name in kinds.get(document["kind"]).serializer.rich_fields:
        if any(str(key) not in listed for key in source_ids(document[name])):
            yield blocker("footnote-without-source", _("A footnote cites a source that is not listed."), name)
        if any(str(key) not in linked for key in entry_ids(document[name])):
            yield blocker("link-to-nothing", _("A link in the text leads to an entry that does not exist."), name)


def _references(document: dict, together: set[str], by_hour: datetime | None) -> Iterator[Finding]:
    named = {ref["id"]: ref for ref in every_reference(document)}
    named.pop(document["id"], None)
    wanted = [key for key in named if key not in together]
    public = set(_public_ids(wanted, by_hour))
    for key in wanted:
        if key not in public:
            yield blocker(
                "reference-not-public",
                _("“%s” is not public. Publish it first or together with this entry.") % named[key]["title"],
            )


def _public_ids(ids: list[str], by_hour: datetime | None) -> Iterator[str]:
    editions = Edition.objects.filter(entry_id__in=ids)
    found = editions.current().exclude(action="withdrawn").values_list("entry_id", flat=True)
    yield from map(str, found)
    if by_hour and by_hour > timezone.now():
        due = editions.waiting().filter(release_at__lte=by_hour).values_list("entry_id", flat=True)
        yield from map(str, due)


def _images(document: dict) -> Iterator[Finding]:
    for image in document["images"]:
        missing = [name for name in ("alt", "credit", "licence") if not image[name].strip()]
        if missing:
            yield blocker(
                "image-incomplete",
                _("The image %(src)s lacks: %(missing)s.") % {"src": image["src"], "missing": ", ".join(missing)},
                "images",
            )
