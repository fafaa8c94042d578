"""The registry workbook of a province, written and read back."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from pso_excel.core.bilingual import Language
from pso_excel.core.faults import patch_copy
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.forms.choices import LISTS
from pso_excel.forms.layout import TableLayout, arrange_form
from pso_excel.forms.registry_form import FORM, OFFICES, ROUND
from pso_excel.forms.schema import Form
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.intake.references import resolve_references
from pso_excel.intake.table_locator import locate_tables
from pso_excel.intake.table_values import read_table
from pso_excel.model.registry import RegisteredOffice, Registry, Round
from pso_excel.model.submission import Row, TableRows
from pso_excel.templates.new_workbook import make_workbook
from pso_excel.templates.styles import text_lines
from pso_excel.xlsx.workbook import CellWrite

_Value = str | Decimal | date


def registry_workbook(registry: Registry, language: Language = "th") -> bytes:
    """The registry as a workbook for the province to keep, as the bytes of an .xlsx.

    Its offices stand in the order of their codes. The same arguments give the same bytes.
    """
    plans = arrange_form(_with_room(len(registry.offices)), load_framework())
    blank = make_workbook(
        plans,
        load_framework(),
        language,
        template="registry",
        round_code=registry.round.code,
        known={f"{ROUND.id}.province": registry.province, f"{ROUND.id}.round": registry.round.code},
    )
    tables = {placed.table.id: placed for plan in plans for placed in plan.tables}
    writes = _writes(tables[ROUND.id], 0, _round_values(registry.round, language))
    offices = tables[OFFICES.id]
    for row, code in enumerate(sorted(registry.offices), offices.first):
        writes += _writes(offices, row, _office_values(registry.offices[code], language))
    return patch_copy(blank, writes)


def _with_room(offices: int) -> Form:
    """The form with a row for each office, and as many to spare as ever."""
    room = OFFICES.spare_rows * (1 + offices // OFFICES.spare_rows)
    tables = (
        table._replace(spare_rows=room) if table is OFFICES else table for table in FORM.tables
    )
    return FORM._replace(tables=tuple(tables))


def _writes(placed: TableLayout, row: int, values: Mapping[str, _Value | None]) -> list[CellWrite]:
    writes: list[CellWrite] = []
    for field, value in values.items():
        if value not in (None, ""):
            width = placed.width(placed.columns[field])
            lines = text_lines(value, width) if isinstance(value, str) else 1
            writes.append(CellWrite(placed.sheet, placed.cell(field, row), value, line_count=lines))
    return writes


def _round_values(this_round: Round, language: Language) -> dict[str, _Value | None]:
    return {
        "begins": this_round.begins,
        "ends": this_round.ends,
        "due": this_round.due,
        "framework": this_round.framework,
        "open": _yes_no(this_round.open, language),
    }


def _office_values(office: RegisteredOffice, language: Language) -> dict[str, _Value | None]:
    count = office.headcount
    return {
        "code": office.code,
        "name": office.name,
        "type": office.kind,
        "ministry": office.ministry,
        "peer_group": office.peer_group,
        "phone": office.contact,
        "headcount": None if count is None else Decimal(count),
        "expected": _yes_no(office.expected, language),
    }


def _yes_no(said: bool, language: Language) -> str:
    choices = {choice.code: choice.words for choice in LISTS["yes_no"].choices}
    return choices["yes" if said else "no"].in_language(language)


def read_registry(data: bytes) -> tuple[Registry, list[Problem]]:
    """The registry in a workbook, and what is wrong in it.

    An office that stands there twice counts once, as it stands first (B402). Raises
    :class:`Refused`: B401 when it is no registry, or as :func:`read_book` does.
    """
    book = read_book(data)
    located = locate_tables(book, FORM.tables, {})
    for table in FORM.tables:
        if table.id not in located.tables:
            raise Refused(Problem("B401", Location(sheet=table.sheet), {"problem": table.sheet}))
    problems = list(located.problems)
    for entries in located.tables.values():
        rows = located.ground[entries.sheet]
        problems += read_table(entries, rows, load_framework(), "th")
    problems += resolve_references(located.tables)
    said = next(iter(located.tables[ROUND.id].rows), Row(0))
    offices = located.tables[OFFICES.id]
    problems += _repeated(offices)
    by_code: dict[str, RegisteredOffice] = {}
    for row in offices.rows:
        office = _office(row)
        if office.code:
            by_code.setdefault(office.code, office)
    return Registry(province=said.text("province"), round=_round(said), offices=by_code), problems


def _round(row: Row) -> Round:
    return Round(
        code=row.text("round"),
        begins=row.day("begins"),
        ends=row.day("ends"),
        due=row.day("due"),
        framework=row.text("framework"),
        open=row.text("open") != "no",
    )


def _office(row: Row) -> RegisteredOffice:
    count = row.number_of("headcount")
    contact = (row.text(field) for field in ("coordinator", "phone", "email"))
    return RegisteredOffice(
        code=row.text("code"),
        name=row.text("name"),
        kind=row.text("type"),
        ministry=row.text("ministry"),
        peer_group=row.text("peer_group"),
        contact=" ".join(part for part in contact if part),
        headcount=None if count is None else int(count),
        expected=row.text("expected") != "no",
    )


def _repeated(offices: TableRows) -> Iterator[Problem]:
    """Office codes that stand in more than one row."""
    rows: dict[str, list[Row]] = {}
    for row in offices.rows:
        if row.text("code"):
            rows.setdefault(row.text("code"), []).append(row)
    for code, same in rows.items():
        if len(same) > 1:
            numbers = ", ".join(str(row.row_number) for row in same)
            yield Problem("B402", offices.locate(same[1], "code"), {"code": code, "rows": numbers})
