"""The main job in a real browser: one changes, another approves and publishes, a reader and a partner see it."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from publishing.models import Log
from tests.desk import colleague
from tests.factories import published
from tests.subjects import one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a summit in spring"


@pytest.fixture
def sit_down(browsers):
    """Sign somebody in with the form, in a browser of their own."""

    def sign_in(role: str):
        user = colleague(role)
        user.set_password(PASSWORD)
        user.save()
        page = browsers().new_page()
        page.goto(reverse("admin:index"))
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        return page

    return sign_in


def do(page, verb: str) -> None:
    """One step of the workflow: the button on the entry, the confirmation, the word of success."""
    page.click(f".desk__verbs a[href*='/{verb}/']")
    page.click(".submit-row input[type=submit]")
    page.wait_for_selector(".messagelist .success")


def api(path: str) -> dict:
    answer = Client().get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def mode_in(item: dict) -> str:
    return next(fact for fact in item["content"]["facts"] if fact["kind"] == "attendance")["value"]["mode"]


def test_a_changed_attendance_reaches_readers_and_partners(sit_down, live_server):
    made = one_of_each()
    published(*made.values())
    summit, before = made["summit"], Log.objects.get().position
    desk = reverse("admin:summits_summit_change", args=[summit.pk])

    contributor = sit_down("contributor")
    contributor.goto(desk)
    contributor.select_option("#id_attendances-0-mode", "by-video")
    contributor.click("input[name=_continue] >> nth=0")
    contributor.wait_for_selector(".messagelist .success")
    assert mode_in(api(f"summits/{summit.slug}/")) == "in-person", "a saved draft is not public"
    do(contributor, "submit")
    assert contributor.locator(".desk__verbs a[href*='/approve/']").count() == 0

    editor = sit_down("editor")
    editor.goto(desk)
    do(editor, "approve")
    do(editor, "publish")

    reader = editor.context.browser.new_page(base_url=live_server.url)
    reader.goto(f"/summits/{summit.slug}/")
    assert "by video" in reader.inner_text("main")
    reader.goto(f"/summits/{summit.slug}/?as_of={before}")
    assert "in person" in reader.inner_text("main")
    assert "by video" not in reader.inner_text("main")
    reader.goto(f"/summits/{summit.slug}/history/")
    assert "updated" in reader.inner_text("main").lower()
    reader.close()

    assert mode_in(api(f"summits/{summit.slug}/")) == "by-video"
    assert mode_in(api(f"summits/{summit.slug}/?as_of={before}")) == "in-person"
    changes = api(f"changes/?after={before}")["data"]
    assert [(row["id"], row["action"], row["edition"]) for row in changes] == [(str(summit.pk), "updated", 2)]
