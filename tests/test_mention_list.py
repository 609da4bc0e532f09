"""The list that opens at @ is seen whole wherever the line stands: at the window's foot, at the text's right edge."""

import pytest
from django.urls import reverse

from members.models import Person
from tests.subjects import make, one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = ".prose-editor > .desk-choices:not([hidden])"
# Whether each corner of the list and the middle of its first and last choice in sight are the list itself.
SEEN = """(list) => {
  const { left, right, top, bottom } = list.getBoundingClientRect()
  const x = (left + right) / 2
  const places = [[left + 4, top + 4], [right - 4, top + 4], [left + 4, bottom - 4], [right - 4, bottom - 4],
                  [x, top + 6], [x, bottom - 6]]
  return places.map(([x, y]) => {
    const at = document.elementFromPoint(x, y)
    return at !== null && list.contains(at) && x < innerWidth && y < innerHeight
  })
}"""


@pytest.fixture
def article():
    for number in range(14):
        make(Person, f"Rufus Firefly the {number}th of Freedonia and Sylvania")
    return one_of_each()["article"]


@pytest.fixture
def page(sign_in):
    page = sign_in("contributor")
    page.on("pageerror", lambda error: page.violations.append(str(error)))
    yield page
    assert page.violations == []


def open_list(page, article, paragraphs: list[str], width: int, height: int) -> None:
    article.body = "".join(f"<p>{text}</p>" for text in paragraphs)
    article.save()
    page.set_viewport_size({"width": width, "height": height})
    page.goto(reverse("admin:commentary_article_change", args=[article.pk]))
    page.click(".tiptap p >> nth=-1")
    page.keyboard.press("Control+End")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1280, 420), (700, 800), (390, 700)])
@pytest.mark.parametrize("place", ["foot", "middle", "head"])
def test_the_list_is_seen_whole_wherever_the_line_stands(page, article, width, height, place):
    open_list(page, article, ["A line of the text."] * 30, width, height)
    # The line at the foot, in the middle, or at the head of the window.
    page.locator(".tiptap p").last.evaluate(
        "(line, block) => line.scrollIntoView({ block })", {"foot": "end", "middle": "center", "head": "start"}[place]
    )
    page.keyboard.type(" @rufus")
    page.wait_for_selector(f"{LIST} [role=option]:has-text('Rufus Firefly')")
    assert all(page.locator(LIST).evaluate(SEEN)), page.locator(LIST).bounding_box()


def test_the_list_is_seen_whole_at_the_right_edge_of_the_text(page, article):
    open_list(page, article, ["So " * 3], 1280, 800)
    edge = page.locator(".tiptap").bounding_box()
    page.keyboard.type("and then it was said by those who were there ")
    while (
        page.evaluate("() => getSelection().getRangeAt(0).getBoundingClientRect().right")
        < edge["x"] + edge["width"] - 140
    ):
        page.keyboard.type("on ")
    page.keyboard.type("@rufus")
    page.wait_for_selector(f"{LIST} [role=option]:has-text('Rufus Firefly')")
    assert all(page.locator(LIST).evaluate(SEEN)), page.locator(LIST).bounding_box()


def test_the_list_may_reach_beyond_the_row_and_the_section_it_belongs_to(page, article):
    open_list(page, article, ["One line."], 1280, 900)
    page.keyboard.type(" @rufus")
    page.wait_for_selector(f"{LIST} [role=option]:has-text('Rufus Firefly')")
    row = page.locator(".field-body").bounding_box()
    page.keyboard.press("End")
    assert all(page.locator(LIST).evaluate(SEEN)), (page.locator(LIST).bounding_box(), row)
