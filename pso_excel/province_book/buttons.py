"""The button of a province book with macros, and the hidden cells by which it and the command
speak with each other."""

import zipfile
from io import BytesIO

from pso_excel.buttons import COMMANDS, PRESS, SAYINGS, SECONDS
from pso_excel.buttons.own_macros import macro_sources, packed
from pso_excel.core.messages import term_in
from pso_excel.forms.layout import META_SHEET
from pso_excel.province_book import overview
from pso_excel.province_book.book import Book
from pso_excel.templates.styles import FONT
from pso_excel.vba.project import WORKBOOK, vba_project

SHEET = META_SHEET


WAITS = {**SECONDS, "PSO_WAIT_DONE": 900}  # a whole province takes minutes when all is read anew


PLACE = (0, 10)  # beside the title of the overview


SIZE = {"width": 170, "height": 44, "x_offset": 6, "y_offset": 8}  # pixels


FACE = (b'face="Calibri" size="220"', f'face="{FONT}" size="{16 * 20}"'.encode())
"""The typeface of XlsxWriter's buttons, in twentieths of a point, and ours."""


def write(book: Book) -> None:
    """The button, its macros and the cells they look up by name; nothing in a book without."""
    if not book.macros:
        return
    (refresh,) = (command for command in COMMANDS if command.group == "province")
    named = {"macro": refresh.macro, "caption": book.in_language(refresh.caption)}
    page = next(
        worksheet for worksheet in book.workbook.worksheets() if worksheet.name == overview.SHEET
    )
    page.insert_button(*PLACE, {**named, "description": book.in_language(refresh.tip), **SIZE})
    sheet = book.workbook.add_worksheet(SHEET)
    said = {name: term_in(key, book.language) for name, key in SAYINGS.items()}
    cells: dict[str, str | int] = {PRESS: "", **said, **WAITS}
    for row, (name, value) in enumerate(cells.items()):
        sheet.write_string(row, 0, name)
        if isinstance(value, int):
            sheet.write_number(row, 1, value)
        else:
            sheet.write_string(row, 1, value)
        book.workbook.define_name(name, f"={SHEET}!$B${row + 1}")
    sheet.hide()
    documents = [WORKBOOK, *(f"Sheet{n}" for n in range(1, len(book.workbook.worksheets()) + 1))]
    project = vba_project(macro_sources(), documents)
    book.workbook.add_vba_project(BytesIO(project), is_stream=True)
    book.workbook.set_vba_name(WORKBOOK)


def in_our_face(data: bytes) -> bytes:
    """The book with the caption of its button in our typeface."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    drawn = {name: parts[name].replace(*FACE) for name in parts if "vmlDrawing" in name}
    return packed({**parts, **drawn})
