"""From nothing to the public page with the keyboard alone: a contributor writes, an editor approves and publishes."""

import pytest

from commentary.models import Article
from publishing.models import Edition, Stage
from tests.desk import colleague
from tests.factories import make_source
from tests.keyboard import Keyboard
from tests.subjects import one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "an-oyster-opens-at-noon"


def with_password(role: str):
    user = colleague(role)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(keys: Keyboard, user) -> None:
    keys.page.goto("/admin/")
    keys.page.keyboard.type(user.username)  # the first field has the focus
    keys.type(PASSWORD, field="password")
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")


@pytest.fixture
def keys(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800})
    yield Keyboard(context.new_page())
    context.close()


def test_create_submit_approve_publish_without_a_mouse(keys):
    one_of_each()
    make_source(title="Communiqué of May")
    contributor, editor = with_password("contributor"), with_password("editor")
    sign_in(keys, contributor)
    keys.press("Articles", tag="a")
    keys.press("Add article", tag="a")
    keys.type("Nine seats at one table", field="title")
    keys.type("Who sat where, and since when.", field="summary")
    keys.type("The desk", field="byline")
    write(keys, "The council met in May.")
    keys.type("2022-05-16", field="starts")
    keys.pick("Communiqué of May", field="citations-0-source")
    keys.press("Save and continue editing")
    article = Article.objects.get(title="Nine seats at one table")
    assert "The council met in May." in article.body
    assert article.changed_by == contributor

    keys.press("Submit for approval", tag="a")
    keys.press("Submit for approval", tag="input")
    assert "was submitted" in keys.said()
    keys.press("Log out", tag="button")

    sign_in(keys, editor)
    keys.press("Articles", tag="a")
    keys.press("Nine seats at one table", tag="a")
    for button in ("Approve", "Publish now"):
        keys.press(button, tag="a")
        keys.press(button, tag="input")
    assert "was published" in keys.said()
    article.refresh_from_db()
    assert article.stage == Stage.DRAFT
    edition = Edition.objects.current().get(entry=article.pk)
    assert (edition.approval.by, edition.is_reviewed) == (editor, True)
    keys.press("Public page", tag="a")
    assert keys.page.title().startswith("Nine seats at one table")
    assert keys.unseen == []


def write(keys: Keyboard, text: str) -> None:
    """Into the rich text, which is no field with a name, and out of it again: it must not hold the focus."""
    for _step in range(60):
        keys.page.keyboard.press("Tab")
        if keys.at()["isEditor"]:
            keys.page.keyboard.type(text)
            return
    raise AssertionError("Tab never reaches the text")
