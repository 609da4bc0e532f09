"""The screens of an import: what is decided is kept, drafts are made all or none, and only once."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from commentary.models import Article
from desk.models import Import
from members.models import Strength, Tenure
from publishing.models import Entry
from summits.models import Attendance, Statement
from tests.desk import at_desk, colleague, words_of
from tests.importing import imported, recorded_statement, review, small_record
from tests.screens import Screen
from tests.subjects import state_that
from tests.test_axe import look

pytestmark = pytest.mark.django_db


def address_of(kept: Import) -> str:
    return reverse("admin:commentary_article_review", args=[kept.pk])


def decisions(reviewed, *kinds: str) -> dict[str, str]:
    return {f"decide-{p.key}": "accept" for p in reviewed.proposals if not kinds or p.kind in kinds}


def test_what_contradicts_is_listed_first_and_leads_to_its_passage():
    small_record()
    words = words_of(at_desk("contributor").get(address_of(imported())))
    assert "contradictions with the record" in words
    assert 'href="#passage-6"' in words and 'id="passage-6"' in words
    assert "According to: The Almanac, Glory Press" in words


def test_a_decision_is_kept_without_the_page_and_comes_back_with_it():
    small_record()
    reviewed = review()
    first = reviewed.proposals[0]
    desk, address = at_desk("contributor"), address_of(reviewed.imported)
    sent = {f"decide-{first.key}": "accept", "decide-nonsense": "accept", f"decide-{'0' * 16}": "perhaps"}
    assert desk.post(address, sent, headers={"accept": "application/json"}).status_code == 204
    reviewed.imported.refresh_from_db()
    assert reviewed.imported.decisions == {first.key: "accept"}
    assert f'name="decide-{first.key}" value="accept" checked' in words_of(desk.get(address))


def test_all_that_is_accepted_becomes_drafts_in_one_step():
    record = small_record()
    state_that(Strength, "2010", force=record.guard, personnel=100, source=record.source)
    reviewed = review()
    desk, address = at_desk("contributor"), address_of(reviewed.imported)
    wanted = decisions(reviewed, "link", "statement", "attendance", "strength")
    page = desk.post(address, wanted | {"create": "1"}, follow=True)
    article = Article.objects.get()
    assert (article.title, article.stage, article.changed_by) == ("Drums at dawn", "draft", desk.user)
    assert f'<a href="/id/{record.freedonia.pk}/">Freedonia</a>' in article.body
    assert Statement.objects.count() == 2
    assert set(Attendance.objects.filter(summit=record.summit).values_list("state__title", flat=True)) == {
        "Freedonia", "Sylvania", "Osterlich",
    }  # fmt: skip
    assert 300 in Strength.objects.values_list("personnel", flat=True)
    assert [use.source for use in article.citations.all()] == [reviewed.imported.source]
    words = words_of(page)
    for entry in reviewed.imported.entries.all():
        assert entry.title.replace("'", "&#x27;") in words
    assert reverse("admin:commentary_article_change", args=[article.pk]) in words


def test_drafts_are_made_once():
    small_record()
    reviewed = review()
    desk, address = at_desk("contributor"), address_of(reviewed.imported)
    for _time in range(2):
        desk.post(address, decisions(reviewed, "link") | {"create": "1"})
    assert Article.objects.count() == 1


def test_one_refusal_makes_nothing_at_all():
    """Meanwhile somebody entered a holder of that office."""
    record = small_record()
    Tenure.objects.filter(person=record.firefly).delete()
    reviewed = review(
        "Rufus Firefly, the president of Freedonia since 2019, spoke. Firefly said: “It is done and dusted.”"
    )
    assert {p.kind for p in reviewed.proposals} >= {"tenure", "statement"}
    state_that(Tenure, "2018", person=record.teasdale, office=record.president, source=record.source)
    before = Entry.objects.count()
    page = at_desk("editor").post(address_of(reviewed.imported), decisions(reviewed) | {"create": "1"})
    assert "Nothing was created:" in words_of(page)
    assert (Entry.objects.count(), Article.objects.count(), Statement.objects.count()) == (before, 0, 0)
    reviewed.imported.refresh_from_db()
    assert reviewed.imported.done_at is None


def test_who_may_not_add_articles_sees_no_import():
    small_record()
    kept = imported()
    for role in ("auditor", "partner manager"):
        assert at_desk(role).get(address_of(kept)).status_code == 403
    assert Client().get(address_of(kept)).status_code == 302


@pytest.fixture
def screens():
    """A review under way and one that made drafts with open findings, a table that is refused."""
    record = small_record()
    recorded_statement(record, "We shall stand together as one house tonight, brothers.")
    Entry.objects.filter(pk=record.institute.pk).update(remarks="Whether its drums ever sounded is doubtful.")
    text = "The drums sounded at the Institute of Drums, it was heard.\n\n"
    reviewed, other = review(text + "“We shall stand together as one house today,” Firefly said."), review()
    desk = at_desk("editor", "maker")
    desk.post(address_of(other.imported), decisions(other, "link") | {"create": "1"})
    return [
        reverse("admin:commentary_article_import"),
        address_of(reviewed.imported),
        address_of(other.imported),
        reverse("admin:members_person_import_table"),
    ]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_have_no_violation_and_fit_a_phone(sign_in, screens, scheme):
    client = Client()
    client.force_login(colleague("editor"))
    page = sign_in(client=client)
    page.emulate_media(color_scheme=scheme)
    found = [told for address in screens for told in look(page, Screen(address, address))]
    assert found == [], "\n".join(found)
    page.set_viewport_size({"width": 390, "height": 844})
    for address in screens:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_accepting_the_rest_leaves_what_differs_undecided(sign_in, screens):
    client = Client()
    client.force_login(colleague("editor"))
    page = sign_in(client=client)
    page.goto(screens[1])
    page.get_by_role("button", name="Accept what contradicts nothing").click()
    expect(page.locator("#kept")).to_have_text("Kept.")
    expect(page.locator("#undecided")).to_have_text("3")
    assert page.locator(".proposal--contradicted input[value='']:checked").count() == 3
