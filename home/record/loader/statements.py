"""What was said at the summit of 16 May 2022, with the renderings other sources give."""

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from summits.models import QuotationVariant, Statement


def prepare(desk: Desk) -> None:
    names = {record["id"]: record["name"] for record in facts("people")}
    for record in facts("events")["statements"]:
        statement(desk, record, names[record["person"]])


def statement(desk: Desk, record: Record, speaker: str) -> None:
    quotation = record.get("quotation")
    entry = desk.entry(
        Statement,
        f"statements/{record['id']}",
        record,
        title=f"{speaker} on {record['topic']}",
        slug=f"{record['person']} {record['topic']} {record['date']['value'][:4]}",
        speaker_id=desk.id(f"people/{record['person']}"),
        summit_id=desk.id(f"summits/{record['occasion']}"),
        type=Statement.Type.QUOTE if quotation else Statement.Type.PARAPHRASE,
        text=quotation or record["summary"],
        summary=record["summary"],
        **dates.single(record["date"]),
    )
    variants = record.get("quotation_variants", ())
    desk.tally.fold("quotation variants", len(variants), desk.is_new(entry))
    if desk.is_new(entry):
        desk.others += [
            QuotationVariant(statement_id=entry.pk, text=row["text"], source=desk.source(row["source"]), order=order)
            for order, row in enumerate(variants)
        ]
