"""Pictures of members: drawing, table, file and API say one and the same."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.drawing.rendering import on_page
from publishing.words import words
from tests.api import walked
from tests.pages import get
from tests.pictures import SVG, file_rows, numbers, svg_of, told

ALLIANCE = "Collective Security Treaty Organization"
DAYS = st.dates(date(1991, 1, 1), date(2027, 12, 31))


def believed(kind: str, **query) -> list[dict]:
    facts = walked("facts/", kind=kind, page_size=100, **query)
    return [fact for fact in facts if fact["standing"] != "superseded"]


def partial(fact: dict, side: str) -> str:
    return (fact["valid"][side] or "")[: {"year": 4, "month": 7}.get(fact["valid"]["precision"][side], 10)]


def named(fact: dict, side: str) -> str:
    return fact["references"][fact[side]["id"]]["title"]


def ends(fact: dict) -> list[str]:
    return [partial(fact, "from"), partial(fact, "to"), fact["standing"]]


def spell(fact: dict) -> list[str]:
    return [named(fact, "subject"), named(fact, "object"), fact["value"]["status"], *ends(fact), fact["id"]]


def test_statuses_over_time_are_those_of_the_api(record):
    head, *rows = file_rows("/pictures/membership.csv")
    assert head == ["state", "organisation", "status", "from", "until", "standing", "fact"]
    assert sorted(rows) == sorted(map(spell, believed("membership")))
    assert numbers("/pictures/membership/", "membership") == [row[:-1] for row in rows]


def test_each_status_is_one_strip(record):
    rows = file_rows("/pictures/membership.csv")[1:]
    drawn = [line.split(",")[0] for line in told(svg_of("/pictures/membership.svg"))]
    said = {row[0] + ": " + words(row[2]) + ("" if row[5] == "accepted" else " (disputed)") for row in rows}
    assert (len(drawn), {line for line in drawn if ":" in line}) == (len(rows), {line.split(",")[0] for line in said})


def test_strips_begin_and_end_where_the_days_say(record):
    svg = svg_of("/pictures/membership.svg", on="2026-01-01")
    (bar,) = [
        each
        for each in svg.iter(f"{SVG}rect")
        if (each.findtext(f"{SVG}title") or "").startswith("Armenia: member, 18 September 2003")
    ]
    length = (date(2026, 1, 2) - date(1992, 1, 1)).days
    before, there = date(2003, 9, 18) - date(1992, 1, 1), date(2024, 2, 22) - date(2003, 9, 18)
    assert float(bar.get("x")[:-1]) == pytest.approx(100 * before.days / length, abs=0.01)
    assert float(bar.get("width")[:-1]) == pytest.approx(100 * there.days / length, abs=0.01)


@pytest.mark.parametrize("slug", ["armenia", "uzbekistan", "serbia"])
def test_a_states_own_strip(record, slug):
    rows = file_rows(f"/members/{slug}/membership.csv")[1:]
    assert sorted(rows) == sorted(map(spell, believed("membership", subject=slug)))
    assert numbers(f"/members/{slug}/", "membership") == [row[:-1] for row in rows]


def on_the_map(day: str, **query) -> set[tuple]:
    return {(row[0], row[1], row[4], row[7]) for row in file_rows("/pictures/map.csv", on=day, **query)[1:]}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=DAYS)
def test_on_any_day_the_map_shows_what_the_api_tells(record, day):
    facts = believed("membership", on=day.isoformat(), object="csto")
    expected = {(named(fact, "subject"), fact["value"]["status"], fact["standing"], fact["id"]) for fact in facts}
    assert on_the_map(day.isoformat()) == expected
    coloured = told(svg_of("/pictures/map.svg", on=day.isoformat()))
    assert {line.split(":")[0] for line in coloured} == {state for state, *_rest in expected}
    for state, status, standing, _fact in expected:
        assert standing != "accepted" or any(line.startswith(f"{state}: {words(status)}") for line in coloured)


def test_the_map_on_the_page_of_members_is_the_map_of_its_day(record):
    shown = numbers("/members/", "map", on="2012-08-01")
    assert shown == [row[:5] for row in file_rows("/pictures/map.csv", on="2012-08-01")[1:]]


def test_pictures_stand_as_the_record_stood(record):
    response = get("/pictures/membership.csv", as_of="0")
    assert response.status_code == 404
    assert "nothing to draw" in get("/pictures/membership/", as_of="0").content.decode()


def test_strengths_are_those_of_the_api(record):
    rows = file_rows("/pictures/strength.csv")[1:]
    facts = [fact for fact in believed("strength") if fact["value"]["personnel"] is not None]
    expected = [
        [named(fact, "subject"), partial(fact, "from"), str(fact["value"]["personnel"]), fact["value"]["unit"],
         "yes" if fact["value"]["approximate"] else "no", fact["standing"], fact["id"]]
        for fact in facts
    ]  # fmt: skip
    assert sorted([*row[:6], row[7]] for row in rows) == sorted(expected)
    assert numbers("/pictures/strength/", "strength") == [row[:-1] for row in rows]
    people = [row for row in rows if row[3] == "personnel"]
    assert len(told(svg_of("/pictures/strength.svg"))) == len(people)


def test_tenures_are_those_of_the_api(record):
    rows = file_rows("/people/nikol-pashinyan/tenures.csv")[1:]
    facts = believed("tenure", subject="nikol-pashinyan")
    expected = [
        [named(f, "subject"), named(f, "object"), *ends(f)[:2], "yes" if f["value"]["acting"] else "no",
         f["standing"], f["id"]]
        for f in facts
    ]  # fmt: skip
    assert sorted(rows) == sorted(expected)
    leaders = file_rows("/pictures/tenures.csv")[1:]
    seated = {fact["id"] for fact in believed("tenure") if fact["value"]["sits_on_council"] and fact["value"]["state"]}
    assert {row[6] for row in leaders} == seated
    assert len(told(svg_of("/pictures/tenures.svg"))) == len(leaders)


def test_a_picture_of_tomorrow_ends_tomorrow(record):
    tomorrow = date.today() + timedelta(days=1)
    assert str(tomorrow.year) in svg_of("/pictures/membership.svg", on=tomorrow.isoformat()).findtext(f"{SVG}desc")


def test_what_stands_in_a_page_needs_no_style_of_its_own(record):
    html = get("/members/").content.decode()
    assert " style=" not in html and "<style" not in html
    assert str(on_page(get("/members/").context["pictures"]["map"])) in html
