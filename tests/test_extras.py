"""What scripts add to pages: sliding through days, sorting, keys. With them, and the same want met without them."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_record, browsers):
    page = browsers().new_page()
    page.violations = []
    page.on("console", lambda said: said.type == "error" and page.violations.append(said.text))
    page.on("pageerror", lambda problem: page.violations.append(str(problem)))
    yield page
    assert page.violations == []


@pytest.fixture
def scriptless(live_record, chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_slider_shows_the_page_of_another_day(page, scriptless):
    page.goto("/members/")
    page.get_by_role("slider").evaluate(
        """each => {
            each.value = (Date.parse("2000-01-01") - Date.parse(each.form.dataset.from)) / 86400000;
            each.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Who was what on 1 January 2000")
    assert page.url.endswith("/members/?on=2000-01-01")
    expect(page.locator(".banner")).to_contain_text("1 January 2000")
    expect(page.locator("#picture-map")).to_contain_text("on 1 January 2000")
    assert page.evaluate("document.querySelectorAll('[type=range]').length") == 1
    scriptless.goto("/members/")
    assert scriptless.get_by_role("slider").count() == 0
    scriptless.get_by_label("How things stood on").fill("2000-01-01")
    scriptless.get_by_role("button", name="Show that day").click()
    shown = [each.locator("main [data-state]").all_inner_texts() for each in (page, scriptless)]
    assert shown[0] == shown[1] != []


def test_a_slider_keeps_the_focus_and_the_arrow_keys_move_it(page):
    page.goto("/pictures/map/?on=2000-01-01")
    slider = page.get_by_role("slider")
    slider.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 January 2000")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", "2000-01-02")


def test_a_table_sorts_by_dates_and_by_names(page, scriptless):
    page.goto("/pictures/membership/")
    table = page.locator("#numbers-membership")
    dates = "rows => rows.map(row => row.querySelector('time')?.dateTime ?? '')"
    rows = table.locator("tbody tr")
    before = rows.evaluate_all(dates)
    table.get_by_role("button", name="From").click()
    rising = rows.evaluate_all(dates)
    known = [each for each in rising if each]
    assert known == sorted(known) != [each for each in before if each]
    expect(table.locator("th", has_text="From")).to_have_attribute("aria-sort", "ascending")
    table.get_by_role("button", name="From").click()
    falling = [each for each in rows.evaluate_all(dates) if each]
    assert falling == sorted(known, reverse=True)
    table.get_by_role("button", name="State").click()
    names = table.locator("tbody th").all_inner_texts()
    assert names == sorted(names)
    expect(table.locator("[aria-sort]")).to_have_count(1)
    scriptless.goto("/pictures/membership/")
    there = scriptless.locator("#numbers-membership")
    assert there.get_by_role("button").count() == 0
    assert sorted(there.locator("tbody th").all_inner_texts()) == names


def test_a_column_that_has_no_order_offers_none(page):
    page.goto("/members/armenia/")
    heads = page.locator("table.fact-table thead th", has_text="Notes and sources")
    assert heads.count() > 1
    assert heads.get_by_role("button").count() == 0
    assert page.locator("thead").get_by_role("button", name="When").count() > 0


def test_keys_lead_where_links_lead(page, scriptless):
    page.goto("/members/?on=2000-01-01")
    later = page.locator("main a[rel=next]").get_attribute("href")
    page.keyboard.press("]")
    page.wait_for_url(f"**/{later}")
    page.keyboard.press("/")
    expect(page.locator("#masthead-q")).to_be_focused()
    page.keyboard.type("s?[")
    expect(page.locator("#masthead-q")).to_have_value("s?[")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("#masthead-q").blur()
    page.keyboard.press("s")
    page.wait_for_url("**/summits/")
    scriptless.goto("/members/?on=2000-01-01")
    assert scriptless.locator(".keys-open").is_hidden()
    assert scriptless.locator("#keys").is_hidden()
    scriptless.locator("main a[rel=next]").click()
    assert scriptless.url.endswith(later)


def test_keys_are_told_of_and_can_be_turned_off_for_good(page):
    page.goto("/timeline/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("s")
    dialog.get_by_label("Listen to these keys").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("s")
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.goto("/topics/")
    page.keyboard.press("s")
    assert page.url.endswith("/topics/")
    page.get_by_role("button", name="Keys").click()
    dialog.get_by_label("Listen to these keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.wait_for_url("**/timeline/")
