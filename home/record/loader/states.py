"""States, organisations and who was what in the alliance."""

from typing import Any

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from members.models import CapitalName, Membership, Organisation, State
from publishing.models import Alias, Standing

ALLIANCE = "organisations/CSTO"
TYPES = {"CSTO": "alliance", "NATO": "alliance", "EU": "union", "CIS": "community"}
# The institutions that are the organisations of the same name.
SAME_ORGANISATION = {"csto": "CSTO", "nato": "NATO", "eu": "EU", "cis": "CIS", "sco": "SCO"}


def prepare(desk: Desk) -> None:
    for record in facts("membership")["organisations"]:
        organisation(desk, record)
    states = {record["iso2"]: state(desk, record) for record in facts("membership")["states"]}
    titles = {record["id"]: record["title"] for record in facts("membership")["instruments"]}
    for record in facts("membership")["periods"]:
        membership(desk, states[record["state"]], record, titles)


def organisation(desk: Desk, record: Record) -> None:
    code = record["id"]
    bodies = [body for body in facts("institutions") if SAME_ORGANISATION.get(body["id"]) == code]
    fields: dict[str, Any] = {"seat": record.get("headquarters") or bodies[0]["seat"]}
    if code == "CSTO":
        fields |= dates.half_open({"value": "2002", "precision": "year"}, None) | {
            "charter_title": "Charter of the Collective Security Treaty Organization",
            "charter_url": desk.source("odkb-charter").url,
        }
    key = f"organisations/{code}"
    entry = desk.entry(
        Organisation,
        key,
        record,
        title=record["name"],
        slug=code,
        short_name=code,
        type=TYPES.get(code, "other"),
        official_language=record.get("official_language", ""),
        wikidata=record["wikidata"],
        **fields,
    )
    desk.name(entry, [code], Alias.Kind.ABBREVIATION)
    desk.name(entry, [record.get("native_name")], Alias.Kind.NATIVE, "ru")
    for body in bodies:
        desk.joined(f"institutions/{body['id']}", key)
        desk.cite(entry, body["sources"])


def state(desk: Desk, record: Record) -> State:
    code = record["iso2"]
    entry = desk.entry(
        State,
        f"states/{code}",
        record,
        title=record["name"],
        iso2=code,
        iso3=record["iso3"],
        official_name=record["official_name"],
        capital=record["capital"],
        flag="".join(chr(ord(letter) - ord("A") + 0x1F1E6) for letter in code),
        wikidata=record["wikidata"],
        remarks=[record.get("official_name_note"), f"ISO 3166-1 numeric code: {record['iso_numeric']}."],
    )
    desk.name(entry, [record["official_name"]], Alias.Kind.OFFICIAL)
    for name in record.get("capital_names", ()):
        source = {"confidence": record["capital_names_confidence"], "sources": record["capital_names_sources"]}
        desk.row(
            CapitalName,
            entry,
            source,
            "capital names",
            name=name["name"],
            note=record["capital_names_note"],
            **dates.half_open(name["start"], name["end"]),
        )
    return entry


def membership(desk: Desk, entry: State, record: Record, titles: dict[str, str]) -> None:
    fields: dict[str, Any] = {
        "organisation_id": desk.id(ALLIANCE),
        "status": record["status"],
        "instrument": titles.get(record["instrument"], ""),
        "ending_instrument": titles.get(record["ending_instrument"], ""),
        "checked_on": None if record["end"] else dates.CHECKED_ALLIANCE,
    }
    period = dates.half_open(record["start"], record["end"])
    note = record.get("notes", "")
    desk.row(Membership, entry, record, "status periods", note=note, **fields, **period)
    for other in record.get("alternative_dates", ()):
        ends = {other["field"]: other["date"]}
        period = dates.half_open(ends.get("start", record["start"]), ends.get("end", record["end"]))
        source = {"confidence": confidence(desk, other["source"]), "sources": [other["source"]]}
        note = disputed(record, other)
        row = fields | period | {"standing": Standing.DISPUTED, "note": note}
        desk.row(Membership, entry, source, "alternative dates", **row)


def confidence(desk: Desk, source: str) -> str:
    """A date taken from a source that was not opened is general knowledge."""
    return "verified-in-search" if desk.source(source).is_seen else "general-knowledge"


def disputed(record: Record, other: Record) -> str:
    end = "Start" if other["field"] == "start" else "End"
    used, label = dates.in_words(record[other["field"]]), other.get("label")
    given = dates.in_words(other["date"])
    reason = f" ({label})" if label else ""
    return f"{end} on {given}{reason} according to this source; the record otherwise uses {used}."
