"""Words of the interface: each is marked for translation, the catalogues are whole, and Russian counts as it does."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation import gettext, ngettext, override

from tools import messages

PUBLIC = [
    path
    for path in sorted((messages.ROOT / "templates").rglob("*.html"))
    if not messages.BACKSTAGE.search(path.relative_to(messages.ROOT).as_posix())
]
# What reads the same in every language: names of formats. Other such words stand in elements marked `translate="no"`.
NAMES = {
    "svg",
    "png",
    "csv",
    "json",
    "ris",
    "bibtex",
    "csl-json",
    "atom",
    "rss",
    "utc",
    "iso",
    "pdf",
    "http",
    "api",
    "en",
}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
SILENT = {"script", "style", "code", "kbd"}
SPOKEN = {"title", "alt", "aria-label", "placeholder", "aria-description", "label"}
WORD = re.compile(r"[A-Za-zÀ-ÿ][\w'’-]+")
ADDRESS = re.compile(r"JSON Feed|\S*[/?]\S*")


class Texts(HTMLParser):
    """What a reader would see or hear of a page's source."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        if tag not in VOID and (self.silent or tag in SILENT or ("translate", "no") in attrs):
            self.silent += 1
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        self.silent = max(0, self.silent - (tag not in VOID))

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def bare_words(source: str) -> list[str]:
    """Words of a template outside its tags and outside what is marked for translation."""
    kept, inside = [], False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            inside = (inside or name in ("blocktranslate", "blocktrans", "comment")) and name not in (
                "endblocktranslate",
                "endblocktrans",
                "endcomment",
            )
        kept.append(token.contents if token.token_type == TokenType.TEXT and not inside else "\u25a1")
    texts = Texts()
    texts.feed("".join(kept))
    texts.close()
    words = (word for text in texts.found for word in WORD.findall(ADDRESS.sub(" ", text)))
    return [word for word in words if word.lower() not in NAMES]


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(messages.ROOT / "templates")))
def test_every_word_of_a_public_template_is_marked(path: Path):
    assert bare_words(path.read_text()) == []


def test_a_bare_word_would_be_seen():
    marked = '{% load i18n %}<p title="{% translate "Day" %}">{% blocktranslate %}All of it{% endblocktranslate %}</p>'
    assert bare_words(marked) == []
    assert bare_words('<p title="Day">{{ day }} <b>or night</b></p>') == ["Day", "or", "night"]


def test_the_catalogues_are_what_the_code_asks_for_and_whole(capsys):
    assert messages.check() == 0, capsys.readouterr().out


def test_russian_counts_in_three_forms():
    one, many = "%(told)s entry", "%(told)s entries"
    with override("ru"):
        said = [ngettext(one, many, number) % {"told": number} for number in (1, 2, 5, 11, 21, 104, 112)]
    assert said == ["1 запись", "2 записи", "5 записей", "11 записей", "21 запись", "104 записи", "112 записей"]


def test_what_is_not_translated_reads_as_it_is_written():
    with override("ru"):
        assert gettext("Nobody ever wrote this sentence.") == "Nobody ever wrote this sentence."


@pytest.mark.parametrize(
    ("ids", "string", "fault"),
    [
        (("%(number)s facts",), "%(numbers)s фактов", "place to fill in"),
        (("%(number)s facts",), "факты", "place to fill in"),
        (("<strong>%(who)s</strong> came",), "%(who)s", "tag"),
        (("over %s",), "больше %s ", "space"),
    ],
)
def test_a_translation_that_differs_in_more_than_words_is_refused(ids, string, fault):
    assert any(fault in each for each in messages.differences(ids, string))


def test_a_singular_form_may_say_its_number_in_words():
    assert list(messages.differences(("%d state", "%d states"), "одно государство")) == []
