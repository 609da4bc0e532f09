"""Which statements about the world differ between two documents: what other texts may have told after them.

Narrower than a comparison: prose, sources and names of others that moved on are no change of what is stated.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing import kinds
from publishing.comparing.facts import matched
from publishing.comparing.fields import compare_fields
from publishing.comparing.matching import Budget
from publishing.facts import every_reference
from publishing.sentences import sentence

# Where it is, in which words, and with whose support: no statement about the world.
NOT_STATED = {"images", "remarks", "summary", "confidence", "topics", "wikidata"}


@dataclass(frozen=True)
class Change:
    """A fact as it was and as it is; one of the two is missing where it is new or gone."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def statements(self) -> list[dict[str, Any]]:
        return [each for each in (self.before, self.after) if each]

    @property
    def kind(self) -> str:
        return self.statements[0]["kind"]

    @property
    def ids(self) -> set[str]:
        """The fact's own ids."""
        return {each["id"] for each in self.statements}

    @property
    def is_own_text(self) -> bool:
        """Whom a text mentions or is about is its own affair."""
        return self.kind in ("mentions", "about")

    @property
    def named(self) -> set[str]:
        """Every entry the fact names, before or after."""
        return {ref["id"] for each in self.statements for ref in every_reference(each)}

    def __str__(self):
        if not self.before:
            return _("new: %s") % sentence(self.statements[0])
        if not self.after:
            return _("no longer: %s") % sentence(self.before)
        return f"{sentence(self.before)} → {sentence(self.after)}"


def changed_facts(before: dict | None, after: dict | None) -> list[Change]:
    """What the two documents state differently."""
    pairs, gone, came = matched((before or {}).get("facts", []), (after or {}).get("facts", []))
    changed = [Change(old, new) for old, new in pairs if _stated(old) != _stated(new)]
    return [*changed, *(Change(None, fact) for fact in came), *(Change(fact, None) for fact in gone)]


def changed_words(before: dict | None, after: dict | None) -> list[str]:
    """The plain fields (title, dates, status, place …) that say something else, by name; not prose."""
    if not before or not after or "title" not in before or "title" not in after:
        return []
    silent = NOT_STATED | set(kinds.get(after["kind"]).serializer.rich_fields)
    old, new = ({name: document[name] for name in document if name not in silent} for document in (before, after))
    return [change.label.lower() for change in compare_fields(old, new, {}, Budget())]


def _stated(fact: dict) -> tuple:
    ends = [fact[side] and fact[side]["id"] for side in ("subject", "object")]
    return (*ends, fact["valid"], fact["standing"], fact["note"], _by_id(fact["value"]))


def _by_id(value: Any) -> Any:
    """References by id alone: that another entry was renamed is no change of this one."""
    if isinstance(value, dict):
        return (
            value["id"] if value.keys() == {"id", "kind", "title", "url"} else {k: _by_id(v) for k, v in value.items()}
        )
    return [_by_id(each) for each in value] if isinstance(value, list) else value
