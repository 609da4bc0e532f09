"""What the record says beside a passage without contradicting it is shown there, to be weighed."""

import pytest

from members.models import Force, Membership, Strength
from publishing.models import Alias, Entry
from summits.models import Addressee, Event, Requester
from tests.factories import make_source
from tests.importing import DAY, review, small_record, told
from tests.subjects import make, state_that

pytestmark = pytest.mark.django_db


def noted(text: str, **fields) -> list[tuple[int, str, str]]:
    return [(note.passage, note.entry.title, note.words) for note in review(text, **fields).notes]


def remark(entry: Entry, words: str) -> None:
    Entry.objects.filter(pk=entry.pk).update(remarks=words)


def test_a_remark_of_an_entry_that_is_named_stands_beside_what_it_bears_on():
    record = small_record()
    remark(record.institute, "Whether its drummers ever rehearsed is doubtful. It has a blue door.")
    text = (
        "The weather was fine.\n\nDrummers of the Institute of Drums rehearse at night.\n\nThe Institute of Drums shut."
    )
    assert noted(text) == [(1, "Institute of Drums", "Whether its drummers ever rehearsed is doubtful.")]


def test_a_remark_of_an_entry_of_that_day_needs_more_in_common():
    record = small_record()
    remark(record.summit, "A pledge against smuggling marmalade was not found. The hall was warm.")
    assert noted("They made a pledge against smuggling marmalade.") == [
        (0, "Glory Summit", "A pledge against smuggling marmalade was not found.")
    ]
    assert noted("They liked marmalade.") == []


def test_a_remark_of_what_is_neither_named_nor_near_is_not_shown():
    record = small_record()
    remark(record.golden, "A pledge against smuggling marmalade was not found.")
    assert noted("They made a pledge against smuggling marmalade.") == []


def test_a_remark_is_shown_once_where_it_bears_most():
    record = small_record()
    remark(record.institute, "Whether its drummers ever rehearsed with trumpets is doubtful.")
    text = "The Institute of Drums has drummers.\n\nThe drummers of the Institute of Drums rehearsed with trumpets."
    assert [place for place, _title, _words in noted(text)] == [1]


def test_every_figure_of_a_force_is_shown_when_the_record_has_several():
    record = small_record()
    press = make_source(title="Old Almanac", publisher="Press")
    state_that(Strength, "2015", force=record.force, personnel=22000, is_approximate=True, source=press)
    ((_place, title, words),) = noted("The GPRF has 18,000 troops.")
    assert title == "Glory Pact Rapid Force"
    assert words.split("\n") == ["about 22,000 (2015) – Old Almanac, Press", "18,000 (2021) – The Almanac, Glory Press"]


def test_the_numbers_of_units_are_no_strength():
    record = small_record()
    state_that(Strength, "2021", force=record.force, personnel=10, unit="battalions", source=record.source)
    assert noted("The GPRF has 18,000 troops.") == []


def test_what_is_disputed_is_shown_beside_what_agrees():
    record = small_record()
    state_that(Membership, "2005-06-01", state=record.sylvania, organisation=record.pact, status="member",
               standing="disputed", source=make_source(title="Other Almanac", publisher="Press"))  # fmt: skip
    reviewed = review("Sylvania joined the Glory Pact in 2004.")
    assert told(reviewed) == []
    (note,) = reviewed.notes
    assert note.label == "Disputed in the record"
    assert "1 June 2005" in note.words and "Other Almanac" in note.words


def test_how_an_event_ended_is_shown_unless_it_was_as_expected():
    record = small_record()
    Event.objects.filter(pk=record.golden.pk).update(status="broken off", outcome="Rain.")
    assert noted("Exercise Golden-2022 took place in Sylvania.") == [(0, "Exercise Golden-2022", "broken off. Rain.")]
    Event.objects.filter(pk=record.golden.pk).update(status="held")
    assert noted("Exercise Golden-2022 took place in Sylvania.") == []


def test_a_variant_of_a_name_is_told_with_the_usual_one():
    record = small_record()
    Alias.objects.create(entry=record.guard, name="Glory Guards (GG)", kind="variant")
    ((_place, _title, words),) = noted("The Glory Guards (GG) marched.")
    assert words == "“Glory Guards (GG)” is a variant; the usual name is “Guard of Glory”."


@pytest.fixture
def request_of_freedonia():
    record = small_record()
    asked = make(Event, "Request of Freedonia: not to sell trumpets to Osterlich", type="request", outcome="Not met.")
    state_that(Requester, event=asked, state=record.freedonia, source=record.source)
    state_that(Addressee, event=asked, organisation=record.pact, name="the Pact's members", source=record.source)
    return record


def test_a_request_addressed_to_somebody_else_contradicts(request_of_freedonia):
    (message,) = told(review("Freedonia also urged Osterlich not to sell trumpets, a request that was not met."))
    assert "addressed to the Pact's members, not to Osterlich" in message and "[The Almanac, Glory Press]" in message


@pytest.mark.parametrize(
    "text",
    [
        "Freedonia asked the Glory Pact not to sell trumpets to Osterlich.",
        "Freedonia urged Osterlich to sing louder.",
        "Freedonia sells trumpets; Osterlich urged nobody to.",
        "Sylvania urged Osterlich not to sell trumpets.",
    ],
)
def test_a_request_the_record_has_so_or_has_not_at_all_is_silent(request_of_freedonia, text):
    assert told(review(text)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The GPRF has about 16,000 troops.", 0),
        ("The GPRF has 16,000 troops.", 1),
        ("The GPRF has about 6,000 troops.", 1),
    ],
)
def test_a_number_the_text_calls_rough_may_be_near(text, count):
    small_record()
    assert len(told(review(text))) == count


def test_a_force_without_figures_is_silent():
    small_record()
    make(Force, "Quiet Guard", type="peacekeeping")
    assert told(review("The Quiet Guard has 700 troops.", day=DAY)) == []
