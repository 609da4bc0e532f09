"""Sections of the form fold, are remembered, open for what is wrong; lists stand whole on a usual screen."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from publishing.models import Entry
from tests.factories import published
from tests.keyboard import Keyboard
from tests.subjects import make, one_of_each
from tests.test_browser_form import big_summit, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILING, REMARKS = "fieldset.late > details", "#id_remarks"


# How wide the list may be, and how wide it is.
WIDTHS = "(table) => [table.parentElement.clientWidth, table.parentElement.scrollWidth]"


@pytest.fixture
def page(sign_in):
    page = sign_in("contributor")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.on("pageerror", lambda error: page.violations.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    assert page.violations == []


def open_filing(page) -> None:
    page.locator(f"{FILING} > summary").click()
    expect(page.locator(REMARKS)).to_be_visible()


def test_what_is_seldom_needed_is_folded_and_what_somebody_opened_stays_open(page):
    made = one_of_each()
    page.goto(change(made["article"]))
    expect(page.locator("#id_byline")).to_be_visible()
    expect(page.locator(REMARKS)).to_be_hidden()
    open_filing(page)
    page.goto(change(made["article"]))
    expect(page.locator(REMARKS)).to_be_visible()
    # Each kind for itself.
    page.goto(change(made["summit"]))
    expect(page.locator(REMARKS)).to_be_hidden()
    page.goto(change(made["article"]))
    page.locator(f"{FILING} > summary").click()
    page.reload()
    expect(page.locator(REMARKS)).to_be_hidden()


def test_what_is_folded_is_saved_like_the_rest(page):
    article = one_of_each()["article"]
    page.goto(change(article))
    open_filing(page)
    page.fill(REMARKS, "Counted twice.")
    page.locator(f"{FILING} > summary").click()
    expect(page.locator(REMARKS)).to_be_hidden()
    page.click("input[name=_continue] >> nth=0")
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert article.remarks == "Counted twice."


def test_a_section_with_an_error_is_open(page):
    article = one_of_each()["article"]
    page.goto(change(article))
    open_filing(page)
    page.fill("#id_wikidata", "Q" * 30)
    page.evaluate("document.querySelector('#id_wikidata').removeAttribute('maxlength')")
    page.fill("#id_wikidata", "Q" * 30)
    page.locator(f"{FILING} > summary").click()
    page.click("input[name=_continue] >> nth=0")
    page.wait_for_selector(".errornote:visible")
    expect(page.locator("#id_wikidata")).to_be_visible()
    expect(page.locator(".field-wikidata .errorlist")).to_be_visible()


def test_an_error_of_the_rows_as_a_whole_is_seen_although_the_section_was_left_folded(page):
    state = one_of_each()["state"]
    page.goto(change(state))
    page.locator("#memberships-group .fact-row--new > summary").click()
    page.evaluate("""() => {
      const copy = (name) => document.querySelector(`#id_memberships-0-${name}`)
      for (const name of ["organisation", "sources-0-source"]) {
        const old = copy(name)
        const to = document.querySelector(`#id_memberships-1-${name}`)
        to.append(new Option(old.selectedOptions[0].text, old.value, true, true))
      }
    }""")
    page.select_option("#id_memberships-1-status", "member")
    page.fill("#id_memberships-1-starts", "2010")
    page.locator("#memberships-group > fieldset > details > summary").click()
    page.click("input[name=_continue] >> nth=0")
    page.wait_for_selector(".errornote:visible")
    expect(page.locator("#memberships-group")).to_contain_text("overlap")
    expect(page.locator("#memberships-group .errorlist").first).to_be_visible()


def test_the_way_to_a_section_opens_it_and_a_key_folds_it(page):
    page.goto(change(one_of_each()["article"]))
    page.get_by_role("navigation", name="Sections of the form").get_by_role("link", name="Filing").click()
    expect(page.locator(REMARKS)).to_be_visible()
    keys = Keyboard(page)
    summary = page.locator(f"{FILING} > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(REMARKS)).to_be_hidden()
    keys.go(tag="summary") if keys.at()["tag"] != "summary" else None
    assert keys.unseen == []


def test_a_form_of_many_rows_is_no_scroll(page):
    """Twenty attendances and all sections: under four screens."""
    page.goto(change(big_summit()["summit"]))
    page.wait_for_load_state("networkidle")
    height = page.evaluate("document.querySelector('.workplace__form').getBoundingClientRect().height")
    assert height < 4 * 900, height


@pytest.mark.parametrize("kind", ["article", "commentary", "summit", "document", "statement", "event", "state",
                                  "organisation", "person", "office", "institution", "force", "topic"])  # fmt: skip
def test_every_column_of_a_list_stands_on_a_screen_of_1280(page, kind):
    made = one_of_each()
    published(*made.values())
    entry = made[kind]
    Entry.objects.filter(pk=entry.pk).update(
        title="A meeting with a title that goes on and on, as titles of sessions do"
    )
    for address in (f"{entry._meta.app_label}_{entry._meta.model_name}", "publishing_entry", "publishing_edition"):
        page.goto(reverse(f"admin:{address}_changelist"))
        table = page.locator("#result_list")
        expect(table).to_be_visible()
        room, wanted = table.evaluate(WIDTHS)
        assert wanted <= room, f"{address}: {wanted} of {room}"


def test_colleagues_are_seen_within_two_seconds_and_seldom_asked_for_when_nobody_looks(sign_in):
    topic = make(type(one_of_each()["topic"]), "Security")
    page, colleague = sign_in("contributor"), sign_in("editor")
    asked: list[str] = []
    page.on("request", lambda request: request.url.endswith("/desk/open/") and asked.append(request.url))
    page.clock.install()
    with page.expect_response("**/desk/open/"):
        page.goto(change(topic))
    colleague.goto(change(topic))
    expect(colleague.locator('[data-when="others"] li')).to_have_count(1)
    with page.expect_response("**/desk/open/"):
        page.clock.run_for(2_000)
    expect(page.locator('[data-when="others"] li')).to_contain_text("Editor, since ")
    # Left alone for longer than two minutes, it asks every twenty seconds.
    page.clock.fast_forward(180_000)
    page.wait_for_timeout(0)
    before = len(asked)
    page.clock.run_for(18_000)
    assert len(asked) - before <= 1
