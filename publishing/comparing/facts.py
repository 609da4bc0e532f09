"""Facts of two documents compared: the same fact is found again, and what changed in it is said in its sentence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from publishing.comparing.matching import matches
from publishing.comparing.wording import Run, text_runs
from publishing.datewords import day_words
from publishing.facts import every_reference
from publishing.sentences import pieces, sentence, source_line
from publishing.words import words

# What follows from the text itself is shown in the text.
SHOWN_ELSEWHERE = {"mentions", "about"}


@dataclass(frozen=True)
class FactChange:
    """`change`: ins, del or changed. `runs`: the sentence; `details`: what else changed, each in runs of its own."""

    change: str
    kind: str
    id: str
    runs: tuple[Run, ...]
    details: tuple[tuple[Run, ...], ...] = ()


def compare_facts(old: dict, new: dict) -> list[FactChange]:
    """Changed facts in the order of the new document, then those that are gone."""
    pairs, gone, came = matched(_said(old), _said(new))
    changed = [change for before, after in pairs if (change := _change(before, after, old, new))]
    added = [FactChange("ins", fact["kind"], fact["id"], (Run("ins", sentence(fact)),), _of(fact)) for fact in came]
    removed = [FactChange("del", fact["kind"], fact["id"], (Run("del", sentence(fact)),)) for fact in gone]
    order = {fact["id"]: place for place, fact in enumerate(_said(new))}
    return [*sorted([*changed, *added], key=lambda change: order.get(change.id, 0)), *removed]


def _said(document: dict) -> list[dict]:
    return [fact for fact in document.get("facts", []) if fact["kind"] not in SHOWN_ELSEWHERE]


def matched(old: list[dict], new: list[dict]) -> tuple[list[tuple[dict, dict]], list[dict], list[dict]]:
    """Pairs by id; then, of the rest, by kind, subject and object, in order of their dates."""
    by_id = {fact["id"]: fact for fact in new}
    pairs = [(fact, by_id[fact["id"]]) for fact in old if fact["id"] in by_id]
    known = {fact["id"] for fact, _other in pairs}
    left: dict[tuple, list[dict]] = defaultdict(list)
    for fact in sorted(new, key=lambda fact: fact["valid"]["from"] or ""):
        if fact["id"] not in known:
            left[_ends(fact)].append(fact)
    gone = []
    for fact in sorted(old, key=lambda fact: fact["valid"]["from"] or ""):
        if fact["id"] in known:
            continue
        if left[_ends(fact)]:
            pairs.append((fact, left[_ends(fact)].pop(0)))
        else:
            gone.append(fact)
    return pairs, gone, [fact for facts in left.values() for fact in facts]


def _ends(fact: dict) -> tuple:
    return fact["kind"], fact["subject"]["id"], fact["object"] and fact["object"]["id"]


def _change(before: dict, after: dict, old: dict, new: dict) -> FactChange | None:
    """None where nothing changed but what the fact takes over from its entry: its dates, its sources, its title."""
    follows_dates = before["valid"] == old.get("dates") and after["valid"] == new.get("dates")
    follows_sources = before["citations"] == old.get("sources") and after["citations"] == new.get("sources")
    before = _renamed(before, after)
    runs = _sentence_runs(pieces(before, with_dates=not follows_dates), pieces(after, with_dates=not follows_dates))
    details = [*_details(before, after), *([] if follows_sources else _sources(before, after))]
    if not details and all(run.kind == "same" for run in runs):
        return None
    return FactChange("changed", after["kind"], after["id"], tuple(runs), tuple(tuple(runs) for runs in details))


def _renamed(before: dict, after: dict) -> dict:
    """The earlier fact with today's names: that somebody was renamed is told once, not in every sentence."""
    return _with_names(before, {ref["id"]: ref for ref in every_reference(after)})


def _with_names(value, names: dict[str, dict]):
    if not isinstance(value, dict):
        return value
    if value.keys() == {"id", "kind", "title", "url"}:
        return names.get(value["id"], value)
    return {key: _with_names(part, names) for key, part in value.items()}


def _sentence_runs(old: list[str], new: list[str]) -> list[Run]:
    """Piece by piece: a date or a name is replaced as a whole."""
    runs: list[Run] = []
    i = j = 0
    for at_old, at_new, size in [*matches(old, new), (len(old), len(new), 0)]:
        for kind, part in (("del", old[i:at_old]), ("ins", new[j:at_new]), ("same", new[at_new : at_new + size])):
            if part:
                runs.append(Run(kind, "".join(part)))
        i, j = at_old + size, at_new + size
    return runs


def _details(before: dict, after: dict) -> Iterator[list[Run]]:
    """What else of a fact changed, beside its sentence."""
    for label, old, new in (
        (pgettext("of a fact", "standing"), words(before["standing"]), words(after["standing"])),
        (_("confidence"), words(before["confidence"]), words(after["confidence"])),
        (_("last checked"), day_words(before["checked_on"]), day_words(after["checked_on"])),
    ):
        if old != new:
            yield [Run("same", f"{label}:", " "), *_exchange(old, new)]
    if before["note"] != after["note"]:
        yield [Run("same", _("note:"), " "), *text_runs(before["note"], after["note"])]


def _exchange(old: str, new: str) -> list[Run]:
    return [*([Run("del", old, " ")] if old else []), *([Run("ins", new)] if new else [])]


def _sources(before: dict, after: dict) -> Iterator[list[Run]]:
    old, new = _lines(before["citations"]), _lines(after["citations"])
    yield from ([Run("same", _("source:"), " "), Run("del", line)] for line in old if line not in new)
    yield from ([Run("same", _("source:"), " "), Run("ins", line)] for line in new if line not in old)


def _lines(citations: Iterable[dict]) -> list[str]:
    return [source_line(cited) for cited in citations]


def _of(fact: dict) -> tuple[tuple[Run, ...], ...]:
    """What a new fact comes with."""
    label = _("source:")
    return tuple((Run("same", label, " "), Run("ins", line)) for line in _lines(fact["citations"]))
