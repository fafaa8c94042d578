"""From an assessment to writes onto the workbook, JSON and sentences; the same every time.

Only cells that the processor writes are touched; what an officer typed never is.
"""

from collections.abc import Container, Iterator, Mapping

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import term_in
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.forms import table_of
from pso_excel.forms.layout import display_width
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.forms.schema import FilledBy
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import Assessment
from pso_excel.model.submission import TableRows
from pso_excel.results.acknowledgements import ProblemFingerprints
from pso_excel.results.problem_rows import problem_rows
from pso_excel.results.result_rows import Line, ResultRows, Shown
from pso_excel.xlsx.workbook import CellWrite, column_letters

RESULTS = (PROBLEM_TABLE, "SUMMARY.head", "SUMMARY.systems", "SUMMARY.gaps")

ONTO_ROWS = ("SUMMARY.systems", "SUMMARY.gaps", "S07.actions", "S08.tracker", "S09.checklist")

EVERYWHERE = frozenset({*RESULTS, *ONTO_ROWS})

EDGES, HALF_A_WORD = 2, 4  # of a column's width in characters: what its text cannot use


def results(
    assessment: Assessment,
    entries: Mapping[str, TableRows],
    framework: Framework,
    language: Language,
    onto: Container[str] = EVERYWHERE,
) -> list[CellWrite]:
    """Every write of one office's results, onto the tables of ``entries`` that the book has, or
    onto those of them whose ids are in ``onto``.

    The problems (CHECK.problems), the summary (SUMMARY.head, .systems, .gaps), gap and priority of
    the plan (S07.actions), the state of each action (S08.tracker) and what the other stages say of
    each item of the checklist (S09.checklist). Cells of results for which
    there is nothing (any more) are emptied. Refused (O003) when a table of CHECK or SUMMARY is
    gone, so that no result is lost silently.
    """
    for table_id in RESULTS:
        if table_id not in entries:
            raise Refused(Problem("O003", Location(sheet=table_of(table_id).sheet)))
    names = indicator_names(entries, framework, language)
    lines = ResultRows(assessment, framework, language, names)
    writes: list[CellWrite] = []
    for field_id in ONTO_ROWS:
        if field_id in entries and field_id in onto:
            writes += _onto_rows(entries[field_id], _by_row(lines, entries[field_id]))
    if "SUMMARY.head" in onto:
        writes += _onto_record(entries["SUMMARY.head"], lines.head())
    if PROBLEM_TABLE in onto:
        writes += _problems(assessment, entries, language)
    return writes


def indicator_names(
    entries: Mapping[str, TableRows], framework: Framework, language: Language
) -> dict[str, str]:
    """The name of every indicator: the framework's, and those the office added itself."""
    names = {
        indicator.code: indicator.name.in_language(language) for indicator in framework.indicators
    }
    if "S05.indicators" in entries:
        for code, row in entries["S05.indicators"].by_key().items():
            names.setdefault(code, row.text("indicator"))
    return names


def _by_row(lines: ResultRows, entries: TableRows) -> Mapping[int, Line]:
    """The lines of one table by the row of the sheet they belong on."""
    match entries.table.id:
        case "SUMMARY.systems":
            systems = lines.systems()
            return {
                row.row_number: systems[row.row_id] for row in entries.rows if row.row_id in systems
            }
        case "SUMMARY.gaps":
            return dict(zip(_area(entries), _fitting(lines, entries), strict=False))
        case "S07.actions":
            rows = [row for row in entries.rows if row.keys_of("indicators")]
            return {row.row_number: lines.plan_action(row.keys_of("indicators")) for row in rows}
        case "S09.checklist":
            return {row.row_number: lines.item(row.text("item")) for row in entries.rows}
        case _:
            tracker = lines.assessment.tracker
            return (
                {tracked.row: lines.tracked(tracked) for tracked in tracker.actions}
                if tracker
                else {}
            )


def _area(entries: TableRows) -> range:
    return range(entries.first, entries.last + 1)


def _fitting(lines: ResultRows, entries: TableRows) -> list[Line]:
    """The gaps that have a row; the last row tells how many more there are."""
    gaps, room = lines.gaps(), len(_area(entries))
    if len(gaps) <= room:
        return gaps
    kept = max(0, room - 1)
    more = term_in("more_gaps", lines.language).format(n=len(gaps) - kept)
    return [*gaps[:kept], {"indicator": more}]


def _ours(entries: TableRows) -> dict[str, str]:
    """The letters of the columns that are the processor's, by field."""
    return {
        field.id: column_letters(entries.columns[field.id])
        for field in entries.table.fields
        if field.writer is FilledBy.PROCESSOR and field.id in entries.columns
    }


def _lines(entries: TableRows, field_id: str, value: Shown) -> int:
    """How many lines a text takes in its field's column: Thai marks above and below are no letters,
    and a line breaks before the word that does not fit."""
    if not isinstance(value, str):
        return 1
    room = max(4, entries.table.field(field_id).width - EDGES - HALF_A_WORD)
    return sum(max(1, -(-display_width(line) // room)) for line in value.split("\n"))


def _onto_rows(entries: TableRows, lines: Mapping[int, Line]) -> Iterator[CellWrite]:
    columns = _ours(entries)
    for number in _area(entries):
        line = lines.get(number, {})
        for field_id, column in columns.items():
            value = line.get(field_id)
            yield CellWrite(
                entries.sheet,
                f"{column}{number}",
                value,
                line_count=_lines(entries, field_id, value),
            )


def _onto_record(entries: TableRows, line: Line) -> Iterator[CellWrite]:
    for field_id, column in _ours(entries).items():
        yield CellWrite(entries.sheet, f"{column}{entries.lines[field_id]}", line.get(field_id))


def _problems(
    assessment: Assessment, tables: Mapping[str, TableRows], language: Language
) -> Iterator[CellWrite]:
    entries = tables[PROBLEM_TABLE]
    columns = _ours(entries)
    for number, line in problem_rows(
        assessment.problems, entries, ProblemFingerprints(tables), language
    ):
        for field_id, column in columns.items():
            text = line.texts.get(field_id) if line else None
            link = line.link if line and field_id == "cell" else ""
            height = 1 if entries.table.field(field_id).hidden else _lines(entries, field_id, text)
            yield CellWrite(entries.sheet, f"{column}{number}", text or None, link, height)
