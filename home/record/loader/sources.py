"""The sources of the fact base."""

from home.record.loader.files import facts
from home.record.loader.tally import Fate, Tally
from publishing.models import Source
from publishing.periods import Precision, parse_partial

KINDS = {
    "official": Source.Kind.OFFICIAL,
    "news": Source.Kind.NEWS,
    "analysis": Source.Kind.ANALYSIS,
    "scholarly": Source.Kind.ANALYSIS,
    "reference": Source.Kind.REFERENCE,
    "encyclopedia": Source.Kind.REFERENCE,
    "dataset": Source.Kind.DATASET,
    "seed": Source.Kind.SEED,
}
# Kinds the fact base tells apart and the record does not.
FINER = {"scholarly": "A scholarly publication.", "encyclopedia": "An encyclopedia."}
TREATY_TEXTS = ("kremlin-charter-2002", "odkb-charter", "odkb-treaty", "protocol-1999", "prg-kz-treaty")


def enter(tally: Tally) -> dict[str, Source]:
    """Enter the sources that are not there yet; returns all of them by the ids of the fact base."""
    records = {record["id"]: record for record in facts("sources")}
    there = set(Source.objects.filter(key__in=records).values_list("key", flat=True))
    new = [_source(record) for key, record in records.items() if key not in there]
    for source in new:
        source.clean_fields()
    Source.objects.bulk_create(new)
    tally.add("sources", Fate.LOADED, len(new))
    tally.add("sources", Fate.THERE, len(there))
    tally.written["source"] += len(new)
    return {source.key: source for source in Source.objects.filter(key__in=records) if source.key}


def _source(record: dict) -> Source:
    date = record["date"]
    published_on, precision = parse_partial(date["value"]) if date else (None, Precision.UNKNOWN)
    return Source(
        key=record["id"],
        title=record["title"],
        title_is_descriptive=record["title_is_descriptive"],
        publisher=record["publisher"] or "",
        url=record["url"] or "",
        published_on=published_on,
        published_precision=precision,
        kind=Source.Kind.TREATY if record["id"] in TREATY_TEXTS else KINDS[record["kind"]],
        language=record["language"],
        is_seen=record["seen"],
        note=" ".join(filter(None, [record.get("note"), FINER.get(record["kind"])])),
    )
