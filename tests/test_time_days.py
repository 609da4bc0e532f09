"""Pages about a day of the world: what held, the changes before and after, which past it is, and links that keep it."""

from datetime import date

import pytest

from members.models import Chairmanship, Membership, Strength, Tenure
from publishing.models import Edition
from tests.factories import published
from tests.pages import get, url_of, words
from tests.subjects import make, one_of_each, state_that

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> dict:
    """An alliance whose member froze its part in 2012, with a president until 2023 and one after."""
    made = one_of_each()
    tenure = Tenure.objects.get(person=made["person"])
    tenure.set_period("2018-06-01", "2023-03-01")
    tenure.save()
    made["successor"] = make(type(made["person"]), "Gloria Teasdale", nationality=made["state"])
    state_that(Tenure, "2023-03-01", person=made["successor"], office=made["office"], is_acting=True)
    member = Membership.objects.get(state=made["state"])
    member.set_period("2003-01-01", "2012-12-19")
    member.save()
    state_that(Membership, "2012-12-19", state=made["state"], organisation=made["organisation"], status="suspended")
    state_that(Chairmanship, "2010-05-01", "2011-05-01", state=made["state"], organisation=made["organisation"])
    state_that(Strength, "2010-04-01", force=made["force"], personnel=15000)
    published(*made.values())
    return made


def steps(path: str, on: str, **query) -> tuple:
    context = get(path, on=on, **query).context
    return context["previous_change"], context["next_change"]


def test_every_page_about_a_day_leads_to_the_changes_before_and_after(made):
    assert steps("/members/", "2005-01-01") == (date(2003, 1, 1), date(2012, 12, 19))
    assert steps("/members/", "2012-12-19") == (date(2003, 1, 1), None)
    assert steps(url_of(made["state"]), "2011-01-01") == (date(2010, 5, 1), date(2011, 5, 1))
    assert steps(url_of(made["organisation"]), "2012-01-01") == (date(2011, 5, 1), date(2012, 12, 19))
    assert steps(url_of(made["person"]), "2019-01-01") == (date(2018, 6, 1), date(2023, 3, 1))
    assert steps(url_of(made["force"]), "2011-01-01") == (date(2010, 4, 1), date(2022, 1, 1))
    assert steps("/people/", "2019-01-01") == (date(2018, 6, 1), date(2023, 3, 1))
    assert steps("/organisations/", "2011-01-01") == (date(2010, 5, 1), date(2011, 5, 1))
    assert steps("/forces/", "2011-01-01") == (date(2010, 4, 1), date(2022, 1, 1))
    html = get("/people/", on="2019-01-01", topic="").content.decode()
    assert 'rel="prev"\n      href="?on=2018-06-01"' in html and 'href="?on=2023-03-01"' in html


def test_lists_say_what_held_on_the_day(made):
    assert "1 January 2019 President of Freedonia" in words("/people/", on="2019-01-01")
    assert "1 April 2023 acting President of Freedonia" in words("/people/", on="2023-04-01")
    assert "1 × member · in the chair: Freedonia" in words("/organisations/", on="2011-01-01")
    assert "1 × suspended" in words("/organisations/", on="2013-01-01")
    assert "15,000 personnel (1 April 2010)" in words("/forces/", on="2011-01-01")
    assert "Today 18,000 personnel (2022)" in words("/forces/")
    assert "Rufus Firefly, fellow" in words("/institutions/", on="2011-01-01")


def test_the_other_questions_of_a_list_are_kept_by_the_form_of_the_day(made):
    html = get("/organisations/", on="2011-01-01", type="alliance", as_of="14").content.decode()
    form = html.split('class="day-form"')[1].split("</form>")[0]
    assert '<input type="hidden" name="type" value="alliance">' in form
    assert '<input type="hidden" name="as_of" value="14">' in form
    filters = html.split('class="filters"')[1].split("</form>")[0]
    assert '<input type="hidden" name="on" value="2011-01-01">' in filters


def test_links_between_pages_about_days_keep_the_day_and_the_past(made):
    html = get("/members/", on="2011-01-01", as_of="14").content.decode()
    assert f'href="{url_of(made["state"])}?on=2011-01-01&amp;as_of=14"' in html
    state = get(url_of(made["state"]), on="2019-01-01").content.decode()
    assert f'href="{url_of(made["person"])}?on=2019-01-01"' in state
    assert f'href="{url_of(made["summit"])}"' in state, "a summit has no day"
    assert f'href="{url_of(made["person"])}?on=2019-01-01"' in get("/people/", on="2019-01-01").content.decode()


def test_the_banner_says_which_past_one_reads(made):
    topic = made["topic"]
    published(topic)
    then = Edition.objects.get(position=3).released_at
    text = words("/members/", on="2011-01-01", as_of="3")
    assert "You are reading the record as it stood at 3 (3 of 15 positions)" in text
    assert f"It came to position 3 on {then.day} {then:%B %Y, %H:%M} UTC." in text
    assert "This page tells how things stood in the world on 1 January 2011" in text
    assert "Nothing had been published by then." in words("/members/", as_of="0")
    html = get("/members/", on="2011-01-01", as_of="3").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/members/">' in html
    assert 'href="?on=2011-01-01">Read it as it stands today' in html
    assert 'href="?as_of=3">How they stand today' in html
    assert "Which past this is" not in get("/members/").content.decode()


def test_an_hour_as_of_names_the_position_and_when_it_was_reached(made):
    reached = Edition.objects.get(position=14).released_at
    moment = get("/topics/", as_of=reached.isoformat()).context["moment"]
    assert (moment.position, moment.reached_at) == (14, reached)


def test_an_old_statement_says_who_holds_that_office_now(made):
    assert "That office today acting Gloria Teasdale, since 1 March 2023" in words(url_of(made["statement"]))
    tenure = Tenure.objects.get(person=made["successor"])
    tenure.set_period("2023-03-01", "2024")
    tenure.save()
    published(made["successor"])
    assert "That office today no holder known to this record" in words(url_of(made["statement"]))
    assert "That office today acting Gloria Teasdale" in words(url_of(made["statement"]), as_of="14")


def test_who_holds_an_office_today_is_told_by_the_record_of_today_also_beside_an_old_edition(made):
    first = f"{url_of(made['statement'])}editions/1/"
    tenure = Tenure.objects.get(person=made["successor"])
    tenure.set_period("2023-03-01", "2024")
    tenure.save()
    published(made["successor"])
    assert "That office today no holder known to this record" in words(first)
    assert "That office today acting Gloria Teasdale" in words(first, as_of="14")
    assert "Affiliation today" not in words(f"{url_of(made['commentary'])}editions/1/")
    row = made["person"].affiliations.get()
    row.set_period("2010", "2024")
    row.save()
    published(made["person"])
    assert "Affiliation today none known to this record" in words(f"{url_of(made['commentary'])}editions/1/")


def test_an_old_comment_says_what_its_expert_is_now_when_that_has_changed(made):
    assert "Affiliation today" not in words(url_of(made["commentary"]))
    row = made["person"].affiliations.get()
    row.set_period("2010", "2024")
    row.save()
    published(made["person"])
    assert "Affiliation today none known to this record" in words(url_of(made["commentary"]))
