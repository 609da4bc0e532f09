"""The next day: an error is found, and corrected where everybody can see it."""

from types import SimpleNamespace

from playwright.sync_api import expect

from tests.day import article


def find_an_error_and_correct_it(day: SimpleNamespace) -> None:
    who = day.contributor
    who.look_up(article.TITLE)
    who.replace_word(article.WRONG_DAY, article.TRUE_DAY)
    who.save()
    who.verb("Submit for approval")
    who.page.get_by_label("Kind of change").select_option("correction: something was wrong")
    who.page.get_by_label("What was wrong").fill(article.WRONG)
    who.page.get_by_label("What is right").fill(article.TRUE)
    who.take("correction", height=1000)
    who.confirm("Submit for approval", "was submitted")
    assert who.shelf("Open corrections").get_by_text(article.TITLE).is_visible()
    assert article.ERROR in day.outside.reads(article.PAGE)[1], "what waits for approval is not public"
    assert day.outside.news() == []


def publish_the_correction(day: SimpleNamespace) -> None:
    who = day.editor
    who.take_from("Waiting for my eyes", article.TITLE)
    who.verb("Approve")
    who.sees(article.TRUE)
    expect(who.page.locator("ins", has_text="19")).to_be_visible()
    who.take("approve-correction", height=1000)
    who.confirm("Approve", "was approved")
    who.do("Publish now", "was published")
    who.follow("Compare")
    expect(who.page.get_by_label("To:")).to_have_value("2")
    expect(who.page.locator("ins", has_text=article.TRUE_DAY)).to_be_visible()
    who.take("compare")


def all_are_told(day: SimpleNamespace) -> None:
    status, text = day.outside.reads(article.PAGE)
    assert status == 200
    for words in (article.AMENDS, article.WRONG, article.TRUE):
        assert words in text
    assert article.ERROR not in text
    assert article.WRONG in day.outside.reads("/corrections/")[1]
    assert [(row.page, row.action) for row in day.outside.news()] == [(article.PAGE, "corrected")]
    _status, item = day.outside.asks(article.ITEM)
    assert (item["action"], item["edition"]) == ("corrected", 2)
    assert article.TRUE in item["corrections"][0]["note"]
    assert article.ERROR in day.outside.reads(f"{article.PAGE}editions/1/")[1], "the first edition stays readable"
