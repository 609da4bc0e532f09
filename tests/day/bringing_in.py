"""Morning: an article is imported, and what contradicts the record is put right."""

from datetime import date
from types import SimpleNamespace

from playwright.sync_api import expect

from tests.day import article

SOUGHT = "@rapid"
UNSIGNED = "News of the desk is not signed."


def import_the_article(day: SimpleNamespace) -> None:
    who = day.contributor
    who.follow("Import an article")
    page = who.page
    page.get_by_label("Or paste the text").fill(article.TEXT)
    page.get_by_label("Headline of the draft").fill(article.TITLE)
    page.get_by_label("Day it is about").fill(article.DAY)
    page.get_by_label("Or a new source: title").fill(article.SOURCE)
    page.get_by_label("Publisher").fill("The Gallery")
    who.take("import", height=1000)
    page.get_by_role("button", name="Read it").click()
    for words in article.CONTRADICTIONS:
        who.sees(words)
    expect(page.locator(".sheet--against li")).to_have_count(len(article.CONTRADICTIONS))
    page.get_by_role("button", name="Accept what contradicts nothing").click()
    page.get_by_role("button", name="Refuse the undecided").click()
    expect(page.locator("#undecided")).to_have_text("0")
    expect(page.locator("#kept")).to_have_text("Kept.")
    who.take("import-review", height=1000)
    page.get_by_role("button", name="Create the drafts").click()
    who.is_told("2 working copies were made or changed.")
    who.take("import-done")


def put_it_right(day: SimpleNamespace) -> None:
    """The record is right in each of these; the text says so now, and its names are linked."""
    who = day.contributor
    who.follow(article.TITLE)
    for words in article.OBJECTIONS:
        who.sees(words, "#checks")
    for before, after in article.RIGHT.items():
        who.rewrite(before[:60], after)
    who.page.get_by_label("Summary:").fill(
        "Six leaders, two anniversaries, and what each of the allies can still count on."
    )
    expect(who.page.locator(".desk-names p")).to_contain_text("known names are not linked")
    for words in article.OBJECTIONS:
        expect(who.page.locator("#checks")).not_to_contain_text(words)
    who.take("editor", at=who.page.locator(".field-body"))
    who.page.get_by_role("button", name="Link them all").click()
    expect(who.page.locator(".tiptap a[href^='/id/']").nth(8)).to_be_visible()
    who.save()


def choose_names_and_facts(day: SimpleNamespace) -> None:
    """Looked for in the text, and left alone again."""
    who, keys = day.contributor, day.contributor.page.keyboard
    who.page.locator(".tiptap p").last.click()
    keys.press("Control+End")
    keys.type(f" {SOUGHT}")
    expect(who.page.locator(".tiptap ~ .desk-choices [role=option]").first).to_be_visible()
    who.take("mention", at=who.page.locator(".field-body"))
    keys.press("Escape")
    for _letter in f" {SOUGHT}":
        keys.press("Backspace")
    keys.press("Control+Alt+l")
    keys.type("Collective Rapid Reaction")
    expect(who.page.locator("dialog [role=option]").first).to_contain_text("Collective Rapid Reaction Forces")
    keys.press("Enter")
    expect(who.page.locator("dialog [role=option]").first).to_contain_text("strength")
    who.take("live-fact", at=who.page.locator(".field-body"))
    who.page.get_by_role("button", name="Cancel").click()


def let_a_warning_stand(day: SimpleNamespace) -> None:
    who = day.contributor
    finding = who.page.locator("#checks .finding", has_text="has no byline")
    finding.locator("summary").click()
    finding.get_by_label("Why this may stand").fill(UNSIGNED)
    who.take("checks")
    finding.get_by_role("button", name="Let it stand").click()
    who.sees(f"Contributor lets it stand since {date.today()}: {UNSIGNED}", "#checks")
