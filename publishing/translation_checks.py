"""The gate for translations: what stands in the original stands in the translation, and nothing else does."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from publishing import kinds
from publishing.gate import Finding, Level, blocker, warning, with_waivers
from publishing.models import Edition, Translation
from publishing.richtext import entry_ids, links_in, plain_text, source_ids
from publishing.tokens import figures_in, tokens_in
from publishing.translating import document_of, public_original, source_of, word_fields

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f,]\d{3})+(?!\d)|\d+")
# How the name of a month begins, in either language; the first letters tell them apart.
MONTHS = (
    ("january", "январ"), ("february", "феврал"), ("march", "март"), ("april", "апрел"), ("may", "ма"),
    ("june", "июн"), ("july", "июл"), ("august", "август"), ("september", "сентябр"), ("october", "октябр"),
    ("november", "ноябр"), ("december", "декабр"),
)  # fmt: skip
# Only beside a day or a year: “may” and «мая» are words of their own.
_DATED = re.compile(r"(?:(\d{1,2})\s+)?([a-zа-я]+),?(?:\s+(\d{4}))?", re.IGNORECASE)


def examine_translation(translation: Translation, document: dict | None = None) -> list[Finding]:
    """Everything the gate has to say of a translation, blockers first."""
    source = source_of(translation)
    if source is None:
        return [blocker("translation-of-nothing", _("The edition this translates is no longer to be had."))]
    document = document or document_of(translation)
    found = [*_standing(translation, source), *_words(source.document, document)]
    for name in kinds.get(source.kind).serializer.rich_fields:
        if name in translation.texts:
            found.extend(_same_marks(name, source.document[name], document[name]))
    found.extend(_same_figures(translation, source.document, document))
    order = list(Level)
    named = with_waivers(translation.entry, (replace(each, entry=translation.title) for each in found))
    return sorted(named, key=lambda each: (order.index(each.level), not each.counts))


def _standing(translation: Translation, source: Edition) -> Iterator[Finding]:
    public = public_original(translation.entry_id)
    if public is None:
        yield blocker("original-not-public", _("The original is not public, or was retracted; publish it first."))
    elif public.digest != source.digest:
        message = _("The original has changed since: this is of edition %(old)d, and readers now see edition %(new)d.")
        yield warning("translation-behind", message % {"old": source.number, "new": public.number})
    if source.language == translation.language:
        yield blocker("translation-into-itself", _("The original is in this language already."))


def _words(source: dict, document: dict) -> Iterator[Finding]:
    if not document["title"].strip():
        yield blocker("title", _("The translation has no title."), "title")
    if source["summary"] and not document["summary"].strip():
        yield blocker("untranslated", _("The summary is not translated."), "summary")
    done = document["translates"]["fields"]
    for name in word_fields(source["kind"]):
        if source[name] and name not in done:
            yield warning("untranslated", _("“%s” is not translated: readers see the original.") % name, name)
        elif name in done and not source[name]:
            yield blocker("not-in-original", _("“%s” says something the original does not.") % name, name)


def _same_marks(name: str, source: str, text: str) -> Iterator[Finding]:
    """Links, footnotes, live facts and pictures: each as often as in the original."""
    marks = (
        (_links, _("Links to entries are not those of the original.")),
        (source_ids, _("Footnotes are not those of the original.")),
        (_live, _("Live facts are not those of the original.")),
        (figures_in, _("Pictures are not those of the original.")),
    )
    for read, message in marks:
        if Counter(map(str, read(source))) != Counter(map(str, read(text))):
            yield blocker("translation-marks", message, name)


def _links(html: str) -> list:
    return [key for key, _words in links_in(html)] or entry_ids(html)


def _live(html: str) -> list:
    """Which facts are quoted, whatever the words: those are the translator's."""
    return [(token.what, token.entry, token.within, token.on, token.fact, token.value) for token in tokens_in(html)]


def _same_figures(translation: Translation, source: dict, document: dict) -> Iterator[Finding]:
    rich = kinds.get(source["kind"]).serializer.rich_fields
    for name in ("title", "summary", *translation.texts):
        before, after = (_plain(each[name], name in rich) for each in (source, document))
        lost, new = numbers_in(before) - numbers_in(after), numbers_in(after) - numbers_in(before)
        if lost or new:
            message = _("Numbers differ: only in the original %(lost)s; only in the translation %(new)s.")
            said = {"lost": ", ".join(sorted(lost)) or "–", "new": ", ".join(sorted(new)) or "–"}
            yield warning("translation-numbers", message % said, name)
        if dates_in(before) != dates_in(after):
            yield warning("translation-dates", _("Dates differ from those of the original."), name)


def _plain(value, is_rich: bool) -> str:
    text = " ".join(value) if isinstance(value, list) else value
    return plain_text(text) if is_rich else text


def numbers_in(text: str) -> set[str]:
    """Numbers in figures, however their thousands are set apart."""
    return {re.sub(r"\D", "", match) for match in _NUMBER.findall(text)}


def dates_in(text: str) -> set[tuple[str, int, str]]:
    """Days and months as `(day, month, year)`, as far as each is said."""
    found = set()
    for day, word, year in _DATED.findall(text):
        month = next((number for number, names in enumerate(MONTHS, 1) if _is_month(word.casefold(), *names)), 0)
        if month and (day or year):
            found.add((day.lstrip("0"), month, year))
    return found


def _is_month(word: str, english: str, russian: str) -> bool:
    endings = ("", "а", "е", "ь", "я", "ю", "й", "у")
    return word == english or word in {russian + ending for ending in endings}
