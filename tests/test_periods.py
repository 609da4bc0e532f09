"""Half-open periods and what editors, checks and readers make of them."""

import pytest

from members.models import Strength
from publishing.datewords import dates_words
from publishing.overlaps import last_day
from publishing.periods import next_unit, parse_partial
from summits.checks import _held_on
from summits.models import Attendance, Summit
from tests.subjects import make, one_of_each, state_that


@pytest.mark.parametrize("text", ["2004-08", "2004-12", "2010", "2008-02-29", "2022-12-31", "1900", "2099-12-31"])
def test_last_day_is_the_inverse_of_the_first_day_after(text):
    day, precision = parse_partial(text)
    assert last_day(Summit(ends_on=next_unit(day, precision), end_precision=precision)) == text


def test_readers_see_the_years_the_editor_typed():
    summit = Summit(starts_on=parse_partial("2005")[0], start_precision="year")
    summit.ends_on, summit.end_precision = next_unit(*parse_partial("2010")), "year"
    assert dates_words(summit.dates) == "2005–2010"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "after"), [("2022-05-16", "2022-05-17"), ("2022-12", "2023-01-01"), ("2022", "2023-01-01")]
)
def test_a_start_whose_end_is_not_applicable_counts_for_its_own_unit(starts, after):
    made = one_of_each()
    row = made["summit"].attendances.get()
    row.set_period(starts, absent_end="not-applicable")
    row.save()
    valid = Attendance.objects.get().valid
    assert (valid.lower, str(valid.upper)) == (parse_partial(starts)[0], after)


@pytest.mark.django_db
def test_a_strength_keeps_the_end_it_was_given():
    row = state_that(Strength, force=one_of_each()["force"], personnel=1)
    row.set_period("2020", absent_end="not-applicable")
    row.save()
    assert Strength.objects.get(pk=row.pk).end_precision == "not-applicable"


@pytest.mark.django_db
def test_a_summit_known_to_the_month_was_held_in_that_month_alone():
    summit = make(Summit, "Glory Summit")
    assert _held_on(summit, parse_partial("2022-08-01")[0])
    summit.set_period("2022-05", absent_end="not-applicable")
    summit.save()
    summit = Summit.objects.get()
    assert _held_on(summit, parse_partial("2022-05-31")[0])
    assert not _held_on(summit, parse_partial("2022-08-01")[0])
