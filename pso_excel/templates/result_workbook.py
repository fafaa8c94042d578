"""The results in a workbook of their own: when they cannot be put into a copy of the office's own.

It says why at the top, and holds the result sheets of the template with their charts, every
indicator, and every problem with its own cell.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Language
from pso_excel.core.faults import patch_copy
from pso_excel.core.figures import format_figure, round_half_up
from pso_excel.core.messages import message, term_in
from pso_excel.core.problem import Problem
from pso_excel.forms import form_of, table_of
from pso_excel.forms.layout import TableLayout, arrange_form
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import Assessment
from pso_excel.model.submission import Row, TableRows
from pso_excel.results import indicator_names, results
from pso_excel.results.problem_rows import problem_line
from pso_excel.results.score_text import band_shown, format_indicator_score, official_shown
from pso_excel.templates.charts import write_charts
from pso_excel.templates.context import TemplateBuild
from pso_excel.templates.new_workbook import CREATED, settled
from pso_excel.templates.score_formulas import Scores
from pso_excel.templates.sheet import write_sheet
from pso_excel.templates.styles import (
    StyleSheet,
    row_height,
    set_page,
    text_lines,
    workbook_options,
)
from pso_excel.xlsx.patcher.cell_xml import cell_text, escape_rich_string
from pso_excel.xlsx.workbook import column_letters

FRONT, INDICATORS, ALL = "อ่านก่อน", "รายตัวชี้วัด", "ทุกข้อ"
LABELS, VALUES = 30, 90  # widths of the two columns of the front sheet, in characters
Column = tuple[str, int]  # the heading of a list's column, and its width in characters
Shown = str | Decimal | None


def result_workbook(
    assessment: Assessment, framework: Framework, language: Language, why: Problem | None = None
) -> bytes:
    """A workbook of the results alone, as the bytes of an .xlsx; the same for the same arguments.

    ``why`` is what kept the results out of the office's own workbook. Texts of an office are texts,
    whatever they begin with; nothing links outside.
    """
    target = BytesIO()
    book = Workbook(target, workbook_options())
    book.set_properties({"created": CREATED, "title": framework.name.in_language(language)})
    plans = [
        plan for stage in ("SUMMARY", "CHECK") for plan in arrange_form(form_of(stage), framework)
    ]
    tables = {placed.table.id: placed for plan in plans for placed in plan.tables}
    making = TemplateBuild(
        book=book,
        look=StyleSheet(book),
        language=language,
        framework=framework,
        plans=tuple(plans),
        tables=tables,
        scores=Scores(tables, framework, language),
        template="results",
    )
    _front(making, assessment, why)
    for plan in plans:
        sheet = book.add_worksheet(plan.name)
        write_sheet(making, plan, sheet)
        for placed in plan.tables:
            if placed.chart_row:
                write_charts(making, sheet, placed)
    _indicators(making, assessment)
    _all_problems(making, assessment)
    book.close()
    entries = {table_id: _entries(placed) for table_id, placed in tables.items()}
    writes = results(assessment, entries, framework, language)
    # A cell is named as it is in the checked file, so a click must not lead to a sheet of this one.
    plain = [write._replace(link="") for write in writes]
    return patch_copy(settled(target.getvalue()), plain)


def _entries(placed: TableLayout) -> TableRows:
    rows = [Row(number, fixed.key) for number, fixed in enumerate(placed.fixed, placed.first)]
    columns, lines = dict(placed.columns), dict(placed.lines)
    return TableRows(placed.table, placed.sheet, columns, lines, placed.first, placed.last, rows)


def _front(making: TemplateBuild, assessment: Assessment, why: Problem | None) -> None:
    """What this workbook is, of whom, why it is on its own, and the score."""
    sheet, language = making.book.add_worksheet(FRONT), making.language
    title = term_in("own_book_title", language)
    set_page(sheet, title, language)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, LABELS)
    sheet.set_column(2, 2, VALUES)
    sheet.write_string(0, 1, title, making.style("title"))
    sheet.set_row(0, 42)
    sheet.write_string(
        1, 1, making.framework.notice.in_language(language), making.style("subtitle")
    )
    row = 3
    if why is not None:
        _line(making, sheet, row, term_in("own_book_why", language), message(why, language), "note")
        row += 1
    for name, text in _facts(making, assessment):
        _line(making, sheet, row, name, text, "text")
        row += 1


def _facts(making: TemplateBuild, assessment: Assessment) -> list[tuple[str, str]]:
    language, card = making.language, assessment.scorecard
    who = " · ".join(text for text in (assessment.office, assessment.office_name) if text)
    facts = [
        (term_in("own_book_file", language), assessment.file),
        (term_in("own_book_office", language), who),
        (term_in("own_book_round", language), assessment.round),
    ]
    if card is not None:
        head = table_of("SUMMARY.head")
        band = band_shown(card, making.framework, language)
        for field_id, text in (
            ("official", f"{official_shown(card, language)}  {band}"),
            ("provisional", format_figure(card.provisional)),
            ("completeness", format_figure(card.completeness)),
        ):
            facts.append((head.field(field_id).label.in_language(language), text))
    return facts


def _line(
    making: TemplateBuild, sheet: Worksheet, row: int, name: str, text: str, style: str
) -> None:
    shown_text = escape_rich_string(cell_text(text)) or "–"
    sheet.write_string(row, 1, name, making.style("label"))
    sheet.write_string(row, 2, shown_text, making.style(style, quote_prefix=True))
    sheet.set_row(row, row_height(text_lines(shown_text, VALUES)))


def _indicators(making: TemplateBuild, assessment: Assessment) -> None:
    """Every indicator with its state shown apart: blank, not applicable, no data, zero, wrong."""
    card, language = assessment.scorecard, making.language
    if card is None:
        return
    gaps = table_of("SUMMARY.gaps")
    ids = (("code", 10), ("indicator", 60), ("system", 12), ("score", 18), ("target", 12))
    columns: list[Column] = [
        (gaps.field(field_id).label.in_language(language), width) for field_id, width in ids
    ]
    columns.append((gaps.field("weighted_gap").label.in_language(language), 14))
    names = indicator_names({}, making.framework, language)
    rows: list[Sequence[Shown]] = []
    for leaf in card.indicators:
        text = format_indicator_score(leaf, language)
        score = (
            round_half_up(leaf.score)
            if leaf.score is not None and text == format_figure(leaf.score)
            else text
        )
        gap = None if leaf.weighted_gap is None else round_half_up(leaf.weighted_gap)
        name = names.get(leaf.code, "")
        rows.append((leaf.code, name, leaf.system, score, round_half_up(leaf.target), gap))
    _list(making, INDICATORS, term_in("own_book_indicators", language), columns, rows)


def _all_problems(making: TemplateBuild, assessment: Assessment) -> None:
    """Every problem on a line of its own, in order."""
    language, table = making.language, table_of("CHECK.problems")
    fields = [field for field in table.fields if field.id != "reason" and not field.hidden]
    columns = [(field.label.in_language(language), field.width) for field in fields]
    lines = [_problem_line(problem, language) for problem in assessment.problems]
    rows = [[line.get(field.id) for field in fields] for line in lines]
    _list(making, ALL, term_in("own_book_all", language), columns, rows)


def _problem_line(problem: Problem, language: Language) -> Mapping[str, str]:
    """The line of one problem, with the reason that the office acknowledged it with."""
    texts = problem_line(problem, language).texts
    if not problem.reason:
        return texts
    reason = term_in("office_reason", language).format(reason=problem.reason)
    return {**texts, "message": f"{texts['message']} {reason}"}


def _list(
    making: TemplateBuild,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Shown]],
) -> None:
    sheet = making.book.add_worksheet(name)
    set_page(sheet, title, making.language)
    sheet.write_string(0, 0, title, making.style("title"))
    sheet.set_row(0, 42)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    text = making.style("label", bg_color="#FFFFFF", quote_prefix=True)
    figure = making.style("computed", num_format="0.00", align="center")
    sheet.set_row(1, 60)
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, heading, making.style("header"))
    for row, values in enumerate(rows, 2):
        texts = zip(values, columns, strict=True)
        lines = (text_lines(text, width) for text, (_, width) in texts if isinstance(text, str))
        sheet.set_row(row, row_height(max(lines, default=1)))
        for column, value in enumerate(values):
            if isinstance(value, Decimal):
                sheet.write_number(row, column, value, figure)
            else:
                sheet.write_string(row, column, escape_rich_string(cell_text(value or "")), text)
    if rows:
        last = f"{column_letters(len(columns))}{len(rows) + 2}"
        sheet.autofilter(f"A2:{last}")
        making.look.verdicts(sheet, f"A3:{last}")
