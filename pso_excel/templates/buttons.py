"""The buttons of a workbook with macros: on the cover and on the list of problems, the line that
tells what came of a press, and the cells by which macro and command speak with each other."""

from collections.abc import Mapping
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.buttons import OFFICE_COMMANDS, PRESS, SAYINGS, SECONDS, STATUS, Command
from pso_excel.buttons.own_macros import macro_sources
from pso_excel.core.messages import term_in
from pso_excel.forms.layout import COVER, META_SHEET, SUBTITLE_ROW, TITLE_ROW
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.formulas import quoted
from pso_excel.templates.progress import RIGHT
from pso_excel.templates.styles import FONT
from pso_excel.vba.project import WORKBOOK, vba_project
from pso_excel.xlsx.workbook import column_letters, format_address

# Each button lies within one column: in one that crosses a border the width of a column, which
# differs with the typeface that a computer has, would stretch it.
COVER_COLUMN, PROBLEMS_COLUMN = 4, 5
WIDTHS: Mapping[str, tuple[int, int]] = {
    "check": (0, 88),
    "score": (94, 120),
    "plan": (220, 76),
    "track": (0, 172),
    "submit": (178, 118),
}
"""How far from the left edge of its column each button stands, and how wide it is, in pixels."""
SECOND_LINE = frozenset({"track", "submit"})
HEIGHT, TOP = 40, 8  # pixels, from the upper edge of the row
ROW_HEIGHT = 42.0  # points: a button and some air
FIRST_ROW = 11  # of the hidden sheet, well below the identity
FACE = (b'face="Calibri" size="220"', f'face="{FONT}" size="{14 * 20}"'.encode())
"""The typeface of XlsxWriter's buttons, in twentieths of a point, and ours."""


def write_buttons(making: TemplateBuild) -> None:
    """Buttons, status line, hidden cells and macros; to be called once every sheet is there."""
    cover = making.sheets[COVER]
    for row in (TITLE_ROW, SUBTITLE_ROW):
        cover.set_row(row - 1, ROW_HEIGHT, making.style("page"))
    for command in OFFICE_COMMANDS:
        row = SUBTITLE_ROW if command.action in SECOND_LINE else TITLE_ROW
        _button(making, cover, row, COVER_COLUMN, command)
    _write_status(making, cover)
    problems = next(plan for plan in making.plans if plan.form.stage == "CHECK")
    _button(making, making.sheets[problems.name], TITLE_ROW, PROBLEMS_COLUMN, OFFICE_COMMANDS[0])
    _repeat_status(making, making.sheets[problems.name], problems.right)
    _write_cells(making, making.sheets[META_SHEET])
    documents = [WORKBOOK, *(f"Sheet{n}" for n in range(1, len(making.book.worksheets()) + 1))]
    project = vba_project(macro_sources(), documents)
    making.book.add_vba_project(BytesIO(project), is_stream=True)
    making.book.set_vba_name(WORKBOOK)


def _button(
    making: TemplateBuild, sheet: Worksheet, row: int, column: int, command: Command
) -> None:
    left, width = WIDTHS[command.action]
    options = {
        "macro": command.macro,
        "caption": making.in_language(command.caption),
        "description": making.in_language(command.tip),
        "width": width,
        "height": HEIGHT,
        "x_offset": left,
        "y_offset": TOP,
    }
    sheet.insert_button(row - 1, column - 1, options)


def _write_status(making: TemplateBuild, sheet: Worksheet) -> None:
    """The box beside the buttons; its label is its number format, so that the cell holds nothing
    but what was told. Unlocked, for the macro writes it."""
    left, style = COVER_COLUMN + 1, _status_style(making, locked=False)
    _box(making, sheet, left, RIGHT, style)
    making.write(sheet, TITLE_ROW, left, term_in("button_not_pressed", making.language), style)
    making.define(STATUS, f"{quoted(COVER)}!${column_letters(left)}${TITLE_ROW}")


def _repeat_status(making: TemplateBuild, sheet: Worksheet, right: int) -> None:
    """The same line beside the button on another sheet."""
    left, style = PROBLEMS_COLUMN + 1, _status_style(making, locked=True)
    _box(making, sheet, left, right, style)
    making.formula(sheet, TITLE_ROW, left, STATUS, style)


def _box(making: TemplateBuild, sheet: Worksheet, left: int, right: int, style: Format) -> None:
    """One cell beside title and subtitle, coloured by the sign that it begins with."""
    sheet.merge_range(TITLE_ROW - 1, left - 1, SUBTITLE_ROW - 1, right - 1, "", style)
    cells = f"{format_address(TITLE_ROW, left)}:{format_address(SUBTITLE_ROW, right)}"
    making.look.verdicts(sheet, cells)


def _status_style(making: TemplateBuild, *, locked: bool) -> Format:
    return making.style(
        "computed",
        num_format=f'"{term_in("button_result", making.language)}: "@',
        locked=locked,
        align="left",
        indent=1,
        text_wrap=True,
    )


def _write_cells(making: TemplateBuild, sheet: Worksheet) -> None:
    """The cells of the hidden sheet, each with its name before it; the first is unlocked."""
    page = making.style("page")
    row = FIRST_ROW
    _name(making, sheet, row, PRESS)
    making.write(sheet, row, 2, "", making.style("page", num_format="@", locked=False))
    row += 1
    for name, key in SAYINGS.items():
        _name(making, sheet, row, name)
        making.write(sheet, row, 2, term_in(key, making.language), page)
        row += 1
    for name, seconds in SECONDS.items():
        _name(making, sheet, row, name)
        sheet.write_number(row - 1, 1, seconds, page)
        row += 1


def _name(making: TemplateBuild, sheet: Worksheet, row: int, name: str) -> None:
    making.write(sheet, row, 1, name, making.style("page"))
    making.define(name, f"{META_SHEET}!$B${row}")
