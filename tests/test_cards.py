"""Share cards: the picture of an edition at an address that stays, drawn safely from whatever editors type."""

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from members.models import Person, Strength
from publishing.cards import Card, card_of
from publishing.cards.drawing import HEIGHT, MARGIN, WIDTH, cut, png_of, svg_of, width_of, wrapped
from publishing.models import Edition
from publishing.releasing import retract, withdraw
from summits.models import Attendance
from tests.desk import at_desk
from tests.factories import approver, published
from tests.pages import SECTIONS, get, url_of
from tests.pictures import svg_of as picture_of
from tests.subjects import make, one_of_each, state_that
from tests.test_admin_screens import screen

INNER = WIDTH - 2 * MARGIN
HOSTILE = [
    "<script>alert(1)</script> & “quotes” ]]>", "Слово о единстве и о санкциях " * 12, "W" * 300, "", "\x00\x0b�\ud83d",
    "‮right to left", "x " * 400, "👩‍🚀 " * 40, "&#x26;amp;",
]  # fmt: skip


def current(entry) -> Edition:
    return Edition.objects.current().get(entry=entry.pk)


def size_of(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


@pytest.mark.django_db
def test_every_kind_has_a_card_named_on_its_page():
    made = one_of_each()
    published(*made.values())
    for kind in SECTIONS:
        url = url_of(made[kind])
        html = get(url).content.decode()
        address = f"{url}editions/1/card.png"
        assert f'<meta property="og:image" content="http://127.0.0.1:8000{address}">' in html
        assert '<meta name="twitter:card" content="summary_large_image">' in html
        response = get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert size_of(response.content) == (WIDTH, HEIGHT)
        # What is withdrawn vanishes from caches with its page.
        assert response["Cache-Control"] == get(url)["Cache-Control"] == "public, max-age=10"


@pytest.mark.django_db
def test_the_card_says_what_the_data_say():
    made = one_of_each()
    state_that(Strength, "2009", force=made["force"], personnel=15000)
    published(*made.values())
    assert card_of(current(made["summit"])).line == "16 May 2022 · 1 state took part"
    assert card_of(current(made["force"])).line == "18,000 personnel, 2022"
    assert card_of(current(made["state"])).line == "member, Alliance"
    quote = card_of(current(made["statement"]))
    assert (quote.large, quote.line) == ("“Peace is at hand.”", "Rufus Firefly, President of Freedonia, 16 May 2022")


@pytest.mark.django_db
def test_a_state_present_in_two_persons_took_part_once():
    made = one_of_each()
    deputy = make(Person, "Another Freedonian")
    state_that(Attendance, summit=made["summit"], state=made["state"], person=deputy, mode="in-person")
    published(*made.values(), deputy)
    assert card_of(current(made["summit"])).line == "16 May 2022 · 1 state took part"
    drawn = " ".join(picture_of("/pictures/attendance.svg").itertext())
    assert "1 of 1" in drawn and "2 of 1" not in drawn


@pytest.mark.django_db
def test_an_old_card_stays_and_goes_with_its_entry():
    made = one_of_each()
    published(*made.values())
    article = made["article"]
    url, before = url_of(article), get(f"{url_of(article)}editions/1/card.png").content
    article.title = "Other news"
    article.save()
    published(article)
    assert get(f"{url}editions/1/card.png").content == before
    assert get(f"{url}editions/2/card.png").content != before
    retract(article, approver(), "Made up.")
    assert card_of(current(article)).notice == "Retracted."
    withdraw(article, approver(), "In error.")
    assert get(f"{url}editions/1/card.png").status_code == 410
    assert get(f"{url}editions/9/card.png").status_code in (404, 410)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_drawn_as_words(text):
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    card = Card(text or "k", text, text, "", "Edition 1", "Alliance Record")
    root = ET.fromstring(svg_of(card))
    assert {child.tag.rpartition("}")[2] for child in root} == {"rect", "text"}
    assert all(not list(child) for child in root)
    assert all(float(child.get("y") or 0) < HEIGHT for child in root)
    assert size_of(png_of(card)) == (WIDTH, HEIGHT)


def test_lines_are_no_wider_than_the_card():
    for text in HOSTILE[:3]:
        for line in cut(wrapped(text, "display", 64, INNER), 4, "display", 64, INNER):
            assert width_of(line, "display", 64) <= INNER


def test_cyrillic_is_drawn_with_the_bundled_font():
    letters = {png_of(Card("", letter, "", "", "", "")) for letter in "ЖФЩЪЯ"}
    assert len(letters) == 5, "missing letters would all be drawn as the same box"


@pytest.mark.django_db
def test_the_desk_previews_the_card_of_the_working_copy():
    made = one_of_each()
    published(*made.values())
    made["article"].title = "Not yet news"
    made["article"].save()
    client = at_desk("editor")
    page = client.get(screen("article", "preview", made["article"].pk), {"medium": "card"})
    address = screen("article", "preview_card", made["article"].pk)
    assert f'src="{address}"' in page.content.decode() and "Not yet news" in page.content.decode()
    drawn = client.get(address)
    assert size_of(drawn.content) == (WIDTH, HEIGHT) and "no-store" in drawn["Cache-Control"]
    assert get(address).status_code == 302
