"""While they wait for the hour: the other screens of the desk, each used once."""

from types import SimpleNamespace

from playwright.sync_api import expect

from tests.day import article

ARTICLE_OF = "Frontier went ahead, Indestructible Brotherhood did not"
TABLE = """title,type,summary,starts
Meeting of archivists,decision,They met.,2023-05
Meeting of clerks,decision,They met too.,in May
"""
OFFICE_HOLDER, OTHER_DAY = "Stanislav Zas", "2022-12-31"
ALONE = "The others are asleep, and the wrong day is being quoted."
OBJECTION = "The cancellation came on 9 October, one day before it was to begin; say so."


def keep_a_house_rule(day: SimpleNamespace) -> None:
    who = day.editor
    who.home()
    who.follow("House rules")
    who.page.locator(".object-tools").get_by_role("link").first.click()
    for label, words in {
        "Name": "Per cent in words", "Pattern": "%", "Message": "Write “per cent”.", "Suggestion": "per cent",
        "Wrong example": "5 % of them", "Right example": "5 per cent of them",
    }.items():  # fmt: skip
        who.page.get_by_label(label, exact=False).first.fill(words)
    who.take("house-rule", height=1000)
    who.page.get_by_role("button", name="Save", exact=True).first.click()
    who.is_told("was added successfully")


def try_a_table(day: SimpleNamespace) -> None:
    who = day.contributor
    who.home()
    who.page.locator("#content-main").get_by_role("link", name="Events", exact=True).click()
    who.follow("Import a table")
    file = {"name": "meetings.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    who.page.locator("input[type=file]").set_input_files(file)
    who.page.get_by_role("button", name="Try it").click()
    who.sees("Nothing was made.")
    who.sees("“in May” is not a date")
    who.take("table")


def meet_a_colleague(day: SimpleNamespace) -> None:
    """Two save one entry: the second is shown both, and loses nothing."""
    first, second = day.editor, day.contributor
    for who in (first, second):
        who.look_up(ARTICLE_OF)
    first.page.get_by_label("Summary:").fill("One exercise was held, the other called off a day before.")
    first.save()
    second.page.get_by_label("Summary:").fill("Of two exercises planned for that autumn one took place.")
    second.page.get_by_role("button", name="Save and continue editing").first.click()
    second.sees("Both of you changed this")
    second.take("conflict", height=1000)
    second.page.get_by_label("Theirs: Editor").check()
    second.save()
    expect(second.page.get_by_label("Summary:")).to_have_value(
        "One exercise was held, the other called off a day before."
    )


def ask_somebody_outside(day: SimpleNamespace) -> None:
    who = day.editor
    who.look_up(ARTICLE_OF)
    who.follow("Fact checks: links and answers")
    who.page.locator("form.desk").get_by_role("textbox").first.fill("Dr Reader")
    who.page.get_by_role("button", name="Make a link").click()
    address = who.page.locator(".fact-check-link").inner_text()
    page = day.outside.opened().new_page()
    page.goto(address[address.index("/fact-check/") :])
    page.get_by_label("Anything else").fill(OBJECTION)
    day.camera.take(page, "fact-check", height=1000)
    page.get_by_role("button", name="Keep my answers").click()
    expect(page.get_by_role("status")).to_contain_text("Your answers are kept")
    page.context.close()
    who.look_up(ARTICLE_OF)
    who.follow("Fact checks: links and answers")
    who.sees(OBJECTION)
    who.take("fact-check-answer")


def look_back(day: SimpleNamespace) -> None:
    who = day.editor
    who.look_up(article.TITLE)
    who.follow("History")
    who.sees("approved")
    who.take("history", height=1000)


def see_where_a_fact_is_shown(day: SimpleNamespace) -> None:
    """The last day of an office is moved; who else shows it stands beside, and on the page of who would go it alone."""
    who = day.contributor
    who.look_up(OFFICE_HOLDER)
    who.page.locator("#id_tenures-0-ends").fill(OTHER_DAY)
    who.save()
    panel = who.page.locator(".panel", has_text="Where the change will be seen")
    panel.locator("details.impact > summary").click()
    expect(panel.get_by_text("1 fact changes.")).to_be_visible()
    who.take("impact", at=panel)
    who = day.managing_editor
    who.look_up(OFFICE_HOLDER)
    who.verb("Approve without a second pair of eyes")
    who.page.get_by_label("Reason").fill(ALONE)
    who.take("force", at=who.page.locator("label", has_text="Reason"))
