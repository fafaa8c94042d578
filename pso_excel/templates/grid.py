"""A grid on its sheet: headers, the framework's rows, and spare rows that seem to grow.

Spare rows hold row ids and formulas only. Their columns carry the alignment, the number format and
the unlocking; a condition draws fill and border down to a few rows below the last one in use.
"""

from collections.abc import Iterator
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import NO_WORDS
from pso_excel.forms.layout import CHECK_HEADER, MONTHS, READ, TYPED, TableLayout, starting_text
from pso_excel.forms.schema import Field, FilledBy, Kind, Requirement, number_fields
from pso_excel.templates.context import TemplateBuild
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
    COMPUTED,
    FIELD,
    LINE,
    MARKS,
    RAG,
    WARNING_COLOUR,
    WRONG,
    broken,
    row_height,
    text_lines,
)
from pso_excel.xlsx.workbook import column_letters, format_address

BAHT = "#,##0.00"  # by a condition: a cell with such a format of its own loses a per cent sign
SHOWN_ROWS = 12  # spare rows drawn in an empty table
HEADER_LINES = NOTE_LINES = 2
HEADER_AIR = 10  # points
SIGNED = {"rag": RAG, "mark": MARKS, "severity": MARKS}  # lists whose words begin with a sign


def write_grid(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    """One grid with its headers, rows, names, lists, hints and conditions."""
    write_ids(making, sheet, placed)
    _write_header(making, sheet, placed)
    _define_names(making, placed)
    for row in range(placed.first, placed.spare_first):
        _write_fixed(making, sheet, placed, row)
    has_notes = any(field.lookup and field.kind is Kind.NOTE for field in placed.table.fields)
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


def _write_header(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    lines = max(
        text_lines(f"{making.in_language(field.label)} *", placed.width(placed.columns[field.id]))
        for field in placed.table.fields
        if not field.hidden
    )
    row = placed.header_row
    sheet.set_row(row - 1, row_height(max(HEADER_LINES, lines)) + HEADER_AIR, making.style("page"))
    for field in placed.table.fields:
        star = {"num_format": STARRED} if field.need is Requirement.REQUIRED else {}
        style = making.style("header", **star)
        words = broken(making.in_language(field.label), placed.width(placed.columns[field.id]))
        making.write(sheet, row, placed.columns[field.id], words, style)
    if placed.check:
        making.write(
            sheet, row, placed.check, making.in_language(CHECK_HEADER), making.style("header")
        )


def _write_fixed(making: TemplateBuild, sheet: Worksheet, placed: TableLayout, row: int) -> None:
    """A row of the framework: its texts locked, its starting values in the office's own cells."""
    fixed = placed.fixed[row - placed.first]
    making.write(sheet, row, 1, fixed.key, making.style("row_id"))
    lines = 1
    for field in placed.table.fields:
        if field.writer is FilledBy.SHEET:
            continue
        meaning = "field"
        if placed.is_locked(field, row):
            meaning = "locked" if field.writer is FilledBy.FRAMEWORK else "computed"
        style, column = cell_style(making, field, meaning), placed.columns[field.id]
        value = fixed.values.get(field.id, "")
        if isinstance(value, Decimal):
            sheet.write_number(row - 1, column - 1, value, style)
        else:
            words = starting_text(field, value, making.language) if value else ""
            making.write(sheet, row, column, words, style)
            lines = max(lines, text_lines(words, placed.width(column)))
    lines = max(lines, _lines_shown(making, placed, fixed.key))
    sheet.set_row(row - 1, row_height(lines))  # no style: the row may grow
    _write_formulas(making, sheet, placed, row, spare=False)


def _style_first(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    """The first spare cell of each column that the program writes to: those below take its look."""
    if not placed.table.spare_rows:
        return
    for field in placed.table.fields:
        if field.writer is FilledBy.PROCESSOR:
            style = cell_style(making, field, "derived")
            sheet.write_blank(placed.spare_first - 1, placed.columns[field.id] - 1, None, style)


def _lines_shown(making: TemplateBuild, placed: TableLayout, key: str) -> int:
    """Lines of the indicator's name that a lookup will show in a row of the framework."""
    widths = [
        placed.width(placed.columns[field.id])
        for field in placed.table.fields
        if field.lookup and field.lookup.field != "method"
    ]
    name = _name_of(making, key)
    return max((text_lines(name, width) for width in widths), default=1)


def _name_of(making: TemplateBuild, key: str) -> str:
    names = (indicator.name for indicator in making.framework.indicators if indicator.code == key)
    return making.in_language(next(names, NO_WORDS))


def _already_shown(making: TemplateBuild, placed: TableLayout, field: Field, row: int) -> str:
    """What the lookup of a name will show, so that it is there before anything is computed (in a
    preview, in Protected View) and the row is as high as it takes."""
    looked = field.lookup.field if field.lookup else ""
    return _name_of(making, placed.rid(row)) if looked == "indicator" else ""


def _write_formulas(
    making: TemplateBuild, sheet: Worksheet, placed: TableLayout, row: int, *, spare: bool
) -> None:
    """The cells of a row that the sheet computes, by the names that hold the formulas."""
    for field in placed.table.fields:
        if field.writer is FilledBy.SHEET and _is_computed(making, placed, field):
            style = cell_style(making, field, "derived" if spare else "computed")
            column = placed.columns[field.id]
            value = "" if spare else _already_shown(making, placed, field, row)
            making.formula(sheet, row, column, name_of("ROW", placed, field.id), style, value)
        elif field.writer is FilledBy.SHEET and not spare:
            style = cell_style(making, field, "computed")
            sheet.write_blank(row - 1, placed.columns[field.id] - 1, None, style)
    if placed.check:
        style = making.style("spare_check" if spare else "check")
        making.formula(sheet, row, placed.check, name_of("CHECK", placed), style)
    for field_id, column in placed.helpers.items():
        if field_id in (TYPED, READ) or (
            field_id not in MONTHS and making.scores.has(placed.table.id, field_id)
        ):
            making.formula(
                sheet, row, column, name_of("ROW", placed, field_id), making.style("page")
            )


def _is_computed(making: TemplateBuild, placed: TableLayout, field: Field) -> bool:
    if field.lookup:
        return field.lookup.table in making.tables
    return making.scores.has(placed.table.id, field.id)


def _define_names(making: TemplateBuild, placed: TableLayout) -> None:
    """The formulas of a row as defined names, and the keys that other tables choose from."""
    formulas = RowFormulas(placed, making.tables, making.language)
    for name, formula in (*number_names(formulas), *formulas.blank_names()):
        making.define(name, formula)
    for field in placed.table.fields:
        if wrong := formulas.wrong(field):
            making.define(formulas.wrong_name(field), wrong)
        if field.writer is FilledBy.SHEET and field.lookup and _is_computed(making, placed, field):
            making.define(name_of("ROW", placed, field.id), lookup(field, placed, making.tables))
    if placed.check:
        weighs = making.scores.has(placed.table.id, "unusable")
        wrong = contradictions(formulas, making.framework, weighs=weighs)
        missing = gaps(formulas, making.framework)
        check = formulas.check_row(wrong, missing, making.scores.asked_tests(placed))
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
    cells = [formulas.cell(field.id) for field in fields]
    yield letters, typed_letters(cells)
    yield name_of("ROW", placed, TYPED), typed_marks(letters, cells)
    yield shape, typed_shape(formulas.hidden(TYPED, fields[0]))
    reads = [name_of("READ", placed, field.id) for field in fields]
    yield name_of("ROW", placed, READ), numbers_read(reads, cells)
    for place, (field, read) in enumerate(zip(fields, reads, strict=True)):
        cell, number = formulas.number_cell(field), formulas.number_name(field)
        yield cell.part, cell.part_formula
        yield read, cell.read()
        yield number, number_at(formulas.hidden(READ, field), place)
        if ask := formulas.asks_about(field):
            yield ask, cell.is_bare_share(number)


def _referred(making: TemplateBuild, placed: TableLayout) -> set[str]:
    """The fields of this table that others refer to."""
    fields = (field for other in making.tables.values() for field in other.table.fields)
    parts = (column_field.refers.rpartition(".") for column_field in fields if column_field.refers)
    return {field for table, _, field in parts if table == placed.table.id}


def _guide(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    for field in placed.table.fields:
        if field.writer is FilledBy.OFFICE:
            first = placed.first
        elif field.writer is FilledBy.FRAMEWORK and placed.table.spare_rows:
            first = placed.spare_first
        else:
            continue
        guide_cell(making, sheet, field, cells_of(placed, placed.columns[field.id], first))


def _accept_texts(sheet: Worksheet, placed: TableLayout) -> None:
    """No green corner on the numbers of text cells: they are meant to be texts."""
    cells = [
        cells_of(placed, placed.columns[field.id], placed.first)
        for field in placed.table.fields
        if field.fractions
    ]
    if cells:
        sheet.ignore_errors({"number_stored_as_text": " ".join(cells)})


def cells_of(placed: TableLayout, column: int, first: int, last_column: int = 0) -> str:
    """The cells from row ``first`` to the end of the table, of one column or up to another."""
    return f"{format_address(first, column)}:{format_address(placed.last, last_column or column)}"


def _colour_faults(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    """Red what cannot be right, amber what is still empty; the check column says it in words."""
    formulas = RowFormulas(placed, making.tables, making.language, anchor=placed.first, sheet=False)
    box: dict[str, object] = {"border": 1, "border_color": LINE}
    red = making.look.change(font_color=WRONG[0], bg_color=WRONG[1], bold=True, **box)
    amber = making.look.change(bg_color=WARNING_COLOUR[1], **box)
    for field in placed.table.fields:
        cells = cells_of(placed, placed.columns[field.id], placed.first)
        wrong, missing = formulas.wrong_name(field), formulas.missing(field)
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
    for field in placed.table.fields:
        if field.kind is Kind.MONEY and field.writer is FilledBy.OFFICE:
            criteria = f"=ISNUMBER({formulas.number_name(field)})"
            cells = cells_of(placed, placed.columns[field.id], placed.first)
            sheet.conditional_format(
                cells, {"type": "formula", "criteria": criteria, "format": money}
            )
        if field.choices in SIGNED:
            cells = cells_of(placed, placed.columns[field.id], placed.first)
            making.look.verdicts(sheet, cells, SIGNED[field.choices])


def _let_grow(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    """Fill and border for the spare rows in use and a few more."""
    if not placed.table.spare_rows:
        return
    first = placed.spare_first
    is_ours = all(field.writer is FilledBy.PROCESSOR for field in placed.table.fields[:2])
    least = first - 1 if is_ours else min(placed.last, first + _shown_rows(placed) - 1)
    rows = last_used(placed, least)
    if is_ours:
        rows = rows.replace("+5", "")
    making.formula(sheet, placed.header_row, 1, rows, making.style("page"))
    if not is_ours:
        box = cell_style(making, placed.table.fields[0], "spare_box")
        making.write(sheet, least, placed.columns[placed.table.fields[0].id], "", box)
    limit = f"MAX({least},$A${placed.header_row})"
    for field in placed.table.fields:
        is_open = field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK)
        ground = FIELD if is_open else COMPUTED
        _draw(making, sheet, placed, placed.columns[field.id], limit, ground)
    if placed.check:
        _draw(making, sheet, placed, placed.check, limit, "#F1F5F9")


def _shown_rows(placed: TableLayout) -> int:
    return 4 if placed.fixed else SHOWN_ROWS


def _draw(
    making: TemplateBuild,
    sheet: Worksheet,
    placed: TableLayout,
    column: int,
    limit: str,
    ground: str,
) -> None:
    style = making.look.change(bg_color=ground, border=1, border_color=LINE)
    options = {"type": "formula", "criteria": f"=ROW()<={limit}", "format": style}
    sheet.conditional_format(cells_of(placed, column, placed.spare_first), options)
