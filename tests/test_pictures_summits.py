"""Pictures of summits and exercises: drawing, table, file and API say one and the same."""

from publishing.models import Edition
from tests.api import walked
from tests.pages import get
from tests.pictures import file_rows, numbers, svg_of, told
from tests.test_pictures_members import believed, named, partial


def test_attendance_is_that_of_the_api(record):
    rows = file_rows("/pictures/attendance.csv")[1:]
    facts = [fact for fact in believed("attendance") if fact["subject"]["kind"] == "state"]
    expected = [
        [named(f, "object"), partial(f, "from"), named(f, "subject"),
         f["references"][f["value"]["person"]["id"]]["title"] if f["value"]["person"] else "",
         f["value"]["mode"], "yes" if f["value"]["guest"] else "no", f["standing"], f["id"]]
        for f in facts
    ]  # fmt: skip
    assert sorted(rows) == sorted(expected)
    assert numbers("/pictures/attendance/", "attendance") == [row[:-1] for row in rows]
    assert len(told(svg_of("/pictures/attendance.svg"))) == len(rows)
    assert "/pictures/attendance.png" in get("/summits/attendance/").content.decode()


def test_exercises_are_those_of_the_api(record):
    rows = file_rows("/pictures/exercises.csv")[1:]
    events = [event for event in walked("events/", type="exercise", page_size=100) if event["content"]["dates"]["from"]]
    expected = sorted(
        (event["id"], event["references"][host["id"]]["title"] if host else "")
        for event in events
        for host in event["content"]["hosts"] or [None]
    )
    assert sorted((row[5], row[3]) for row in rows) == expected
    assert numbers("/pictures/exercises/", "exercises") == [row[:-1] for row in rows]


def test_who_spoke_on_which_topic_is_what_the_statements_say(record):
    seen = 0
    for edition in Edition.objects.current().filter(kind="summit", is_original=True):
        response = get(f"{edition.url}said.csv")
        statements = walked("statements/", summit=str(edition.entry_id), page_size=100)
        assert response.status_code == (200 if statements else 404), edition.url
        if statements:
            rows = file_rows(f"{edition.url}said.csv")[1:]
            expected = {
                (each["id"], topic["id"] if topic else "")
                for each in statements
                for topic in each["content"]["topics"] or [None]
            }
            assert len(rows) == len(expected)
            assert {row[4] for row in rows} == {one for one, _topic in expected}
            assert {row[3] for row in rows} <= {each["content"]["text"] for each in statements} | {
                f"'{each['content']['text']}" for each in statements
            }
            assert len(told(svg_of(f"{edition.url}said.svg"))) == len(rows)
            assert [row[:3] for row in numbers(edition.url, "said")] == [row[:3] for row in rows]
            seen += 1
    assert seen
