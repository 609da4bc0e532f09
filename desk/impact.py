"""Where a change will be seen: the public pages, texts, pictures and API items that show the facts it touches.

What shows a changed fact comes first, then texts that name both of its ends and may well tell of it. Whoever merely
names the entry stands apart: there are many of them, and hardly any has to be looked at.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, When
from django.utils.translation import gettext as _

from desk.changing import Change, changed_facts, changed_words
from desk.record_pages import pages_showing
from desk.reviewing import showing_live
from publishing import kinds
from publishing.models import Edition, Entry, Fact
from publishing.related import Thread
from publishing.views import EntryPage

LIMIT = 100
# How near an entry is to the change.
SHOWS, MAY_TELL, NAMES = range(3)


@dataclass(frozen=True)
class Shown:
    """A public entry that has to do with the change, and how."""

    title: str
    kind: Any
    url: str | None
    why: str
    is_written: bool


@dataclass(frozen=True)
class Group:
    """The entries of one nearness: all are counted, texts before pages; the nearest of all groups are shown."""

    nearness: int
    count: int
    shown: list[Shown]

    @property
    def is_near(self) -> bool:
        return self.nearness != NAMES

    @property
    def is_longer(self) -> bool:
        return self.count > len(self.shown)


@dataclass(frozen=True)
class Impact:
    """Of `entry` becoming `after`, where readers now see `public`."""

    entry: Entry
    public: Edition | None
    after: dict = field(repr=False)

    @cached_property
    def facts(self) -> list[Change]:
        return [change for change in changed_facts(self.before, self.after) if not change.is_own_text]

    @cached_property
    def fields(self) -> list[str]:
        return changed_words(self.before, self.after)

    @property
    def before(self) -> dict | None:
        return self.public.document if self.public and not self.public.is_withdrawn else None

    @property
    def is_takedown(self) -> bool:
        return self.before is not None and "title" not in self.after

    @cached_property
    def editions(self) -> int:
        """How many editions readers can look up until it is taken down."""
        return Edition.objects.released().filter(entry=self.entry.pk).exclude(title="").count()

    @property
    def is_empty(self) -> bool:
        return not self.facts and not self.fields and not self.is_takedown

    @cached_property
    def ends(self) -> dict[str, set[str]]:
        """The entries at the far ends of the changed facts, each with the kinds of fact."""
        found: dict[str, set[str]] = {}
        for change in self.facts:
            for statement in change.statements:
                for side in ("subject", "object"):
                    if statement[side] and statement[side]["id"] != str(self.entry.pk):
                        found.setdefault(statement[side]["id"], set()).add(f"{side}:{change.kind}")
        return found

    @cached_property
    def _near(self) -> set[str]:
        """The entries that show what changes. A state's page prints who holds its offices."""
        return {*self.ends, *self._seats, *self._quoting}

    @property
    def _is_seen_by_name(self) -> bool:
        """Renamed or taken down, it changes wherever it is named."""
        return self.is_takedown or bool(self.before and self.before["title"] != self.after.get("title"))

    @cached_property
    def _rows(self):
        """Every public entry concerned, with its nearness."""
        naming = Fact.objects.current().filter(Q(object=self.entry.pk) | Q(subject=self.entry.pk)).values("entry")
        names = Q(entry__in=naming) | Q(related__contains=[self.entry.pk])
        rows = self._public.filter(Q(entry__in=self._near) | names).exclude(entry=self.entry.pk)
        nearness = Case(
            When(Q(entry__in=self._near), then=SHOWS),
            When(Q(related__overlap=list(self.ends), kind__in=self._texts), then=MAY_TELL),
            default=SHOWS if self._is_seen_by_name else NAMES,
            output_field=IntegerField(),
        )
        return rows.annotate(nearness=nearness, is_text=Q(kind__in=self._texts))

    @property
    def _public(self):
        return Edition.objects.current().filter(is_original=True).exclude(action="withdrawn")

    @cached_property
    def _texts(self) -> list[str]:
        return [kind.name for kind in kinds.every() if kind.is_written]

    @cached_property
    def _quoting(self) -> set[str]:
        """Texts with a live fact of what changes."""
        texts = self._public.filter(kind__in=self._texts)
        found = showing_live(texts, self.entry.pk, self.facts) if self.facts else set()
        if self.facts and self.before:
            own = texts.filter(related__contains=[self.entry.pk], canonical__regex=rf"<data [^<>]*{self.entry.pk}")
            found = found.union(own.values_list("entry_id", flat=True))
        return set(map(str, found))

    @cached_property
    def _seats(self) -> set[str]:
        offices = [key for key, roles in self.ends.items() if "object:tenure" in roles]
        if not offices:
            return set()
        related = Edition.objects.current().filter(entry__in=offices).values_list("related", flat=True)
        return {str(key) for keys in related for key in keys}

    @cached_property
    def groups(self) -> list[Group]:
        """From the nearest on; an empty one is left out."""
        counts = dict(self._rows.order_by().values_list("nearness").annotate(Count("pk")))
        shown: dict[int, list[Shown]] = {nearness: [] for nearness in counts}
        rows = self._rows.order_by("nearness", "-is_text", "kind", "title", "entry")
        for nearness, *row in (
            rows.values_list("nearness", "entry_id", "kind", "slug", "title")[:LIMIT] if counts else ()
        ):
            shown[nearness].append(self._shown(nearness, *row))
        return [Group(nearness, counts[nearness], shown[nearness]) for nearness in sorted(counts)]

    def _shown(self, nearness: int, key: UUID, kind: str, slug: str, title: str) -> Shown:
        of_kind = kinds.get(kind)
        why = self._why(str(key), of_kind, nearness)
        return Shown(title, of_kind.label, of_kind.url(slug), why, of_kind.is_written)

    def _why(self, key: str, kind: kinds.Kind, nearness: int) -> str:
        if key in self._quoting:
            return _("quotes it as a live fact")
        if key in self._seats or prints(kind.name, self.ends.get(key, set())):
            return _("its page prints what changes")
        if key in self.ends:
            return _("stands at the other end of what changes")
        if nearness == MAY_TELL:
            return _("its text names both ends of what changes")
        return _("its text tells of this entry") if kind.is_written else _("names this entry")

    @cached_property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @cached_property
    def pages(self) -> list[tuple[Any, str]]:
        """Name and address of the pages and pictures of the whole record that show it."""
        changed = {change.kind for change in self.facts}
        return pages_showing(
            changed | {self.entry.KIND or self.entry.kind} if self.fields or self.is_takedown else changed
        )

    @property
    def items(self) -> list[str]:
        """The API's answers that will differ. Their addresses are part of its contract: /api/v1/…"""
        if not self.public:
            return []
        collection = kinds.get(self.entry.kind).collection or "entries"
        own = [f"/api/v1/{collection}/{self.entry.pk}/"]
        facts = [f"/api/v1/facts/{key}/" for change in self.facts if change.before for key in sorted(change.ids)]
        return [*own, *facts][:LIMIT]


def prints(kind: str, roles: set[str]) -> bool:
    """Whether the page of an entry of `kind` prints facts in which it has one of the `roles` (“object:membership”)."""
    return bool(roles & {f"{thread.side}:{thread.kind}" for thread in threads_of(kind)})


def threads_of(kind: str) -> tuple[Thread, ...]:
    return next((page.threads for page in _pages(EntryPage) if getattr(page, "kind", "") == kind), ())


def _pages(page: type[EntryPage]):
    for each in page.__subclasses__():
        yield each
        yield from _pages(each)
