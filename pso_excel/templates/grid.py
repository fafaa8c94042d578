"""A grid on its sheet: headers, the framework's rows, and spare rows that seem to grow.

Spare rows hold row ids and formulas only. Their columns carry the alignment, the number format and
the unlocking; a condition draws fill and border down to a few rows below the last one in use.
"""

from collections.abc import Iterator
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import NO_WORDS
from pso_excel.forms.layout import CHECK_HEADER, MONTHS, READ, TYPED, Placed, spoken
from pso_excel.forms.schema import Field, Kind, Need, Writer, number_fields
from pso_excel.templates.context import Making
from pso_excel.templates.cross_checks import contradictions, gaps
from pso_excel.templates.field_cells import STARRED, cell_style, guide_cell
from pso_excel.templates.formulas import RowFormulas, keys, last_used, lookup, name_of
from pso_excel.templates.hidden_sheets import hide_row, write_ids
from pso_excel.templates.number_formulas import (
    number_at,
    numbers_read,
    typed_letters,
    typed_marks,
    typed_shape,
)
from pso_excel.templates.page_setup import write_months
from pso_excel.templates.styles import (
    CARE,
    COMPUTED,
    FIELD,
    LINE,
    MARKS,
    RAG,
    WRONG,
    broken,
    row_height,
    text_lines,
)
from pso_excel.xlsx.workbook import address, column_letters

BAHT = "#,##0.00"  # by a condition: a cell with such a format of its own loses a per cent sign
SHOWN_ROWS = 12  # spare rows drawn in an empty table
HEADER_LINES = NOTE_LINES = 2
HEADER_AIR = 10  # points
SIGNED = {"rag": RAG, "mark": MARKS, "severity": MARKS}  # lists whose words begin with a sign


def write_grid(making: Making, sheet: Worksheet, placed: Placed) -> None:
    """One grid with its headers, rows, names, lists, hints and conditions."""
    write_ids(making, sheet, placed)
    _write_header(making, sheet, placed)
    _define_names(making, placed)
    for row in range(placed.first, placed.spare_first):
        _write_fixed(making, sheet, placed, row)
    has_notes = any(one.lookup and one.kind is Kind.NOTE for one in placed.table.fields)
    for row in range(placed.spare_first, placed.last + 1):
        making.write(sheet, row, 1, placed.rid(row), making.style("row_id"))
        if has_notes:
            sheet.set_row(row - 1, row_height(NOTE_LINES))  # no style: the row may grow
        _write_formulas(making, sheet, placed, row, spare=True)
    _style_first(making, sheet, placed)
    hide_row(making, sheet, placed.end_row, "#end")
    _guide(making, sheet, placed)
    _accept_texts(sheet, placed)
    _colour_faults(making, sheet, placed)
    _let_grow(making, sheet, placed)
    if MONTHS[0] in placed.helpers:
        write_months(making, sheet, placed)


def _write_header(making: Making, sheet: Worksheet, placed: Placed) -> None:
    lines = max(
        text_lines(f"{making.say(one.label)} *", placed.width(placed.columns[one.id]))
        for one in placed.table.fields
        if not one.hidden
    )
    row = placed.header_row
    sheet.set_row(row - 1, row_height(max(HEADER_LINES, lines)) + HEADER_AIR, making.style("page"))
    for one in placed.table.fields:
        star = {"num_format": STARRED} if one.need is Need.REQUIRED else {}
        style = making.style("header", **star)
        words = broken(making.say(one.label), placed.width(placed.columns[one.id]))
        making.write(sheet, row, placed.columns[one.id], words, style)
    if placed.check:
        making.write(sheet, row, placed.check, making.say(CHECK_HEADER), making.style("header"))


def _write_fixed(making: Making, sheet: Worksheet, placed: Placed, row: int) -> None:
    """A row of the framework: its texts locked, its starting values in the office's own cells."""
    fixed = placed.fixed[row - placed.first]
    making.write(sheet, row, 1, fixed.key, making.style("row_id"))
    lines = 1
    for one in placed.table.fields:
        if one.writer is Writer.SHEET:
            continue
        meaning = "field"
        if placed.is_locked(one, row):
            meaning = "locked" if one.writer is Writer.FRAMEWORK else "computed"
        style, column = cell_style(making, one, meaning), placed.columns[one.id]
        value = fixed.values.get(one.id, "")
        if isinstance(value, Decimal):
            sheet.write_number(row - 1, column - 1, value, style)
        else:
            words = spoken(one, value, making.language) if value else ""
            making.write(sheet, row, column, words, style)
            lines = max(lines, text_lines(words, placed.width(column)))
    lines = max(lines, _lines_shown(making, placed, fixed.key))
    sheet.set_row(row - 1, row_height(lines))  # no style: the row may grow
    _write_formulas(making, sheet, placed, row, spare=False)


def _style_first(making: Making, sheet: Worksheet, placed: Placed) -> None:
    """The first spare cell of each column that the program writes to: those below take its look."""
    if not placed.table.spare:
        return
    for one in placed.table.fields:
        if one.writer is Writer.PROCESSOR:
            style = cell_style(making, one, "derived")
            sheet.write_blank(placed.spare_first - 1, placed.columns[one.id] - 1, None, style)


def _lines_shown(making: Making, placed: Placed, key: str) -> int:
    """Lines of the indicator's name that a lookup will show in a row of the framework."""
    widths = [
        placed.width(placed.columns[one.id])
        for one in placed.table.fields
        if one.lookup and one.lookup.field != "method"
    ]
    name = _name_of(making, key)
    return max((text_lines(name, width) for width in widths), default=1)


def _name_of(making: Making, key: str) -> str:
    names = (one.name for one in making.framework.indicators if one.code == key)
    return making.say(next(names, NO_WORDS))


def _already_shown(making: Making, placed: Placed, one: Field, row: int) -> str:
    """What the lookup of a name will show, so that it is there before anything is computed (in a
    preview, in Protected View) and the row is as high as it takes."""
    looked = one.lookup.field if one.lookup else ""
    return _name_of(making, placed.rid(row)) if looked == "indicator" else ""


def _write_formulas(
    making: Making, sheet: Worksheet, placed: Placed, row: int, *, spare: bool
) -> None:
    """The cells of a row that the sheet computes, by the names that hold the formulas."""
    for one in placed.table.fields:
        if one.writer is Writer.SHEET and _is_computed(making, placed, one):
            style = cell_style(making, one, "derived" if spare else "computed")
            column = placed.columns[one.id]
            value = "" if spare else _already_shown(making, placed, one, row)
            making.formula(sheet, row, column, name_of("ROW", placed, one.id), style, value)
        elif one.writer is Writer.SHEET and not spare:
            style = cell_style(making, one, "computed")
            sheet.write_blank(row - 1, placed.columns[one.id] - 1, None, style)
    if placed.check:
        style = making.style("spare_check" if spare else "check")
        making.formula(sheet, row, placed.check, name_of("CHECK", placed), style)
    for id, column in placed.helpers.items():
        if id in (TYPED, READ) or (id not in MONTHS and making.scores.has(placed.table.id, id)):
            making.formula(sheet, row, column, name_of("ROW", placed, id), making.style("page"))


def _is_computed(making: Making, placed: Placed, one: Field) -> bool:
    if one.lookup:
        return one.lookup.table in making.tables
    return making.scores.has(placed.table.id, one.id)


def _define_names(making: Making, placed: Placed) -> None:
    """The formulas of a row as defined names, and the keys that other tables choose from."""
    formulas = RowFormulas(placed, making.tables, making.language)
    for name, formula in (*number_names(formulas), *formulas.blank_names()):
        making.define(name, formula)
    for one in placed.table.fields:
        if wrong := formulas.wrong(one):
            making.define(formulas.wrong_name(one), wrong)
        if one.writer is Writer.SHEET and one.lookup and _is_computed(making, placed, one):
            making.define(name_of("ROW", placed, one.id), lookup(one, placed, making.tables))
    if placed.check:
        weighs = making.scores.has(placed.table.id, "unusable")
        wrong = contradictions(formulas, making.framework, weighs=weighs)
        missing = gaps(formulas, making.framework)
        check = formulas.check_row(wrong, missing, making.scores.asked(placed))
        making.define(name_of("CHECK", placed), check)
    for field in sorted(_referred(making, placed)):
        making.define(name_of("KEYS", placed, field), keys(placed, field))


def number_names(formulas: RowFormulas) -> Iterator[tuple[str, str]]:
    """The defined names by which the numbers of a row are read, and those that ask about one."""
    placed = formulas.placed
    fields = number_fields(placed.table)
    if not fields:
        return
    letters, shape = name_of("TYPED", placed), name_of("SHAPE", placed)
    cells = [formulas.cell(one.id) for one in fields]
    yield letters, typed_letters(cells)
    yield name_of("ROW", placed, TYPED), typed_marks(letters, cells)
    yield shape, typed_shape(formulas.hidden(TYPED, fields[0]))
    reads = [name_of("READ", placed, one.id) for one in fields]
    yield name_of("ROW", placed, READ), numbers_read(reads, cells)
    for place, (one, read) in enumerate(zip(fields, reads, strict=True)):
        cell, number = formulas.number_cell(one), formulas.number_name(one)
        yield cell.part, cell.part_formula
        yield read, cell.read()
        yield number, number_at(formulas.hidden(READ, one), place)
        if ask := formulas.asked(one):
            yield ask, cell.bare(number)


def _referred(making: Making, placed: Placed) -> set[str]:
    """The fields of this table that others refer to."""
    fields = (one for other in making.tables.values() for one in other.table.fields)
    parts = (one.refers.rpartition(".") for one in fields if one.refers)
    return {field for table, _, field in parts if table == placed.table.id}


def _guide(making: Making, sheet: Worksheet, placed: Placed) -> None:
    for one in placed.table.fields:
        if one.writer is Writer.OFFICE:
            first = placed.first
        elif one.writer is Writer.FRAMEWORK and placed.table.spare:
            first = placed.spare_first
        else:
            continue
        guide_cell(making, sheet, one, cells_of(placed, placed.columns[one.id], first))


def _accept_texts(sheet: Worksheet, placed: Placed) -> None:
    """No green corner on the numbers of text cells: they are meant to be texts."""
    cells = [
        cells_of(placed, placed.columns[one.id], placed.first)
        for one in placed.table.fields
        if one.fractions
    ]
    if cells:
        sheet.ignore_errors({"number_stored_as_text": " ".join(cells)})


def cells_of(placed: Placed, column: int, first: int, last_column: int = 0) -> str:
    """The cells from row ``first`` to the end of the table, of one column or up to another."""
    return f"{address(first, column)}:{address(placed.last, last_column or column)}"


def _colour_faults(making: Making, sheet: Worksheet, placed: Placed) -> None:
    """Red what cannot be right, amber what is still empty; the check column says it in words."""
    formulas = RowFormulas(placed, making.tables, making.language, anchor=placed.first, sheet=False)
    box: dict[str, object] = {"border": 1, "border_color": LINE}
    red = making.look.change(font_color=WRONG[0], bg_color=WRONG[1], bold=True, **box)
    amber = making.look.change(bg_color=CARE[1], **box)
    for one in placed.table.fields:
        cells = cells_of(placed, placed.columns[one.id], placed.first)
        wrong, missing = formulas.wrong_name(one), formulas.missing(one)
        if wrong:
            options = {"type": "formula", "criteria": f"=IFERROR({wrong},1)>0", "format": red}
            sheet.conditional_format(cells, options)
        if missing and placed.check:
            used = f'${column_letters(placed.check)}{placed.first}<>""'
            criteria = f"=IFERROR(AND({used},{missing}>0),FALSE)"
            options = {"type": "formula", "criteria": criteria, "format": amber}
            sheet.conditional_format(cells, options)
    if placed.check:
        making.look.verdicts(sheet, cells_of(placed, placed.check, placed.first))
    money = making.look.change(num_format=BAHT)
    for one in placed.table.fields:
        if one.kind is Kind.MONEY and one.writer is Writer.OFFICE:
            criteria = f"=ISNUMBER({formulas.number_name(one)})"
            cells = cells_of(placed, placed.columns[one.id], placed.first)
            sheet.conditional_format(
                cells, {"type": "formula", "criteria": criteria, "format": money}
            )
        if one.choices in SIGNED:
            cells = cells_of(placed, placed.columns[one.id], placed.first)
            making.look.verdicts(sheet, cells, SIGNED[one.choices])


def _let_grow(making: Making, sheet: Worksheet, placed: Placed) -> None:
    """Fill and border for the spare rows in use and a few more."""
    if not placed.table.spare:
        return
    first = placed.spare_first
    is_ours = all(one.writer is Writer.PROCESSOR for one in placed.table.fields[:2])
    least = first - 1 if is_ours else min(placed.last, first + _shown(placed) - 1)
    rows = last_used(placed, least)
    if is_ours:
        rows = rows.replace("+5", "")
    making.formula(sheet, placed.header_row, 1, rows, making.style("page"))
    if not is_ours:
        box = cell_style(making, placed.table.fields[0], "spare_box")
        making.write(sheet, least, placed.columns[placed.table.fields[0].id], "", box)
    limit = f"MAX({least},$A${placed.header_row})"
    for one in placed.table.fields:
        is_open = one.writer in (Writer.OFFICE, Writer.FRAMEWORK)
        ground = FIELD if is_open else COMPUTED
        _draw(making, sheet, placed, placed.columns[one.id], limit, ground)
    if placed.check:
        _draw(making, sheet, placed, placed.check, limit, "#F1F5F9")


def _shown(placed: Placed) -> int:
    return 4 if placed.fixed else SHOWN_ROWS


def _draw(
    making: Making, sheet: Worksheet, placed: Placed, column: int, limit: str, ground: str
) -> None:
    style = making.look.change(bg_color=ground, border=1, border_color=LINE)
    options = {"type": "formula", "criteria": f"=ROW()<={limit}", "format": style}
    sheet.conditional_format(cells_of(placed, column, placed.spare_first), options)
