"""Requests for help: who asked, whom, and what came of it."""

from typing import Any

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.states import ALLIANCE
from home.record.loader.summits import state_name
from summits.models import Addressee, Event, Requester

# Whom the request went to, where that is not simply the alliance: (entry, addressed as, note).
ADDRESSEES = {
    "Russia (publicly); CSTO consulted": [
        ("states/RU", "", "Addressed publicly."),
        (ALLIANCE, "", "Consulted; the appeal itself was not addressed to it."),
    ],
    "CSTO Permanent Council": [(ALLIANCE, "CSTO Permanent Council", "")],
    "CSTO member states": [(ALLIANCE, "CSTO member states", "")],
    "CSTO": [(ALLIANCE, "", "")],
}
SHORT_STATUS = {"rq-am-2022-09": "no military help"}


def request(desk: Desk, record: Record) -> None:
    state, day = state_name(record["state"]), record.get("date")
    asked = record["request"][:1].lower() + record["request"][1:]
    entry = desk.entry(
        Event,
        f"requests/{record['id']}",
        record,
        title=f"Request of {state}{', ' + dates.in_words(day) if day else ''}: {asked}",
        slug=f"request {state} {day['value'] if day else 'arms'}",
        type=Event.Type.REQUEST,
        status=SHORT_STATUS.get(record["id"], record["outcome"]),
        outcome=f"Reply: {record['reply']}. Outcome: {record['outcome']}.",
        legal_ground=record.get("legal_ground") or "",
        target=record["addressed_to"],
        **period(day),
    )
    desk.row(Requester, entry, {}, "requesters", state_id=desk.id(f"states/{record['state']}"))
    found = ADDRESSEES[record["addressed_to"]]
    for key, name, note in found:
        addressee(desk, entry, key, name=name, note=note)


def addressee(desk: Desk, entry: Event, key: str, **fields: Any) -> None:
    field = "state_id" if key.startswith("states/") else "organisation_id"
    desk.row(Addressee, entry, {}, "addressees", **{field: desk.id(key)}, **fields)


def period(day: dates.Partial) -> dict[str, Any]:
    return dates.single(day) if day else dates.half_open(None, None, "unknown")
