"""The gate: what stops a publication (blocker), asks (warning) or tells (hint). One engine for desk and commands."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.claims import Claim
from publishing.facts import UNSOURCED, every_reference
from publishing.models import Edition, Entry, Waiver
from publishing.richtext import entry_ids, source_ids


class Level(models.TextChoices):
    BLOCKER = "blocker"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One thing the gate found: how grave, a stable code, words for the editor, and the field it is about.

    `claims` are the facts it compares, `row` the dated row and `about` the ids it names besides; `waiver` says who let
    it stand.
    """

    level: Level
    code: str
    message: str
    field: str = ""
    entry: str = ""
    claims: tuple[Claim, ...] = ()
    row: str = ""
    about: tuple[str, ...] = ()
    waiver: Waiver | None = None

    @property
    def identity(self) -> str:
        """The same as long as the same rule says the same of the same facts, whatever they are called meanwhile."""
        named = [self.code, self.field, sorted(self.about), sorted(claim.key for claim in self.claims)]
        return sha256(json.dumps(named).encode()).hexdigest()

    @property
    def counts(self) -> bool:
        """Whether it still asks for something: a waived warning does not."""
        return self.waiver is None


class PublishingRefused(Exception):
    """Blockers stand in the way. `findings` says which; nothing was written."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = list(findings)
        super().__init__(" ".join(f"{finding.entry}: {finding.message}" for finding in self.findings))


# Checks of every kind that other rooms add when they are ready; the gate knows none of them.
OF_EVERY_KIND: list[Callable[[Entry, dict], Iterable[Finding]]] = []


def blocker(code: str, message: str, field: str = "", *claims: Claim, row="", about: Iterable = ()) -> Finding:
    return _finding(Level.BLOCKER, code, message, field, claims, row, about)


def warning(code: str, message: str, field: str = "", *claims: Claim, row="", about: Iterable = ()) -> Finding:
    return _finding(Level.WARNING, code, message, field, claims, row, about)


def hint(code: str, message: str, field: str = "", *claims: Claim, row="", about: Iterable = ()) -> Finding:
    return _finding(Level.HINT, code, message, field, claims, row, about)


def _finding(level: Level, code: str, message: str, field: str, claims, row, about) -> Finding:
    return Finding(level, code, message, field, "", tuple(claims), str(row), tuple(str(key) for key in about))


def examine(
    entry: Entry,
    document: dict | None = None,
    together_with: Iterable[UUID] = (),
    by_hour: datetime | None = None,
) -> list[Finding]:
    """Everything the gate has to say of a working copy: blockers first, then what contradicts a fact.

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
    named = with_waivers(entry, (replace(finding, entry=entry.title) for finding in found))
    return sorted(named, key=lambda finding: (order.index(finding.level), not finding.counts, not finding.claims))


def with_waivers(entry: Entry, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, warnings that were waived with their waiver."""
    findings = list(findings)
    wanted = {finding.identity for finding in findings if finding.level == Level.WARNING}
    if not wanted:
        return findings
    standing = Waiver.objects.in_force().filter(entry_id=entry.pk, identity__in=wanted).select_related("by")
    given = {waiver.identity: waiver for waiver in standing}
    return [replace(f, waiver=given.get(f.identity)) if f.level == Level.WARNING else f for f in findings]


def blockers(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level == Level.BLOCKER]


def of_a_page(slug: str) -> str:
    return _("The address “%s” is a page of the site itself, which would hide the entry; choose another.") % slug


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
    if kinds.is_page_of_the_site(document["kind"], document["slug"]):
        yield blocker("address-of-a-page", of_a_page(document["slug"]), "slug")
    if not document["summary"].strip():
        yield warning("summary", _("There is no summary for lists and search."), "summary")


def _sources(document: dict) -> Iterator[Finding]:
    fields = _row_fields(document["kind"])
    for fact in document["facts"]:
        if fact["kind"] not in UNSOURCED and not fact["citations"]:
            about = fact["object"]["title"] if fact["object"] else fact["subject"]["title"]
            yield blocker(
                "fact-without-source",
                _("The fact “%(kind)s: %(about)s” has no source.") % {"kind": fact["kind"], "about": about},
                fields.get(fact["kind"], "sources"),
                row=fact["id"],
                about=[fact["id"]],
            )
    listed = {use["source"] for use in document["sources"]}
    linked = {fact["object"]["id"] for fact in document["facts"] if fact["kind"] == "mentions"} | {document["id"]}
    for name in kinds.get(document["kind"]).serializer.rich_fields:
        if any(str(key) not in listed for key in source_ids(document[name])):
            yield blocker("footnote-without-source", _("A footnote cites a source that is not listed."), name)
        if any(str(key) not in linked for key in entry_ids(document[name])):
            yield blocker("link-to-nothing", _("A link in the text leads to an entry that does not exist."), name)


def _row_fields(kind: str) -> dict[str, str]:
    """In which part of the form the dated facts of each kind are entered."""
    meta = kinds.get(kind).model._meta
    return {meta.get_field(name).related_model.kind: name for name in kinds.get(kind).serializer.fact_rows}


def _references(document: dict, together: set[str], by_hour: datetime | None) -> Iterator[Finding]:
    named = {ref["id"]: ref for ref in every_reference(document)}
    named.pop(document["id"], None)
    wanted = [key for key in named if key not in together]
    missing = set(wanted) - set(_public_ids(wanted, by_hour))
    withdrawn = set(map(str, Edition.objects.withdrawn(missing))) if missing else set()
    for key in wanted:
        if key in missing:
            field, row = _place_of(document, key)
            advice = (
                _("“%s” was withdrawn. Name another entry, or have it restored first.")
                if key in withdrawn
                else _("“%s” is not public. Publish it first or together with this entry.")
            )
            yield blocker("reference-not-public", advice % named[key]["title"], field, row=row, about=[key])


def _place_of(document: dict, key: str) -> tuple[str, str]:
    """The part of the form where an entry is named, and the dated row if it stands in one."""
    fields = _row_fields(document["kind"])
    for fact in document["facts"]:
        if fact["kind"] in fields and any(ref["id"] == key for ref in every_reference(fact)):
            return fields[fact["kind"]], fact["id"]
    for name, value in document.items():
        if name != "facts" and any(ref["id"] == key for ref in every_reference(value)):
            return name, ""
    texts = kinds.get(document["kind"]).serializer.rich_fields
    return next((name for name in texts if key in map(str, entry_ids(document[name]))), ""), ""


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
                about=[image["src"]],
            )
