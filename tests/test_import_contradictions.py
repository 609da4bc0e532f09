"""What an article says against the record is shown with the record's own fact and source; what agrees is not."""

import pytest

from members.models import Tenure
from tests.importing import offered, recorded_statement, review, small_record, told
from tests.subjects import state_that

pytestmark = pytest.mark.django_db

ALMANAC = "[The Almanac, Glory Press]"


def says(text: str, **fields) -> list[str]:
    small_record()
    return told(review(text, **fields))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prime Minister Gloria Teasdale spoke.",
         "was not head of government on 2022-05-16. The record: Prime Minister of "
         f"Freedonia 2010-01-01 to 2014-12-31. {ALMANAC}"),
        ("Gloria Teasdale, the prime minister of Freedonia, spoke.", "was not head of government on 2022-05-16"),
        ("Osterlich attended the summit.",
         "was no member of Glory Pact on 2022-05-16. The record: suspended since 2012"),
        ("Sylvania did not attend the Glory Summit. Freedonia did not attend the Glory Summit.",
         "Freedonia attended “Glory Summit” (in person)."),
        ("The GPRF has 9,000 troops.", f"the text says 9,000, the record 18,000 (2021). {ALMANAC}"),
        ("An 9 thousand strong GPRF marched.".replace("An 9", "A 19"), "the text says 19,000"),
        ("Exercise Silver-2022 is near.", "“Exercise Silver-2022” was cancelled"),
        ("Exercise Golden-2022 took place in Freedonia.",
         "places “Exercise Golden-2022” in Sylvania, not in Freedonia"),
        ("Exercise Golden-2022 began on 3 June 2022.",
         "dates “Exercise Golden-2022” 2022-09-01 to 2022-09-04, not 2022-06-03"),
        ("The Glory Summit of 18 May 2022 was short.", "dates “Glory Summit” 2022-05-16 to 2022-05-16, not 2022-05-18"),
        ("The summit in Freedonia on 18 May 2022 was short.", "has no summit on 2022-05-18; “Glory Summit” was"),
        ("The summit was hosted by Sylvania.", "Freedonia hosted “Glory Summit”, not Sylvania."),
        ("Sylvania joined the Glory Pact in 2005.",
         f"did not join Glory Pact then (2005). The record: member since 2004-03-01. {ALMANAC}"),
        ("Osterlich left the Glory Pact in 2013.", "did not leave Glory Pact then (2013)"),
        ("Osterlich left the Glory Pact twice.", "did not leave Glory Pact twice"),
        ("Osterlich is a member of the Glory Pact.",
         "The record: member 2002-10-07 to 2012-12-18; suspended since 2012-12-19"),
        ("They kept the 30th anniversary of the Glory Pact.", "dates from 2002-10-07: 2022 is not its 30th year"),
        ("Gloria Teasdale, head of rhythm at the Institute of Drums, spoke.", "is “fellow” in the record"),
    ],
)  # fmt: skip
def test_what_contradicts_the_record_is_told_with_its_fact(text, expected):
    (message,) = says(text)
    assert expected in message


@pytest.mark.parametrize(
    "text",
    [
        "President Rufus Firefly spoke.",
        "Former Prime Minister Gloria Teasdale spoke.",
        "In 2012, Prime Minister Gloria Teasdale spoke.",
        "The summit was attended by Freedonia and Sylvania and hosted by Freedonia on 16 May.",
        "The GPRF has 18,000 troops. The Guard of Glory has 300 soldiers.",
        "Exercise Silver-2022 was cancelled. Exercise Golden-2022 took place in Sylvania on 3 September 2022.",
        "Sylvania joined the Glory Pact in 2004. Osterlich left the Glory Pact in December 2012.",
        "Osterlich is not a member of the Glory Pact, and Sylvania is a member of the Glory Pact.",
        "They kept the 20th anniversary of the Glory Pact.",
        "Osterlich was told of the summit that Freedonia attended.",
        "“Prime Minister Gloria Teasdale spoke well that day,” said Firefly.",
    ],
)
def test_what_agrees_with_the_record_is_no_contradiction(text):
    assert says(text) == []


def test_who_held_the_office_that_day_is_named():
    record = small_record()
    state_that(Tenure, "2018-01-01", person=record.firefly, office=record.premier, source=record.source)
    (message,) = told(review("Prime Minister Gloria Teasdale spoke."))
    assert "That day it was Rufus Firefly (Prime Minister of Freedonia since 2018-01-01)." in message


def test_a_complete_list_of_attendance_names_everybody():
    record = small_record()
    record.summit.is_attendance_complete = True
    record.summit.save()
    (message,) = told(review("Sylvania attended the Glory Summit."))
    assert "is complete, and Sylvania is not in it" in message


def test_the_same_words_otherwise_are_shown_beside_the_records():
    record = small_record()
    recorded_statement(record, "We shall stand together as one house tonight, brothers.")
    (message,) = told(review("“We shall stand together as one house today,” Firefly said."))
    assert "gives these words otherwise: “We shall stand together as one house tonight, brothers.”" in message


def test_the_same_words_are_neither_contradicted_nor_proposed():
    record = small_record()
    recorded_statement(record, "We shall stand together as one house.")
    reviewed = review("“We shall stand together as one house,” Firefly said.")
    assert (told(reviewed), offered(reviewed, "statement")) == ([], [])


def test_a_quotation_the_record_gives_otherwise_is_not_accepted_with_what_contradicts_nothing():
    record = small_record()
    recorded_statement(record, "We shall stand together as one house tonight, brothers.")
    reviewed = review("“We shall stand together as one house today,” Firefly said.")
    assert [each.is_contradicted for each in reviewed.proposals if each.kind == "statement"] == [True]
