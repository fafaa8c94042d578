"""The two hidden sheets: the lists that may be chosen from, and the workbook's identity."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from pso_excel.forms.choices import LISTS
from pso_excel.forms.layout import CHECK, LISTS_SHEET, META_SHEET, TableLayout, fingerprint
from pso_excel.forms.schema import ChoiceList, Kind, Shape
from pso_excel.intake.workbook_identity import VERSION
from pso_excel.results.cell_marks import MARKS
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.formulas import LEVELS, quoted
from pso_excel.templates.number_formulas import GENERAL_FORMAT, letter_of_format
from pso_excel.templates.score_formulas import LEVEL_SCORES
from pso_excel.xlsx.workbook import column_letters, format_address


def write_lists(making: TemplateBuild, sheet: Worksheet) -> None:
    """A column a list: its id, then its words in the workbook's language."""
    page = making.style("page")
    column = 1
    for choices in _used(making):
        making.write(sheet, 1, column, choices.id, page)
        for row, choice in enumerate(choices.choices, 2):
            making.write(sheet, row, column, making.in_language(choice.words), page)
        _name(making, choices.name, column, len(choices.choices))
        column += 1
    rubric = making.framework.rubric
    for title, name, values in (
        ("level", LEVELS, [level.number for level in rubric]),
        ("level_score", LEVEL_SCORES, [level.score for level in rubric]),
    ):
        making.write(sheet, 1, column, title, page)
        for row, value in enumerate(values, 1):
            sheet.write_number(row, column - 1, value, page)
        _name(making, name, column, len(values))
        column += 1
    general = letter_of_format(f"{LISTS_SHEET}!$A$1")
    making.define(GENERAL_FORMAT, general)
    sheet.protect("")
    sheet.hide()


def _used(making: TemplateBuild) -> Iterator[ChoiceList]:
    """The lists of the workbook's fields, in the order of the catalogue."""
    fields = [field for placed in making.tables.values() for field in placed.table.fields]
    ids = {field.choices for field in fields if field.kind is Kind.CHOICE}
    return (LISTS[list_id] for list_id in LISTS if list_id in ids)


def _name(making: TemplateBuild, name: str, column: int, count: int) -> None:
    letters = column_letters(column)
    making.define(name, f"{LISTS_SHEET}!${letters}$2:${letters}${count + 1}")


def write_meta(making: TemplateBuild, sheet: Worksheet) -> None:
    """The identity, each value with its defined name and as a document property; below it, the cell
    that keeps which cells of an open workbook are marked."""
    page = making.style("page")
    row = 0
    for row, (name, value) in enumerate(_identity(making).items(), 1):
        making.write(sheet, row, 1, name, page)
        making.write(sheet, row, 2, value, making.style("page", num_format="@"))
        making.define(name, f"{META_SHEET}!$B${row}")
        making.book.set_custom_property(name, value, "text")
    making.write(sheet, row + 1, 1, MARKS, page)
    making.define(MARKS, f"{META_SHEET}!$B${row + 1}")
    sheet.protect("")
    sheet.hide()


def _identity(making: TemplateBuild) -> dict[str, str]:
    """What a workbook says of itself."""
    return {
        "PSO_TEMPLATE_ID": making.template,
        "PSO_TEMPLATE_VERSION": str(VERSION),
        "PSO_OFFICE": making.office,
        "PSO_ROUND": making.round,
        "PSO_FRAMEWORK": making.framework.edition,
        "PSO_LANGUAGE": making.language,
        "PSO_FINGERPRINT": fingerprint(making.plans, making.framework, making.language),
        "PSO_SCORING": str(making.scoring),
    }


def hide_row(making: TemplateBuild, sheet: Worksheet, row: int, mark: str) -> None:
    """A hidden, locked row that begins with a mark in the hidden column."""
    making.row(sheet, row, hidden=True)
    making.write(sheet, row, 1, mark, making.style("page"))


def write_ids(making: TemplateBuild, sheet: Worksheet, placed: TableLayout) -> None:
    """The hidden row of field ids, and the defined name of the whole table."""
    hide_row(making, sheet, placed.id_row, f"#{placed.table.id}")
    page = making.style("page")
    if placed.table.shape is Shape.RECORD:
        ids = {"value": placed.value.first}
    else:
        ids = {**placed.columns, **placed.helpers}
    if placed.check:
        ids[CHECK] = placed.check
    for field_id, column in ids.items():
        making.write(sheet, placed.id_row, column, field_id, page)
    first = format_address(placed.id_row, 1)
    last = format_address(placed.end_row, placed.right)
    making.define(placed.table.name, f"{quoted(placed.sheet)}!{absolute(first)}:{absolute(last)}")


def absolute(cell: str) -> str:
    """``"E12"`` -> ``"$E$12"``."""
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell.removeprefix(letters)}"
