"""What happened or was proposed: exercises, operations, requests, tensions, proposals, decisions of states."""

from typing import Any

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from home.record.loader.operations import link_up, operation
from home.record.loader.proposals import proposal
from home.record.loader.requests import request
from home.record.loader.states import ALLIANCE
from home.record.loader.summits import state_name
from publishing.models import Alias
from summits.models import Event, Participation


def prepare(desk: Desk) -> None:
    for record in facts("events")["exercises"]:
        exercise(desk, record)
    for record in facts("events")["operations"]:
        operation(desk, record)
    for record in facts("events")["requests"]:
        request(desk, record)
    for record in facts("events")["tensions"]:
        tension(desk, record)
    for record in facts("events")["proposals"]:
        proposal(desk, record)
    for record in facts("membership")["state_events"]:
        decision(desk, record)
    link_up(desk)
    for record in facts("membership")["other_statuses"]:
        other_status(desk, record)


def exercise(desk: Desk, record: Record) -> None:
    status = "planned" if record["status"].startswith("planned") else record["status"]
    hosts = record["host"]
    entry = desk.entry(
        Event,
        f"exercises/{record['id']}",
        record,
        title=record["name"],
        type=Event.Type.EXERCISE,
        status=status,
        place=record["place"],
        country_id=desk.id(f"states/{hosts[0]}") if len(hosts) == 1 else None,
        personnel=record.get("personnel"),
        series=record["series"],
        force_id=desk.optional("forces", record.get("force")),
        **dates.inclusive(record["start"], record.get("end")),
    )
    desk.name(entry, [record.get("native_name")], Alias.Kind.NATIVE, "ru")
    desk.link(entry, "hosts", [f"states/{code}" for code in hosts])
    note = "" if status == "held" else f"As planned; the exercise was {status}."
    for code in record.get("participants") or ():
        taking_part(desk, entry, code, "exercise participants", note=note)


def taking_part(desk: Desk, entry: Event, code: str, counted_as: str, **fields: Any) -> None:
    desk.row(Participation, entry, {}, counted_as, state_id=desk.id(f"states/{code}"), **fields)


def tension(desk: Desk, record: Record) -> None:
    parties = [code for code in record["parties"] if code != "CSTO"]
    reaction = record.get("csto_reaction")
    entry = desk.entry(
        Event,
        f"tensions/{record['id']}",
        record,
        title=record["name"],
        type=Event.Type.CONFLICT,
        place=record["place"].strip("-"),
        country_id=desk.id(f"states/{parties[0]}") if len(parties) == 1 and "CSTO" not in record["parties"] else None,
        outcome=f"CSTO: {reaction}." if reaction else "",
        target="" if len(parties) == len(record["parties"]) else "CSTO",
        summary=record["description"],
        **dates.inclusive(record["start"], record.get("end")),
    )
    for code in parties:
        taking_part(desk, entry, code, "parties to tensions", role=Participation.Role.PARTY)
    if entry.target:
        desk.mention(entry, "The other party was the organisation itself, the", ALLIANCE, "CSTO")
    desk.tally.fold("parties to tensions", len(record["parties"]) - len(parties), desk.is_new(entry))


def decision(desk: Desk, record: Record) -> None:
    """What a state declared or did about its membership."""
    day = record["date"]["value"]
    entry = desk.entry(
        Event,
        f"state_events/{record['state']}-{day}",
        record,
        title=record["event"],
        slug=f"{state_name(record['state'])} {day} {record['event']}"[:80],
        type=Event.Type.DECISION,
        summary=f"{record['event']} ({dates.in_words(record['date'])}).",
        **dates.single(record["date"]),
    )
    taking_part(desk, entry, record["state"], "parties to state events", role=Participation.Role.PARTY)


def other_status(desk: Desk, record: Record) -> None:
    """A status whose holder is no state: an event that is still running, and a remark on who granted it."""
    held = "the CSTO" if record["holder"] == "CSTO" else f"the {record['holder']}"
    is_assembly = record["status"] == "observer-parliamentary-assembly"
    status = "observer at the CSTO Parliamentary Assembly" if is_assembly else record["status"]
    start = dates.in_words(record["start"])
    entry = desk.entry(
        Event,
        f"other_statuses/{record['holder'][:60]}",
        record,
        title=f"{held[0].upper()}{held[1:]} becomes {status}",
        slug=f"{record['holder']} {status}"[:80],
        type=Event.Type.DECISION,
        status="in effect",
        summary=f"Since {start} {held} has been {status}.",
        institution_id=desk.id("institutions/csto-pa") if is_assembly else None,
        **dates.half_open(record["start"], None),
    )
    granted = record["instrument"] and f"instruments/{record['instrument']}"
    if granted:
        desk.mention(entry, "Granted by the", granted, "resolution of the General Assembly")
    desk.mention(entry, "See also", "institutions/csto-pa" if is_assembly else ALLIANCE, "the entry on it")
    desk.remark(
        "institutions/csto-pa" if is_assembly else ALLIANCE,
        f"{held[0].upper()}{held[1:]} has been {status} since {start}.",
    )
