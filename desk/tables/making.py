"""Rows of a table as the form would take them: every problem with its row and column, drafts all or none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms import all_valid
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from desk.citing import list_cited_sources
from desk.tables.columns import Column, columns_of, form_of, parts_of, sent
from desk.tables.reading import Table
from publishing.gate import Finding, examine
from publishing.models import Entry


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    reason: str


@dataclass
class Group:
    """One entry: its own row, and the rows after it that only add facts to it."""

    number: int
    cells: dict[str, str]
    more: list[tuple[int, dict[str, str]]] = field(default_factory=list)


@dataclass
class Report:
    """What became of a table, or would. With `problems` nothing was made."""

    problems: list[Problem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    findings: list[tuple[Entry, list[Finding]]] = field(default_factory=list)


def run(screen, request, table: Table, keep: bool = False, is_examined: bool = False) -> Report:
    """Makes the drafts of a table; takes them back again unless `keep` and all of them can be made.

    `is_examined`: ask the gate about each as well, which takes as long again.
    """
    report = Report()
    columns = columns_of(screen, request)
    unknown = [name for name in table.columns if name not in columns]
    if unknown:
        known = ", ".join(columns)
        report.problems = [Problem(1, name, _("There is no such column. There are: %s") % known) for name in unknown]
        return report
    with transaction.atomic():
        for group in groups(table, report.problems):
            entry = _make(screen, request, columns, group, report)
            if entry and is_examined:
                report.findings.append((entry, examine(Entry.objects.get(pk=entry.pk))))
        if report.problems or not keep:
            transaction.set_rollback(True)
    return report


def groups(table: Table, problems: list[Problem]) -> list[Group]:
    found: list[Group] = []
    for number, cells in table.rows:
        if any("." not in name for name in cells):
            found.append(Group(number, cells))
        elif found:
            found[-1].more.append((number, cells))
        else:
            problems.append(Problem(number, "title", _("The first row must name an entry.")))
    return found


def _make(screen, request, columns: dict[str, Column], group: Group, report: Report) -> Entry | None:
    parts = parts_of(screen, request)
    data, rows = _filled(screen, request, columns, parts, group, report.problems)
    try:
        with transaction.atomic():
            entry, problems = _saved(screen, request, parts, data, rows, group.number)
            if problems:
                report.problems += problems
                transaction.set_rollback(True)
                return None
            assert entry
            report.entries.append(entry)
            return entry
    except IntegrityError:
        reason = _("A period overlaps another one of the same parties, or the address is taken.")
        report.problems.append(Problem(group.number, "", reason))
        return None


def _filled(screen, request, columns, parts, group: Group, problems) -> tuple[QueryDict, dict[str, list[int]]]:
    """What a browser would send, and the row of the file that each row of facts stands in."""
    data = QueryDict(mutable=True)
    rows: dict[str, list[int]] = {prefix: [] for prefix in parts}
    _fill(data, form_of(screen, request)(), "", group.cells, columns, group.number, problems)
    if not data.get("slug"):
        data["slug"] = slugify(group.cells.get("title", ""))[:80]
    for number, cells in [(group.number, group.cells), *group.more]:
        for prefix, formset in parts.items():
            mine = {name: text for name, text in cells.items() if name.startswith(f"{prefix}.")}
            if mine:
                start = f"{prefix}-{len(rows[prefix])}-"
                _fill(data, formset.form(), start, mine, columns, number, problems, prefix)
                rows[prefix].append(number)
    for prefix, numbers in rows.items():
        data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(numbers)), "0"
    return data, rows


def _fill(data: QueryDict, form: Any, start: str, cells, columns, number: int, problems, prefix: str = "") -> None:
    """A cell where there is one; otherwise what the form itself begins with."""
    for name, one in form.fields.items():
        key = f"{prefix}.{name}" if prefix else name
        if key in cells and key in columns:
            try:
                for pair in sent(columns[key], cells[key], start + name):
                    data.appendlist(*pair)
            except ValidationError as error:
                problems.append(Problem(number, key, " ".join(error.messages)))
        else:
            _begin(data, form, start, name, one)


def _begin(data: QueryDict, form: Any, start: str, name: str, one: Any) -> None:
    value = one.prepare_value(form.get_initial_for_field(one, name))
    if value is None or value is False or value == []:
        return
    for each in value if isinstance(value, list | tuple) else [value]:
        data.appendlist(start + name, str(each) if each is not True else "on")


def _saved(screen, request, parts, data, rows, number) -> tuple[Entry | None, list[Problem]]:
    form = form_of(screen, request)(data)
    is_valid = form.is_valid()
    entry = screen.save_form(request, form, change=False) if is_valid else form.instance
    formsets = [formset(data, instance=entry, prefix=prefix) for prefix, formset in parts.items()]
    if not (all_valid(formsets) and is_valid):
        return None, list(_refused(form, formsets, rows, number))
    screen.save_model(request, entry, form, False)
    form.save_m2m()
    for formset in formsets:
        screen.save_formset(request, form, formset, change=False)
    list_cited_sources(entry)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    entry.record_change(request.user)
    return entry, []


def _refused(form, formsets, rows: dict[str, list[int]], number: int) -> Iterator[Problem]:
    for name, errors in form.errors.items():
        yield from (Problem(number, "" if name == "__all__" else name, words) for words in errors)
    for formset in formsets:
        yield from (Problem(number, formset.prefix, words) for words in formset.non_form_errors())
        for place, row in enumerate(formset.forms):
            for name, errors in row.errors.items():
                where = formset.prefix if name == "__all__" else f"{formset.prefix}.{name}"
                yield from (Problem(rows[formset.prefix][place], where, words) for words in errors)
