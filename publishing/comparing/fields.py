"""The other fields of two documents compared: what is short as “old → new”, what is long by word, lists by item."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import kinds
from publishing.comparing.blocks import Passage, blocks_of, lines_of, passages
from publishing.comparing.matching import Budget
from publishing.comparing.wording import SHORT, Run
from publishing.datewords import dates_words, partial_words
from publishing.sentences import source_line
from publishing.words import language_words, words

# Compared in their own way, or the same in every edition.
APART = {"id", "kind", "facts", "sources", "note"}
# How it is filed is read after what it says.
FILING = ("language", "slug", "confidence", "wikidata")
CODES = {"type", "format", "confidence"}
LABELS = {
    "names": gettext_lazy("other names"),
    "slug": gettext_lazy("address"),
    "iso2": gettext_lazy("ISO code of two letters"),
    "iso3": gettext_lazy("ISO code of three letters"),
    "wikidata": gettext_lazy("Wikidata id"),
    "text": gettext_lazy("text"),
    "about_note": gettext_lazy("what it is about"),
    "is_single_seat": gettext_lazy("for one person at a time"),
    "is_attendance_complete": gettext_lazy("the list of those present is complete"),
    "in_force_on": gettext_lazy("in force on"),
    "offices": gettext_lazy("offices held that day"),
}


@dataclass(frozen=True)
class FieldChange:
    """One changed field: `passages` where it is text, else `runs` (old → new, or items that went and came)."""

    name: str
    label: str
    runs: tuple[Run, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def shown(self) -> Iterator[Passage | int]:
        """The passages; of those far from any change only how many are left out."""
        near = {n + step for n, each in enumerate(self.passages) if each.change != "same" for step in (-1, 0, 1)}
        left_out = 0
        for number, passage in enumerate(self.passages):
            if number in near:
                if left_out:
                    yield left_out
                left_out = 0
                yield passage
            else:
                left_out += 1
        if left_out:
            yield left_out

    @property
    def is_exchange(self) -> bool:
        """One value for another: an arrow stands between them."""
        return [run.kind for run in self.runs] == ["del", "ins"]


def label_of(name: str) -> str:
    text = str(LABELS.get(name) or _(name.replace("_", " ")))
    return text[:1].upper() + text[1:]


def field_names(document: dict) -> list[str]:
    """In the order of the kind's document, whatever order the keys came in; how it is filed comes last."""
    declared = list(kinds.get(document["kind"]).serializer._declared_fields)
    rest = [name for name in document if name not in declared]
    names = [name for name in [*declared, *rest] if name not in APART]
    return sorted(names, key=lambda name: name in FILING)


def compare_fields(old: dict, new: dict, names: Mapping[str, str], budget: Budget) -> list[FieldChange]:
    found = []
    for name in field_names(new):
        before, after = old.get(name), new.get(name)
        if _essence(before) != _essence(after):
            found.append(_compare(name, before, after, new["kind"], names, budget))
    return [change for change in found if change.runs or change.passages]


def _compare(name: str, old: Any, new: Any, kind: str, names: Mapping[str, str], budget: Budget) -> FieldChange:
    if name in kinds.get(kind).serializer.rich_fields:
        blocks = passages(blocks_of(old or "", names), blocks_of(new or "", names), budget)
        return FieldChange(name, label_of(name), passages=tuple(blocks))
    if isinstance(old or new, str) and max(len(old or ""), len(new or "")) > SHORT and name not in CODES:
        return FieldChange(name, label_of(name), passages=tuple(passages(lines_of(old or ""), lines_of(new or ""))))
    if isinstance(old or new, list):
        return FieldChange(name, label_of(name), runs=tuple(_items(name, old or [], new or [])))
    before, after = in_words(name, old), in_words(name, new)
    came = [Run("del", before, " ")] if before else []
    return FieldChange(name, label_of(name), runs=(*came, *([Run("ins", after)] if after else [])))


def _essence(value: Any) -> Any:
    """A reference is its id: what others are called is not part of this entry."""
    if isinstance(value, dict):
        if value.keys() == {"id", "kind", "title", "url"}:
            return value["id"]
        return {key: _essence(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_essence(part) for part in value] or ""
    return "" if value is None else value


def _items(name: str, old: list, new: list) -> Iterator[Run]:
    before, after = [_item(name, each) for each in old], [_item(name, each) for each in new]
    gone = [item for item in before if item not in after]
    came = [item for item in after if item not in before]
    yield from (Run("del", item, " ") for item in gone)
    yield from (Run("ins", item, " ") for item in came)
    if not gone and not came:
        yield Run("same", _("in another order: %s") % "; ".join(after))


def _item(name: str, value: Any) -> str:
    """One item of a list in words."""
    return str(ITEMS.get(name, lambda each: in_words(name, each))(value))


def _name(value: dict) -> str:
    more = ", ".join(filter(None, (words(value["kind"]), value["language"])))
    return f"{value['name']} ({more})" if more else value["name"]


def _image(value: dict) -> str:
    said = (value["alt"], value["caption"], value["credit"], value["licence"], value["src"])
    return ", ".join(part for part in said if part)


def _variant(value: dict) -> str:
    return f"“{value['text']}” ({source_line(value['source'])})"


def _expert(value: dict) -> str:
    places = [f"{each['role']} {each['institution']['title']}".strip() for each in value["affiliations"]]
    return ", ".join([value["person"]["title"], *places])


def _office(value: dict) -> str:
    return (_("acting %s") if value["acting"] else "%s") % value["office"]["title"]


ITEMS: dict[str, Callable[[Any], str]] = {
    "names": _name,
    "images": _image,
    "variants": _variant,
    "experts": _expert,
    "offices": _office,
}


def in_words(name: str, value: Any) -> str:
    """A plain value as readers would say it; empty for none."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return dates_words(value) if "precision" in value else value.get("title", "")
    if value is None or value == "":
        return ""
    if name in CODES:
        return words(value)
    if name.endswith("_on"):
        return partial_words(value)
    return language_words(value) if name.endswith("language") else str(value)


def told(document: dict) -> Iterator[tuple[str, str]]:
    """The plain fields of one document in words: `(label, words)` for those that say something."""
    rich = kinds.get(document["kind"]).serializer.rich_fields
    for name in field_names(document):
        value = document.get(name)
        if name in rich or name in ("slug", "title", "summary"):
            continue
        said = _listed(name, value) if isinstance(value, list) else in_words(name, value)
        if said:
            yield label_of(name), said


def _listed(name: str, values: Iterable[Any]) -> str:
    return "; ".join(_item(name, each) for each in values)
