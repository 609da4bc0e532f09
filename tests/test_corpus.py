"""The gate proved on cases: what is wrong is caught by the rule that is about it, what is right raises nothing."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from desk.models import HouseRule
from publishing.gate import Finding, Level, examine
from tests.entering import Case, Desk, cases

pytestmark = pytest.mark.usefixtures("record")
CORPUS = Path(__file__).parent / "corpus"
CAUGHT, FALSE_ALARMS = 0.95, 0.02


def found(case: Case) -> list[Finding]:
    """What the gate says of a case, entered on top of the record and taken out again."""
    with transaction.atomic():
        entry, together = Desk().enter(case)
        findings = examine(entry, together_with=together)
        transaction.set_rollback(True)
    return findings


def weighed(folder: Path) -> Iterator[tuple[str, Case, list[Finding]]]:
    """Each case of a folder with its theme and its findings."""
    for file in sorted(folder.glob("*.toml")):
        theme = tomllib.loads(file.read_text(encoding="utf-8"))
        with transaction.atomic():
            for rule in theme.get("rules", ()):
                HouseRule.objects.create(**rule)
            for case in cases(theme):
                yield file.stem, case, found(case)
            transaction.set_rollback(True)


def is_caught(case: Case, findings: list[Finding]) -> bool:
    return any(finding.code == case.rule for finding in findings)


def alarms(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level != Level.HINT]


@pytest.mark.parametrize("folder", [CORPUS, CORPUS / "fresh", CORPUS / "last"], ids=["corpus", "fresh", "last"])
def test_what_is_wrong_is_caught_and_what_is_right_passes(folder):
    wrong = right = 0
    missed, false = [], []
    for theme, case, findings in weighed(folder):
        if case.rule:
            wrong += 1
            if not is_caught(case, findings):
                missed.append(f"{theme}, {case.rule}: {case.name} (said: {[each.code for each in findings]})")
        else:
            right += 1
            if alarms(findings):
                false.append(f"{theme}: {case.name} (said: {[each.message for each in alarms(findings)]})")
    figures = f"{wrong - len(missed)} of {wrong} caught, {len(false)} false alarms at {right}"
    told = "\n".join([figures, "Missed:", *missed, "False alarms:", *false])
    print(told)  # noqa: T201
    assert len(missed) <= (1 - CAUGHT) * wrong, told
    assert len(false) <= FALSE_ALARMS * right, told
