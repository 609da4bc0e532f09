"""Work on an entry in a real browser: the guard, unsaved text, who else is there, and two saves that meet."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from desk.models import Autosave
from members.models import Membership
from tests.desk import at_desk
from tests.factories import make_topic
from tests.subjects import one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def url(entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


def save(page, name="_continue"):
    page.click(f"input[name={name}] >> nth=0")


def until_kept(page):
    expect(page.locator('[data-when="kept"]')).to_be_visible(timeout=15_000)


def answer_dialogs(page):
    """Notes what the browser asks, and stays on the page."""
    page.asked = []

    def asked(dialog):
        page.asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", asked)


def test_leaving_with_unsaved_text_is_asked_and_saving_it_is_not(sign_in):
    topic = make_topic(title="Security")
    page = sign_in("contributor")
    answer_dialogs(page)
    page.goto(url(topic))
    page.fill("#id_summary", "Changed.")
    page.click("#site-name a")
    page.wait_for_timeout(300)
    assert page.asked == ["beforeunload"]
    assert page.url.endswith(url(topic))
    save(page)
    page.wait_for_selector(".messagelist .success")
    page.click("#site-name a")
    page.wait_for_url("**/admin/")
    assert page.asked == ["beforeunload"]
    assert page.violations == []


def test_a_form_nobody_touched_is_left_unasked(sign_in):
    made = one_of_each()
    page = sign_in("contributor")
    answer_dialogs(page)
    for entry in (made["article"], made["summit"], made["state"]):
        page.goto(url(entry))
        page.click("#id_title")
        page.goto("/admin/")
    assert page.asked == []
    assert not Autosave.objects.exists()


def test_unsaved_text_and_rows_come_back_after_the_browser_was_closed(sign_in):
    made = one_of_each()
    article, state = made["article"], made["state"]
    client = at_desk("contributor")
    first = sign_in("contributor", client)
    first.goto(url(article))
    first.click(".tiptap p")
    first.keyboard.press("Home")
    first.keyboard.type("Unsaved words. ")
    until_kept(first)
    first.goto("about:blank")
    first.goto(url(state))
    first.click("#memberships-group .add-row a")
    first.select_option("#id_memberships-2-status", "suspended")
    first.fill("#id_memberships-2-starts", "2024")
    until_kept(first)
    first.context.close()

    page = sign_in("contributor", client)
    page.goto(url(article))
    page.click("text=Restore")
    expect(page.locator(".tiptap")).to_contain_text("Unsaved words.")
    save(page)
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    assert "Unsaved words." in article.body
    page.goto(url(state))
    page.click("text=Restore")
    expect(page.locator("#id_memberships-2-starts, #id_memberships-1-starts").last).to_have_value("2024")
    assert Membership.objects.count() == 1
    assert page.violations == []


def test_discarded_text_is_not_offered_again(sign_in):
    topic = make_topic()
    page = sign_in("contributor")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(url(topic))
    page.fill("#id_summary", "Unsaved.")
    until_kept(page)
    page.reload()
    page.click(".working__offer:not([hidden]) >> text=Discard")
    expect(page.locator("[data-discard]")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-discard]")).to_have_count(0)
    assert not Autosave.objects.exists()


def test_a_lost_session_keeps_the_text_until_one_is_signed_in_again(sign_in):
    topic = make_topic(title="Security")
    client = at_desk("contributor")
    page = sign_in("contributor", client)
    page.goto(url(topic))
    stored = Session.objects.get(session_key=client.cookies["sessionid"].value)
    Session.objects.all().delete()
    page.fill("#id_summary", "Typed after the session had ended.")
    save(page)
    expect(page.locator('[data-when="signed-out"]')).to_be_visible()
    expect(page.locator("#id_summary")).to_have_value("Typed after the session had ended.")
    stored.save(force_insert=True)
    page.context.add_cookies([{"name": "sessionid", "value": stored.session_key, "url": page.url.split("/admin")[0]}])
    save(page)
    page.wait_for_selector(".messagelist .success")
    topic.refresh_from_db()
    assert topic.summary == "Typed after the session had ended."


def test_what_could_not_be_sent_is_kept_in_the_browser_over_a_reload(sign_in):
    topic = make_topic(title="Security")
    page = sign_in("contributor")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(url(topic))
    page.route("**/admin/desk/unsaved/", lambda route: route.abort())
    page.fill("#id_summary", "Typed without a network.")
    expect(page.locator('[data-when="unreachable"]')).to_be_visible(timeout=15_000)
    page.unroute("**/admin/desk/unsaved/")
    page.reload()
    page.click("[data-held] >> text=Restore")
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator("#id_summary")).to_have_value("Typed without a network.")


def test_colleagues_and_ones_own_tabs_are_shown_without_a_reload(sign_in):
    topic = make_topic()
    page, colleague = sign_in("contributor"), sign_in("editor")
    page.goto(url(topic))
    expect(page.locator('[data-when="others"]')).to_be_hidden()
    colleague.goto(url(topic))
    others = page.locator('[data-when="others"] li')
    expect(others).to_have_count(1, timeout=15_000)
    expect(others.first).to_contain_text("Editor, since ")
    second = page.context.new_page()
    second.goto(url(topic))
    expect(others).to_have_count(2, timeout=15_000)
    expect(others.nth(1)).to_contain_text("You, in another tab")
    colleague.fill("#id_summary", "Theirs.")
    save(colleague)
    colleague.wait_for_selector(".messagelist .success")
    expect(page.locator('[data-when="saved-by-other"]')).to_contain_text("Editor saved this entry at", timeout=15_000)
    colleague.goto("/admin/")
    second.close()
    expect(page.locator('[data-when="others"]')).to_be_hidden(timeout=15_000)


def test_two_saves_meet_side_by_side_and_the_second_chooses(sign_in):
    topic = make_topic(title="Security", summary="Before.")
    page, colleague = sign_in("contributor"), sign_in("editor")
    page.goto(url(topic))
    colleague.goto(url(topic))
    colleague.fill("#id_summary", "Theirs.")
    colleague.fill("#id_title", "Common security")
    save(colleague)
    colleague.wait_for_selector(".messagelist .success")
    page.fill("#id_summary", "Mine.")
    page.locator("fieldset.late > details > summary").click()
    page.fill("#id_remarks", "My remark.")
    save(page)
    expect(page.locator("#conflict-heading")).to_have_text("Both of you changed this")
    expect(page.locator(".conflict__side").first).to_contain_text("Mine.")
    expect(page.locator(".conflict__side").nth(1)).to_contain_text("Theirs.")
    expect(page.locator("#id_title")).to_have_value("Common security")
    page.get_by_label("Theirs: Editor").check()
    save(page)
    page.wait_for_selector(".messagelist .success")
    topic.refresh_from_db()
    assert (topic.summary, topic.title, topic.remarks) == ("Theirs.", "Common security", "My remark.")
    assert page.violations == []
