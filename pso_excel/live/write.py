"""Writes brought onto the open workbook: only what differs, in few large blocks."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

import xlwings as xw

from pso_excel.buttons import PRESS, STATUS
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.live.programs import Program
from pso_excel.xlsx.workbook import CellWrite, Sheet, Workbook, parse_address

Spot = tuple[int, int]
Value = str | Decimal | date | None


class Block(NamedTuple):
    """A rectangle of values, line by line; its first cell is at (``row``, ``column``)."""

    row: int
    column: int
    lines: list[list[Value]]


def differing(writes: Iterable[CellWrite], book: Workbook) -> dict[str, list[CellWrite]]:
    """The writes of each row in which one would change something, by sheet: whole rows make few,
    large blocks. Refused (U014) when a sheet is gone."""
    rows: dict[tuple[str, int], list[CellWrite]] = {}
    for write in writes:
        rows.setdefault((write.sheet, parse_address(write.cell)[0]), []).append(write)
    found: dict[str, list[CellWrite]] = {}
    for (name, _), line in rows.items():
        sheet = book.sheets.get(name)
        if sheet is None:
            raise Refused(Problem("U014", Location(sheet=name), {"what": name}))
        if not all(_stands(sheet, write) for write in line):
            found.setdefault(name, []).extend(line)
    return found


def _stands(sheet: Sheet, write: CellWrite) -> bool:
    """Whether the cell holds that value already; one that shows an empty text is empty."""
    now = sheet.cell(*parse_address(write.cell))
    value = None if now.error or now.value == "" else now.value
    wanted = None if write.value == "" else write.value
    if now.error or now.is_formula:
        return False
    if isinstance(value, datetime) and isinstance(wanted, date):
        return value == _moment(wanted)
    if isinstance(value, Decimal) and isinstance(wanted, Decimal):
        return float(value) == float(wanted)  # the cell keeps a double
    return type(value) is type(wanted) and value == wanted


def blocks(writes: Iterable[CellWrite]) -> list[Block]:
    """The writes of one sheet as rectangles: neighbours in a row, and equal runs of rows below one
    another."""
    found: dict[tuple[int, int], list[Block]] = {}
    for row, column, line in _runs({parse_address(write.cell): write.value for write in writes}):
        alike = found.setdefault((column, len(line)), [])
        if alike and alike[-1].row + len(alike[-1].lines) == row:
            alike[-1].lines.append(line)
        else:
            alike.append(Block(row, column, [line]))
    return sorted(
        (block for alike in found.values() for block in alike),
        key=lambda each_block: each_block[:2],
    )


def _runs(values: Mapping[Spot, Value]) -> list[tuple[int, int, list[Value]]]:
    """The runs of neighbouring cells, row by row: row, first column and values."""
    found: list[tuple[int, int, list[Value]]] = []
    for (row, column), value in sorted(values.items(), key=lambda pair: pair[0]):
        if found and found[-1][0] == row and found[-1][1] + len(found[-1][2]) == column:
            found[-1][2].append(value)
        else:
            found.append((row, column, [value]))
    return found


@contextmanager
def writable(book: xw.Book, program: Program, sheets: Iterable[str]) -> Generator[None]:
    """All those sheets open for writing before anything is written, so that one with a password
    (U007) leaves nothing half done; nothing is drawn meanwhile."""
    with program.quiet(), ExitStack() as stack:
        for name in sheets:
            stack.enter_context(program.loosened(book.sheets[name]))
        yield


def apply(sheet: xw.Sheet, program: Program, writes: Sequence[CellWrite]) -> None:
    """Write onto one sheet that is :func:`writable`."""
    for row, column, lines in blocks(writes):
        last = (row + len(lines) - 1, column + len(lines[0]) - 1)
        area = sheet.range((row, column), last)
        area.value = [[assigned(value, program) for value in line] for line in lines]
    linked = {parse_address(write.cell)[1] for write in writes if write.link}
    in_columns = (write for write in writes if parse_address(write.cell)[1] in linked)
    program.link(sheet, {write.cell: write.link for write in in_columns})
    for first, last in _grown(writes):
        sheet.range(f"{first}:{last}").rows.autofit()


def assigned(value: Value, program: Program) -> str | float | datetime | None:
    """A value as xlwings takes it; a text stays that text, whatever it begins with."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return _moment(value)
    return program.text(value) if value else None


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def _grown(writes: Iterable[CellWrite]) -> list[tuple[int, int]]:
    """Runs of rows whose texts take several lines."""
    rows = sorted({parse_address(write.cell)[0] for write in writes if write.line_count > 1})
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = (ranges[-1][0], row)
        else:
            ranges.append((row, row))
    return ranges


def cell_named(book: xw.Book, name: str) -> xw.Range | None:
    """The cell of a defined name of the open workbook; None without one."""
    if name not in book.names:
        return None
    return book.names[name].refers_to_range


def is_pressed(book: xw.Book, token: str) -> bool:
    """Whether this is the workbook whose button was pressed with that token."""
    cell = cell_named(book, PRESS)
    return cell is not None and cell.value == f"press {token}"


def began(book: xw.Book, token: str) -> None:
    """Tell the macro that the command is at work."""
    _write_name(book, PRESS, f"began {token}")


def report_done(book: xw.Book, token: str, exit_code: int) -> None:
    """Tell the macro that it can stop waiting."""
    _write_name(book, PRESS, f"done {token} {exit_code}")


def show(book: xw.Book, text: str) -> bool:
    """Write the status line of the workbook; False when it has none."""
    return _write_name(book, STATUS, text)


def _write_name(book: xw.Book, name: str, text: str) -> bool:
    cell = cell_named(book, name)
    if cell is not None:
        cell.value = text
    return cell is not None


def without_button_state(book: Workbook) -> Workbook:
    """The workbook without what every press writes into it by itself, the state of the press and
    the status line: a press on a workbook that nobody has edited finds it as it was."""
    sheets = dict(book.sheets)
    for name in (PRESS, STATUS):
        title, _, place = book.names.get(name, "").rpartition("!")
        sheet = sheets.get(title.strip("'").replace("''", "'"))
        if sheet is not None:
            spot = parse_address(place.replace("$", "").partition(":")[0])
            cells = {at: cell for at, cell in sheet.cells.items() if at != spot}
            sheets[sheet.name] = replace(sheet, cells=cells)
    return replace(book, sheets=sheets)
