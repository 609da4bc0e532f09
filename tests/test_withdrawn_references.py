"""What was withdrawn is not named anew: the form says so at the field, the gate where it is named."""

import pytest
from django.urls import reverse

from members.models import Organisation, Person, State
from publishing.gate import examine
from publishing.models import Entry
from publishing.releasing import withdraw
from summits.models import Statement, Summit
from tests.desk import at_desk, send, words_of
from tests.factories import approver, make_source, make_topic, published
from tests.subjects import make, one_of_each
from tests.test_admin_forms import row

pytestmark = pytest.mark.django_db


def form_of(entry: Entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


def gone(entry: Entry) -> Entry:
    published(entry)
    withdraw(entry, approver(), "Published in error.")
    return entry


def refused_at(page, field: str) -> str:
    assert page.status_code == 200
    errors = page.context["adminform"].form.errors
    return " ".join(errors[field])


def test_a_field_does_not_take_what_was_withdrawn():
    summit, statement = (
        gone(make(Summit, "Glory Summit", "2022")),
        make(Statement, "On peace", "2022", text="Peace.", speaker=make(Person, "Rufus Firefly")),
    )
    page = send(at_desk("contributor"), form_of(statement), summit=summit.pk)
    assert refused_at(page, "summit").startswith("“Glory Summit” was withdrawn.")
    statement.refresh_from_db()
    assert statement.summit is None


def test_a_list_of_topics_does_not_take_what_was_withdrawn():
    topic, state = gone(make_topic(title="Heading")), make(State, "Freedonia", iso2="FD", iso3="FRD")
    page = send(at_desk("contributor"), form_of(state), topics=[topic.pk])
    assert refused_at(page, "topics").startswith("“Heading” was withdrawn.")
    assert not state.topics.exists()


def test_a_dated_row_does_not_take_what_was_withdrawn():
    state, alliance = make(State, "Freedonia", iso2="FD", iso3="FRD"), gone(make(Organisation, "Alliance"))
    page = send(at_desk("contributor"), form_of(state), **row(0, alliance, make_source(), "2003"))
    assert page.status_code == 200 and "“Alliance” was withdrawn." in words_of(page)
    assert not state.memberships.exists()


def test_what_was_picked_before_may_be_saved_on_and_the_gate_says_where_it_stands():
    made = one_of_each()
    published(*made.values())
    withdraw(made["summit"], approver(), "Published in error.")
    statement = made["statement"]
    assert send(at_desk("contributor"), form_of(statement), remarks="Checked.").status_code == 302
    statement.refresh_from_db()
    found = [each for each in examine(statement) if each.code == "reference-not-public"]
    assert [each.field for each in found] == ["summit"]
    assert "have it restored first" in found[0].message


def test_the_gate_names_the_row_and_the_text_that_name_what_is_not_public():
    made = one_of_each()
    state = next(each for each in examine(made["state"]) if each.code == "reference-not-public")
    assert (state.field, state.row) == ("memberships", str(made["state"].memberships.get().pk))
    assert "Publish it first" in state.message
    article = next(each for each in examine(made["article"]) if each.code == "reference-not-public")
    assert article.field == "body"
