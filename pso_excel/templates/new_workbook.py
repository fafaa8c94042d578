"""New workbooks for offices: one for all stages, or one for a single stage."""

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO

from xlsxwriter.workbook import Workbook

from pso_excel.core.bilingual import Language
from pso_excel.core.expected import expect, expect_language
from pso_excel.forms.layout import (
    COVER,
    GUIDE,
    LISTS_SHEET,
    META_SHEET,
    SheetLayout,
    lay_out_workbook,
)
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import SCORING
from pso_excel.templates.buttons import FACE, write_buttons
from pso_excel.templates.charts import write_charts
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.guide import write_guide
from pso_excel.templates.hidden_sheets import write_lists, write_meta
from pso_excel.templates.progress import OVERALL, overall, write_panel
from pso_excel.templates.score_formulas import Scores
from pso_excel.templates.sheet import write_sheet
from pso_excel.templates.styles import StyleSheet, workbook_options

Annex = Callable[[TemplateBuild], None]
CREATED = datetime(2024, 1, 1)  # fixed, so that the same arguments give the same bytes
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_GENERATOR = re.compile(rb"<fileVersion [^>]*/>")
_ROW_STYLE = re.compile(rb'(<row r="\d+")(?: spans="[\d:]+")?(?: s="\d+" customFormat="1")?')
_PLAIN_ROW = re.compile(rb'(<row r="\d+"(?: spans="[\d:]+")? ht="[\d.]+") customHeight="1"')


def new_workbook(
    office: str,
    round_code: str,
    framework: Framework,
    *,
    stage: str = "",
    language: Language = "th",
    office_name: str = "",
    province: str = "",
    macros: bool = False,
    scoring: int = SCORING,
    annex: Annex | None = None,
) -> bytes:
    """The workbook of an office (its code) for a round (``"2569-1"``), as the bytes of an .xlsx, or
    of an .xlsm with buttons where ``macros`` are asked for.

    ``stage`` (``"S01"``) gives a single-stage workbook; KeyError when there is no such stage,
    ValueError for a language that is not spoken here, TypeError for an argument of another kind.
    ``province`` is the province's name in the workbook's language; ``scoring`` the edition of the
    scoring rules (one made anew within its round keeps that of the old one); ``annex`` adds a sheet
    of its own behind the others. The same arguments give the same bytes.
    """
    _expect(office, round_code, stage, framework)
    expect_language(language)
    cover = {
        "office": office,
        "office_name": office_name,
        "province": province,
        "fy": round_code.partition("-")[0],
        "round": round_code,
    }
    return make_workbook(
        lay_out_workbook(framework, (stage,) if stage else None),
        framework,
        language,
        template=f"stage:{stage}" if stage else "office",
        office=office,
        round_code=round_code,
        known={f"S00.cover.{field}": value for field, value in cover.items() if value},
        macros=macros,
        scoring=scoring,
        annex=annex,
    )


def _expect(office: object, round_code: object, stage: object, framework: object) -> None:
    for name, text in (("office", office), ("round", round_code), ("stage", stage)):
        expect(name, text, str)
    expect("framework", framework, Framework)


def make_workbook(
    plans: tuple[SheetLayout, ...],
    framework: Framework,
    language: Language,
    *,
    template: str,
    office: str = "",
    round_code: str = "",
    known: Mapping[str, str] | None = None,
    macros: bool = False,
    scoring: int = SCORING,
    annex: Annex | None = None,
) -> bytes:
    """A workbook of these sheets. ``template`` says what it is (``"office"``, ``"stage:S01"``,
    ``"registry"``); ``known`` is what its records begin with, by table and field; ``macros`` needs
    a cover, which the buttons stand on."""
    target = BytesIO()
    book = Workbook(target, workbook_options())
    tables = {placed.table.id: placed for plan in plans for placed in plan.tables}
    making = TemplateBuild(
        book=book,
        look=StyleSheet(book),
        language=language,
        framework=framework,
        plans=plans,
        tables=tables,
        scores=Scores(tables, framework, language, scoring),
        template=template,
        office=office,
        round=round_code,
        known=known or {},
        macros=macros,
        scoring=scoring,
    )
    _write(making)
    if annex is not None:
        annex(making)
    if macros:
        write_buttons(making)
    book.close()
    return settled(target.getvalue())


def _write(making: TemplateBuild) -> None:
    """All sheets in their order, the guide first, the hidden ones last."""
    book = making.book
    book.set_properties({"created": CREATED, "title": making.in_language(making.plans[0].title)})
    is_office = COVER in (plan.name for plan in making.plans)
    names = [plan.name for plan in making.plans]
    names = [*([GUIDE] if is_office else []), *names, LISTS_SHEET, META_SHEET]
    making.sheets.update({name: book.add_worksheet(name) for name in names})
    for name, formula in making.scores.names():
        making.define(name, formula)
    if making.scores.add_up:
        making.define(OVERALL, overall(making.scores))
    if is_office:
        write_guide(making, making.sheets[GUIDE])
    for plan in making.plans:
        _write_plan(making, plan)
    write_lists(making, making.sheets[LISTS_SHEET])
    write_meta(making, making.sheets[META_SHEET])
    making.sheets[COVER if is_office else names[0]].activate()


def _write_plan(making: TemplateBuild, plan: SheetLayout) -> None:
    sheet = making.sheets[plan.name]
    write_sheet(making, plan, sheet)
    if plan.name == COVER:
        write_panel(making, plan, sheet)
    for placed in plan.tables:
        if placed.chart_row:
            write_charts(making, sheet, placed)


def settled(data: bytes) -> bytes:
    """The package with fixed times, without the claim that Excel wrote it (LibreOffice would trust
    values that are not there), and with rows that may grow with what is typed: XlsxWriter marks
    every given height as fixed, here it holds only for rows that were given a style, which stays
    out of the file: a program that knows no such styles writes it into all the cells of the row.
    Nor does the file say which columns a row spans, a hint that nobody needs."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(target, "w") as package,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/workbook.xml":
                content = _GENERATOR.sub(b"", content)
            elif part.filename.startswith("xl/worksheets/sheet"):
                content = _ROW_STYLE.sub(rb"\1", _PLAIN_ROW.sub(rb"\1", content))
            elif part.filename.startswith("xl/drawings/vmlDrawing"):
                content = content.replace(*FACE)
            info = zipfile.ZipInfo(part.filename, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content, compresslevel=9)
    return target.getvalue()
