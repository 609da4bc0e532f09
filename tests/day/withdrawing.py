"""Another piece is withdrawn, and comes back when the doubt has been cleared away."""

from types import SimpleNamespace

TITLE = "Three possible birthdays of one organisation"
PAGE, ITEM = "/articles/three-birthdays-of-the-csto/", "articles/three-birthdays-of-the-csto/"
REASON = "The archive asked for time to look through the treaty's papers again."
AGAIN = "The archive confirms the three days; nothing in the text had to change."


def withdraw(day: SimpleNamespace) -> None:
    day.editor.look_up(TITLE)
    assert "Withdraw" not in day.editor.offers()
    who = day.managing_editor
    who.look_up(TITLE)
    who.verb("Withdraw")
    who.page.get_by_label("Reason").fill(REASON)
    who.take("withdraw", height=1000)
    who.confirm("Withdraw", "was withdrawn")
    status, text = day.outside.reads(PAGE)
    assert (status, REASON in text) == (410, True)
    assert day.outside.reads(f"{PAGE}editions/1/")[0] == 410
    status, tombstone = day.outside.asks(ITEM)
    assert (status, tombstone["action"]) == (410, "withdrawn")
    assert TITLE not in day.outside.reads("/articles/")[1]
    assert [row.action for row in day.outside.news()] == ["withdrawn"]


def restore(day: SimpleNamespace) -> None:
    who = day.contributor
    who.look_up(TITLE)
    who.verb("Submit for approval")
    who.page.get_by_label("Why it comes back").fill(AGAIN)
    who.confirm("Submit for approval", "was submitted")
    day.editor.take_from("Waiting for my eyes", TITLE)
    day.editor.do("Approve", "was approved")
    assert "Restore" not in day.editor.offers()
    assert day.outside.reads(PAGE)[0] == 410
    who = day.managing_editor
    who.look_up(TITLE)
    who.verb("Restore")
    who.take("restore", height=1000)
    who.confirm("Restore", "was restored")
    status, text = day.outside.reads(PAGE)
    assert (status, AGAIN in text) == (200, True)
    assert day.outside.reads(f"{PAGE}editions/1/")[0] == 200
    status, item = day.outside.asks(ITEM)
    assert (status, item["action"]) == (200, "restored")
    assert [(row.page, row.action) for row in day.outside.news()] == [(PAGE, "restored")]
