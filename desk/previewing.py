"""The working copy in the very page its readers will get: an edition that does not exist yet, shown to one editor."""

from functools import cache
from typing import Any

from django.db.models import Max
from django.urls import resolve
from django.utils import timezone
from psycopg.types.range import DateRange

from publishing import kinds
from publishing.building import columns, default_action
from publishing.canonical import canonical, digest_of_text
from publishing.finding import with_corrections
from publishing.models import ANNOUNCED, Edition, Entry, Fact
from publishing.overlaps import attested
from publishing.related import add_stated
from publishing.views import EntryPage

# Keys of facts not yet written come after all that are, as theirs will.
LAST = 2**62


class Preview(EntryPage):
    """Mixed into the page of a kind. What the entry itself states is taken from its working copy."""

    parameters = ("medium",)
    own: Edition

    def gather(self, edition: Edition) -> dict[str, list[Fact]]:
        found = super().gather(edition)
        for rows in found.values():
            rows[:] = [fact for fact in rows if fact.entry_id != edition.entry_id]
        add_stated(found, edition, list(self.threads))
        self.settle([fact for rows in found.values() for fact in rows if fact.pk is None])
        for rows in found.values():
            rows.sort(key=lambda fact: (fact.sort_on, fact.pk), reverse=True)
        return found

    @staticmethod
    def settle(facts: list[Fact]) -> None:
        """What the database would add to facts when they are written: a key, and the days they are attested for."""
        for number, (fact, days) in enumerate(zip(facts, attested(facts), strict=True), 1):
            fact.pk = LAST + number
            fact.valid = DateRange(days.first, days.after) if days else DateRange(empty=True)

    def named(self, documents: Any) -> dict[str, dict]:
        found = super().named(documents)
        if own := found.get(str(self.own.entry_id)):
            own |= {"title": self.own.title, "url": self.own.url, "is_public": True}
        return found

    def preview(self, edition: Edition) -> dict[str, Any]:
        """Everything the page's template prints."""
        self.own = edition
        edition.position = self.moment.head.position + 1
        return self.shared_context() | self.entry_context(edition) | {"number": None}


@cache
def preview_of(kind: str) -> type[Preview] | None:
    """The public page of a kind, for editions not yet published; None for kinds without pages."""
    address = kinds.page_url(kind, "x")
    if address is None:
        return None
    page = resolve(address).func.view_class  # type: ignore[attr-defined]
    return type(f"{page.__name__}Preview", (Preview, page), {"parameters": ("medium", *page.parameters)})


def edition_to_be(entry: Entry) -> Edition:
    """What publishing the working copy now would make, unsaved."""
    document = entry.document()
    now, text = timezone.now(), canonical(document)
    released = Edition.objects.released().filter(entry=entry.pk, is_original=True)
    last = with_corrections(released).order_by("-position").first()
    edition = Edition(
        entry_id=entry.pk,
        kind=entry.kind,
        language=document["language"],
        number=(Edition.objects.filter(entry=entry.pk).aggregate(number=Max("number"))["number"] or 0) + 1,
        action=default_action(entry),
        note=document["note"],
        canonical=text,
        digest=digest_of_text(text),
        slug=document["slug"],
        released_at=now,
        first_released_at=last.first_released_at if last else now,
        **columns(document),
    )
    edition.corrections = [*announced(edition), *(last.corrections if last else [])]  # type: ignore[attr-defined]
    return edition


def announced(edition: Edition) -> list[dict]:
    """What readers are told of this change, if anything."""
    if edition.action not in ANNOUNCED or not edition.note:
        return []
    at = f"{edition.released_at:%Y-%m-%d}"
    return [{"action": str(edition.action), "note": edition.note, "at": at, "number": edition.number}]
