"""A filled-in workbook in memory, laid out as the templates are, without any file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from pso_excel.core.bilingual import Language
from pso_excel.forms.layout import (
    ROW_IDS,
    SheetLayout,
    TableLayout,
    label_of,
    lay_out_workbook,
    starting_text,
)
from pso_excel.forms.schema import Shape
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework
from pso_excel.intake.workbook_identity import VERSION
from pso_excel.xlsx.workbook import Cell, Sheet, Value, Workbook, column_letters, parse_address

Typed = Mapping[str, Value | Cell]


@dataclass
class Laid:
    """A workbook being filled in: ``book`` is what a reader would hand over."""

    book: Workbook
    framework: Framework
    placed: dict[str, TableLayout] = field(default_factory=dict[str, TableLayout])

    def sheet(self, table: str) -> Sheet:
        """The sheet of a table."""
        return self.book.sheets[self.placed[table].sheet]

    def at(self, table: str, row: int, field_id: str) -> str:
        """The address of a field in the n-th row after the framework's (from 1), or of a record."""
        return self.placed[table].cell(field_id, self.placed[table].spare_first + row - 1)

    def fixed_at(self, table: str, rid: str, field_id: str) -> str:
        """The address of a field in a row of the framework."""
        placed = self.placed[table]
        index = [row.key for row in placed.fixed].index(rid)
        return placed.cell(field_id, placed.first + index)

    def put(self, table: str, cell: str, value: Value | Cell) -> None:
        """Type a value (or put a cell) at an address of a table's sheet."""
        cells = self.sheet(table).cells
        made = value if isinstance(value, Cell) else Cell(value)
        if made == Cell():
            cells.pop(parse_address(cell), None)
        else:
            cells[parse_address(cell)] = made

    def fill(self, table: str, *rows: Typed) -> None:
        """Type rows into the free part of a table, or the one row of a record."""
        for number, row in enumerate(rows, 1):
            for field_id, value in row.items():
                self.put(table, self.at(table, number, field_id), value)

    def answer(self, table: str, rid: str, **values: Value | Cell) -> None:
        """Type into a row of the framework."""
        for field_id, value in values.items():
            self.put(table, self.fixed_at(table, rid, field_id), value)


def laid_out(
    stages: Iterable[str] | None = None,
    language: Language = "th",
    framework: Framework | None = None,
) -> Laid:
    """A workbook of those stages as it is handed out (None: the whole office workbook)."""
    chosen = tuple(stages) if stages is not None else None
    laid = _laid_out(chosen, language) if framework is None else _lay(chosen, language, framework)
    sheets = {
        name: replace(sheet, cells=dict(sheet.cells)) for name, sheet in laid.book.sheets.items()
    }
    names, properties = dict(laid.book.names), dict(laid.book.properties)
    book = replace(laid.book, sheets=sheets, names=names, properties=properties)
    return replace(laid, book=book)


@cache
def _laid_out(chosen: tuple[str, ...] | None, language: Language) -> Laid:
    return _lay(chosen, language, load_framework())


def _lay(chosen: tuple[str, ...] | None, language: Language, framework: Framework) -> Laid:
    laid = Laid(Workbook(file="แบบฟอร์ม.xlsx", application="Microsoft Excel"), framework)
    for plan in lay_out_workbook(framework, chosen):
        laid.book.sheets[plan.name] = _sheet(plan, language, laid)
    template = f"stage:{chosen[0]}" if chosen else "office"
    laid.book.sheets["_meta"] = Sheet("_meta", visible=False)
    said = {
        "PSO_TEMPLATE_ID": template,
        "PSO_TEMPLATE_VERSION": str(VERSION),
        "PSO_FRAMEWORK": framework.edition,
        "PSO_LANGUAGE": language,
    }
    for row, (name, text) in enumerate(said.items(), 1):
        laid.book.sheets["_meta"].cells[row, 2] = Cell(text)
        laid.book.names[name] = f"_meta!$B${row}"
        laid.book.properties[name] = text
    return laid


def _sheet(plan: SheetLayout, language: Language, laid: Laid) -> Sheet:
    sheet = Sheet(plan.name)
    sheet.cells[1, 2] = Cell(plan.title.in_language(language))
    sheet.hidden_columns = frozenset({ROW_IDS})
    for placed in plan.tables:
        laid.placed[placed.table.id] = placed
        sheet.cells[placed.id_row, ROW_IDS] = Cell(f"#{placed.table.id}")
        sheet.cells[placed.end_row, ROW_IDS] = Cell("#end")
        sheet.hidden_rows |= {placed.id_row, placed.end_row}
        right = column_letters(placed.right)
        laid.book.names[placed.table.name] = (
            f"'{plan.name}'!$A${placed.id_row}:${right}${placed.end_row}"
        )
        lay = _lay_record if placed.table.shape is Shape.RECORD else _lay_grid
        lay(placed, sheet, language)
    return sheet


def _lay_record(placed: TableLayout, sheet: Sheet, language: Language) -> None:
    sheet.cells[placed.id_row, placed.value.first] = Cell("value")
    for column_field in placed.table.fields:
        line = placed.lines[column_field.id]
        sheet.cells[line, ROW_IDS] = Cell(f"@{column_field.id}")
        sheet.cells[line, placed.label.first] = Cell(label_of(column_field, language))
        if placed.hint.first <= placed.hint.last:
            sheet.cells[line, placed.hint.first] = Cell(column_field.hint.in_language(language))


def _lay_grid(placed: TableLayout, sheet: Sheet, language: Language) -> None:
    for column_field in placed.table.fields:
        column = placed.columns[column_field.id]
        sheet.cells[placed.id_row, column] = Cell(column_field.id)
        sheet.cells[placed.header_row, column] = Cell(label_of(column_field, language))
    if placed.check:
        sheet.cells[placed.id_row, placed.check] = Cell("check")
    for name, column in placed.helpers.items():
        sheet.cells[placed.id_row, column] = Cell(name)
    for row in range(placed.first, placed.last + 1):
        sheet.cells[row, ROW_IDS] = Cell(placed.rid(row))
        if placed.check:
            sheet.cells[row, placed.check] = Cell("", is_formula=True)
    for row, fixed in enumerate(placed.fixed, placed.first):
        for field_id, value in fixed.values.items():
            column_field = placed.table.field(field_id)
            text = starting_text(column_field, value, language)
            typed = value if not isinstance(value, tuple | str) else text
            sheet.cells[row, placed.columns[field_id]] = Cell(typed)
