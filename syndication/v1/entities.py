"""Entries named in parameters: by id, by slug, by short code (an ISO code, an abbreviation) or as `kind:slug`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from publishing import kinds
from publishing.models import Edition
from publishing.reading import BadParameter, Moment


@dataclass(frozen=True)
class Name:
    """What a parameter says: the words, and the kinds it may mean (none given: any)."""

    text: str
    kinds: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[str, str, tuple[str, ...]]:
        """The words as slug and as code, and the kinds to look among."""
        kind, colon, rest = self.text.partition(":")
        allowed = self.kinds or tuple(kinds.names())
        if colon and kind in allowed:
            return rest, rest.casefold(), (kind,)
        return self.text, self.text.casefold(), allowed

    @property
    def uuid(self) -> UUID | None:
        try:
            return UUID(self.text) if len(self.text) == 36 else None
        except ValueError:
            return None

    @property
    def lookup(self) -> Q:
        slug, code, among = self.wanted
        if self.uuid:
            return Q(entry_id=self.uuid, kind__in=among)
        return Q(slug=slug, kind__in=among) | Q(codes__contains=[code], kind__in=among)

    def matches(self, row: tuple) -> bool:
        entry_id, kind, slug, codes = row
        wanted, code, among = self.wanted
        return kind in among and (entry_id == self.uuid or slug == wanted or code in codes)


def resolve(named: Mapping[str, Name], moment: Moment, withdrawn: bool = False) -> dict[str, UUID]:
    """The entries that parameters name, in one query; `withdrawn` ones too where a feed goes on after its topic ended.

    Raises BadParameter for one that is not public.
    """
    if not named:
        return {}
    lookup = Q()
    for name in named.values():
        lookup |= name.lookup
    known = Edition.objects.at(moment.position).filter(is_original=True) if withdrawn else moment.editions()
    rows = list(known.filter(lookup).values_list("entry_id", "kind", "slug", "codes"))
    return {parameter: _only(parameter, name, rows) for parameter, name in named.items()}


def _only(parameter: str, name: Name, rows: Iterable[tuple]) -> UUID:
    found = [row for row in rows if name.matches(row)]
    # A slug is written by the editors for exactly one entry; a code may be shared by several.
    found = [row for row in found if row[2] == name.wanted[0]] or found
    words = {"text": name.text[:80], "kind": ", ".join(name.kinds) or "entry"}
    if not found:
        raise BadParameter(parameter, _("There is no public %(kind)s “%(text)s”.") % words)
    if len({row[0] for row in found}) > 1:
        words["choices"] = ", ".join(sorted(f"{kind}:{slug}" for _id, kind, slug, _codes in found))
        message = _("“%(text)s” may mean any of %(choices)s; name one of them so, or by its id.")
        raise BadParameter(parameter, message % words)
    return found[0][0]
