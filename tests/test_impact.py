"""Where a change will be seen: facts of the world, not whom the text itself links to."""

import pytest

from commentary.models import Article
from desk.impact import MAY_TELL, NAMES, SHOWS, Impact
from desk.models import ReviewTask
from home.gallery import PAGES
from members.models import Membership, Strength, Tenure
from publishing.models import Edition
from tests.desk import at_desk, words_of
from tests.factories import approved, author, published
from tests.subjects import make, one_of_each
from tests.test_admin_flow import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = one_of_each()
    published(*made.values())
    return made


def impact_of(entry) -> Impact:
    return Impact(entry, Edition.objects.current().get(entry=entry.pk), entry.document())


def test_whom_a_text_mentions_or_is_about_is_its_own_affair(made):
    article, force = made["article"], made["force"]
    article.body = f'<p>Now of <a href="/id/{force.pk}/">the force</a>.</p>'
    article.save()
    article.about.add(made["state"])
    assert any(fact["kind"] == "mentions" for fact in article.document()["facts"])
    assert impact_of(article).facts == []
    assert impact_of(article).count == 0


def test_a_changed_figure_is_shown_where_it_is_told(made):
    Strength.objects.update(personnel=20000)
    assert [change.kind for change in impact_of(made["force"]).facts] == ["strength"]


def test_it_stands_closed_beside_the_form_and_open_where_it_is_decided(made):
    Strength.objects.update(personnel=20000)
    approved(made["force"])
    editor = at_desk("editor")
    assert '<details class="impact" >' in words_of(editor.get(url(made["force"], "change")))
    assert '<details class="impact" open>' in words_of(editor.get(url(made["force"], "publish")))


def text_naming(title: str, *entries, more: str = "") -> Article:
    links = " and ".join(f'<a href="/id/{entry.pk}/">{entry.title}</a>' for entry in entries)
    article = make(Article, title, "2022-05-16", body=f"<p>On {links}.{more}</p>", byline="The desk")
    published(article)
    return article


def nearness(impact: Impact) -> dict[str, int]:
    return {each.title: group.nearness for group in impact.groups for each in group.shown}


def test_what_shows_the_change_comes_before_what_may_tell_of_it_and_what_only_names_it(made):
    person, office, state = made["person"], made["office"], made["state"]
    text_naming("Names the man", person)
    text_naming("Names both", person, office)
    Tenure.objects.update(is_acting=True)
    found = nearness(impact_of(person))
    assert found["Names the man"] == NAMES
    assert found["Names both"] == MAY_TELL
    # The state's page prints who holds its offices.
    assert found[state.title] == found[office.title] == SHOWS
    assert found["Glory Summit"] == NAMES
    person.record_change(author())
    page = words_of(at_desk("editor").get(url(person, "change")))
    assert "1 text may tell of it" in page
    assert page.index("public entries show it") < page.index("Names both") < page.index("only name this entry")
    assert page.index("only name this entry") < page.index("Names the man")


def test_a_text_with_a_live_fact_of_what_changes_shows_it(made):
    force = made["force"]
    fact = next(fact["id"] for fact in force.document()["facts"] if fact["kind"] == "strength")
    token = f' <data class="fact" value="18000" data-what="strength" data-entry="{force.pk}" data-fact="{fact}">'
    text_naming("Quotes the strength", force, more=f"{token}18,000</data>")
    text_naming("Names the force", force)
    Strength.objects.update(personnel=20000)
    impact = impact_of(force)
    found = nearness(impact)
    assert (found["Quotes the strength"], found["Names the force"]) == (SHOWS, NAMES)
    assert "quotes it as a live fact" in {each.why for group in impact.groups for each in group.shown}


@pytest.mark.parametrize(("row", "kind", "pages"), [
    (Membership, "state", {"/members/", "/pictures/membership/", "/pictures/map/"}),
    (Strength, "force", {"/pictures/strength/"}),
    (Tenure, "person", {"/pictures/tenures/"}),
])  # fmt: skip
def test_pages_and_pictures_of_the_whole_record_that_show_it_are_told(made, row, kind, pages, client):
    row.objects.update(note="Said otherwise since.")
    impact = impact_of(made[kind])
    assert {address for _label, address in impact.pages} == pages
    assert {client.get(address).status_code for address in pages} == {200}
    made[kind].record_change(author())
    told = words_of(at_desk("editor").get(url(made[kind], "change")))
    assert all(f'<a href="{address}">{label}</a>' in told for label, address in impact.pages)


def test_every_picture_of_the_record_says_what_it_shows():
    assert len(PAGES) > 5
    assert {page.__name__ for page in PAGES if not (page.shows and page.label and page.introduction)} == set()


def test_items_of_the_api_that_will_differ_are_told_and_differ(made, client):
    force = made["force"]
    Strength.objects.update(personnel=20000)
    items = impact_of(force).items
    assert items[0] == f"/api/v1/forces/{force.pk}/" and len(items) == 2
    before = [client.get(item).json() for item in items]
    published(force)
    after = [client.get(item).json() for item in items]
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_what_is_renamed_or_taken_down_is_seen_wherever_it_is_named(made):
    text_naming("Names the force", made["force"])
    type(made["force"]).objects.update(title="Rapider Force")
    made["force"].refresh_from_db()
    assert nearness(impact_of(made["force"]))["Names the force"] == SHOWS


def test_after_publishing_each_text_that_was_foretold_has_its_task(made):
    texts = [text_naming("Names the force", made["force"]), text_naming("Names it too", made["force"])]
    Strength.objects.update(personnel=20000)
    foretold = {each.title for group in impact_of(made["force"]).groups for each in group.shown if each.is_written}
    edition = published(made["force"])[0]
    tasks = ReviewTask.objects.open().filter(because=edition)
    assert {task.entry.title for task in tasks} == foretold
    assert {text.pk for text in texts} <= {task.entry_id for task in tasks}


def test_it_costs_a_bounded_number_of_queries(made, django_assert_max_num_queries):
    for number in range(12):
        text_naming(f"Text {number}", made["force"])
    Strength.objects.update(personnel=20000)
    impact = impact_of(made["force"])
    # Texts with live facts of it (2), how many of each nearness, the first of them.
    with django_assert_max_num_queries(4):
        assert impact.count == 13 and impact.groups
