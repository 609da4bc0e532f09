"""The record in Russian says what the record says: the same links, footnotes, figures and days, in Russian letters."""

import json
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from home.record.loader import load, sources
from home.record.loader.desk import Desk
from home.record.loader.files import RECORD, pieces, prose
from home.record.loader.tally import Tally

FOLDER = RECORD / "translations" / "ru"
KINDS = sorted(path.stem for path in FOLDER.glob("*.json"))
PREPARED: dict[tuple[str, str], dict[str, Any]] = {}
WHOLE = {"article": 10, "statement": 10}  # how many texts are there in full, at least
MARK = re.compile(r"\[\[([^\]|]+)\|[^\]]+\]\]|\[@([^\]]+)\]")
NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0,]\d{3})+(?!\d)|\d+")
MONTHS = (
    "january январ",
    "february феврал",
    "march март",
    "april апрел",
    "may ма",
    "june июн",
    "july июл",
    "august август",
)
MONTHS += ("september сентябр", "october октябр", "november ноябр", "december декабр")
DAY = re.compile(r"(?:(\d{1,2})\s+)?([a-zа-я]+)(?:\s+(\d{4}))?", re.IGNORECASE)
# A word written in letters of two alphabets, which looks right and is found by nobody.
MIXED = re.compile(r"[А-Яа-яЁё][A-Za-z]|[A-Za-z][А-Яа-яЁё]")


@cache
def translated(kind: str) -> dict[str, dict[str, Any]]:
    return json.loads((FOLDER / f"{kind}.json").read_text())


def texts(value: Any) -> list[str]:
    """The pieces of a field: of a text its blocks, their items and cells."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return texts(value.get("text") or value.get("items") or value.get("rows"))
    return [text for part in value for text in texts(part)]


def marks(text: str) -> Counter:
    return Counter(match[0].split("|")[0] if match[1] else match[0] for match in MARK.finditer(text))


def plain(text: str) -> str:
    return re.sub(r"\[\[[^\]|]+\|([^\]]+)\]\]", r"\1", re.sub(r"\[@[^\]]+\]", "", text))


def numbers(text: str) -> set[str]:
    return {re.sub(r"\D", "", found) for found in NUMBER.findall(plain(text))}


def days(text: str) -> set[tuple[str, int, str]]:
    """Days and months with what is said of them; a month alone is a word like others."""
    found = set()
    for day, word, year in DAY.findall(plain(text)):
        number = next((n for n, names in enumerate(MONTHS, 1) if is_month(word.lower(), *names.split())), 0)
        if number and (day or year):
            found.add((day.lstrip("0"), number, year))
    return found


def is_month(word: str, english: str, stem: str) -> bool:
    return word == english or word in {stem + ending for ending in ("", "а", "е", "ь", "я", "ю", "й")}


@pytest.fixture
def originals(db) -> dict[tuple[str, str], dict[str, Any]]:
    """What the record enters, by kind and slug, its texts in the notation they are written in. Prepared once."""
    if not PREPARED:
        PREPARED.update(prepared())
    return PREPARED


def prepared() -> dict[tuple[str, str], dict[str, Any]]:
    desk = Desk(sources.enter(Tally()), Tally())
    load.prepare(desk)
    written = {(entry.kind, entry.slug): {"entry": entry} for entry in desk.entries.values()}
    slugs = {key: (entry.kind, entry.slug) for key, entry in desk.entries.items()}
    for folder, field in (("articles", "body"), ("commentary", "assessment")):
        for record in pieces(folder).values():
            written[slugs[f"{folder}/{record['slug']}"]][field] = record[field]
    for key, profile in (prose("profiles") or {}).items():
        if key in slugs and profile.get("text"):
            written[slugs[key]]["profile"] = profile["text"]
    return written


def original_of(found: dict[str, Any], field: str) -> Any:
    return found[field] if field in found else getattr(found["entry"], field)


def test_every_translation_is_of_an_entry_and_of_fields_it_fills(originals):
    wrong = [
        (kind, slug, field)
        for kind in KINDS
        for slug, fields in translated(kind).items()
        for field in fields
        if (kind, slug) not in originals or not original_of(originals[kind, slug], field)
    ]
    assert wrong == []


def test_links_and_footnotes_are_those_of_the_original_block_by_block(originals):
    compared = 0
    for kind in KINDS:
        for slug, fields in translated(kind).items():
            for field in fields.keys() & {"body", "assessment", "profile"}:
                before, after = texts(original_of(originals[kind, slug], field)), texts(fields[field])
                assert len(before) == len(after), (kind, slug, field)
                for old, new in zip(before, after, strict=True):
                    assert marks(old) == marks(new), (kind, slug, new)
                    compared += 1
    assert compared > 200


def test_figures_and_days_are_those_of_the_original(originals):
    wrong = []
    for kind in KINDS:
        for slug, fields in translated(kind).items():
            for field, value in fields.items():
                before, after = texts(original_of(originals[kind, slug], field)), texts(value)
                for old, new in zip(before, after, strict=True):
                    if numbers(old) != numbers(new) or days(old) != days(new):
                        wrong.append((slug, field, numbers(old) ^ numbers(new), days(old) ^ days(new)))
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_russian_is_written_in_russian_letters_and_quotation_marks(kind):
    said = [plain(text) for fields in translated(kind).values() for value in fields.values() for text in texts(value)]
    assert [text for text in said if MIXED.search(text)] == []
    assert [text for text in said if re.search(r"[ёЁ\"“]| - |\s–\s", text.replace("„", "").replace("“", ""))] == []


def test_the_main_entries_are_translated(originals):
    for kind in (
        "state",
        "organisation",
        "summit",
        "office",
        "person",
        "institution",
        "force",
        "topic",
        "document",
        "event",
    ):
        assert {slug for of, slug in originals if of == kind} == set(translated(kind)), kind
    whole = {"article": "body", "statement": "text"}
    for kind, least in WHOLE.items():
        assert sum(whole[kind] in fields for fields in translated(kind).values()) >= least


def test_a_missing_footnote_or_a_changed_day_would_be_seen():
    assert marks("On [[states/AM|Armenia]] [@a|p. 2]") == marks("Об [[states/AM|Армении]] [@a|p. 2]")
    assert marks("[@a] [@a]") != marks("[@a]")
    assert days("on 6 January 2022, in May") == days("6 января 2022 года, в мае") == {("6", 1, "2022")}
    assert numbers("18,000 of 6") == numbers("18 000 из 6") != numbers("18 000 из 7")
