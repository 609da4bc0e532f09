"""The forces, each with every dated figure of its strength."""

from django.utils.html import escape

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from home.record.loader.markup import footnotes, line, linked
from home.record.loader.states import ALLIANCE
from members.models import Force, ForceContributor, Strength
from publishing.models import Alias

TYPES = {
    "CRRF": Force.Type.RAPID_REACTION,
    "CRDF-CAR": Force.Type.RAPID_DEPLOYMENT,
    "CPF": Force.Type.PEACEKEEPING,
    "CAF": Force.Type.AVIATION,
    "RG-EAST": Force.Type.REGIONAL_GROUP,
    "RG-CAUC": Force.Type.REGIONAL_GROUP,
}
# The dates in a force's life are told in its profile; most are entries of their own.
RECORDED = {
    ("CRRF", "2009-02-04"): "documents/csc-2009-02-04/0",
    ("CRRF", "2009-06-14"): "instruments/KSOR-2009",
    ("CRRF", "2009-10-20"): "instruments/KSOR-2009",
    ("CRRF", "2009-10"): "exercises/ex-ksor-2009",
    ("CRDF-CAR", "2001-05-25"): "documents/cst-2001-05-25/0",
    ("CRDF-CAR", "2006-06-23"): "documents/csc-2006-06-23/1",
    ("CPF", "2007-10-06"): "instruments/PEACEKEEPING-2007",
    ("CPF", "2010-12-10"): "documents/csc-2010-12-10/3",
    ("CPF", "2012-10-08"): "exercises/ex-ib-2012",
    ("CPF", "2022-01-06"): "operations/op-kazakhstan-2022",
    ("CAF", "2014-12-23"): "documents/csc-2014-12-23/2",
}


def prepare(desk: Desk) -> None:
    instruments = {record["id"]: record for record in facts("membership")["instruments"]}
    for record in facts("forces"):
        force(desk, record, instruments.get(record["legal_basis"], {}))


def force(desk: Desk, record: Record, basis: Record) -> None:
    entry = desk.entry(
        Force,
        f"forces/{record['id']}",
        record,
        title=record["name"],
        abbreviation=(record["abbreviations"] or [""])[0],
        organisation_id=desk.id(ALLIANCE),
        type=TYPES[record["id"]],
        legal_basis=basis.get("title") or record["legal_basis"] or "",
        scope=record["scope"] or "",
        purpose=record["purpose"] or "",
        **(dates.half_open(record["founded"], None) if record["founded"] else {}),
    )
    desk.name(entry, record["abbreviations"], Alias.Kind.ABBREVIATION)
    desk.name(entry, [record["native_name"]], Alias.Kind.NATIVE, "ru")
    desk.name(entry, [record["seed_name"]], Alias.Kind.VARIANT)
    for figure in record["strength"]:
        strength(desk, entry, figure, "force strengths")
    for figure in record.get("units", ()):
        strength(desk, entry, figure, "force units")
    later = {signed["state"]: signed["date"] for signed in basis.get("later_signed", ())}
    for code in record["contributors"]:
        contributor(desk, entry, record, code, later.get(code))


def contributor(desk: Desk, entry: Force, record: Record, code: str, signed: dates.Partial) -> None:
    note = "Signed the agreement on this day." if signed else ""
    if record["founded"] and not signed:
        note = "Since when is not stated; the founding of the force is entered."
    desk.row(
        ForceContributor,
        entry,
        {},
        "force contributors",
        state_id=desk.id(f"states/{code}"),
        note=note,
        **dates.half_open(signed or record["founded"], None),
    )


def strength(desk: Desk, entry: Force, figure: Record, counted_as: str) -> None:
    desk.row(
        Strength,
        entry,
        figure,
        counted_as,
        personnel=figure["value"],
        unit=figure["unit"],
        is_approximate=figure.get("approximate", False),
        note=figure.get("note", ""),
        **dates.as_of(figure["as_of"]),
    )


def tell_events(desk: Desk) -> None:
    """Append the dates of each force to its profile, once everything they link to is known."""
    for record in facts("forces"):
        entry = desk.entries.get(f"forces/{record['id']}")
        desk.tally.fold("force events", len(record["events"]), entry is not None)
        if isinstance(entry, Force) and record["events"]:
            lines = [event_line(desk, entry, record["id"], event) for event in record["events"]]
            entry.profile += f"<h2>Dates</h2><ul>{''.join(lines)}</ul>"


def event_line(desk: Desk, entry: Force, force_id: str, event: Record) -> str:
    key = RECORDED.get((force_id, event["date"]["value"]))
    told = linked(desk, key, event["event"]) if key else escape(event["event"])
    return line(dates.in_words(event["date"]), told, footnotes(desk, entry, event["sources"]))
