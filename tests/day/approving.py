"""Noon: submitted, returned with a comment, mended, and approved by somebody who had no hand in it."""

from types import SimpleNamespace

from playwright.sync_api import expect

from tests.day import article

ASKED = "Which source gives the strength of the peacekeepers? Please cite it there."
ANSWERED = "Cited now: the report on the day they set out."


def submit(day: SimpleNamespace) -> None:
    who = day.contributor
    who.verb("Submit for approval")
    who.take("submit", height=1000)
    who.confirm("Submit for approval", "was submitted")
    who.stands("waiting for approval")
    assert "Approve" not in who.offers()
    who.take_from("My drafts", article.EXERCISE)
    who.do("Submit for approval", "was submitted")
    article.is_secret(day.outside)


def be_returned(day: SimpleNamespace) -> None:
    who = day.editor
    who.take_from("Waiting for my eyes", article.TITLE)
    who.follow("Preview")
    expect(who.page.frame_locator("iframe").get_by_role("heading", name=article.TITLE)).to_be_visible()
    who.take("preview", height=1000)
    who.page.go_back()
    who.verb("Return with a comment")
    who.page.get_by_label("Comment").fill(ASKED)
    who.take("return")
    who.confirm("Return with a comment", "was returned")


def mend(day: SimpleNamespace) -> None:
    who = day.contributor
    who.home()
    who.sees(ASKED)
    who.take("returned")
    who.take_from("Returned to me", article.TITLE)
    who.page.locator(".tiptap p", has_text="3,600 personnel").click(click_count=3)
    who.page.keyboard.press("Control+Alt+f")
    who.page.keyboard.type(article.FOOTNOTE)
    first = who.page.locator("dialog [role=option]").first
    expect(first).to_contain_text(article.FOOTNOTE)
    who.take("footnote", at=who.page.locator(".field-body"))
    first.click()
    expect(who.page.locator(".tiptap p", has=who.page.locator("a[href^='#source-']"))).to_contain_text(
        "3,600 personnel"
    )
    who.save()
    thread = who.page.locator("#comments .thread", has_text=ASKED)
    thread.locator("summary").click()
    thread.get_by_label("Your answer").fill(ANSWERED)
    thread.get_by_role("button", name="Answer").click()
    who.sees(ANSWERED, "#comments")
    who.take("comments", at=who.page.locator("#comments"))
    who.do("Submit for approval", "was submitted")


def be_approved_by_another(day: SimpleNamespace) -> None:
    who = day.editor
    who.take_from("Waiting for my eyes", article.TITLE)
    who.page.locator("#comments").get_by_role("button", name="Settled").click()
    who.sees("Settled by Editor", "#comments")
    who.verb("Approve")
    who.sees("All of it is new")
    who.take("approve", height=1000)
    who.confirm("Approve", "was approved")
    who.stands("approved")
    who.take_from("Waiting for my eyes", article.EXERCISE)
    who.do("Approve", "was approved")
    article.is_secret(day.outside)
