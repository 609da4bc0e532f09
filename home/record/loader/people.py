"""People, the offices they held and the institutions they belong to."""

from typing import Any

from django.utils.text import slugify

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from home.record.loader.states import ALLIANCE
from home.record.loader.summits import state_name
from home.record.loader.tally import Fate
from members.models import Affiliation, Chairmanship, Office, Organisation, Person, Tenure
from publishing.models import Alias, Confidence

CHAIR = "csto_chairmanship"
TYPES = {
    "head_of_state": Office.Type.HEAD_OF_STATE,
    "head_of_government": Office.Type.HEAD_OF_GOVERNMENT,
    "minister": Office.Type.MINISTER,
    "csto_secretary_general": Office.Type.SECRETARY_GENERAL,
    "cst_secretary_general": Office.Type.SECRETARY_GENERAL,
    "joint_staff_chief": Office.Type.JOINT_STAFF_CHIEF,
}
BODIES = {
    "csto_secretary_general": "csto-secretariat",
    "cst_secretary_general": "csc",
    "joint_staff_chief": "csto-joint-staff",
}
# Whose role without an office is one at an institution of the record.
AFFILIATED = {
    "vladimir-evseev": "institute-cis-countries",
    "vladimir-zainetdinov": "csto-secretariat",
    "vyacheslav-volodin": "csto-pa",
}
OTHER_TYPES = {
    "Minister of Defence of Russia": Office.Type.MINISTER,
    "Deputy Minister of Foreign Affairs of Kyrgyzstan": Office.Type.MINISTER,
}
VERIFIED = Confidence.VERIFIED


def prepare(desk: Desk) -> None:
    people = {record["id"]: person(desk, record) for record in facts("people")}
    offices(desk)
    for record in held():
        tenure(desk, people[record["person"]], record)
    for record in facts("offices"):
        if record["kind"] == CHAIR:
            chairmanship(desk, record)
    for key, role in roles():
        other_role(desk, people[key], role)
    for record in facts("institutions"):
        for key in record.get("people", ()):
            working_there(desk, people[key], record)


def person(desk: Desk, record: Record) -> Person:
    given, _, family = record["name"].rpartition(" ")
    entry = desk.entry(
        Person,
        f"people/{record['id']}",
        record,
        title=record["name"],
        slug=record["id"],
        given_name=given,
        family_name=family,
        native_name=record.get("native_name") or "",
        nationality_id=desk.optional("states", record["state"]),
        wikidata=record["wikidata"] or "",
    )
    desk.name(entry, record["variants"], Alias.Kind.VARIANT)
    return entry


def offices(desk: Desk) -> None:
    """One entry for each office named, cited to all that is said of its holders."""
    groups: dict[str, list[Record]] = {}
    for record in [*held(), *(role for _, role in roles() if role["title"] not in affiliations())]:
        groups.setdefault(office_key(record), []).append(record)
    for key, records in groups.items():
        first, body = records[0], BODIES.get(records[0].get("kind", ""))
        verified = any(record.get("confidence", VERIFIED) == VERIFIED for record in records)
        source = {
            "sources": [source for record in records for source in record["sources"]],
            "confidence": VERIFIED if verified else first["confidence"],
        }
        desk.entry(
            Office,
            key,
            source,
            title=first["title"],
            type=TYPES.get(first.get("kind", ""), OTHER_TYPES.get(first["title"], Office.Type.OTHER)),
            state_id=desk.optional("states", first["state"]),
            organisation_id=desk.id(ALLIANCE) if body else None,
            institution_id=desk.optional("institutions", body),
            summary=summary(first, len(records)),
        )


def summary(record: Record, holders: int) -> str:
    """One sentence for lists and search, from what the fact base says of the office."""
    kind = TYPES.get(record.get("kind", ""), OTHER_TYPES.get(record["title"], Office.Type.OTHER))
    place = state_name(record["state"]) if record["state"] else "the Collective Security Treaty Organization"
    spells = "one spell in office" if holders == 1 else f"{holders} spells in office"
    words = "Office" if kind == Office.Type.OTHER else str(kind.label).capitalize()
    return f"{words} of {place}; {spells} in this record."


def office_key(record: Record) -> str:
    return f"offices/{slugify(record['title'])}"


def held() -> list[Record]:
    return [record for record in facts("offices") if record["kind"] != CHAIR]


def roles() -> list[tuple[str, Record]]:
    """Roles that people.json gives without an office, each seen at one date only."""
    return [(record["id"], role) for record in facts("people") for role in record["roles"] if not role["office"]]


def affiliations() -> set[str]:
    return {role["title"] for person, role in roles() if person in AFFILIATED}


def tenure(desk: Desk, entry: Person, record: Record) -> None:
    desk.row(
        Tenure,
        entry,
        record,
        "tenures",
        office_id=desk.id(office_key(record)),
        is_acting=record["acting"],
        sits_on_council=record["sits_on_collective_security_council"],
        **dates.half_open(record["start"], record["end"]),
        **last_check(record),
    )


def last_check(record: Record) -> dict[str, Any]:
    """When an open tenure was last seen to run, and what is not exact about that."""
    note, words = record.get("notes", ""), ""
    if record["end"]:
        return {"note": note}
    checked = dates.CHECKED_ALLIANCE
    if record["kind"].startswith("head_of_"):
        checked, words = dates.CHECKED_GOVERNMENTS, "The day of the check was not noted, the month was."
    elif record["kind"] == "minister":
        checked = dates.CHECKED_MINISTERS
    elif record["start"]["value"] > checked.isoformat():
        words = "The decision of 27 November 2025 was seen; that it took effect was not checked."
    return {"checked_on": checked, "note": " ".join(filter(None, [note, words]))}


def chairmanship(desk: Desk, record: Record) -> None:
    desk.row(
        Chairmanship,
        Organisation(pk=desk.id(ALLIANCE), key=ALLIANCE),
        record,
        "chairmanships",
        state_id=desk.id(f"states/{record['state']}"),
        person_id=desk.id(f"people/{record['person']}"),
        **dates.half_open(record["start"], record["end"]),
        **last_check(record),
    )


def other_role(desk: Desk, entry: Person, role: Record) -> None:
    seen = dates.as_of(role["as_of"]) | {"note": "Known for this date only."}
    institution = AFFILIATED.get(key_of(entry))
    if institution:
        words, _of, seed = role["title"].removesuffix(")").partition(" (seed: ")
        if seed:
            seen["note"] += f" The source document says: {seed}."
        house = next(found["name"] for found in facts("institutions") if found["id"] == institution)
        place = {"institution_id": desk.id(f"institutions/{institution}"), "role": words.removesuffix(f", {house}")}
        desk.row(Affiliation, entry, role, "roles without an office", **place, **seen)
    else:
        office = {"office_id": desk.id(office_key(role))}
        desk.row(Tenure, entry, role, "roles without an office", **office, **seen)


def working_there(desk: Desk, entry: Person, record: Record) -> None:
    """The people an institution names; who has a role there already is not listed twice."""
    key = key_of(entry)
    if AFFILIATED.get(key) == record["id"]:
        desk.tally.add("people of institutions", Fate.JOINED)
        return
    place = {"institution_id": desk.id(f"institutions/{record['id']}"), "role": "Minister of Defence"}
    desk.row(Affiliation, entry, record, "people of institutions", **place, **tenure_of(key))


def key_of(entry: Person) -> str:
    return (entry.key or "").partition("/")[2]


def tenure_of(person: str) -> dict[str, Any]:
    """The minister belongs to the ministry as long as to the office."""
    record = next(r for r in facts("offices") if r["person"] == person and r["kind"] == "minister")
    return dates.half_open(record["start"], record["end"]) | last_check(record)
