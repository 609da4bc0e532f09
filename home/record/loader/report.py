"""What the files hold against what is in the record. The counts of the files are taken here, apart from the loading."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from home.record.loader import translations
from home.record.loader.files import RECORD, facts, pieces, prose
from home.record.loader.tally import Fate, Tally
from home.record.loader.writing import covered

PROSE = ("topics.json", "profiles.json", "remarks.json", "articles", "commentary")


@dataclass(frozen=True)
class Line:
    collection: str
    file: str
    held: int
    filed_as: str


def lines() -> Iterator[Line]:
    yield Line("sources", "sources", len(facts("sources")), "Source")
    yield from _members()
    yield from _summits()
    yield from _forces()
    yield from _events()
    yield from _prose()


def _members() -> Iterator[Line]:
    record = facts("membership")
    file, periods = "membership", record["periods"]
    yield Line("organisations", file, len(record["organisations"]), "organisation entries")
    yield Line("states", file, len(record["states"]), "state entries")
    yield Line("capital names", file, _rows(record["states"], "capital_names"), "capital facts")
    yield Line("status periods", file, len(periods), "membership facts, accepted")
    yield Line("alternative dates", file, _rows(periods, "alternative_dates"), "membership facts, disputed")
    yield Line("instruments", file, len(record["instruments"]), "document entries")
    yield Line("signatories", file, _signatories(record["instruments"]), "signatory facts")
    yield Line("state_events", file, len(record["state_events"]), "event entries (decision)")
    yield Line("parties to state events", file, len(record["state_events"]), "participation facts")
    yield Line("other_statuses", file, len(record["other_statuses"]), "event entries (decision), remarks")
    yield Line("institutions", "institutions", len(facts("institutions")), "institution or organisation entries")
    yield Line("people of institutions", "institutions", _rows(facts("institutions"), "people"), "affiliation facts")
    yield Line("people", "people", len(facts("people")), "person entries")
    roles = list(chain.from_iterable(person["roles"] for person in facts("people")))
    yield Line("roles without an office", "people", sum(not role["office"] for role in roles), "tenures, affiliations")
    offices = facts("offices")
    chairs = sum(row["kind"] == "csto_chairmanship" for row in offices)
    yield Line("tenures", "offices", len(offices) - chairs, "tenure facts")
    yield Line("chairmanships", "offices", chairs, "chairmanship facts")


def _signatories(instruments: list[dict]) -> int:
    named = ("signatories", "acceded", "later_signed", "not_signed_by")
    single = ("state", "ratified_by_uzbekistan")
    return sum(_rows(instruments, key) for key in named) + sum(key in row for row in instruments for key in single)


def _summits() -> Iterator[Line]:
    file, record = "summits", facts("summits")
    yield Line("summits", file, len(record), "summit entries")
    yield Line("attendance", file, _rows(record, "attendance"), "attendance facts")
    yield Line("absent or represented", file, _rows(record, "absent_or_represented"), "attendance facts")
    present = sum(bool(row["secretary_general_present"]) for row in record)
    yield Line("Secretary General present", file, present, "attendance facts without a state")
    yield Line("documents of summits", file, _rows(record, "documents"), "document entries")


def _forces() -> Iterator[Line]:
    file, record = "forces", facts("forces")
    yield Line("forces", file, len(record), "force entries")
    yield Line("force strengths", file, _rows(record, "strength"), "strength facts")
    yield Line("force units", file, _rows(record, "units"), "strength facts in battalions")
    yield Line("force contributors", file, _rows(record, "contributors"), "contribution facts")
    yield Line("force events", file, _rows(record, "events"), "dates in the force's profile")


def _events() -> Iterator[Line]:
    file, record = "events", facts("events")
    for kind in ("exercises", "operations", "requests", "tensions", "proposals"):
        yield Line(kind, file, len(record[kind]), "event entries")
    yield Line("exercise participants", file, _rows(record["exercises"], "participants"), "participation facts")
    yield Line("operation figures", file, _rows(record["operations"], "strength"), "figure facts")
    yield Line("contingents", file, _rows(record["operations"], "contingents"), "participation facts")
    yield Line("requesters", file, len(record["requests"]), "requester facts")
    yield Line(
        "addressees", file, sum(len(row["addressed_to"].split(";")) for row in record["requests"]), "addressee facts"
    )
    yield Line("parties to tensions", file, _rows(record["tensions"], "parties"), "participation facts, links")
    yield Line("statements", file, len(record["statements"]), "statement entries")
    yield Line(
        "quotation variants", file, _rows(record["statements"], "quotation_variants"), "variants of the statement"
    )


def _prose() -> Iterator[Line]:
    yield Line("topics", "topics", len(prose("topics") or ()), "topic entries")
    yield Line("profiles", "profiles", len(prose("profiles") or ()), "summaries and texts")
    yield Line("doubts", "remarks", len(prose("remarks") or ()), "remarks")
    yield Line("articles", "articles/", len(pieces("articles")), "article entries")
    yield Line("translations", "translations/", translations.number(), "editions in other languages")
    yield Line("commentary", "commentary/", len(pieces("commentary")), "commentary entries")


def _rows(records: list[dict], key: str) -> int:
    return sum(len(record.get(key) or ()) for record in records)


def missing_prose() -> list[str]:
    found = [name for name in PROSE if not (RECORD / name).exists()]
    return found + [name for name in ("articles", "commentary") if name not in found and not pieces(name)]


def uncovered() -> list[str]:
    """Seed facts that no article and no commentary covers."""
    told = set(chain.from_iterable(covered().values()))
    return [fact["id"] for fact in facts("seed_facts") if fact["id"] not in told]


class Report:
    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    def difference(self, line: Line) -> int:
        return line.held - sum(self.tally.fates[line.collection].values())

    def is_complete(self) -> bool:
        return not self.shortfalls()

    def text(self) -> Iterator[str]:
        yield (
            f"{'collection':<26}{'file':<14}{'in file':>8}{'loaded':>8}{'there':>8}{'joined':>8}{'missing':>9}"
            "  filed as"
        )
        for line in lines():
            loaded, there, joined = (self.tally.of(line.collection, fate) for fate in Fate)
            yield (
                f"{line.collection:<26}{line.file:<14}{line.held:>8}{loaded:>8}{there:>8}{joined:>8}"
                f"{self.difference(line):>9}  {line.filed_as}"
            )
        written = ", ".join(f"{count} {kind}" for kind, count in sorted(self.tally.written.items()) if count)
        yield f"Written: {written or 'nothing'}."
        yield from self._coverage()

    def _coverage(self) -> Iterator[str]:
        for file, told in covered().items():
            yield f"  {file:<52}{len(told):>3} of the seed's facts"
        left = uncovered()
        total = len(facts("seed_facts"))
        yield f"{total - len(left)} of {total} seed facts are covered." + (f" Not: {', '.join(left)}." if left else "")

    def shortfalls(self) -> list[str]:
        found = [f"{line.collection}: {self.difference(line)} left out" for line in lines() if self.difference(line)]
        found += [f"home/record/{name} is missing" for name in missing_prose()]
        return found + [f"{fact} is covered by no article" for fact in uncovered()]
