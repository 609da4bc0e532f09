"""Linking, citing, quoting and naming in the editor, by keyboard, in a real browser under the site's own policy."""

from io import BytesIO

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from publishing.models import Image
from tests.factories import make_source, published
from tests.subjects import one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made():
    made = one_of_each()
    published(*(entry for kind, entry in made.items() if kind not in ("article", "commentary")))
    return made


@pytest.fixture
def page(sign_in):
    page = sign_in("contributor")
    page.on("pageerror", lambda error: page.violations.append(str(error)))
    yield page
    assert page.violations == []


def write_in(page, article, body):
    article.body = body
    article.save()
    page.goto(reverse("admin:commentary_article_change", args=[article.pk]))
    page.click(".tiptap p")
    page.keyboard.press("Control+End")


def saved(page, article):
    page.click("input[name=_continue] >> nth=0")
    page.wait_for_selector(".messagelist .success")
    article.refresh_from_db()
    return article.body


def test_an_at_sign_and_a_name_link_an_entry_of_any_kind(page, made):
    article, person = made["article"], made["person"]
    write_in(page, article, "<p>It was said by</p>")
    page.keyboard.type(" @rufus fire")
    page.wait_for_selector(".prose-editor [role=option]:has-text('Rufus Firefly')")
    page.keyboard.press("Enter")
    page.keyboard.type(" again")
    assert saved(page, article) == f'<p>It was said by <a href="/id/{person.pk}/">Rufus Firefly</a> again</p>'


def test_a_footnote_cites_a_source_and_lists_it(page, made):
    article, source = made["article"], make_source(title="Yearbook of Glory")
    write_in(page, article, "<p>So it was</p>")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("yearbook")
    page.wait_for_selector("dialog [role=option]:has-text('Yearbook of Glory'):only-child")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tiptap a[href^='#source-']")
    assert saved(page, article) == f'<p>So it was<a href="#source-{source.pk}">1</a></p>'
    assert article.citations.filter(source=source).count() == 1


def test_a_key_right_after_a_move_acts_where_the_cursor_stands(page, made):
    article, source = made["article"], make_source(title="Yearbook of Glory")
    write_in(page, article, "<p>So it was</p>")
    # In one go, so that the browser has had no time to tell of the move.
    page.evaluate("""() => {
      const text = document.querySelector(".tiptap p").firstChild
      getSelection().collapse(text, 5)
      const key = { key: "f", code: "KeyF", keyCode: 70, ctrlKey: true, altKey: true, bubbles: true, cancelable: true }
      text.parentElement.dispatchEvent(new KeyboardEvent("keydown", key))
    }""")
    page.keyboard.type("yearbook")
    page.click("dialog [role=option]:has-text('Yearbook of Glory')")
    page.wait_for_selector(".tiptap a[href^='#source-']")
    assert saved(page, article) == f'<p>So it<a href="#source-{source.pk}">1</a> was</p>'


def test_a_live_fact_is_chosen_by_entry_and_day(page, made):
    article, force = made["article"], made["force"]
    write_in(page, article, "<p>It counts </p>")
    page.keyboard.press("Control+Alt+l")
    page.keyboard.type("rapid")
    page.wait_for_selector("dialog [role=option]:has-text('Rapid Force'):only-child")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog [role=option]:has-text('18,000')")
    assert page.input_value("dialog input[type=date]") == "2022-05-16"
    page.keyboard.press("Enter")
    page.wait_for_selector(".tiptap data.fact")
    body = saved(page, article)
    assert f'data-what="strength" data-entry="{force.pk}" data-fact="{force.strengths.get().pk}">18,000</data>' in body


def test_known_names_are_linked_all_at_once_and_undone_at_once(page, made):
    article = made["article"]
    write_in(page, article, "<h2>Alliance</h2><p>In Freedonia, Rufus Firefly spoke of Freedonia’s Alliance.</p>")
    page.wait_for_selector(".desk-names :text('3 known names are not linked')")
    page.click(".desk-names .button:has-text('Link them all')")
    page.wait_for_selector(".tiptap a[href^='/id/'] >> nth=2")
    page.keyboard.press("Control+z")
    page.wait_for_selector(".tiptap a[href^='/id/']", state="detached")
    page.keyboard.press("Control+Shift+z")
    org, state, person = (made[kind].pk for kind in ("organisation", "state", "person"))
    assert saved(page, article) == (
        f'<h2>Alliance</h2><p>In <a href="/id/{state}/">Freedonia</a>, <a href="/id/{person}/">Rufus Firefly</a> '
        f'spoke of Freedonia’s <a href="/id/{org}/">Alliance</a>.</p>'
    )


def test_a_picture_of_the_entry_and_the_name_of_the_field(page, made):
    article = made["article"]
    drawn = BytesIO()
    PIL.Image.new("RGB", (4, 3)).save(drawn, "PNG")
    path = default_storage.save("images/hall.png", ContentFile(drawn.getvalue()))
    Image.objects.create(entry=article, file=path, alt="A hall", credit="Us", licence="CC0")
    write_in(page, article, "<p>Before</p>")
    assert page.get_attribute(".tiptap", "aria-label") == "Body"
    page.click("[data-name=entryFigure]")
    page.wait_for_selector("dialog [role=option]:has-text('A hall')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tiptap figure")
    assert f'<figure><img src="/media/{path}" alt="A hall"></figure>' in saved(page, article)


def test_the_list_of_names_opens_where_there_is_room(page, made):
    write_in(page, made["article"], "<p>Line</p>" * 30)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.keyboard.press("Control+End")
    page.evaluate("""() => {
      const line = document.querySelector(".tiptap p:last-child").getBoundingClientRect()
      window.scrollBy(0, line.bottom - innerHeight + 10)
    }""")
    page.keyboard.type(" @a")
    page.wait_for_selector(".prose-editor > .desk-choices [role=option]")
    listed = page.locator(".prose-editor > .desk-choices").bounding_box()
    line = page.locator(".tiptap p").last.bounding_box()
    assert listed["y"] >= 0 and listed["y"] + listed["height"] <= line["y"] + 4
    page.evaluate("window.scrollBy(0, 400)")
    page.keyboard.type("l")
    page.wait_for_function("""() => {
      const top = (each) => document.querySelector(each).getBoundingClientRect().top
      return top(".prose-editor > .desk-choices") >= top(".tiptap p:last-child")
    }""")


def test_a_field_at_rest_shows_no_alarm_and_its_arrow_is_drawn(page, made):
    write_in(page, made["article"], "<p>Line</p>")
    assert page.locator(".errornote").all_inner_texts() in ([], [""])
    assert not page.locator(".errornote").first.is_visible()
    drawn = page.evaluate("getComputedStyle(document.querySelector('.prose-menubar__selected'), '::after').content")
    assert drawn == '""'


def test_a_table_begins_with_heads_to_its_columns(page, made):
    article = made["article"]
    write_in(page, article, "<p>Line</p>")
    page.click("[data-name=table]")
    page.wait_for_selector("dialog select")
    assert page.locator("dialog select").input_value() == "Yes"
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".tiptap th")
    body = saved(page, article)
    assert body.count("<th") == 3 and body.count("<tr") == 3
