"""From an address to the edition that stands there: moved, gone or found."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FETCH_RAISE, CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject
from django.http import Http404
from django.utils.translation import gettext as _

from publishing import kinds, languages
from publishing.memento import with_neighbours
from publishing.models import ANNOUNCED, Action, Edition
from publishing.reading import Moment, spoken

# What a page never prints and need not carry from the database.
HEAVY = ("search", "states", "people", "text", "names", "chain", "related", "codes")


# What is told of the original is told in every language; what is told of a translation, in its own.
OF_ITS_LANGUAGE = Q(is_original=True) | Q(language=OuterRef("language"))


class Moved(Exception):
    """The entry has another address now."""

    def __init__(self, url: str):
        self.url = url


class Gone(Exception):
    """The entry was withdrawn; `notice` is the tombstone with the public reason."""

    def __init__(self, notice: Edition):
        self.notice = notice


def light(editions: QuerySet, unless: str = "") -> QuerySet:
    """The editions without what a page does not print, `unless` it does."""
    return editions.defer(*(name for name in HEAVY if name != unless)).fetch_mode(FETCH_RAISE)


def with_corrections(editions: QuerySet, moment: Moment | None = None) -> QuerySet:
    """Adds `corrections`, newest first: `{action, note, at, number}` of what readers were told up to each edition;
    beside a translation that stands at `moment`, up to then: the original is corrected first."""
    until = moment.position if moment and moment.language else OuterRef("position")
    notes = Edition.objects.filter(
        OF_ITS_LANGUAGE,
        entry=OuterRef("entry_id"),
        action__in=ANNOUNCED,
        position__lte=until,
        is_suppressed=False,
    )
    row = JSONObject(
        action="action", note="note", at=Cast("released_at", CharField()), number="number", language="language"
    )
    return editions.annotate(corrections=ArraySubquery(notes.order_by("-position").values(row=row)[:50]))


def with_earlier(editions: QuerySet) -> QuerySet:
    """Adds `earlier`: the number of the edition before each that can still be read."""
    before = Edition.objects.filter(
        OF_ITS_LANGUAGE,
        entry=OuterRef("entry_id"),
        position__lt=OuterRef("position"),
        is_original=OuterRef("is_original"),
        is_suppressed=False,
    ).exclude(action=Action.WITHDRAWN)
    return editions.annotate(earlier=Subquery(before.order_by("-position").values("number")[:1]))


def versions(position: int | OuterRef) -> ArraySubquery:
    """What stands of an entry at a position in each language: `{language, is_original, number, slug, digest,
    translates, translates_number}`. From it follows whether a translation has fallen behind."""
    standing = Edition.objects.readable_at(position).filter(entry=OuterRef("entry_id"))  # type: ignore[arg-type]
    names = ("language", "is_original", "number", "slug", "digest", "translates", "translates_number")
    row = JSONObject(**{name: name for name in names})
    return ArraySubquery(standing.order_by("language").values(row=row))


def with_versions(editions: QuerySet, moment: Moment) -> QuerySet:
    return editions.annotate(versions=versions(moment.position))


def moved_to(found: Any) -> str | None:
    """The address of a translation's original, where that has another by now."""
    slug = next((each["slug"] for each in found.versions if each["is_original"]), found.slug)
    return languages.here(kinds.page_url(found.kind, slug)) if slug != found.slug else None


def edition_at(kind: str, slug: str, moment: Moment) -> Edition:
    """The edition readable under that address at that moment. Raises Moved, Gone or Http404."""
    rows = with_versions(with_corrections(light(moment.editions()), moment), moment)
    found = rows.filter(kind=kind, slug=slug).first()
    if found and not moment.as_of and (address := moved_to(found)):
        raise Moved(address)
    return found or _by_former_address(kind, slug, moment)


def numbered(entry_id: UUID, number: int, moment: Moment) -> Edition:
    """Edition `number` of an entry that is still public, and its neighbours. Raises Gone for a tombstone, Http404."""
    released = moment.told(Edition.objects.filter(position__lte=moment.position, is_suppressed=False))
    rows = with_neighbours(with_versions(with_corrections(light(released)), moment), moment.language)
    found = rows.filter(entry_id=entry_id, number=number).first()
    if found is None:
        raise Http404(_("There is no such edition."))
    return _standing(found)


def last_word(entry_id: UUID, moment: Moment) -> Edition:
    """What stands for an entry now. Raises Gone for the withdrawn, Http404 for the never published."""
    head = Edition.objects.at(moment.head.position).filter(entry_id=entry_id, is_original=True)
    found = light(head).first()
    if found is None:
        raise Http404(_("There is no such entry."))
    return _standing(found)


def _standing(found: Edition) -> Edition:
    if found.is_withdrawn:
        raise Gone(found)
    return found


def _by_former_address(kind: str, slug: str, moment: Moment) -> Edition:
    once = Edition.objects.filter(kind=kind, slug=slug, is_original=True, position__lte=moment.head.position).order_by(
        "-position"
    )
    entry_id = once.values_list("entry_id", flat=True).first()
    if entry_id is None:
        raise Http404(_("There is no such entry."))
    now = last_word(entry_id, moment)
    # A translation has the address its original had; it is shown at the one the original has by now.
    if not moment.as_of and now.slug != slug:
        raise Moved(now.url or "/")
    then = spoken(Edition.objects.at(moment.position), moment.language, moment.position).filter(entry_id=entry_id)
    found = with_versions(with_corrections(light(then), moment), moment).first()
    if found is None:
        raise Http404(_("“%s” had not been published then.") % now.title)
    return _standing(found)
