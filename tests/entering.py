"""Enters the cases of the corpus: a line of `tests/corpus/*.toml` becomes an entry with its rows. See its README."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from typing import Any
from uuid import UUID

from django.db.models import Model

from publishing import kinds
from publishing.models import DatedFact, Entry, EntryCitation, Image, Source
from publishing.periods import Precision, next_unit, parse_partial, partial_text
from publishing.tokens import Token

MARK = re.compile(r"\[\[([^\]|]+)\|([^\]]+)\]\]|\[@([^\]]+)\]")
LIVE = re.compile(r"\{(\w+) (\S+/\S+) ([\d-]+)(?: in (\S+))?\}")
NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
SOURCE = "odkb-25years"
PICTURE = {"width": 800, "height": 600}
# What a kind cannot do without, for cases that are about something else.
USUAL: dict[str, dict[str, Any]] = {
    "article": {"byline": "The desk", "text": "It was so."},
    "commentary": {"experts": ["people/vladimir-evseev"], "text": "It will be so."},
    "statement": {"type": "quote", "words": "So be it."},
    "document": {"type": "declaration"},
    "event": {"type": "exercise"},
    "summit": {"organisation": "organisations/CSTO", "type": "regular"},
    "state": {"iso2": "XX", "iso3": "XXX"},
    "force": {"organisation": "organisations/CSTO", "type": "rapid-reaction"},
}


@dataclass(frozen=True)
class Case:
    """One line of the corpus. `rule` is the code that must be found; empty where nothing may be."""

    name: str
    rule: str
    said: dict[str, Any]


def cases(theme: dict[str, Any]) -> list[Case]:
    wrong = [(name, rule, said) for rule, lines in theme["wrong"].items() for name, said in lines.items()]
    right = [(name, "", said) for name, said in theme["right"].items()]
    return [
        Case(name, rule, {"text": said} if isinstance(said, str) else dict(said)) for name, rule, said in wrong + right
    ]


class Desk:
    """The record's entries and sources by key, and what is entered on top of it."""

    @cached_property
    def sources(self) -> dict[str, UUID]:
        return dict(Source.objects.exclude(key=None).values_list("key", "pk"))

    @cached_property
    def entries(self) -> dict[str, UUID]:
        return dict(Entry.objects.exclude(key=None).values_list("key", "pk"))

    def enter(self, case: Case) -> tuple[Entry, list[UUID]]:
        """The entry of a case, and the ids of what is released together with it."""
        said = dict(case.said)
        for draft in said.pop("drafts", ()):
            fields = dict(draft)
            key = fields.pop("key")
            self.entries[key] = self._entry(key.replace("/", "-"), fields).pk
        together = [self.entries[key] for key in said.pop("together", ())]
        return self._entry("case", said), together

    def _entry(self, name: str, said: dict[str, Any]) -> Entry:
        is_new = "entry" not in said
        entry = self._new(name, said) if is_new else Entry.objects.get(key=said.pop("entry")).specific
        if "address_of" in said:
            self._take_address(entry, said.pop("address_of"))
        footnotes = self._write(entry, said)
        cited = said.pop("sources", [SOURCE, *footnotes] if is_new else footnotes)
        pictures = said.pop("images", ())
        many = self._fill(entry, said)
        entry.save()
        for number, key in enumerate(dict.fromkeys(cited)):
            EntryCitation.objects.create(entry=entry, source_id=self.sources[key], order=number)
        for number, picture in enumerate(pictures):
            shown = {name: words for name, words in picture.items() if name != "is_shown"}
            Image.objects.create(entry=entry, file=_file(number), order=number, **PICTURE, **shown)
        for name, values in many.items():
            self._add(entry, name, values)
        return entry

    def _new(self, name: str, said: dict[str, Any]) -> Entry:
        kind = said.pop("kind", "article")
        said |= {field: value for field, value in USUAL.get(kind, {}).items() if field not in said}
        return kinds.get(kind).model(title=f"A {name}", slug=f"a-{name}", summary="What it is, in a sentence.")

    def _take_address(self, entry: Entry, key: str) -> None:
        other = Entry.objects.get(key=key)
        entry.slug = other.slug
        Entry.objects.filter(pk=other.pk).update(slug=f"{other.slug}-moved")

    def _write(self, entry: Entry, said: dict[str, Any]) -> list[str]:
        """Fill the main text; the keys of the sources that its footnotes cite."""
        text, after = said.pop("text", ""), said.pop("after", "")
        shown = [_figure(n, p) for n, p in enumerate(said.get("images", ())) if p.get("is_shown")]
        if text or after:
            told = LIVE.sub(self._live, MARK.sub(self._marked, escape(text, quote=False)))
            words = f"<p>{told}</p>" if text else ""
            setattr(entry, kinds.get(entry.KIND).serializer.rich_fields[0], words + after + "".join(shown))
        if "words" in said:
            said["text"] = said.pop("words")
        return [match[3] for match in MARK.finditer(text) if match[3]]

    def _marked(self, match: re.Match) -> str:
        key, words, source = match.groups()
        if source:
            return f'<a href="#source-{self.sources[source]}">1</a>'
        return f'<a href="/id/{NOWHERE if key == "missing" else self.entries[key]}/">{words}</a>'

    def _live(self, match: re.Match) -> str:
        what, key, day, within = match.groups()
        return str(Token(what, str(self.entries[key]), "?", str(self.entries[within]) if within else "", day))

    def _fill(self, row: Any, said: dict[str, Any]) -> dict[str, list]:
        """Set dates and plain fields; what belongs into tables of its own is given back."""
        set_dates(row, said, isinstance(row, Entry))
        many: dict[str, list] = {}
        for name, value in said.items():
            field = row._meta.get_field(name)
            if field.one_to_many or field.many_to_many:
                many[name] = value
            else:
                setattr(row, field.attname if field.is_relation else name, self._value(field, value))
        return many

    def _value(self, field, value):
        return self.entries[value] if field.is_relation else value

    def _add(self, entry: Entry, name: str, values: list) -> None:
        field: Any = entry._meta.get_field(name)
        if field.many_to_many:
            getattr(entry, name).set([self.entries[key] for key in values])
            return
        model: type[Model] = field.related_model
        for said in values:
            self._row(model(**{field.field.name: entry}), dict(said))

    def _row(self, row: DatedFact | Any, said: dict[str, Any]) -> None:
        cited = said.pop("sources", [SOURCE])
        self._fill(row, said)
        row.save()
        for key in cited:
            row.citations.create(source_id=self.sources[key])


def set_dates(row: Any, said: dict[str, Any], is_entry: bool) -> None:
    """`on` is a day, month or year of its own; `until` the first day on which it no longer held."""
    if "on" in said:
        first, precision = parse_partial(said.pop("on"))
        last = _last(first, precision) if is_entry else ""
        row.set_period(partial_text(first, precision), last, Precision.NOT_APPLICABLE)
    elif "from" in said or "until" in said:
        until = said.pop("until", "")
        is_unknown = until == "unknown"
        absent = Precision.UNKNOWN if is_unknown else Precision.OPEN
        row.set_period(said.pop("from", ""), "" if is_unknown else until, absent)


def _last(first: date, precision: Precision) -> str:
    return partial_text(next_unit(first, precision), precision)


def _file(number: int) -> str:
    return f"images/case-{number}.png"


def _figure(number: int, picture: dict[str, Any]) -> str:
    return f'<figure><img src="/media/{_file(number)}" alt="{escape(picture["alt"])}"></figure>'
