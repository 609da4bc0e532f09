"""What every picture keeps to: safe marks, true borders, files that open, few bytes, refusals in words."""

import gzip
import io
import re
from datetime import date

import pytest
from django.test import Client
from PIL import Image

from members.models import Membership, Organisation, State
from members.pictures.projection import EURASIA
from members.pictures.status_map import eurasia
from publishing.drawing.elements import Forbidden, el, share
from publishing.drawing.light import style
from publishing.drawing.png import MOST_DOTS, dots_across
from publishing.drawing.scales import Days, topped
from publishing.drawing.tables import Cell, Row, Table
from tests.factories import make_source, published
from tests.pages import get, url_of
from tests.pictures import SVG, file_rows, svg_of
from tests.subjects import make, one_of_each, state_that

PICTURES = ["membership", "map", "tenures", "strength", "attendance", "exercises"]
HOSTILE = 'A "state" <script>alert(1)</script> & =1+1'


def rings(path: str) -> list[list[tuple[float, float]]]:
    found = []
    for ring in path.split("M")[1:]:
        start, steps = ring.rstrip("z").split("l")
        x, y = map(float, start.split())
        points, pairs = [(x, y)], [float(each) for each in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(pairs[::2], pairs[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


def lies_in(code: str, longitude: float, latitude: float) -> bool:
    x, y = EURASIA.place(longitude, latitude)
    crossings = 0
    for ring in rings(eurasia().outlines[code]):
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            crossings += (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay)
    return crossings % 2 == 1


@pytest.mark.parametrize(
    ("city", "longitude", "latitude", "code"),
    [
        ("Simferopol", 34.10, 44.95, "UKR"), ("Sevastopol", 33.6, 44.62, "UKR"), ("Donetsk", 37.8, 48.0, "UKR"),
        ("Moscow", 37.62, 55.75, "RUS"), ("Grozny", 45.69, 43.31, "RUS"), ("Minsk", 27.56, 53.9, "BLR"),
        ("Yerevan", 44.51, 40.18, "ARM"), ("Sukhumi", 41.02, 43.0, "GEO"), ("Astana", 71.43, 51.13, "KAZ"),
        ("Bishkek", 74.6, 42.87, "KGZ"), ("Dushanbe", 68.78, 38.54, "TJK"), ("Tashkent", 69.24, 41.3, "UZB"),
    ],
)  # fmt: skip
def test_cities_lie_in_the_states_the_united_nations_see_them_in(city, longitude, latitude, code):
    assert [each for each in eurasia().outlines if lies_in(each, longitude, latitude)] == [code], city


def test_what_stands_in_an_element_is_escaped():
    written = str(el("text", "<b>&", el("title", 'a "b"\x00'), x=1.0, class_='"><script>'))
    assert written == '<text x="1" class="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;<title>a "b"</title></text>'
    for name, attributes in [
        ("script", {}),
        ("style", {}),
        ("rect", {"onload": "x"}),
        ("a", {"href": "x"}),
        ("a b", {}),
    ]:
        with pytest.raises(Forbidden):
            el(name, **attributes)


def test_places_are_shares_of_the_width():
    days = Days(date(2000, 1, 1), date(2010, 1, 1))
    assert (share(days.at(date(2000, 1, 1))), days.at(None), days.at(date(1990, 1, 1))) == ("0%", 100, 0)
    assert [first.year for first in Days(date(1992, 1, 1), date(2026, 6, 1)).years()] == [*range(1995, 2026, 5)]
    assert topped(17_999, 5).marks() == [0, 5000, 10000, 15000, 20000]


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    table = Table(("A",), ("a",), (Row((Cell("=1+1"),)), Row((Cell(-5),)), Row((Cell(None),))))
    assert table.csv().decode("utf-8-sig").split("\r\n") == ["a", "'=1+1", "-5", '""', ""]


def test_files_carry_their_colours_written_out():
    assert "var(" not in style() and "light-dark(" not in style() and "@" not in style()
    assert ".tone-member{fill: #1f4e79;}" in style()


@pytest.mark.django_db
def test_hostile_names_stay_words():
    alliance = make(Organisation, "Alliance", short_name="ALL", type="alliance")
    state = make(State, HOSTILE, iso2="AM", iso3="ARM")
    state_that(Membership, "2003-05-01", status="member", state=state, organisation=alliance, source=make_source())
    other = make(State, "Sylvania", iso2="AZ", iso3="AZE")
    state_that(Membership, "2004-05-01", status="member", state=other, organisation=alliance, source=make_source())
    published(alliance, state, other)
    for address in ("/pictures/membership/", "/pictures/map/", "/members/", "/"):
        assert "<script>alert" not in get(address).content.decode()
    for name in ("membership", "map"):
        assert HOSTILE in "".join(svg_of(f"/pictures/{name}.svg").itertext())
        assert file_rows(f"/pictures/{name}.csv")[1][0] == HOSTILE


@pytest.mark.django_db
def test_a_day_that_is_none_is_refused():
    for address in ("/pictures/map/", "/pictures/map.svg", "/pictures/membership.csv", "/pictures/tenures.png"):
        assert get(address, on="2022-02-30").status_code == 400
        assert get(address, day="2022-02-03").status_code == 400
    assert get("/pictures/strength.csv", on="2022-02-03").status_code == 400
    assert get("/pictures/map.svg").status_code == 404


@pytest.mark.parametrize("name", PICTURES)
def test_files_are_what_they_say_and_small(record, name, django_assert_max_num_queries):
    svg = svg_of(f"/pictures/{name}.svg")
    with django_assert_max_num_queries(4):
        response = get(f"/pictures/{name}.png")
    assert response["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(response.content))
    assert picture.size == (1920, round(2 * float(svg.get("height"))))
    assert len(picture.convert("L").getcolors()) > 20  # something is drawn, and written
    assert "default-src 'none'" in get(f"/pictures/{name}.svg")["Content-Security-Policy"]
    assert len(gzip.compress(get(f"/pictures/{name}.svg").content)) < 15 * 1024


def test_the_map_is_light(record):
    map_of = get("/pictures/map/").context["picture"]
    assert len(gzip.compress("".join(map(str, map_of.marks)).encode())) <= 12 * 1024


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_of_a_picture_keeps_to_its_queries_and_bytes(record, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page = Client(headers={"accept-encoding": "gzip"}).get(f"/pictures/{name}/")
    assert (page.status_code, len(page.content) < 45 * 1024) == (200, True)


@pytest.mark.parametrize(("width", "height", "across"), [(960, 400, 1920), (960, 8_000, 1385), (960, 200_000, 277)])
def test_a_drawing_of_any_height_fits_in_memory(width, height, across):
    assert dots_across(width, height) == across
    assert across * across * height / width <= MOST_DOTS


@pytest.mark.django_db
def test_the_same_drawing_is_made_once(monkeypatch):
    published(*one_of_each().values())
    first = get("/pictures/membership.png").content
    monkeypatch.setattr("publishing.drawing.png.drawn", lambda *_args: pytest.fail("drawn again"))
    assert get("/pictures/membership.png").content == first


@pytest.mark.django_db
def test_a_day_before_everything_is_a_picture_with_a_beginning_and_an_end():
    made = one_of_each()
    published(*made.values())
    for address in ("/pictures/membership.svg", f"{url_of(made['person'])}tenures.svg"):
        svg = svg_of(address, on="1901-01-01")
        bars = [float(each.get("width")[:-1]) for each in svg.iter(f"{SVG}rect") if each.get("class") == "edge"]
        assert bars and all(0 <= width <= 100 for width in bars)
    title = svg_of("/pictures/membership.svg", on="1901-01-01").findtext(f"{SVG}title")
    first, last = re.fullmatch(r"Who was what, (\d+) to (\d+)", title).groups()
    assert first <= last


@pytest.mark.django_db
def test_the_gallery_leads_to_every_picture():
    published(*one_of_each().values())
    html = get("/pictures/").content.decode()
    assert all(f'href="/pictures/{name}/"' in html for name in PICTURES)
    assert 'href="/pictures/map/?as_of=1"' in get("/pictures/", as_of="1").content.decode()
    assert 'href="/pictures/"' in get("/").content.decode()
