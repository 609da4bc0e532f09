"""Afternoon: the article and the fact it brought are released together, under embargo until their hour."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from tests.day import article

TO_COME = timedelta(days=1)
PLANNED = "Ask the press office for pictures"


def schedule(day: SimpleNamespace) -> datetime:
    """Both in one release; the hour it is for."""
    hour = (datetime.now(UTC) + TO_COME).replace(hour=6, minute=0, second=0, microsecond=0)
    who = day.editor
    who.home()
    who.follow("All entries")
    for title in (article.TITLE, article.EXERCISE):
        who.page.locator("#result_list tr", has_text=title).get_by_role("checkbox").check()
    who.take("entries")
    who.page.get_by_label("Action:").select_option("Publish together, at an hour")
    who.page.locator("[name=index]").first.click()
    who.page.get_by_label("Hour of release").fill(f"{hour:%Y-%m-%dT%H:%M}")
    who.take("together", height=1000)
    who.confirm("Publish at an hour", "2 scheduled.")
    for title in (article.TITLE, article.EXERCISE):
        assert who.shelf("Scheduled").get_by_text(title).is_visible()
    who.sees(f"released at {hour:%Y-%m-%d %H:%M} UTC")
    who.take("desk")
    who.follow("Calendar")
    if hour.month != datetime.now(UTC).month:
        who.follow("Month after")
    who.sees("under embargo until then")
    plan(day, hour)
    who.take("calendar", height=1000)
    day.contributor.home()
    assert "Scheduled" not in day.contributor.page.inner_text("#content")
    return hour


def plan(day: SimpleNamespace, hour: datetime) -> None:
    """A note for colleagues, on the calendar's month."""
    who = day.editor
    month = who.page.url
    who.follow("Plan something")
    who.page.get_by_label("Day:").fill(f"{hour:%Y-%m-%d}")
    who.page.get_by_label("What is planned:").fill(PLANNED)
    who.take("plan")
    who.page.get_by_role("button", name="Save", exact=True).first.click()
    who.is_told("was added successfully")
    who.page.goto(month)
    who.sees(PLANNED)


def wait_for_the_hour(day: SimpleNamespace, hour: datetime) -> None:
    article.is_secret(day.outside)
    day.clock.move_to(hour - timedelta(seconds=30))
    article.is_secret(day.outside)
    day.clock.move_to(hour)
    status, text = day.outside.reads(article.PAGE)
    assert status == 200
    assert "3,600 personnel" in text
    status, item = day.outside.asks(article.ITEM)
    assert (status, item["action"], item["edition"]) == (200, "published", 1)
    news = day.outside.news()
    assert {(row.page, row.action) for row in news} == {
        (article.PAGE, "published"), (article.EXERCISE_PAGE, "updated"),
    }  # fmt: skip
    assert len({row.release for row in news}) == 1, "both came out in one release"
    assert article.TITLE in day.outside.reads(article.FOUND_BY)[1]
    assert article.TITLE in day.outside.reads("/articles/")[1]
    assert article.participants(day.outside) == ["Belarus"]
