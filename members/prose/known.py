"""What is on record of the entries a text links to: of public ones what is public, of others the working copy."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from members.models import Membership, Organisation, Strength, Tenure
from publishing.facts import stated
from publishing.models import DatedFact, Edition, Entry, Fact, Standing

TABLES: tuple[tuple[str, type[DatedFact]], ...] = (
    ("state", Membership),
    ("person", Tenure),
    ("force", Strength),
)


class Known:
    """Facts by the id of their subject; superseded ones say nothing, disputed ones may be what the text follows."""

    def __init__(self, ids: Iterable[str]):
        self.entries = {str(key): entry for key, entry in Entry.objects.in_bulk(list(ids)).items()}

    def kind(self, key: str) -> str:
        return self.entries[key].kind if key in self.entries else ""

    def facts(self, key: str, kind: str) -> list[dict[str, Any]]:
        return self._facts.get((key, kind), [])

    @cached_property
    def _facts(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for statement in [*self._public(), *self._drafted()]:
            if statement["standing"] != Standing.SUPERSEDED:
                found[statement["subject"]["id"], statement["kind"]].append(statement)
        return found

    def _public(self) -> Iterable[dict[str, Any]]:
        kinds = [table.kind for _kind, table in TABLES]
        facts = Fact.objects.current().filter(subject__in=self.entries, kind__in=kinds)
        return facts.values_list("statement", flat=True)

    def _drafted(self) -> Iterable[dict[str, Any]]:
        public = Edition.objects.current().filter(entry__in=self.entries).values_list("entry_id", flat=True)
        drafts = self.entries.keys() - set(map(str, public))
        for kind, table in TABLES:
            mine = [key for key in drafts if self.kind(key) == kind]
            if mine:
                for row in table._default_manager.filter(**{f"{table.entry_field}__in": mine}):
                    yield stated(row)

    @cached_property
    def organisations(self) -> re.Pattern:
        """The names an organisation is called by; the group that matched is its id without hyphens."""
        names: dict[str, set[str]] = defaultdict(set)
        for organisation in Organisation.objects.prefetch_related("aliases"):
            told = [organisation.title, organisation.short_name, *(alias.name for alias in organisation.aliases.all())]
            names[f"o{organisation.pk.hex}"] = {name for name in told if name}
        parts = (
            f"(?P<{key}>{'|'.join(re.escape(name) for name in sorted(called, key=len, reverse=True))})"
            for key, called in names.items()
            if called
        )
        return re.compile("|".join(parts) or r"(?!)")
