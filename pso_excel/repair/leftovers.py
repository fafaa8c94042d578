"""What stands in no cell of a table: ours and to be passed over, or an officer's and to be kept."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pso_excel.buttons import COMMANDS, STATUS
from pso_excel.forms.layout import CHECK, HELPERS, LISTS_SHEET, META_SHEET, UNPLACED, TableLayout
from pso_excel.forms.schema import FilledBy, Shape
from pso_excel.intake.codes import Codes, is_turned
from pso_excel.intake.column_matcher import VALUE
from pso_excel.intake.row_index import parse_reference
from pso_excel.intake.workbook_identity import VERSION
from pso_excel.repair.carry_over import Carried, Unplaced
from pso_excel.repair.damaged_workbook import ROW_ID, Page, Spot
from pso_excel.repair.found_table import FoundTable
from pso_excel.repair.similarity import Texts, known_ids, matching_form_sheet, text_key, texts_of
from pso_excel.results.cell_marks import is_mark
from pso_excel.xlsx.reader.salvage import LOST
from pso_excel.xlsx.workbook import Cell, Workbook, column_letters, format_address

_REFERENCE = re.compile(r"('[^']*'|[^\s'!(),;+*/=<>&\"-]+)!|\$?[A-Z]{1,3}\$?[0-9]+|[0-9]+")
_SPACE = re.compile(r"\s+")
FORMER_SHAPES = frozenset(
    {
        "DATE(IF(ISNUMBER(@@),@@,@)-@,@,@)",
        'IF(COUNT(@@)=@,"",@*SUMIF(@@,">=@",@@)/SUM(@@))',
    }
)
"""The formulas in cells of former versions that are written otherwise today: the months of the
tracker and how much is assessed, on the cover."""
FORMER_MARKS = frozenset({"=0", "=1"})
"""Whether a system was a pilot, in a hidden column of former versions."""


def leave_rest(carried: Carried) -> None:
    """Account for every cell that no table has taken, and for notes and text boxes."""
    shapes = {_shape(formula) for formula in carried.own_formulas} | FORMER_SHAPES
    area = parse_reference(carried.old.book.names.get(STATUS, ""))
    if area is not None:  # the program's own, said anew at the next press
        carried.taken.add((area.sheet, area.top, area.left))
    for name, page in carried.old.pages.items():
        if name == UNPLACED:
            continue
        standings = [
            table
            for table in (*carried.old.standings.values(), *carried.old.copies)
            if table.sheet == name
        ]
        own = _own_texts(page, standings, carried.old.blank)
        for row in sorted(page.rows):
            for column in sorted(page.rows[row]):
                spot = name, row, column
                if spot not in carried.taken:
                    _judge(carried, page, spot, standings, own, shapes)
        for place in sorted(page.sheet.uncalculated):
            spot = name, *place
            if spot not in carried.taken:
                _judge(carried, page, spot, standings, own, shapes)
    _leave_besides(carried)


def _shape(formula: str) -> str:
    """A formula without its references and numbers, which move with rows and columns; a range of
    one cell is written as that cell by some programs."""
    return _REFERENCE.sub("@", _SPACE.sub("", formula)).replace(":@", "")


def _own_texts(page: Page, standings: Sequence[FoundTable], blank: Workbook) -> Texts | None:
    """The texts of ours that a sheet has, each as often as ours; None on a sheet that is none of
    ours."""
    homes = {table.placed.sheet for table in standings}
    homes.add(matching_form_sheet(page.sheet, blank))
    homes.discard("")
    if not homes:
        return None
    texts: Texts = Counter()
    for name in homes:
        texts += texts_of(blank.sheets[name])
    for table in standings:
        texts -= _taken_texts(table, blank)
    return texts


def _taken_texts(table: FoundTable, blank: Workbook) -> Texts:
    """The framework's texts in the rows of a table that was found: each is known by its place, and
    must not hide the same text typed elsewhere."""
    placed = table.placed
    rows = range(placed.first, placed.spare_first)
    columns = () if table.is_record else placed.columns.values()
    cells = blank.sheets[placed.sheet].cells
    spots = ((row, column) for row in rows for column in columns)
    return Counter(text_key(cells[spot]) for spot in spots if spot in cells)


def _judge(
    carried: Carried,
    page: Page,
    spot: Spot,
    standings: Sequence[FoundTable],
    own: Texts | None,
    shapes: set[str],
) -> None:
    """Pass over what is ours; leave the rest, with why it has no cell."""
    cell = carried.cell(spot)
    if own is None:
        carried.leave(spot, "why_sheet")
    elif _is_own_formula(carried.formula(spot), cell, shapes) or _is_mark(
        carried, page, spot, standings
    ):
        return
    elif (key := text_key(cell)) and own[key] > 0 and not cell.is_formula:
        own[key] -= 1
    elif page.sheet.name == LISTS_SHEET:
        carried.leave(spot, "why_list")
    else:
        _leave_by_place(carried, page, spot, standings)


def _is_own_formula(formula: str, cell: Cell, shapes: set[str]) -> bool:
    if not cell.is_formula:
        return False
    if formula in FORMER_MARKS:
        return True
    checks = formula.startswith("=IFERROR(") and ("✔" in formula or "ROW(" in formula)
    return "PSO_" in formula or checks or _shape(formula.removeprefix("=")) in shapes


def _is_mark(carried: Carried, page: Page, spot: Spot, standings: Sequence[FoundTable]) -> bool:
    """A hidden id, a header of an older form, a line of the identity."""
    name, row, column = spot
    text = page.text(row, column)
    if name == META_SHEET and page.text(row, 1).startswith("PSO_"):
        return True
    if any(carried.old.was_computed(spot, table) for table in standings):
        return True
    if column == page.id_column and (
        ROW_ID.fullmatch(text) or _is_key(text, carried.cell(spot), standings)
    ):
        return True
    for table in standings:
        known = {*known_ids(table.table), CHECK, VALUE, *HELPERS.get(table.table.id, ())}
        if row == table.ids and text in known:
            return True
        if (
            row == table.header
            and carried.old.version < VERSION
            and column in table.columns.values()
        ):
            return True
    return False


def _is_key(text: str, cell: Cell, standings: Sequence[FoundTable]) -> bool:
    """Whether a hidden id is that of a row of the framework, whatever a program made of it."""
    if not is_turned(cell.value):
        return any(text in table.rows.values() for table in standings)
    return any(Codes.of(table.rows.values()).fits(cell.value) for table in standings)


def _leave_by_place(
    carried: Carried, page: Page, spot: Spot, standings: Sequence[FoundTable]
) -> None:
    _, row, column = spot
    for table in standings:
        if table.header and row == table.header and column in table.columns.values():
            field_id = next(field_id for field_id, at in table.columns.items() if at == column)
            carried.leave(spot, "why_fixed_text", field=table.table.field(field_id).label)
            return
        inside = table.header and not table.is_record and table.header <= row <= table.last
        if inside and column not in table.columns.values():
            name = page.text(table.header, column) or column_letters(column)
            carried.leave(spot, "why_column", name=name)
            return
    carried.leave(spot, "why_outside")


def _leave_besides(carried: Carried) -> None:
    """Notes at cells but our own marks, and texts in boxes but the captions of our buttons, which
    Excel and LibreOffice store like a text box: the fresh workbook has neither."""
    captions = {words for command in COMMANDS for words in command.caption}
    for name, besides in carried.besides.items():
        if name == UNPLACED:
            continue
        for (row, column), text in sorted(besides.notes.items()):
            if is_mark(text):
                continue
            unplaced = Unplaced(name, format_address(row, column), text, "", "why_note")
            carried.unplaced.append(unplaced)
        for text in besides.boxes:
            if text.strip() in captions:
                continue
            carried.unplaced.append(Unplaced(name, "", text, "", "why_box"))


def restore_form(book: Workbook, blank: Workbook, tables: Mapping[str, TableLayout]) -> None:
    """Put the form's own texts (ids, headers, labels, codes) back where they are lost, so that what
    is left of the answers finds its place; on sheets that lie as they do in the blank, which the
    names of their tables tell. What an office types is never put back."""
    for name, sheet in book.sheets.items():
        own = blank.sheets.get(name)
        lost = [spot for spot, cell in sheet.cells.items() if cell.error == LOST]
        if own is None or not lost or not _lies_alike(name, book, blank):
            continue
        typed = set(_office_cells(name, tables))
        for spot in lost:
            if spot in own.cells and spot not in typed:
                sheet.cells[spot] = own.cells[spot]


def _lies_alike(name: str, book: Workbook, blank: Workbook) -> bool:
    """Whether every table of a sheet stands where the blank has it."""
    own = [key for key, text in blank.names.items() if _sheet_of(text) == name]
    return bool(own) and all(book.names.get(key) == blank.names[key] for key in own)


def _sheet_of(reference: str) -> str:
    area = parse_reference(reference)
    return area.sheet if area else ""


def _office_cells(name: str, tables: Mapping[str, TableLayout]) -> Iterator[tuple[int, int]]:
    """The cells of a sheet that an office types into."""
    for placed in tables.values():
        if placed.sheet != name:
            continue
        for field in placed.table.fields:
            if placed.table.shape is Shape.RECORD:
                yield placed.lines[field.id], placed.columns[field.id]
                continue
            fixed = field.writer in (FilledBy.FRAMEWORK, FilledBy.SHEET)
            first = placed.spare_first if fixed else placed.first
            yield from ((row, placed.columns[field.id]) for row in range(first, placed.last + 1))
