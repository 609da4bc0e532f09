"""What a finding compares: statements in words, each with its sources and a key that lasts while it says the same."""

import re
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from publishing.datewords import dates_words, period_words
from publishing.facts import citation, stated
from publishing.models import Citation, DatedFact, Entry
from publishing.words import words

MAX_SOURCES = 4


# For rows that may become claims: their sources in one query.
CITED = Prefetch("citations", Citation.objects.select_related("source"))


@dataclass(frozen=True)
class Said:
    """A source as a finding names it."""

    title: str
    url: str


@dataclass(frozen=True)
class Claim:
    """One statement. `key` is what it says without names and wording; `entry` and `row` say where it is entered."""

    words: str
    key: str
    sources: tuple[Said, ...] = ()
    entry: str = ""
    row: str = ""


def of_statement(statement: dict[str, Any]) -> Claim:
    """A fact in its public shape, as a claim."""
    parties = [statement["subject"]["title"], (statement["object"] or {}).get("title")]
    told = [value_words(statement["value"]), period_words(statement["valid"])]
    if statement["standing"] != "accepted":
        told.append(words(statement["standing"]))
    rest = ", ".join(filter(None, told)) or words(statement["kind"])
    return Claim(
        f"{' – '.join(filter(None, parties))}: {rest}",
        _key(statement),
        _sources(statement["citations"]),
        statement["subject"]["id"],
        statement["id"],
    )


def of_row(row: DatedFact) -> Claim:
    return of_statement(stated(row))


def of_dates(entry: Entry) -> Claim:
    """When an entry says that it took place."""
    key = f"dates {entry.pk} {orjson.dumps(entry.dates, option=orjson.OPT_SORT_KEYS).decode()}"
    uses = [citation(use) for use in entry.citations.select_related("source")]
    return Claim(f"{entry}: {dates_words(entry.dates) or _('undated')}", key, _sources(uses), str(entry.pk))


def of_text(words: str, passage: str, cited: set[str], document: dict[str, Any]) -> Claim:
    """What a passage of the entry's own text says, with the sources that its footnotes cite."""
    uses = [use for use in document["sources"] if use["source"] in cited]
    return Claim(f"“{words}”", re.sub(r"\W+", " ", passage).casefold().strip(), _sources(uses), document["id"])


def value_words(value: dict[str, Any]) -> str:
    """The part of a fact's value that can be wrong."""
    told = [words(value.get(name)) for name in ("status", "mode", "role", "name") if value.get(name)]
    number = value.get("personnel") or value.get("number")
    if number:
        told.append(f"{_('about') + ' ' if value.get('approximate') else ''}{number:,}")
    told += [_("acting")] if value.get("acting") else []
    told += [_("guest")] if value.get("guest") else []
    return ", ".join(told)


def _key(statement: dict[str, Any]) -> str:
    """The same for a row typed but not saved and for the saved one; renaming a party does not change it."""
    parts = {name: _bare(statement[name]) for name in ("kind", "subject", "object", "valid", "standing", "value")}
    return orjson.dumps(parts, option=orjson.OPT_SORT_KEYS).decode()


def _bare(value: Any) -> Any:
    """References shrunk to their ids."""
    if isinstance(value, dict):
        return value["id"] if "id" in value else {key: _bare(part) for key, part in value.items()}
    return value


def _sources(uses: list[dict[str, Any]]) -> tuple[Said, ...]:
    told = dict.fromkeys(Said(use["title"], use["archived_url"] or use["url"] or "") for use in uses)
    return tuple(told)[:MAX_SOURCES]
