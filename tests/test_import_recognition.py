"""What is recognised in a text, by the record's own names and nothing else."""

import pytest

from commentary.importing import dates, quotations
from commentary.importing.names import Names
from commentary.importing.reading import blocks, decoded
from commentary.importing.recognising import recognise, sentences
from publishing.models import Alias
from tests.importing import TEXT, small_record
from tests.subjects import make, one_of_each

pytestmark = pytest.mark.django_db


def found(text: str) -> list[tuple[str, str]]:
    (mentions,) = Names().find([text])
    return [(each.text, " / ".join(entry.title for entry in each.entries)) for each in mentions]


def test_the_longest_name_wins():
    small_record()
    assert found("The Glory Pact Rapid Force is not the Glory Pact.") == [
        ("Glory Pact Rapid Force", "Glory Pact Rapid Force"),
        ("Glory Pact", "Glory Pact"),
    ]


def test_other_names_are_names_and_adjectives_are_not():
    small_record()
    assert found("The Land of Woods is Sylvania; the Sylvanian army is not.") == [
        ("Land of Woods", "Sylvania"),
        ("Sylvania", "Sylvania"),
    ]


def test_accents_possessives_and_hyphens_do_not_hide_a_name():
    small_record()
    assert found("Freedonia’s neighbour Sýlvania saw Exercise Golden 2022.") == [
        ("Freedonia", "Freedonia"),
        ("Sýlvania", "Sylvania"),
        ("Exercise Golden 2022", "Exercise Golden-2022"),
    ]


def test_abbreviations_are_matched_letter_by_letter():
    record = small_record()
    Alias.objects.create(entry=record.pact, name="WHO", kind="abbreviation")
    assert found("The WHO knows who gprf is.") == [("WHO", "Glory Pact")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Glory Guards (GG) marched.", "Glory Guards (GG)"),
        ("The Glory Guards (GG, for short) marched.", "Glory Guards"),
        ("The (Glory Guards GG) marched.", "Glory Guards GG"),
    ],
)
def test_a_name_ends_with_the_bracket_it_opens(text, name):
    record = small_record()
    Alias.objects.create(entry=record.guard, name="Glory Guards (GG)", kind="variant")
    assert found(text) == [(name, "Guard of Glory")]


def test_a_surname_means_who_was_named_in_full_before():
    record = small_record()
    cousin = make(type(record.firefly), "Chico Firefly", family_name="Firefly")
    mentions = Names().find(["Firefly came.", "Chico Firefly went.", "Firefly spoke."])
    assert [[each.entries[0].id for each in passage] for passage in mentions] == [[], [cousin.pk], [cousin.pk]]


def test_a_surname_alone_is_a_guess_when_only_one_person_bears_it():
    record = small_record()
    ((mention,),) = Names().find(["Teasdale came."])
    assert (mention.entry.id, mention.by_surname) == (record.teasdale.pk, True)


def test_two_entries_of_one_name_are_both_offered():
    record = small_record()
    make(type(record.pact), "Sylvania")
    assert found("Sylvania") == [("Sylvania", "Sylvania / Sylvania")]


@pytest.mark.parametrize(
    ("text", "iso", "sense"),
    [
        ("on 16 May 2022,", "2022-05-16", "on"),
        ("on May 16, 2021,", "2021-05-16", "on"),
        ("on May 16 they", "2022-05-16", "on"),
        ("in May 2021", "2021-05", "on"),
        ("since 2002", "2002", "since"),
        ("until March 2004", "2004-03", "until"),
        ("of 2022-05-16.", "2022-05-16", "on"),
        ("on the 7th of October 2002", "2002-10-07", "on"),
        ("On 14 May 2021 and then", "2021-05-14", "on"),
    ],
)
def test_dates_are_read_with_their_precision(text, iso, sense):
    ((date,),) = dates.find([text], "2022-05-16")
    assert (date.iso, date.sense) == (iso, sense)


@pytest.mark.parametrize(
    "text", ["31 February 2022", "2,022 men", "2022 soldiers", "may 2022 be well", "Frontier-2022"]
)
def test_what_is_no_date_is_not_read_as_one(text):
    assert [date.iso for (date) in dates.find([text], "")[0] if len(date.iso) > 4 or "-2022" in text] == []


def test_a_day_without_a_year_takes_the_year_named_most():
    assert dates.find(["In 2021 and 2021 and 2020: 3 March."])[0][-1].iso == "2021-03-03"


def test_a_day_without_a_year_is_of_the_year_of_the_day_before_it():
    assert [date.iso for date in dates.find(["On 14 May 2021 it rained. On 3 July it shone."], "2024-02-22")[0]] == [
        "2021-05-14", "2021-07-03",
    ]  # fmt: skip


def test_an_anniversary_is_a_number_of_years():
    ((date,),) = dates.find(["its 30th anniversary"])
    assert (date.sense, date.years) == ("anniversary", 30)


@pytest.mark.parametrize(
    "quoted", ["“We stand here together”", "„We stand here together“", "«We stand here together»",
               '"We stand here together"', "‘We stand here together’"]
)  # fmt: skip
def test_quotations_in_any_usual_marks_are_given_to_who_speaks(quoted):
    record = small_record()
    text = f"Teasdale slept. {quoted}, said Rufus Firefly at noon."
    (quote,) = quotations.find(text, Names().find([text])[0])
    assert (quote.words, quote.speaker.id) == ("We stand here together", record.firefly.pk)


def test_words_in_marks_are_no_quotation_when_they_are_few():
    assert list(quotations.find("The word “unity” fell.", [])) == []


def test_he_is_who_was_spoken_of_last():
    record = small_record()
    reading = recognise([["p", "Rufus Firefly came."], ["p", "“Now we shall all rest,” he said."]])
    assert reading.passages[1].quotations[0].speaker.id == record.firefly.pk


def test_a_quotation_nobody_is_named_for_has_no_speaker():
    small_record()
    assert recognise([["p", "“Now we shall all rest.” Later Firefly ate."]]).passages[0].quotations[0].speaker is None


def test_html_is_read_as_paragraphs_without_its_scripts():
    page = "<html><head><title>x</title></head><body><h1>Head</h1><div>One <b>two</b></div><script>evil()</script>"
    assert blocks(page + "<ul><li>three</li></ul><p onclick='x'>four</p></body></html>") == [
        ["h2", "Head"],
        ["p", "One two"],
        ["li", "three"],
        ["p", "four"],
    ]


def test_plain_text_is_parted_at_blank_lines_and_short_lines_head():
    assert blocks("A heading\n\nOne line\nof two.\r\n\r\nLast.") == [
        ["h2", "A heading"],
        ["p", "One line of two."],
        ["p", "Last."],
    ]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_are_read_in_the_usual_encodings(coding):
    assert decoded("Sýlvania, “said”".encode(coding)) == "Sýlvania, “said”"


def test_sentences_end_at_full_stops_before_capitals():
    text = "The U.S. came. “They saw.” It was 3.5 o'clock! Done"
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "The U.S. came.", "“They saw.”", "It was 3.5 o'clock!", "Done",
    ]  # fmt: skip


def test_reading_a_text_costs_the_same_whatever_its_length(django_assert_num_queries):
    """Entries, aliases, abbreviations of organisations and forces, people."""
    one_of_each()
    with django_assert_num_queries(5):
        recognise(blocks(TEXT * 20))
