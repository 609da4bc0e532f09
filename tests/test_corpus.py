"""The gate proved on cases: what is wrong is caught by the rule that is about it, what is right raises nothing.

`tests/corpus/README.md` says how a case is written.
"""

import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from desk.models import HouseRule
from publishing.gate import Finding, Level, examine
from publishing.models import Entry
from tests.desk import at_desk
from tests.entering import Case, Desk, cases

pytestmark = pytest.mark.usefixtures("record")
CORPUS = Path(__file__).parent / "corpus"
CAUGHT, FALSE_ALARMS = 0.95, 0.02
# Of free sentences of news, without links; what is still missed stays among them.
CAUGHT_IN_NEWS = 0.85
# Of sentences of somebody who knew neither the engine nor the other cases: no less than it catches today.
CAUGHT_IN_BLIND = 0.6
FOLDERS = [
    pytest.param(CORPUS, CAUGHT, id="first"),
    pytest.param(CORPUS / "fresh", CAUGHT, id="fresh"),
    pytest.param(CORPUS / "last", CAUGHT, id="last"),
    pytest.param(CORPUS / "newsroom", CAUGHT_IN_NEWS, id="newsroom"),
    pytest.param(CORPUS / "wire", CAUGHT_IN_NEWS, id="wire"),
    pytest.param(CORPUS / "blind", CAUGHT_IN_BLIND, id="blind"),
]


def theme(file: Path) -> dict:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def found(desk: Desk, case: Case) -> list[Finding]:
    """What the gate says of a case, entered on top of the record and taken out again."""
    with transaction.atomic():
        entry, together = desk.enter(case)
        findings = examine(entry, together_with=together)
        transaction.set_rollback(True)
    return findings


def weighed(folder: Path) -> Iterator[tuple[str, Case, list[Finding]]]:
    """Each case of a folder with the name of its theme and its findings."""
    desk = Desk()
    for file in sorted(folder.glob("*.toml")):
        data = theme(file)
        with transaction.atomic():
            for rule in data.get("rules", ()):
                HouseRule.objects.create(**rule)
            for case in cases(data):
                yield file.stem, case, found(desk, case)
            transaction.set_rollback(True)


def is_caught(case: Case, findings: list[Finding]) -> bool:
    return any(finding.code == case.rule for finding in findings)


def alarms(findings: list[Finding]) -> list[str]:
    return [finding.message for finding in findings if finding.level != Level.HINT]


@pytest.mark.parametrize(("folder", "share"), FOLDERS)
def test_what_is_wrong_is_caught_and_what_is_right_passes(folder, share):
    told = list(weighed(folder))
    wrong = [each for each in told if each[1].rule]
    right = [each for each in told if not each[1].rule]
    missed = [f"{name}, {case.rule}: {case.name}" for name, case, said in wrong if not is_caught(case, said)]
    false = [f"{name}: {case.name}: {alarms(said)}" for name, case, said in right if alarms(said)]
    figures = f"{len(wrong) - len(missed)} of {len(wrong)} caught, {len(false)} false alarms at {len(right)}"
    report = "\n".join([figures, "Missed:", *missed, "False alarms:", *false])
    assert wrong and len(missed) <= (1 - share) * len(wrong), report
    assert right and len(false) <= FALSE_ALARMS * len(right), report


def test_the_corpus_is_as_large_as_was_asked():
    told = [case for file in CORPUS.glob("*.toml") for case in cases(theme(file))]
    assert sum(bool(case.rule) for case in told) >= 150
    assert sum(not case.rule for case in told) >= 150


SAMPLES = {
    "sources": "a strength without a source",
    "summits": "one non-member among six members",
    "statements": "a quotation of the day after the summit",
    "texts": "a comment whose attribution is a blank",
    "prose_membership": "left a year early",
    "prose_offices": "president instead of prime minister",
}


@pytest.mark.parametrize(("name", "wanted"), SAMPLES.items())
def test_the_command_and_the_panel_say_the_same(name, wanted):
    case = next(each for each in cases(theme(CORPUS / f"{name}.toml")) if each.name == wanted)
    entry, _together = Desk().enter(case)
    said = {f"{each.level}: {entry.kind} “{entry.title}”: {each.message}" for each in examine(entry)}
    assert said
    assert printed(entry) == said
    page = at_desk("contributor", "colleague").get(address(entry))
    panel = {each.finding.identity for each in page.context["checks"]["shown"]}
    assert panel == {each.identity for each in examine(entry)}


def printed(entry: Entry) -> set[str]:
    """The lines of `check_record` about an entry; blockers make it end with an error."""
    out = StringIO()
    try:
        call_command("check_record", kind=entry.kind, stdout=out)
    except CommandError as refusal:
        assert "Blockers" in str(refusal)
    return {line for line in out.getvalue().splitlines() if f"“{entry.title}”" in line}


def address(entry: Entry) -> str:
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])
