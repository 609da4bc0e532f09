"""The form of an entry in a real browser: nothing sticks out, everything is a jump away, sources are made in place."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Membership, Person, State
from publishing.models import Source
from summits.models import Attendance
from tests.factories import make_source
from tests.subjects import make, one_of_each, state_that

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What reaches beyond the window, but for what is scrolled, clipped or hidden on purpose.
STICKING_OUT = """() => {
  const edge = document.documentElement.clientWidth
  const clips = (each) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(each).overflowX)
  const clipped = ({ parentElement: around }) =>
    around && around !== document.body && (clips(around) || clipped(around))
  const found = [...document.querySelectorAll(".workplace *")].filter((each) => {
    const box = each.getBoundingClientRect()
    return box.width > 1 && box.right > edge + 1 && each.checkVisibility() && !clipped(each)
  })
  if (document.documentElement.scrollWidth > edge) found.push(document.documentElement)
  return found.map((each) => `${each.tagName}.${each.className}#${each.id}`)
}"""


def change(entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


def big_summit():
    """Twenty attendances, each with a source of a long name."""
    made = one_of_each()
    source = make_source(title="A report with a title that goes on and on, as titles of communiqués do " * 2)
    for number in range(19):
        state = make(State, f"State {number}", iso2=f"{number:02}", iso3=f"{number:03}")
        person = make(Person, f"Ambassador Number {number}", nationality=state)
        state_that(Attendance, summit=made["summit"], state=state, person=person, source=source, order=number + 1)
    for kind in ("summit", "state", "article"):
        made[kind].citations.create(source=source, order=1)
        made[kind].aliases.create(name="Another name of some length")
    return made


@pytest.fixture
def page(sign_in):
    page = sign_in("contributor")
    page.on("pageerror", lambda error: page.violations.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    assert page.violations == []


def test_nothing_sticks_out_at_any_width(page):
    made = big_summit()
    for width in (390, 1280, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        for kind in ("article", "state", "summit"):
            page.goto(change(made[kind]))
            page.wait_for_load_state("networkidle")
            assert page.evaluate(STICKING_OUT) == [], f"{kind} at {width}"
            for place in ("#citations-0 .delete input", "#id_citations-0-order"):
                expect(page.locator(place).first).to_be_visible()


def test_a_long_list_is_one_line_a_row_and_opens_for_what_is_to_be_done_in_it(page):
    made = big_summit()
    page.goto(change(made["summit"]))
    rows = page.locator("#attendances-group details.fact-row")
    expect(rows).to_have_count(20)
    assert page.locator("#attendances-group details.fact-row[open]").count() == 0
    expect(rows.nth(1).locator("summary").first).to_have_text("State 0 – Ambassador Number 0 · in person · 1 source")
    assert page.locator("#attendances-group .inline-related.has_original").nth(1).bounding_box()["height"] < 60
    rows.nth(1).locator("summary").first.click()
    page.fill("#id_attendances-1-starts", "soon")
    page.click("input[name=_continue] >> nth=0")
    page.wait_for_selector(".errornote:visible")
    assert page.locator("#attendances-group details.fact-row[open]").count() == 1
    expect(page.locator("#attendances-1")).to_contain_text("is not a date")
    assert page.locator("#memberships-group details.fact-row").count() == 0


def test_a_short_list_stands_open(page):
    page.goto(change(one_of_each()["state"]))
    expect(page.locator("#id_memberships-0-starts")).to_be_visible()


def test_each_section_is_one_key_away(page):
    made = big_summit()
    page.goto(change(made["summit"]))
    sections = page.get_by_role("navigation", name="Sections of the form")
    link = sections.get_by_role("link", name="Attendances (20)")
    link.focus()
    page.keyboard.press("Enter")
    box = page.locator("#attendances-heading").bounding_box()
    assert 0 <= box["y"] < 200
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#attendances-group') !== null")
    for name in ("Title and summary", "Dates", "Filing", "Sources of the entry as a whole (2)"):
        target = sections.get_by_role("link", name=name).get_attribute("href")
        assert page.locator(target).count() == 1


def test_a_new_entry_begins_with_its_title(page):
    page.goto(reverse("admin:commentary_article_add"))
    expect(page.locator("#id_title")).to_be_focused()
    panel = page.get_by_role("region", name="Checks")
    expect(panel).to_contain_text("Begin with the title")
    assert "nothing to object to" not in panel.inner_text()


def enter_source(page, link, title: str) -> None:
    with page.expect_popup() as opened:
        link.click()
    window = opened.value
    window.fill("#id_title", title)
    with window.expect_event("close"):
        window.click("input[name=_save]")


def test_a_source_of_a_fact_is_entered_in_place_and_chosen(page):
    made = one_of_each()
    page.goto(change(made["state"]))
    page.click("#memberships-group .fact-row--new > summary")
    page.click("#memberships-group .add-row a")
    enter_source(page, page.locator("#add_id_memberships-1-sources-0-source"), "Protocol of May")
    enter_source(page, page.locator("#add_id_memberships-2-sources-1-source"), "Protocol of June")
    may, june = Source.objects.get(title="Protocol of May"), Source.objects.get(title="Protocol of June")
    expect(page.locator("#id_memberships-1-sources-0-source")).to_have_value(str(may.pk))
    expect(page.locator("#id_memberships-2-sources-1-source")).to_have_value(str(june.pk))
    page.select_option("#id_memberships-1-status", "member")
    page.fill("#id_memberships-1-starts", "1990")
    page.fill("#id_memberships-1-ends", "1991")
    page.locator("#memberships-1 .field-organisation .select2-selection").first.click()
    page.keyboard.type("Alliance")
    page.locator(".select2-results__option--highlighted", has_text="Alliance").wait_for()
    page.keyboard.press("Enter")
    page.click("#memberships-2 .inline-deletelink")
    page.click("input[name=_continue] >> nth=0")
    page.wait_for_selector(".messagelist .success")
    assert [use.source for use in Membership.objects.earliest("starts_on").citations.all()] == [may]


def test_a_source_is_entered_from_the_footnote_and_cited_at_once(page):
    article = one_of_each()["article"]
    page.goto(change(article))
    page.click(".tiptap p")
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Alt+f")
    enter_source(page, page.get_by_role("link", name="Enter a new source"), "Communiqué of May")
    page.wait_for_selector(".tiptap a[href^='#source-']")
    source = Source.objects.get(title="Communiqué of May")
    page.click("input[name=_continue] >> nth=0")
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert f'<a href="#source-{source.pk}">' in article.body
    assert article.citations.filter(source=source).exists()


def test_who_may_enter_no_source_is_offered_none(sign_in):
    state = one_of_each()["state"]
    page = sign_in("auditor")
    page.goto(change(state))
    assert page.locator(".add-related").count() == 0
