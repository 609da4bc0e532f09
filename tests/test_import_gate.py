"""What an article says against the record is a warning at the gate, imported or typed, until mended or waived."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from commentary.models import Article, Commentary
from publishing.gate import examine
from publishing.waiving import waive
from summits.models import Event
from tests.desk import at_desk, fields_of, words_of
from tests.importing import DAY, accept, recorded_statement, review, small_record
from tests.subjects import make

pytestmark = pytest.mark.django_db

LEFT_TWICE = "<p>Osterlich left the Glory Pact twice.</p>"
CALLED_OFF = "<p>Exercise Silver-2022 will be held in Sylvania.</p>"


def article(body: str, **fields) -> Article:
    return make(Article, "Drums", DAY, "2022-05-17", body=body, byline="The desk", **fields)


def found(entry) -> list:
    return [each for each in examine(entry) if each.code.startswith(("text-", "prose-"))]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (LEFT_TWICE, "did not leave Glory Pact twice"),
        (CALLED_OFF, "was cancelled; the text does not say so"),
        ("<p>Osterlich attended the summit.</p>", "was no member of Glory Pact"),
        ("<ul><li><p>The GPRF has 9,000 troops.</p></li></ul>", "“GPRF has 9,000 troops”"),
    ],
)
def test_a_contradiction_nobody_linked_is_a_warning_with_both_sides(body, words):
    small_record()
    (finding,) = found(article(body))
    assert (finding.level, finding.field) == ("warning", "body")
    assert words in finding.message
    said, known = finding.claims[0], finding.claims[1]
    assert said.words.startswith("“") and known.entry != said.entry


def test_the_records_side_names_its_source():
    small_record()
    (finding,) = found(article(LEFT_TWICE))
    assert {source.title for claim in finding.claims[1:] for source in claim.sources} == {"The Almanac"}


def test_commentary_is_read_as_articles_are():
    small_record()
    comment = make(Commentary, "Voices", DAY, "2022-05-17", attribution="An expert", assessment=LEFT_TWICE)
    (finding,) = found(comment)
    assert (finding.code, finding.field) == ("text-times-left", "assessment")


@pytest.mark.parametrize(
    "body",
    [
        "<p>Osterlich left the Glory Pact once, in December 2012.</p>",
        "<p>It is often said that Osterlich left the Glory Pact twice.</p>",
        "<p>Some papers wrongly wrote that Osterlich left the Glory Pact twice.</p>",
        "<blockquote><p>Osterlich left the Glory Pact twice.</p></blockquote>",
        "<p>Exercise Silver-2022 was planned for Sylvania.</p><p>Exercise Silver-2022 was called off in May.</p>",
        "<p>According to one paper, Osterlich left the Glory Pact twice.</p>",
        "<p>Exercise Golden-2022 was announced on 3 May 2022.</p>",
        "<p>The Glory Summit was followed by one in Sylvania on 3 May 2023.</p>",
        "<p>The report on the Glory Summit of 18 May 2022 was short.</p>",
        "<p>Plans for Exercise Golden-2022 of May 2022 were bold.</p>",
        "<p>The first prime minister, Gloria Teasdale, kept silent.</p>",
        "<p>About 1,000 troops of the GPRF took part in a drill.</p>",
        "<p>On 14 May 2021 they met. On 3 July President Rufus Firefly spoke.</p>",
        "<p>In 2012 it rained. Prime Minister Gloria Teasdale spoke.</p>",
        "",
    ],
)
def test_what_is_right_or_only_reported_is_no_warning(body):
    small_record()
    assert found(article(body)) == []


def test_a_text_in_another_language_is_not_read():
    small_record()
    assert found(article(LEFT_TWICE, language="ru")) == []


def test_an_article_without_any_date_is_read_too():
    record = small_record()
    entry = make(Article, "Undated", body=f"<p>Prime Minister Gloria Teasdale spoke of {record.pact}.</p>")
    assert found(entry) == []


def test_the_gate_says_the_same_thing_once():
    """Both engines read it: the one around links, and this one."""
    record = small_record()
    link = f'<a href="/id/{record.osterlich.pk}/">Osterlich</a>'
    (finding,) = found(article(f"<p>{link} left the Glory Pact in 2013.</p>"))
    assert finding.code == "prose-left"


def test_a_linked_name_means_what_it_is_linked_to():
    record = small_record()
    make(type(record.pact), "Sylvania")
    name = f'<a href="/id/{record.sylvania.pk}/">Sylvania</a>'
    (finding,) = found(article(f"<p>{name} left the Glory Pact twice.</p>"))
    assert finding.about == (str(record.sylvania.pk), str(record.pact.pk))


def test_a_quotation_in_other_words_than_the_records_is_a_warning():
    record = small_record()
    recorded_statement(record, "We shall stand together as one house tonight, brothers.")
    (finding,) = found(article("<p>“We shall stand together as one house today,” Firefly said.</p>"))
    assert "one house tonight, brothers" in finding.message


def test_a_waived_contradiction_counts_again_when_the_record_changes():
    record = small_record()
    entry, desk = article(CALLED_OFF), at_desk("editor")
    (finding,) = found(entry)
    waive(entry, finding, desk.user, "Written before the news.")
    assert [each.waiver is not None for each in found(entry)] == [True]
    Event.objects.filter(pk=record.silver.pk).update(status="cancelled by Sylvania")
    assert [each.waiver is not None for each in found(entry)] == [False]


def test_mending_the_text_ends_the_warning_in_the_panel():
    small_record()
    entry, desk = article(LEFT_TWICE), at_desk("contributor")
    address = reverse("admin:commentary_article_change", args=[entry.pk])
    fields = fields_of(desk.get(address))
    check = reverse("admin:commentary_article_check", args=[entry.pk])
    assert "did not leave Glory Pact twice" in words_of(desk.post(check, fields))
    mended = fields | {"body": "<p>Osterlich left the Glory Pact in December 2012.</p>"}
    assert "did not leave" not in words_of(desk.post(check, mended))


def test_what_contradicted_at_the_import_is_still_told_when_all_else_is_accepted():
    """Import, accept what contradicts nothing, create: the done page and the gate name what was found."""
    small_record()
    reviewed = review("Osterlich left the Glory Pact twice. Exercise Silver-2022 will be held in Sylvania.")
    accept(reviewed, "link")
    desk = at_desk("editor")
    address = reverse("admin:commentary_article_review", args=[reviewed.imported.pk])
    decisions = {f"decide-{p.key}": "accept" for p in reviewed.proposals if not p.is_contradicted}
    page = desk.post(address, decisions | {"create": "1"}, follow=True)
    words = words_of(page)
    for told in ("did not leave Glory Pact twice", "was cancelled; the text does not say so", "findings are open"):
        assert told in words
    entry = Article.objects.get()
    entry.summary, entry.byline = "What happened.", "The desk"
    entry.save()
    assert {each.code for each in found(entry)} >= {"text-times-left", "text-takes-place"}


def test_what_was_imported_is_told_by_check_record(capsys):
    small_record()
    article(LEFT_TWICE)
    call_command("check_record", kind="article", level="warning")
    assert "did not leave Glory Pact twice" in capsys.readouterr().out
