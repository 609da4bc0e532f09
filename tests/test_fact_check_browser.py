"""A stranger opens the link in a real browser, objects, and the editor sees it beside the form."""

import pytest

from desk.models import FactCheck
from tests.factories import approver
from tests.subjects import one_of_each
from tests.test_admin_screens import screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_objects_and_the_editor_sees_it(browsers, sign_in, live_server):
    state = one_of_each()["state"]
    check, token = FactCheck.invite(state, approver(), "Dr Checker", days=7)
    violations: list[str] = []
    outside = browsers()
    page = outside.new_page()
    page.on("console", lambda said: "Security Policy" in said.text and violations.append(said.text))
    page.goto(f"/fact-check/{token}/")
    fact = page.get_by_role("group", name="Freedonia: member of the Alliance since 2003")
    fact.get_by_label("I object").check()
    page.get_by_role("button", name="Keep my answers").click()
    assert "Say in words what you object to" in page.get_by_role("alert").inner_text()
    fact.get_by_label("What is wrong").fill("It was 2004, says the treaty.")
    page.get_by_role("button", name="Keep my answers").click()
    assert "kept" in page.get_by_role("status").inner_text()
    assert page.goto("/admin/").url.startswith(f"{live_server.url}/admin/login/")
    assert outside.cookies() == [] or all(cookie["name"] == "csrftoken" for cookie in outside.cookies())
    outside.close()

    desk = sign_in("editor")
    desk.goto(screen("state", "change", state.pk))
    panel = desk.get_by_role("region", name="Fact check")
    assert "It was 2004, says the treaty." in panel.inner_text()
    panel.get_by_role("link").click()
    desk.get_by_label("How it was settled").fill("The treaty says 2003.")
    desk.get_by_role("button", name="Settle").click()
    desk.wait_for_selector(".messagelist .success")
    assert check.answers.get().settlement == "The treaty says 2003."
    assert violations + desk.violations == []


def test_the_preview_opens_in_its_frame_on_a_phone(sign_in):
    article = one_of_each()["article"]
    page = sign_in("contributor")
    page.goto(f"{screen('article', 'preview', article.pk)}?medium=phone")
    frame = page.frame_locator("iframe")
    assert "Preview, not published." in frame.locator("main").inner_text()
    assert frame.locator("body").evaluate("() => innerWidth") == 390
    assert frame.locator("body").evaluate("() => document.documentElement.scrollWidth") <= 390
