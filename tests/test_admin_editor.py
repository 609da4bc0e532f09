"""The rich text editor in a real browser, under the site's own policy."""

import pytest
from django.urls import reverse

from tests.subjects import one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(sign_in):
    return sign_in("contributor")


def open_body(page, article):
    page.goto(reverse("admin:commentary_article_change", args=[article.pk]))
    page.wait_for_selector(".tiptap")
    page.click(".tiptap p")


def save(page):
    page.click("input[name=_continue] >> nth=0")
    page.wait_for_selector(".messagelist .success")


def test_links_footnotes_and_tables_survive_the_editor(page):
    made = one_of_each()
    article, summit = made["article"], made["summit"]
    source = article.citations.get().source
    end = (
        f'<a href="#source-{source.pk}">1</a></p><h2>Later</h2><ul><li><p>a</p></li></ul>'
        "<table><tbody><tr><td><p>x</p></td></tr></tbody></table><p>m<sup>2</sup></p>"
    )
    article.body = f'<p><a href="/id/{summit.pk}/">There</a> it was said.{end}'
    article.save()
    open_body(page, article)
    page.keyboard.press("Home")
    page.keyboard.type("So ")
    save(page)
    article.refresh_from_db()
    assert f'<a href="/id/{summit.pk}/">' in article.body
    assert article.body.endswith(end)
    assert "So " in article.body
    assert page.violations == []


def test_a_link_to_an_entry_is_made_in_the_dialog(page):
    made = one_of_each()
    article, summit = made["article"], made["summit"]
    article.body = "<p>word</p>"
    article.save()
    open_body(page, article)
    page.keyboard.press("Control+a")
    page.click("[data-name=link]")
    page.fill("dialog[open] input[name=href]", f"/id/{summit.pk}/")
    page.click("dialog[open] button[type=submit]")
    save(page)
    article.refresh_from_db()
    assert article.body == f'<p><a href="/id/{summit.pk}/">word</a></p>'
    assert page.violations == []
