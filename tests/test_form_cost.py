"""What an entry's form costs: as many queries for a summit of twenty as for one of two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Membership, Office, Person, State, Tenure
from publishing.models import Alias, EntryCitation
from summits.models import Attendance
from tests.desk import at_desk
from tests.factories import make_source
from tests.subjects import make, one_of_each, state_that
from tests.test_admin_flow import url

pytestmark = pytest.mark.django_db


def cost(client, entry) -> int:
    client.get(url(entry, "change"))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url(entry, "change")).status_code == 200
    return len(asked)


def fill_summit(made, numbers: range) -> None:
    for number in numbers:
        state = make(State, f"State {number}", iso2=f"{number:02}", iso3=f"{number:03}")
        person = make(Person, f"Person {number}", nationality=state)
        office = make(Office, f"President {number}", state=state, type="head-of-state")
        state_that(Tenure, "2018", person=person, office=office)
        state_that(Membership, "2003", state=state, organisation=made["organisation"], status="member")
        row = state_that(Attendance, summit=made["summit"], state=state, person=person)
        row.citations.create(source=make_source())


def fill_state(made, numbers: range) -> None:
    for number in numbers:
        state_that(Membership, f"{1950 + number}", f"{1951 + number}", state=made["state"],
                   organisation=made["organisation"], status="member")  # fmt: skip


def fill_article(made, numbers: range) -> None:
    for number in numbers:
        EntryCitation.objects.create(entry=made["article"], source=make_source())
        Alias.objects.create(entry=made["article"], name=f"Name {number}")
    made["article"].about.add(*(entry for kind, entry in made.items() if kind != "article"))


# Session, user, rights (2); the entry and its five to six lists of parts; the names of all that is chosen in the form
# (entries, sources); the document with its parts and those it names (11); the gate's own questions (10 to 14);
# standing, hands, reviews, comments, answers, cancellations, unsaved text (8); what partners were given early (1).
# A text is also read as an import is (3).
@pytest.mark.parametrize(("kind", "fill", "budget"), [
    ("summit", fill_summit, 46), ("state", fill_state, 47), ("article", fill_article, 44)])  # fmt: skip
def test_a_form_costs_the_same_however_many_rows_it_has(kind, fill, budget):
    made = one_of_each()
    editor = at_desk("editor")
    fill(made, range(2))
    few = cost(editor, made[kind])
    fill(made, range(2, 20))
    assert cost(editor, made[kind]) <= min(few + 1, budget)
