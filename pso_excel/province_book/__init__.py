"""The province book: one workbook that shows a round of a province, written whole."""

from datetime import datetime
from io import BytesIO

from pso_excel.buttons import STATUS
from pso_excel.core.bilingual import Language
from pso_excel.province import Province
from pso_excel.province_book import (
    buttons,
    changed_rules,
    charts,
    contents,
    gaps,
    indicators,
    overview,
    plan_tracker,
    problems,
    rejected_files,
    remarks,
    reporting,
    scores,
)
from pso_excel.province_book.book import Book, Remarks, WorkbookByRow, names_of
from pso_excel.province_book.page import Styles
from pso_excel.templates.styles import workbook_options

ROOMS = (
    overview,
    reporting,
    scores,
    indicators,
    gaps,
    plan_tracker,
    problems,
    changed_rules,
    rejected_files,
    remarks,
    charts,
    contents,
    buttons,
)
NAME = "PSO_PROVINCE"  # by which an open province book is known
CREATED = datetime(2000, 1, 1)  # the same inputs give the same bytes
BY_ROW = {"in_memory": False, "constant_memory": True}  # rows go to disk as they are written


def province_workbook(
    province: Province,
    language: Language = "th",
    typed: Remarks | None = None,
    macros: bool = False,
) -> bytes:
    """The province book as a file: overview, who has sent, scores, indicators, gaps, tracker,
    problems and files left out.

    ``typed`` are the remarks that a person typed in the book before this one (``read_remarks``);
    they stand again at the same office, action or problem. With ``macros`` it is an
    .xlsm with a button that consolidates again. The same province gives the same bytes.
    """
    target = BytesIO()
    with WorkbookByRow(target, {**workbook_options(), **BY_ROW}) as workbook:
        workbook.set_properties({"created": CREATED, "title": province.name})
        workbook.set_size(24000, 13500)
        book = Book(
            workbook,
            Styles(workbook),
            province,
            language,
            names_of(province, language),
            typed or {},
            macros,
        )
        for room in ROOMS:
            room.write(book)
        workbook.define_name(NAME, f"='{overview.SHEET}'!$B$1")
        workbook.define_name(STATUS, f"='{overview.SHEET}'!$B${overview.STATUS[0]}")
    return buttons.in_our_face(target.getvalue()) if macros else target.getvalue()
