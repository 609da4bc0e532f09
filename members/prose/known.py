"""What is on record of the entries a text links to: of public ones what is public, of others the working copy."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from members.models import Chairmanship, Membership, Office, Organisation, State, Strength, Tenure
from publishing import kinds
from publishing.facts import stated
from publishing.models import DatedFact, Edition, Entry, Fact, Standing

# What each kind of link is the subject of.
TABLES: tuple[tuple[str, type[DatedFact]], ...] = (
    ("state", Membership),
    ("state", Chairmanship),
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

    def specific(self, key: str) -> Any:
        """The working copy of an entry with the fields of its kind, at one query a kind."""
        kind = self.kind(key)
        if kind not in self._specific:
            ids = [entry.pk for entry in self.entries.values() if entry.kind == kind]
            found = kinds.get(kind).model.objects.in_bulk(ids)
            self._specific[kind] = {str(pk): entry for pk, entry in found.items()}
        return self._specific[kind][key]

    @cached_property
    def _specific(self) -> dict[str, dict[str, Any]]:
        return {}

    @cached_property
    def _facts(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for statement in [*self._public(), *self._drafted()]:
            if statement["standing"] != Standing.SUPERSEDED:
                found[statement["subject"]["id"], statement["kind"]].append(statement)
        return found

    def _public(self) -> Iterable[dict[str, Any]]:
        told = {table.kind for _kind, table in TABLES}
        facts = Fact.objects.current().filter(subject__in=self.entries, kind__in=told)
        return facts.values_list("statement", flat=True)

    def _drafted(self) -> Iterable[dict[str, Any]]:
        """Rows of entries that are not public yet."""
        public = Edition.objects.current().order_by().values("entry_id")
        for kind, table in TABLES:
            mine = [key for key in self.entries if self.kind(key) == kind]
            rows = table._default_manager.filter(**{f"{table.subject_field}__in": mine}) if mine else ()
            if mine:
                rows = rows.exclude(**{f"{table.entry_field}__in": public})  # type: ignore[union-attr]
            yield from (stated(row) for row in rows)

    def chaired_by(self, key: str) -> list[dict[str, Any]]:
        """The chairmanships of states in the person of a leader."""
        return [fact for fact in self._chairmanships if (fact["value"]["person"] or {}).get("id") == key]

    @cached_property
    def _chairmanships(self) -> list[dict[str, Any]]:
        public = Fact.objects.current().filter(kind=Chairmanship.kind).exclude(standing=Standing.SUPERSEDED)
        return list(public.values_list("statement", flat=True))

    def signatures(self, key: str) -> list[dict[str, Any]]:
        """Who signed a document, and when."""
        return self._signatures.get(key, [])

    @cached_property
    def _signatures(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        documents = [key for key in self.entries if self.kind(key) == "document"]
        public = Fact.objects.current().filter(kind="signatory", object__in=documents) if documents else ()
        for fact in public:
            found[str(fact.object)].append(fact.statement)
        return found

    def members(self, organisation: str) -> list[dict[str, Any]]:
        """Who belonged to a linked organisation, and when."""
        return self._members.get(organisation, [])

    @cached_property
    def _members(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        linked = [key for key in self.entries if self.kind(key) == "organisation"]
        facts = Fact.objects.current().filter(kind=Membership.kind, object__in=linked, standing=Standing.ACCEPTED)
        for fact in facts.values_list("statement", flat=True):
            if fact["value"]["status"] in set(map(str, Membership.BELONGING)):
                found[fact["object"]["id"]].append(fact)
        return found

    @cached_property
    def offices(self) -> dict[str, Office]:
        """The offices the linked people are on record with."""
        held = {fact["object"]["id"] for key, kind in self._facts if kind == "tenure" for fact in self.facts(key, kind)}
        return {str(key): office for key, office in Office.objects.in_bulk(list(held)).items()}

    @cached_property
    def with_members(self) -> set[str]:
        """The organisations whose members are on record: of them, who is not a member can be told."""
        return {str(key) for key in Membership.objects.order_by().values_list("organisation", flat=True).distinct()}

    @cached_property
    def organisations(self) -> re.Pattern:
        """The names an organisation is called by; the group that matched is its id without hyphens."""
        names: dict[str, set[str]] = defaultdict(set)
        for organisation in Organisation.objects.prefetch_related("aliases"):
            told = [organisation.title, organisation.short_name, *(alias.name for alias in organisation.aliases.all())]
            names[f"o{organisation.pk.hex}"] = {form for name in told for form in _forms(name)}
        parts = (
            f"(?P<{key}>{'|'.join(re.escape(name) for name in sorted(called, key=len, reverse=True))})"
            for key, called in names.items()
            if called
        )
        return re.compile(rf"(?:{'|'.join(parts) or '(?!)'})\b")

    def organisation_of(self, match: re.Match) -> str:
        """The id of the organisation that a match of `organisations` names."""
        return str(UUID((match.lastgroup or "")[1:]))

    def organisation_called(self, name: str) -> str | None:
        match = self.organisations.fullmatch(name)
        return self.organisation_of(match) if match else None

    @cached_property
    def states(self) -> dict[str, str]:
        """The names a state is called by, with its id."""
        names: dict[str, str] = {}
        for state in State.objects.prefetch_related("aliases"):
            told = [state.title, state.official_name, *(alias.name for alias in state.aliases.all())]
            names |= {name: str(state.pk) for name in told if name}
        return names

    def state_called(self, word: str) -> str:
        """The id of the state of that name, or of which it is the adjective; "" where it is neither."""
        word = word.removesuffix("’s").removesuffix("'s")
        if word in self.states:
            return self.states[word]
        shared = {name: _shared(word, name) for name in self.states}
        best = max(shared, key=lambda name: shared[name], default="")
        is_adjective = best and shared[best] >= max(4, len(word) - 3)
        return self.states[best] if is_adjective else ""


def _forms(name: str) -> set[str]:
    """An organisation of a treaty goes by the treaty's name, too."""
    treaty = re.match(r"(.+ (?:Treaty|Pact|Convention))\b", name)
    return {form for form in (name, treaty and treaty[1]) if form}


def _shared(one: str, other: str) -> int:
    """How many first letters two words share."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
