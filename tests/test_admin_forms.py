"""What editors type is kept as they meant it, and what cannot stand is refused in words at the field."""

import pytest
from django.urls import reverse

from members.models import Membership, Organisation, Person, State, Tenure
from publishing.models import Entry
from summits.models import Summit
from tests.desk import at_desk, send, words_of
from tests.factories import author, make_source, make_topic, published
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return at_desk("contributor")


def url(entry: Entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


def row(number: int, organisation, source, starts: str, ends: str = "", status: str = "member") -> dict:
    name = f"memberships-{number}"
    return {
        f"{name}-organisation": organisation.pk,
        f"{name}-status": status,
        f"{name}-starts": starts,
        f"{name}-ends": ends,
        f"{name}-absent_end": "open",
        f"{name}-absent_start": "not-applicable",
        f"{name}-standing": "accepted",
        f"{name}-confidence": "verified-in-search",
        f"{name}-sources-0-source": source.pk if source else "",
        f"{name}-sources-0-locator": "",
    }


@pytest.fixture
def state():
    return make(State, "Freedonia", iso2="FD", iso3="FRD")


@pytest.fixture
def alliance():
    return make(Organisation, "Alliance")


def test_two_new_overlapping_rows_are_refused_in_words(desk, state, alliance):
    source = make_source()
    rows = row(0, alliance, source, "2003") | row(1, alliance, source, "2010", status="suspended")
    page = send(desk, url(state), **rows, memberships__TOTAL_FORMS=2)
    assert page.status_code == 200
    words = words_of(page)
    assert "“membership: Freedonia – Alliance, member” (since 2003) and" in words
    assert "suspended” (since 2010) overlap." in words
    assert not Membership.objects.exists()


def test_one_save_closes_a_period_and_opens_the_next(desk, state, alliance):
    first = state_that(Membership, "2003", state=state, organisation=alliance, status="member")
    changes = row(1, alliance, make_source(), "2012-12-19", status="suspended")
    answer = send(desk, url(state), **changes, **{"memberships-0-ends": "2012-12-19"})
    assert answer.status_code == 302, words_of(answer)
    first.refresh_from_db()
    assert str(first.ends_on) == "2012-12-19"
    assert state.memberships.count() == 2


def test_another_holder_of_a_single_seat_is_named(desk):
    made = one_of_each()
    other = make(Person, "Ambassador Trentino")
    source = make_source()
    page = send(
        desk, url(other),
        **{
            "tenures-0-office": made["office"].pk, "tenures-0-starts": "2020",
            "tenures-0-sources-0-source": source.pk,
        },
    )  # fmt: skip
    assert "Rufus Firefly" in words_of(page)
    assert "overlap" in words_of(page)
    assert not Tenure.objects.filter(person=other).exists()


def test_missing_source_is_said_at_the_field(desk, state, alliance):
    page = send(desk, url(state), **row(0, alliance, None, "2003"))
    assert "Name at least one source that says so." in words_of(page)
    assert not Membership.objects.exists()


def test_place_without_its_source_and_a_source_cited_twice(desk, state, alliance):
    source = make_source()
    page = send(desk, url(state), **row(0, alliance, None, "2003") | {"memberships-0-sources-0-locator": "p. 4"})
    assert "Choose the source for “p. 4”." in words_of(page)
    twice = row(0, alliance, source, "2003") | {"memberships-0-sources-1-source": source.pk}
    assert "A source is cited twice at the same place." in words_of(send(desk, url(state), **twice))


@pytest.mark.parametrize("text", ["16.5.2022", "2022-13", "2022-02-30", "soon", "٢٠٢٢-05"])
def test_what_is_no_date_is_refused(desk, state, alliance, text):
    page = send(desk, url(state), **row(0, alliance, make_source(), text[:10]))
    assert page.status_code == 200
    assert "is not a date; write 2022, 2022-05 or 2022-05-16." in words_of(page)


def test_end_before_start_is_refused(desk, state, alliance):
    page = send(desk, url(state), **row(0, alliance, make_source(), "2003-09-18", "2003-09-18"))
    assert "The end must come after the start (2003-09-18)" in words_of(page)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (("2022-05-16", "", "same"), ("2022-05-16", "day", "2022-05-17", "day")),
        (("2022-05-16", "2022-05-17", "same"), ("2022-05-16", "day", "2022-05-18", "day")),
        (("2022-05", "", "same"), ("2022-05-01", "month", "2022-06-01", "month")),
        (("2004-07", "2004-08", "same"), ("2004-07-01", "month", "2004-09-01", "month")),
        (("2005", "2010", "same"), ("2005-01-01", "year", "2011-01-01", "year")),
        (("2008-07-22", "2008", "same"), ("2008-07-22", "day", "2009-01-01", "year")),
        (("2022", "", "open"), ("2022-01-01", "year", "None", "open")),
        (("", "", "same"), ("None", "not-applicable", "None", "not-applicable")),
    ],
)
def test_days_of_an_entry_are_inclusive(desk, typed, stored):
    summit = make(Summit, "Glory Summit")
    starts, ends, absent = typed
    answer = send(desk, url(summit), starts=starts, ends=ends, absent_end=absent)
    assert answer.status_code == 302, words_of(answer)
    summit.refresh_from_db()
    found = (str(summit.starts_on), summit.start_precision, str(summit.ends_on), summit.end_precision)
    assert found == stored
    # Opened and saved as it is, nothing moves and nobody is noted.
    send(desk, url(summit))
    assert Summit.objects.get().version == summit.version


def test_stale_save_is_refused_and_keeps_the_text(desk):
    topic = make_topic(title="Security")
    other = at_desk("editor")
    from tests.desk import fields_of

    mine = fields_of(desk.get(url(topic)))
    send(other, url(topic), summary="Theirs.")
    page = desk.post(url(topic), mine | {"summary": "Mine, all mine."})
    words = words_of(page)
    assert page.status_code == 200
    assert "Editor saved this entry at" in words
    assert "Mine, all mine." in words
    topic.refresh_from_db()
    assert topic.summary == "Theirs."


def test_one_save_is_one_recorded_change_and_none_when_nothing_changed(desk):
    topic = make_topic()
    send(desk, url(topic), title="Other", **{"aliases-0-name": "OTH"})
    topic.refresh_from_db()
    assert (topic.version, topic.changed_by) == (1, desk.user)
    send(desk, url(topic))
    topic.refresh_from_db()
    assert topic.version == 1


def test_links_to_entries_and_footnotes_survive_and_scripts_do_not(desk):
    made = one_of_each()
    summit, article = made["summit"], made["article"]
    source = article.citations.get().source
    kept = f'<p><a href="/id/{summit.pk}/">There</a> it was said.<a href="#source-{source.pk}">1</a></p>'
    bad = '<p onclick="x()">Bad</p><script>alert(1)</script><a href="javascript:x()">no</a>'
    typed = kept.replace('/">', '/" title="">')  # as the editor's dialog leaves it
    answer = send(desk, url(article), body=typed + bad)
    assert answer.status_code == 302, words_of(answer)
    article.refresh_from_db()
    assert article.body == kept + "<p>Bad</p><a>no</a>"


def test_any_contributor_may_remove_a_row_of_an_entry(desk, state, alliance):
    state_that(Membership, "2003", state=state, organisation=alliance, status="member")
    send(desk, url(state), **{"memberships-0-DELETE": "on"})
    assert not Membership.objects.exists()


def test_only_what_was_never_published_is_deleted():
    fresh, public = make_topic(), make_topic()
    published(public)
    manager, contributor = at_desk("managing editor"), at_desk("contributor", "other")
    fresh.record_change(author())
    delete = {"post": "yes"}
    assert contributor.post(url(fresh).replace("change", "delete"), delete).status_code == 403
    assert manager.post(url(public).replace("change", "delete"), delete).status_code == 403
    assert manager.post(url(fresh).replace("change", "delete"), delete).status_code == 302
    assert not Entry.objects.filter(pk=fresh.pk).exists()


def test_office_held_twice_at_once_cannot_become_single_seat(desk):
    made = one_of_each()
    office = made["office"]
    office.is_single_seat = False
    office.save()
    state_that(Tenure, "2019", person=make(Person, "Another"), office=office)
    page = send(desk, url(office), is_single_seat="on")
    assert "held this office at the same time" in words_of(page)


def test_an_untouched_text_of_several_lines_is_no_change(desk):
    """Browsers send the line breaks of a text as CR LF."""
    topic = make_topic(remarks="First line.\n\nSecond line.", summary="One.\nTwo.")
    published(topic)
    form = send(desk, url(topic), remarks="First line.\r\n\r\nSecond line.", summary="One.\r\nTwo.")
    assert form.status_code == 302
    topic.refresh_from_db()
    assert (topic.remarks, topic.summary) == ("First line.\n\nSecond line.", "One.\nTwo.")
    assert not topic.is_changed
