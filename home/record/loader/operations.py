"""Operations of the alliance, their contingents and the figures given for them."""

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from summits.models import Event, EventFigure, Participation

# Not a field of the file, though its results say it: the first deployment of the peacekeepers.
FORCES = {"op-kazakhstan-2022": "CPF"}
REQUESTS = {"op-kazakhstan-2022": "requests/rq-kz-2022", "op-armenia-mission-2022": "requests/rq-am-2022-09"}


def operation(desk: Desk, record: Record) -> None:
    host = record.get("host")
    entry = desk.entry(
        Event,
        f"operations/{record['id']}",
        record,
        title=record["name"],
        type=Event.Type.OPERATION,
        status="concluded" if record.get("end") else "standing" if "standing" in record["kind"] else "",
        series=record["kind"],
        place=record["place"],
        country_id=desk.optional("states", host),
        legal_ground=record.get("legal_ground") or "",
        outcome=". ".join([*tasks(record), *record.get("results", ())]) + ".",
        summit_id=desk.optional("summits", record.get("decision")),
        force_id=desk.optional("forces", FORCES.get(record["id"])),
        personnel_note="Several figures are given; see below." if record.get("strength") else "",
        remarks=[record.get("casualties_note"), *course(record)],
        **period(record),
    )
    if host:
        desk.link(entry, "hosts", [f"states/{host}"])
    for figure in record.get("strength", ()):
        said(desk, entry, figure)
    for row in record.get("contingents", ()):
        contingent(desk, entry, record, row)
    if record.get("commander"):
        desk.mention(entry, "Commander:", f"people/{record['commander']}", person_name(record["commander"]))


def person_name(key: str) -> str:
    return next(record["name"] for record in facts("people") if record["id"] == key)


def tasks(record: Record) -> list[str]:
    return [f"Tasks: {'; '.join(record['tasks'])}"] if record.get("tasks") else []


def period(record: Record) -> dict:
    """Standing operations go on; of the others the end is known or it is not."""
    if "standing" in record["kind"]:
        return dates.half_open(record["start"], None)
    return dates.inclusive(record["start"], record.get("end"))


def course(record: Record) -> list[str]:
    """The stages that have no field of their own."""
    steps = {
        "Requested on": record.get("request_date"),
        "Decided on": record.get("decision_date"),
        "Withdrawal from": record.get("withdrawal_start"),
    }
    found = [f"{words} {dates.in_words(day)}." for words, day in steps.items() if day]
    return [" ".join(found)] if found else []


def said(desk: Desk, entry: Event, figure: Record) -> None:
    desk.row(
        EventFigure,
        entry,
        figure,
        "operation figures",
        number=figure["value"],
        is_approximate=figure["approximate"],
        said_by_id=desk.optional("people", figure.get("said_by")),
        note=figure.get("note", ""),
        **dates.as_of(figure["as_of"]),
    )


def contingent(desk: Desk, entry: Event, record: Record, row: Record) -> None:
    source = {"sources": record["contingent_sources"], "confidence": row.get("confidence")}
    fields = {"role": Participation.Role.CONTINGENT, "personnel": row["personnel"]}
    note = "" if row["personnel"] else "Size not known."
    desk.row(
        Participation, entry, source, "contingents", state_id=desk.id(f"states/{row['state']}"), note=note, **fields
    )


def link_up(desk: Desk) -> None:
    """What an operation answered, once the requests are prepared."""
    for key, request in REQUESTS.items():
        entry = desk.entries.get(f"operations/{key}")
        if entry:
            desk.mention(entry, "It answered a", request, "request for help")
