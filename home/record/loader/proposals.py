"""Proposals and forecasts: who made them, whom they concern, what became of them."""

from typing import Any

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.summits import state_name
from summits.models import Event

SHORT_STATUS = {"pr-cis-2022": "not adopted"}
ORGANISATIONS = ("CSTO", "NATO", "CIS", "EU", "SCO")
# Made at a summit of the record.
MADE_AT = {
    "pr-nato-2005": "csc-2005-06-23",
    "pr-status-2018": "csc-2018-11-08",
    "pr-status-2020": "csc-2020-12-02",
    "pr-cis-2022": "csc-2022-05-16",
    "pr-csto-nato-2022": "csc-2022-05-16",
}


def proposal(desk: Desk, record: Record) -> None:
    institution = record.get("institution")
    known = institution and f"institutions/{institution}" in desk.ids
    fields: dict[str, Any] = {"institution_id": desk.id(f"institutions/{institution}") if known else None}
    entry = desk.entry(
        Event,
        f"proposals/{record['id']}",
        record,
        title=record["proposal"],
        type=Event.Type.PROPOSAL,
        status=SHORT_STATUS.get(record["id"], record["status"]),
        outcome=record["status"][:1].upper() + record["status"][1:] + ".",
        series=record["kind"],
        proposer_id=desk.optional("people", record.get("proposed_by")),
        target=target(record["target"]),
        remarks=[f"Made on behalf of: {institution}." if institution and not known else None],
        summit_id=desk.optional("summits", MADE_AT.get(record["id"])),
        **fields,
        **dates.single(record["date"]),
    )
    code = record["target"]
    if code in ORGANISATIONS:
        desk.mention(entry, "It concerns the", f"organisations/{code}", code)
    elif len(code) == 2:
        desk.mention(entry, "It concerns", f"states/{code}", state_name(code))


def target(code: str) -> str:
    return state_name(code) if len(code) == 2 else code
