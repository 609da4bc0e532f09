"""The tool of the catalogues: what it reads, what it keeps of what is there, and when it compiles."""

import gettext
import os

import pytest
from babel.messages.catalog import Catalog

from tools import messages


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """An empty project with a Russian catalogue of its own."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    path = messages.path_of("ru")
    path.parent.mkdir(parents=True)
    return path


def asked_for(*words: str | tuple[str, str], place: str = "home/views.py") -> Catalog:
    wanted = Catalog()
    for each in words:
        wanted.add(each, locations=[(place, 0)])
    return wanted


def fill(path, known: str) -> None:
    path.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n' + known)


def test_words_of_a_template_are_found_with_their_context_plurals_and_arguments(tmp_path, monkeypatch):
    text = (
        '<div>\n    {% translate "Day" context "of a week" %}\n  {% include "a.html" with title=_("Until") %}\n'
        "{% blocktranslate trimmed count n=days %}One\n  day{% plural %}{{ n }} days{% endblocktranslate %}</div>"
    )
    (tmp_path / "a.html").write_text(text)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    found = {(words, context) for _line, words, _comments, context in messages.extracted("a.html")}
    assert found == {("Day", "of a week"), ("Until", None), (("One day", "%(n)s days"), None)}


def test_merging_keeps_what_is_translated_and_drops_what_nobody_asks_for(catalogue):
    fill(catalogue, 'msgid "Day"\nmsgstr "День"\n\nmsgid "Night"\nmsgstr "Ночь"\n')
    merged = messages.merged("ru", asked_for("Day", "Year"))
    assert {message.id: message.string or "" for message in merged if message.id} == {"Day": "День", "Year": ""}


def test_a_message_that_became_a_plural_is_asked_for_anew(catalogue):
    fill(catalogue, 'msgid "%d day"\nmsgstr "%d день"\n')
    (message,) = (each for each in messages.merged("ru", asked_for(("%d day", "%d days"))) if each.id)
    assert not any(message.string)


def test_what_is_written_is_the_same_in_whatever_order_it_is_found(catalogue):
    one, other = Catalog(), Catalog()
    for into, places in ((one, ("home/a.py", "home/b.py")), (other, ("home/b.py", "home/a.py"))):
        for place in places:
            into.add(place[5], locations=[(place, 0)])
            into.add("both", locations=[(place, 0)])
    assert messages.written(messages.merged("ru", one)) == messages.written(messages.merged("ru", other))


def test_only_what_readers_see_has_to_be_there(catalogue):
    for place, is_wanted in (("templates/home/front.html", True), ("templates/admin/desk/front.html", False)):
        (message,) = (each for each in asked_for("Day", place=place) if each.id)
        assert bool(list(messages.faults(message, "ru"))) is is_wanted


def test_a_newer_catalogue_is_compiled_and_an_older_one_left_alone(catalogue):
    fill(catalogue, 'msgid "Day"\nmsgstr "День"\n')
    compiled = catalogue.with_suffix(".mo")
    messages.compile_stale()
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Day") == "День"
    os.utime(compiled, (2_000_000_000, 2_000_000_000))
    messages.compile_stale()
    assert compiled.stat().st_mtime == 2_000_000_000
    os.utime(compiled, (1, 1))
    messages.compile_stale()
    assert compiled.stat().st_mtime > 1


def test_a_catalogue_with_the_marks_of_a_merge_in_it_is_not_read(catalogue):
    fill(catalogue, '<<<<<<< HEAD\nmsgid "Day"\nmsgstr "День"\n=======\n>>>>>>> other\n')
    with pytest.raises(Exception, match="misformatted"):
        messages.read("ru")
