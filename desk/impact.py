"""Where a change will be seen: the public pages, texts and API items that show the facts it touches."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from desk.changing import Change, changed_facts, changed_words
from publishing import kinds
from publishing.models import Edition, Entry, Fact
from publishing.related import Thread
from publishing.views import EntryPage

LIMIT = 50


@dataclass(frozen=True)
class Shown:
    """A public entry that shows something of the change, and why it does."""

    title: str
    kind: Any
    url: str | None
    why: str
    is_written: bool


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
    def _rows(self):
        """Every public entry concerned. `seats`: a state's page prints who holds its offices."""
        seats = self._seats()
        naming = Fact.objects.current().filter(Q(object=self.entry.pk) | Q(subject=self.entry.pk)).values("entry")
        concerned = Q(entry__in={*self.ends, *seats}) | Q(entry__in=naming) | Q(related__contains=[self.entry.pk])
        texts = [kind.name for kind in kinds.every() if kind.is_written]
        public = Edition.objects.current().filter(is_original=True).exclude(action="withdrawn")
        rows = public.filter(concerned).exclude(entry=self.entry.pk)
        return rows.annotate(is_text=Q(kind__in=texts)).order_by("-is_text", "kind", "title", "entry"), seats

    def _seats(self) -> set[str]:
        offices = [key for key, roles in self.ends.items() if "object:tenure" in roles]
        if not offices:
            return set()
        related = Edition.objects.current().filter(entry__in=offices).values_list("related", flat=True)
        return {str(key) for keys in related for key in keys}

    @cached_property
    def count(self) -> int:
        return self._rows[0].count()

    @cached_property
    def shown(self) -> list[Shown]:
        """The first of them, texts before pages."""
        rows, seats = self._rows
        light = rows.values_list("entry_id", "kind", "slug", "title")[:LIMIT]
        return [self._shown(str(key), kind, slug, title, seats) for key, kind, slug, title in light]

    def _shown(self, key: str, kind: str, slug: str, title: str, seats: set[str]) -> Shown:
        of_kind = kinds.get(kind)
        printed = key in seats or prints(kind, self.ends.get(key, set()))
        if printed:
            why = _("its page prints what changes")
        elif key in self.ends:
            why = _("stands at the other end of what changes")
        else:
            why = _("its text tells of this entry") if of_kind.is_written else _("names this entry")
        return Shown(title, of_kind.label, of_kind.url(slug), why, of_kind.is_written)

    @property
    def is_longer(self) -> bool:
        return self.count > LIMIT

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
