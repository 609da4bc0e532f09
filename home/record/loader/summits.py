"""Meetings of the leaders, and who was there."""

from typing import Any

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from home.record.loader.states import ALLIANCE
from home.record.loader.tally import Fate
from summits.models import Attendance, Summit

MODES = {"in person": Attendance.Mode.IN_PERSON, "by video": Attendance.Mode.BY_VIDEO}
PRESENT = {"video": Attendance.Mode.BY_VIDEO}  # how the Secretary General attends; elsewhere in person
COUNCIL = "Collective Security Council"
# Who met, where it was not the Council of the organisation; and whether the organisation convened it.
BODIES = {
    "cst-": ("Collective Security Council (Treaty period)", False),
    "meet-": ("Eurasian Economic Community", False),
    "sco-csto-": ("Heads of state of the SCO and the CSTO", True),
    "inf-": ("Leaders of the member states", True),
    "csc-2022-05-16": ("Leaders of the member states", True),
    "csc-": (COUNCIL, True),
}
# Listed with those absent or represented, but there.
PRESENT_AFTER_ALL = {("csc-2009-06-14", "UZ")}


def prepare(desk: Desk) -> None:
    for record in facts("summits"):
        entry = summit(desk, record)
        missed = {row["state"]: row for row in record["absent_or_represented"]}
        for row in record["attendance"]:
            attendance(desk, entry, row, missed.pop(row["state"], None))
        for row in missed.values():
            absence(desk, entry, record["id"], row)
        if record["secretary_general_present"]:
            secretary_general(desk, entry, record)


def summit(desk: Desk, record: Record) -> Summit:
    body, is_alliance = next(found for prefix, found in BODIES.items() if record["id"].startswith(prefix))
    handover = record["chairmanship_handover"]
    return desk.entry(
        Summit,
        f"summits/{record['id']}",
        record,
        title=record["name"],
        slug=slug(record),
        organisation_id=desk.id(ALLIANCE) if is_alliance else None,
        body=body,
        type=record["kind"],
        format=record["format"],
        city=record["city"] or "",
        country_id=desk.optional("states", record["country"]),
        venue=record["venue"] or "",
        host_id=desk.optional("states", nationality(record["host"])),
        host_person_id=desk.optional("people", record["host"]),
        chair_id=desk.optional("people", record["chair"]),
        chair_state_id=desk.optional("states", record["chair_state"]),
        outcomes=[*record["outcomes"], *([handover_words(handover)] if handover else ())],
        is_attendance_complete=record["attendance_complete"],
        remarks=list(uncertain(record)),
        **dates.inclusive(record["date"], record["end_date"] or record["date"]),
    )


def slug(record: Record) -> str:
    place = record["city"] or {"video": "online", "written": "decision"}[record["format"]]
    return f"{place}-{record['date']['value']}"


def nationality(person: str | None) -> str | None:
    return next((record["state"] for record in facts("people") if record["id"] == person), None)


def state_name(code: str) -> str:
    return next(record["name"] for record in facts("membership")["states"] if record["iso2"] == code)


def handover_words(handover: Record) -> str:
    before = f"from {state_name(handover['from'])} " if handover.get("from") else ""
    note = f" ({handover['note']})" if handover.get("note") else ""
    return f"Chair of the Council passed {before}to {state_name(handover['to'])} for {handover['term']}{note}"


def uncertain(record: Record) -> list[str]:
    """What is less certain than the meeting as a whole."""
    found = []
    if record["chair"] and record["chair_confidence"] != record["confidence"]:
        found.append(f"Who chaired: {record['chair_confidence'].replace('-', ' ')}.")
    handover = record["chairmanship_handover"]
    if handover and handover["confidence"] != record["confidence"]:
        found.append(f"Handover of the chair: {handover['confidence'].replace('-', ' ')}.")
    return found


def attendance(desk: Desk, entry: Summit, row: Record, missed: Record | None) -> None:
    """Who came; with `missed`, in place of whom: one row says both."""
    is_guest = row["capacity"] == "invited guest"
    fields = {"mode": MODES[row["mode"]], "capacity": row["capacity"], "is_guest": is_guest, "note": how(missed)}
    if missed:
        desk.tally.add("absent or represented", Fate.JOINED)
    who = {"state_id": desk.id(f"states/{row['state']}"), "person_id": desk.id(f"people/{row['person']}")}
    desk.row(Attendance, entry, {}, "attendance", **who, **fields)


def how(missed: Record | None) -> str:
    return missed["how"][:1].upper() + missed["how"][1:] + "." if missed else ""


def absence(desk: Desk, entry: Summit, summit_id: str, row: Record) -> None:
    mode = Attendance.Mode.ABSENT
    if (summit_id, row["state"]) in PRESENT_AFTER_ALL:
        mode = Attendance.Mode.IN_PERSON
    fields: dict[str, Any] = {"mode": mode, "note": how(row)}
    desk.row(Attendance, entry, {}, "absent or represented", state_id=desk.id(f"states/{row['state']}"), **fields)


def secretary_general(desk: Desk, entry: Summit, record: Record) -> None:
    person = record["secretary_general_present"]
    day = record["date"]["value"]
    acting = any(
        row["acting"] and row["start"]["value"] <= day and (not row["end"] or day < row["end"]["value"])
        for row in facts("offices")
        if row["kind"] == "csto_secretary_general" and row["person"] == person
    )
    desk.row(
        Attendance,
        entry,
        {},
        "Secretary General present",
        person_id=desk.id(f"people/{person}"),
        mode=PRESENT.get(record["format"], Attendance.Mode.IN_PERSON),
        capacity="Acting Secretary General" if acting else "Secretary General",
    )
