"""What the engine says as writes onto the office's own workbook: pure, and the same every time.

Only cells that the processor writes are touched; what an officer typed never is.
"""

from collections.abc import Container, Iterator, Mapping

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import label
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.forms import table_of
from pso_excel.forms.layout import advance
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.forms.schema import Writer
from pso_excel.framework.pack import Framework
from pso_excel.model.scorecard import Assessment
from pso_excel.model.submission import Entries
from pso_excel.results.acknowledgements import Marks
from pso_excel.results.problem_rows import problem_rows
from pso_excel.results.result_rows import Line, ResultLines, Shown
from pso_excel.xlsx.workbook import Write, column_letters

RESULTS = (PROBLEM_TABLE, "SUMMARY.head", "SUMMARY.systems", "SUMMARY.gaps")

ONTO_ROWS = ("SUMMARY.systems", "SUMMARY.gaps", "S07.actions", "S08.tracker", "S09.checklist")

EVERYWHERE = frozenset({*RESULTS, *ONTO_ROWS})

EDGES, HALF_A_WORD = 2, 4  # of a column's width in characters: what its text cannot use


def results(
    assessment: Assessment,
    entries: Mapping[str, Entries],
    framework: Framework,
    language: Language,
    onto: Container[str] = EVERYWHERE,
) -> list[Write]:
    """Every write of one office's results, onto the tables of ``entries`` that the book has, or
    onto those of them whose ids are in ``onto``.

    The problems (CHECK.problems), the summary (SUMMARY.head, .systems, .gaps), gap and priority of
    the plan (S07.actions), the state of each action (S08.tracker) and what the other stages say of
    each item of the checklist (S09.checklist). Cells of results for which
    there is nothing (any more) are emptied. Refused (O003) when a table of CHECK or SUMMARY is
    gone, so that no result is lost silently.
    """
    for id in RESULTS:
        if id not in entries:
            raise Refused(Problem("O003", Place(sheet=table_of(id).sheet)))
    names = indicator_names(entries, framework, language)
    lines = ResultLines(assessment, framework, language, names)
    writes: list[Write] = []
    for id in ONTO_ROWS:
        if id in entries and id in onto:
            writes += _onto_rows(entries[id], _by_row(lines, entries[id]))
    if "SUMMARY.head" in onto:
        writes += _onto_record(entries["SUMMARY.head"], lines.head())
    if PROBLEM_TABLE in onto:
        writes += _problems(assessment, entries, language)
    return writes


def indicator_names(
    entries: Mapping[str, Entries], framework: Framework, language: Language
) -> dict[str, str]:
    """The name of every indicator: the framework's, and those the office added itself."""
    names = {one.code: one.name.say(language) for one in framework.indicators}
    if "S05.indicators" in entries:
        for code, row in entries["S05.indicators"].by_key().items():
            names.setdefault(code, row.text("indicator"))
    return names


def _by_row(lines: ResultLines, entries: Entries) -> Mapping[int, Line]:
    """The lines of one table by the row of the sheet they belong on."""
    match entries.table.id:
        case "SUMMARY.systems":
            systems = lines.systems()
            return {row.number: systems[row.rid] for row in entries.rows if row.rid in systems}
        case "SUMMARY.gaps":
            return dict(zip(_area(entries), _fitting(lines, entries), strict=False))
        case "S07.actions":
            rows = [row for row in entries.rows if row.keys_of("indicators")]
            return {row.number: lines.plan_action(row.keys_of("indicators")) for row in rows}
        case "S09.checklist":
            return {row.number: lines.item(row.text("item")) for row in entries.rows}
        case _:
            tracker = lines.assessment.tracker
            return {one.row: lines.tracked(one) for one in tracker.actions} if tracker else {}


def _area(entries: Entries) -> range:
    return range(entries.first, entries.last + 1)


def _fitting(lines: ResultLines, entries: Entries) -> list[Line]:
    """The gaps that have a row; the last row tells how many more there are."""
    gaps, room = lines.gaps(), len(_area(entries))
    if len(gaps) <= room:
        return gaps
    kept = max(0, room - 1)
    more = label("more_gaps", lines.language).format(n=len(gaps) - kept)
    return [*gaps[:kept], {"indicator": more}]


def _ours(entries: Entries) -> dict[str, str]:
    """The letters of the columns that are the processor's, by field."""
    return {
        one.id: column_letters(entries.columns[one.id])
        for one in entries.table.fields
        if one.writer is Writer.PROCESSOR and one.id in entries.columns
    }


def _lines(entries: Entries, id: str, value: Shown) -> int:
    """How many lines a text takes in its field's column: Thai marks above and below are no letters,
    and a line breaks before the word that does not fit."""
    if not isinstance(value, str):
        return 1
    room = max(4, entries.table.field(id).width - EDGES - HALF_A_WORD)
    return sum(max(1, -(-advance(line) // room)) for line in value.split("\n"))


def _onto_rows(entries: Entries, lines: Mapping[int, Line]) -> Iterator[Write]:
    columns = _ours(entries)
    for number in _area(entries):
        line = lines.get(number, {})
        for id, column in columns.items():
            value = line.get(id)
            yield Write(entries.sheet, f"{column}{number}", value, lines=_lines(entries, id, value))


def _onto_record(entries: Entries, line: Line) -> Iterator[Write]:
    for id, column in _ours(entries).items():
        yield Write(entries.sheet, f"{column}{entries.lines[id]}", line.get(id))


def _problems(
    assessment: Assessment, tables: Mapping[str, Entries], language: Language
) -> Iterator[Write]:
    entries = tables[PROBLEM_TABLE]
    columns = _ours(entries)
    for number, line in problem_rows(assessment.problems, entries, Marks(tables), language):
        for id, column in columns.items():
            text = line.texts.get(id) if line else None
            link = line.link if line and id == "cell" else ""
            height = 1 if entries.table.field(id).hidden else _lines(entries, id, text)
            yield Write(entries.sheet, f"{column}{number}", text or None, link, height)
