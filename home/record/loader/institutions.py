"""Bodies, institutes and outlets; the organisations among them are filed as organisations."""

from home.record.loader import dates
from home.record.loader.desk import Desk, Record
from home.record.loader.files import facts
from home.record.loader.states import ALLIANCE, SAME_ORGANISATION
from members.models import Institution
from publishing.models import Alias

COUNTRIES = {"Moscow": "RU", "Saint Petersburg": "RU", "Minsk": "BY"}
SLUGS = {
    "csc": "collective-security-council",
    "csto-pa": "csto-parliamentary-assembly",
    "belarus-mod": "ministry-of-defence-of-belarus",
}


def prepare(desk: Desk) -> None:
    for record in facts("institutions"):
        if record["id"] not in SAME_ORGANISATION:
            institution(desk, record)


def institution(desk: Desk, record: Record) -> None:
    parent, country = record.get("parent"), COUNTRIES.get(record["seat"])
    founded = dates.half_open(record["founded"], None) if record.get("founded") else {}
    head = f"Head: {record['head']}." if record.get("head") else None
    entry = desk.entry(
        Institution,
        f"institutions/{record['id']}",
        record,
        title=record["name"],
        slug=SLUGS.get(record["id"]) or record["id"],
        type=record["kind"],
        seat=record["seat"] or "",
        country_id=desk.optional("states", country),
        parent_id=None if parent in SAME_ORGANISATION else desk.optional("institutions", parent),
        organisation_id=desk.id(ALLIANCE) if parent == "csto" else None,
        wikidata=record.get("wikidata") or "",
        remarks=[record.get("description"), head],
        **founded,
    )
    desk.name(entry, [record.get("native_name")], Alias.Kind.NATIVE, "ru")
