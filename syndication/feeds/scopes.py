"""What a feed is about: everything, a section, one entry with what is related to it, or the corrections."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.elsewhere import urn
from publishing.finding import edition_at, light
from publishing.models import ANNOUNCED, Action, Edition, Fact
from publishing.reading import Moment

# These carry no facts, and a tombstone no topics: they go where earlier editions of their entry went.
NOTICES = (Action.RETRACTED, Action.WITHDRAWN)


@dataclass(frozen=True)
class Scope:
    """Which editions a feed tells of. Each of `arms` is served by an index of its own; together they are the scope.

    Whether an edition belongs to it never changes once it is released: archives rest on that.
    `name` is the address after /feeds/, `page` the page that shows the same to people.
    """

    name: str
    title: str
    page: str
    key: UUID
    arms: tuple[Q, ...]
    # Each correction is a line of its own there; elsewhere an entry has one, its newest edition.
    is_of_corrections: bool = False

    @property
    def id(self) -> str:
        return urn(uuid5(self.key, "feed"))

    def editions(self) -> list[QuerySet[Edition]]:
        """The released editions of each arm, in the language they were written in, of kinds that have pages."""
        shown = [kind.name for kind in kinds.every() if kind.has_page]
        rows = light(Edition.objects.released()).filter(is_original=True, kind__in=shown)
        return [rows.filter(arm) for arm in self.arms]


def find(section: str, slug: str, moment: Moment) -> Scope:
    """The scope at an address. Raises Http404, and Moved or Gone where one entry is asked for."""
    if slug:
        return _of_entry(section, slug, moment)
    if section == "all":
        return _named("all", settings.SITE_NAME, "/", Q())
    if section == "corrections":
        title = _("%s: corrections") % settings.SITE_NAME
        return _named("corrections", title, "/corrections/", Q(action__in=ANNOUNCED), is_of_corrections=True)
    kind = kinds.of_section(section)
    if kind is None:
        raise Http404(_("There is no such feed."))
    return _named(section, f"{settings.SITE_NAME}: {kind.label_plural}", f"/{section}/", Q(kind=kind.name))


def _named(name: str, title: str, page: str, arm: Q, is_of_corrections: bool = False) -> Scope:
    key = uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/feeds/{name}")
    return Scope(name, title, page, key, (arm,), is_of_corrections)


def _of_entry(section: str, slug: str, moment: Moment) -> Scope:
    kind = kinds.of_section(section)
    if kind is None:
        raise Http404(_("There is no such feed."))
    edition = edition_at(kind.name, slug, moment)
    arms = _filed_under(edition.entry_id) if kind.name == "topic" else _related_to(edition.entry_id)
    title = f"{settings.SITE_NAME}: {edition.title}"
    return Scope(f"{section}/{slug}", title, edition.url or "/", edition.entry_id, arms)


def _filed_under(topic: UUID) -> tuple[Q, ...]:
    filed = Q(topics__contains=[topic])
    once = Edition.objects.released().filter(filed).order_by().values("entry_id")
    return Q(entry=topic), filed, Q(action__in=NOTICES, entry__in=once)


def _related_to(entry_id: UUID) -> tuple[Q, ...]:
    """The entry itself, and whatever states a fact of which it is an end."""
    told = Fact.objects.filter(position__isnull=False).order_by()
    ends = [told.filter(subject=entry_id), told.filter(object=entry_id)]
    stated = [Q(pk__in=facts.values("edition_id")) for facts in ends]
    noticed = [Q(action__in=NOTICES, entry__in=facts.values("entry_id")) for facts in ends]
    return Q(entry=entry_id), *stated, *noticed
