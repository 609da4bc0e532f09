"""Documents: the instruments with their signatories, and what the summits adopted."""

from datetime import date
from typing import Any

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from home.record.loader.states import ALLIANCE
from publishing.periods import parse_partial
from summits.models import Document, Signatory

# Documents of summits that are instruments: (summit, index) → instrument. Filed once, as the instrument.
SAME = {
    ("cst-2000-05-24", 0): "CST-MEMO-2000",
    ("cst-2000-10-11", 0): "CST-SOFA-2000",
    ("csc-2002-05-14", 0): "CSC-DEC-2002",
    ("csc-2002-10-07", 0): "CHARTER-2002",
    ("csc-2002-10-07", 1): "LEGAL-STATUS-2002",
    ("csc-2004-06-18", 0): "CSC-REG-2004",
    ("csc-2004-06-18", 1): "CSC-REG-2004",
    ("csc-2004-06-18", 2): "CSC-REG-2004",
    ("csc-2007-10-06", 0): "PEACEKEEPING-2007",
    ("csc-2009-06-14", 0): "KSOR-2009",
    ("csc-2010-12-10", 0): "PROT-2010",
    ("csc-2011-12-20", 0): "CSC-BASES-2011",
    ("csc-2012-12-19", 0): "CSC-UZ-2012",
    ("csc-2018-11-08", 2): "PROT-2018",
}
# Adopted at a summit whose list of documents does not name it.
ADOPTED_AT = {"CSC-UZ-2006": "csc-2006-06-23"}
TYPES = {"national ratification": Document.Type.RATIFICATION}
OUTSIDE = {"CST-KZ-RATIF", "UNGA-59-50"}  # acts of others than the alliance


def prepare(desk: Desk) -> None:
    for record in facts("membership")["instruments"]:
        entry = instrument(desk, record)
        for state, mode, day in signatories(record):
            signatory(desk, entry, state, mode, day)
    for record in facts("summits"):
        for index, document in enumerate(record["documents"]):
            key, same = f"documents/{record['id']}/{index}", SAME.get((record["id"], index))
            if same:
                desk.joined(key, f"instruments/{same}", "documents of summits")
            else:
                adopted(desk, key, record, document)


def instrument(desk: Desk, record: Record) -> Document:
    homes = [summit for (summit, _), key in SAME.items() if key == record["id"]]
    summit = ADOPTED_AT.get(record["id"]) or (homes[0] if homes else None)
    in_force = record.get("in_force")
    return desk.entry(
        Document,
        f"instruments/{record['id']}",
        record,
        title=record["title"],
        slug=f"{record['title'][:70]} {record['signed']['value'][:4]}",
        type=TYPES.get(record["type"], record["type"]),
        summit_id=desk.optional("summits", summit),
        organisation_id=None if record["id"] in OUTSIDE or before_the_organisation(record) else desk.id(ALLIANCE),
        place=record.get("signed_at", ""),
        reference_number=reference_number(record),
        in_force_on=parse_partial(in_force["value"])[0] if in_force else None,
        key_points=[*key_points(record), *same_titles(record)],
        remarks=registration_doubts(record),
        **dates.single(record["signed"]),
    )


def before_the_organisation(record: Record) -> bool:
    return parse_partial(record["signed"]["value"])[0] < date(2002, 5, 14)


def reference_number(record: Record) -> str:
    registered = record.get("un_registration")
    if registered:
        return f"UN Treaty Series no. {registered['number']}, vol. {registered['volume']}"
    return record.get("number", "")


def registration_doubts(record: Record) -> list[str]:
    registered = record.get("un_registration", {})
    if "confidence" in registered:
        return ["UN registration and volume: general knowledge, not seen."]
    return ["Volume of the UN Treaty Series: general knowledge."] if "volume_confidence" in registered else []


def key_points(record: Record) -> list[str]:
    """Dates and terms that have no field of their own."""
    registered = record.get("un_registration", {}).get("registered_on")
    points = {
        "Registered with the UN on": registered,
        "Takes effect on": record.get("effect_from"),
        "Protocol signed on": record.get("protocol"),
        "Ratified by Uzbekistan on": record.get("ratified_by_uzbekistan"),
    }
    found = [f"{words} {dates.in_words(day)}" for words, day in points.items() if day]
    return [*found, f"Term: {record['term']}"] if record.get("term") else found


def same_titles(record: Record) -> list[str]:
    """What the summits' own lists call the parts of a package."""
    places = [place for place, key in SAME.items() if key == record["id"]]
    listed = {summit["id"]: summit["documents"] for summit in facts("summits")}
    titles = [listed[summit][index]["title"] for summit, index in places]
    return titles if len(titles) > 1 else []


def signatories(record: Record) -> list[tuple[str, str, dates.Partial]]:
    signed = record["signed"]
    found: list[tuple[str, str, dates.Partial]] = [
        (state, Signatory.Mode.SIGNED, signed) for state in record.get("signatories", ())
    ]
    found += [(row["state"], Signatory.Mode.SIGNED, row["date"]) for row in record.get("later_signed", ())]
    found += [(row["state"], Signatory.Mode.ACCEDED, row["date"]) for row in record.get("acceded", ())]
    found += [(state, Signatory.Mode.NOT_SIGNED, signed) for state in record.get("not_signed_by", ())]
    if record.get("state"):
        found.append((record["state"], Signatory.Mode.RATIFIED, signed))
    if record.get("ratified_by_uzbekistan"):
        found.append(("UZ", Signatory.Mode.RATIFIED, record["ratified_by_uzbekistan"]))
    return found


def signatory(desk: Desk, entry: Document, state: str, mode: str, day: dates.Partial) -> None:
    fields = {"state_id": desk.id(f"states/{state}"), "mode": mode} | dates.single(day)
    desk.row(Signatory, entry, {}, "signatories", **fields)


def adopted(desk: Desk, key: str, summit: Record, record: Record) -> None:
    """A document of a summit: cited to what is cited for the summit."""
    source = {
        "sources": summit["sources"],
        "confidence": record.get("confidence", summit["confidence"]),
    }
    place: dict[str, Any] = {"place": summit["city"] or ""}
    if not before_the_organisation({"signed": summit["date"]}):
        place["organisation_id"] = desk.id(ALLIANCE)
    desk.entry(
        Document,
        key,
        source,
        title=record["title"],
        slug=f"{record['title'][:70]} {summit['date']['value'][:4]}",
        type=record["type"],
        summit_id=desk.id(f"summits/{summit['id']}"),
        counted_as="documents of summits",
        **place,
        **dates.single(summit["date"]),
    )
