"""The actions in an office's open workbook: read it, judge it, write what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import xlwings as xw

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, severity_of, term_in
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.forms.layout import GUIDE
from pso_excel.intake.row_index import SheetRange
from pso_excel.live import outbox as submitting
from pso_excel.live.marks import kept_in, kept_marks, marked_sheets, put_marks, stand_already
from pso_excel.live.programs import Program
from pso_excel.live.request import Action, Reply, Request
from pso_excel.live.write import apply, differing, without_button_state, writable
from pso_excel.model.problem_groups import grouped
from pso_excel.model.scorecard import Assessment
from pso_excel.pipeline import OpenedWorkbook, assess, read_opened, workbook_language
from pso_excel.results import EVERYWHERE, results
from pso_excel.results.cell_marks import Mark, PlacedMark, marks
from pso_excel.results.json_report import assessment_json
from pso_excel.results.score_text import (
    SIGNS,
    exit_code,
    format_location,
    score_line,
    severity_summary,
)
from pso_excel.xlsx.workbook import CellWrite, Workbook

ONTO: Mapping[Action, frozenset[str]] = {
    Action.CHECK: EVERYWHERE,
    Action.SUBMIT: EVERYWHERE,
    Action.SCORE: frozenset({"SUMMARY.head", "SUMMARY.systems"}),
    Action.PLAN: frozenset({"SUMMARY.gaps", "S07.actions"}),
    Action.TRACK: frozenset({"S08.tracker", "S09.checklist"}),
}
"""The tables that each action writes onto."""
MARKING = frozenset({Action.CHECK, Action.SUBMIT})
RESULT_SHEETS = frozenset({"CHECK", "SUMMARY"})
SHOWN = 20


@dataclass(frozen=True, slots=True)
class CheckedWorkbook:
    """A workbook as it was read, and what the engine says of it as of a day.

    ``settled`` are the actions, each in a language, that would write nothing in it.
    """

    book: Workbook
    opened: OpenedWorkbook
    assessment: Assessment
    settled: set[tuple[Action, Language]] = field(default_factory=set[tuple[Action, Language]])

    @classmethod
    def of(cls, book: Workbook, asof: date) -> "CheckedWorkbook":
        """Raises Refused when the workbook is none of our forms."""
        opened = read_opened(book)
        return cls(book, opened, assess(opened, asof))

    def is_of(self, book: Workbook, asof: date) -> bool:
        """Whether judging this workbook anew would say just the same."""
        return self.assessment.asof == asof and self.book == book

    def writes(self, action: Action, language: Language) -> list[CellWrite]:
        """What the action writes."""
        tables, framework = self.opened.submission.tables, self.opened.framework
        return results(self.assessment, tables, framework, language, ONTO[action])

    def marks(self, language: Language) -> list[Mark]:
        """What is to be marked: cells of the office's own sheets."""
        tables = self.opened.submission.tables.values()
        sheets = {table.sheet for table in tables if table.table.stage not in RESULT_SHEETS}
        return marks(self.assessment.problems, sheets, language)


def run_action(
    book: xw.Book, program: Program, request: Request, last: CheckedWorkbook | None
) -> "ActionResult":
    """Do one action in the open workbook. Refused, with nothing written: it is none of our forms,
    U001 it was edited meanwhile, U007 a sheet has a password; U012 it is not ready to be sent."""
    checked = _judged(book, program, request, last)
    language = request.language or workbook_language(checked.opened.submission)
    if (request.action, language) not in checked.settled:
        _write_changes(book, program, checked, request.action, language)
    reply = reply_of(checked, language, with_report=request.report)
    if request.action is Action.SUBMIT:
        reply = submitting.submitted(book, program, checked.assessment, reply, language)
    return ActionResult(reply, checked)


def settle(
    book: xw.Book, program: Program, request: Request, last: CheckedWorkbook
) -> CheckedWorkbook:
    """The workbook as an action has left it, so that the next press finds it read and judged."""
    checked = _judged(book, program, request, last)
    language = request.language or workbook_language(checked.opened.submission)
    if (request.action, language) not in checked.settled:
        _missing(checked, request.action, language)
    return checked


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The end of an action, and what it judged, for the next press."""

    reply: Reply
    judged: CheckedWorkbook


class PendingChanges(NamedTuple):
    """What an action would change: writes by sheet, and marks in the place of those that are kept
    at ``place`` (None: they may stay)."""

    changed: dict[str, list[CellWrite]]
    marks: list[Mark]
    kept: list[PlacedMark]
    place: SheetRange | None


def _judged(
    book: xw.Book, program: Program, request: Request, last: CheckedWorkbook | None
) -> CheckedWorkbook:
    now = without_button_state(program.read(book, (GUIDE,)))
    return last if last and last.is_of(now, request.asof) else CheckedWorkbook.of(now, request.asof)


def _missing(checked: CheckedWorkbook, action: Action, language: Language) -> PendingChanges:
    """What the action would change; that it would change nothing is noted."""
    changed = differing(checked.writes(action, language), checked.book)
    kept, wanted = kept_marks(checked.book), checked.marks(language)
    place = kept_in(checked.book) if action in MARKING else None
    if stand_already(wanted, kept):
        place = None
    if not changed and place is None:
        checked.settled.add((action, language))
    return PendingChanges(changed, wanted, kept, place)


def _write_changes(
    book: xw.Book, program: Program, checked: CheckedWorkbook, action: Action, language: Language
) -> None:
    """Write what differs, and mark the cells; nothing when the workbook was edited meanwhile."""
    changed, wanted, kept, place = _missing(checked, action, language)
    if (action, language) in checked.settled:
        return
    sheets = [*changed, *(marked_sheets(wanted, kept, place) if place else ())]
    still_as_read(without_button_state(program.read(book, (GUIDE,))), checked.book)
    with writable(book, program, dict.fromkeys(sheets)):
        for name, writes in changed.items():
            apply(book.sheets[name], program, writes)
        if place:
            put_marks(book, program, wanted, kept, place)


def still_as_read(now: Workbook, before: Workbook) -> None:
    """Refused (U001) when a sheet is not as it was read, U014 when one is gone."""
    for name, sheet in before.sheets.items():
        if name not in now.sheets:
            raise Refused(Problem("U014", Location(sheet=name), {"what": name}))
        if now.sheets[name] != sheet:
            raise Refused(Problem("U001", Location(sheet=name), {"sheet": name}))


def reply_of(checked: CheckedWorkbook, language: Language, *, with_report: bool) -> Reply:
    """The first problems, how many there are, and the score; the last line is for the status."""
    assessment = checked.assessment
    problems = grouped(assessment.problems)
    lines = [_line(problem, language) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(term_in("more_in_copy", language).format(n=len(problems) - SHOWN))
    parts = [severity_summary(problems, language)]
    if assessment.scorecard is not None:
        parts.append(score_line(assessment.scorecard, checked.opened.framework, language))
    lines.append(" · ".join(parts))
    report: dict[str, Any] = (
        {**assessment_json(assessment, language), "copy": None} if with_report else {}
    )
    return Reply(exit_code(assessment.problems), tuple(lines), report)


def _line(problem: Problem, language: Language) -> str:
    where = format_location(problem) or problem.location.file
    sign = "✔" if problem.reason else SIGNS[severity_of(problem)]
    return f"{sign} {where}  {message(problem, language)}  [{problem.code}]"
