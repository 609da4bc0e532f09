"""Articles, commentary and the topics they are filed under."""

from typing import Any

from commentary.models import Article, Commentary
from home.record.loader import dates
from home.record.loader.desk import Desk
from home.record.loader.faults import Faults
from home.record.loader.files import pieces, prose
from home.record.loader.markup import block
from publishing.models import Alias, Entry, Topic


def topics(desk: Desk) -> None:
    for record in prose("topics") or ():
        entry = desk.entry(
            Topic,
            f"topics/{record['slug']}",
            record,
            title=record["title"],
            slug=record["slug"],
            summary=record["summary"],
        )
        desk.name(entry, record["aliases"], Alias.Kind.VARIANT)


def articles(desk: Desk, faults: Faults) -> None:
    for file, record in pieces("articles").items():
        with faults.at(f"{file}.json", "fields"):
            entry = desk.entry(
                Article,
                f"articles/{record['slug']}",
                {},
                title=record["headline"],
                slug=record["slug"],
                type=record["type"],
                standfirst=record["standfirst"],
                summary=record["standfirst"],
                byline=record["byline"],
                dateline=record["dateline"],
                **dates.single(partial(record["dated_on"])),
            )
            file_under(desk, entry, record)
            entry.body = written(desk, faults, entry, f"{file}.json", "body", record)


def commentary(desk: Desk, faults: Faults) -> None:
    for file, record in pieces("commentary").items():
        with faults.at(f"{file}.json", "fields"):
            entry = desk.entry(
                Commentary,
                f"commentary/{record['slug']}",
                {},
                title=record["title"],
                slug=record["slug"],
                attribution=record["attribution"],
                institution_id=desk.optional("institutions", record["institution"]),
                outlet_id=desk.optional("institutions", record["outlet"]),
                outlet_name=record["outlet_name"],
                question=record["question"],
                summary=record.get("summary") or record["question"],
                pull_quote=record["pull_quote"],
                **dates.single(partial(record["dated_on"])),
            )
            desk.link(entry, "experts", [f"people/{key}" for key in record["experts"]])
            file_under(desk, entry, record)
            entry.assessment = written(desk, faults, entry, f"{file}.json", "assessment", record)
            if desk.is_new(entry):
                desk.cite(entry, (key for key in record["sources"] if key not in cited(desk, entry)))


def file_under(desk: Desk, entry: Entry, record: dict[str, Any]) -> None:
    desk.link(entry, "topics", [f"topics/{slug}" for slug in record["topics"]])
    desk.link(entry, "about", record["about"])


def written(desk: Desk, faults: Faults, entry: Entry, file: str, field: str, record: dict[str, Any]) -> str:
    """The blocks of a text as HTML; an entry that is there keeps its own."""
    if not desk.is_new(entry):
        return ""
    html = []
    for number, part in enumerate(record[field], 1):
        with faults.at(file, f"{field} block {number}"):
            html.append(block(desk, entry, part))
    return "".join(html)


def cited(desk: Desk, entry: Entry) -> set[str]:
    return {key for key, _ in desk.cited[entry.pk]}


def partial(value: str | dict[str, str]) -> dates.Partial:
    return {"value": value, "precision": "day"} if isinstance(value, str) else value


def covered() -> dict[str, list[str]]:
    """Which of the seed's facts each text covers, by file."""
    return {
        file: sorted({fact for part in record.get("body") or record["assessment"] for fact in part.get("covers", ())})
        for folder in ("articles", "commentary")
        for file, record in pieces(folder).items()
    }
