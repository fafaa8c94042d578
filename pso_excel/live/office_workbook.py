"""The actions in an office's open workbook: read it, judge it, write what differs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import xlwings as xw

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import label, sentence, severity_of
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.forms.layout import GUIDE
from pso_excel.intake.row_index import Area
from pso_excel.live import outbox as submitting
from pso_excel.live.marks import kept_in, kept_marks, marked_sheets, put_marks, stand_already
from pso_excel.live.programs import Program
from pso_excel.live.request import Action, Reply, Request
from pso_excel.live.write import apply, differing, unpressed, writable
from pso_excel.model.problem_groups import grouped
from pso_excel.model.scorecard import Assessment
from pso_excel.pipeline import Opened, assess, spoken_in, taken_in
from pso_excel.results import EVERYWHERE, results
from pso_excel.results.cell_marks import Kept, Mark, marks
from pso_excel.results.json_report import as_json
from pso_excel.results.score_text import SIGNS, exit_code, place_shown, score_line, verdict
from pso_excel.xlsx.workbook import Book, Write

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
class Judged:
    """A workbook as it was read, and what the engine says of it as of a day.

    ``settled`` are the actions, each in a language, that would write nothing in it.
    """

    book: Book
    opened: Opened
    assessment: Assessment
    settled: set[tuple[Action, Language]] = field(default_factory=set[tuple[Action, Language]])

    @classmethod
    def of(cls, book: Book, asof: date) -> "Judged":
        """Raises Refused when the workbook is none of our forms."""
        opened = taken_in(book)
        return cls(book, opened, assess(opened, asof))

    def is_of(self, book: Book, asof: date) -> bool:
        """Whether judging this workbook anew would say just the same."""
        return self.assessment.asof == asof and self.book == book

    def writes(self, action: Action, language: Language) -> list[Write]:
        """What the action writes."""
        tables, framework = self.opened.submission.tables, self.opened.framework
        return results(self.assessment, tables, framework, language, ONTO[action])

    def marks(self, language: Language) -> list[Mark]:
        """What is to be marked: cells of the office's own sheets."""
        tables = self.opened.submission.tables.values()
        sheets = {one.sheet for one in tables if one.table.stage not in RESULT_SHEETS}
        return marks(self.assessment.problems, sheets, language)


def act(book: xw.Book, program: Program, request: Request, last: Judged | None) -> "Acted":
    """Do one action in the open workbook. Refused, with nothing written: it is none of our forms,
    U001 it was edited meanwhile, U007 a sheet has a password; U012 it is not ready to be sent."""
    judged = _judged(book, program, request, last)
    language = request.language or spoken_in(judged.opened.submission)
    if (request.action, language) not in judged.settled:
        _bring(book, program, judged, request.action, language)
    reply = told(judged, language, with_report=request.report)
    if request.action is Action.SUBMIT:
        reply = submitting.submitted(book, program, judged.assessment, reply, language)
    return Acted(reply, judged)


def settle(book: xw.Book, program: Program, request: Request, last: Judged) -> Judged:
    """The workbook as an action has left it, so that the next press finds it read and judged."""
    judged = _judged(book, program, request, last)
    language = request.language or spoken_in(judged.opened.submission)
    if (request.action, language) not in judged.settled:
        _missing(judged, request.action, language)
    return judged


@dataclass(frozen=True, slots=True)
class Acted:
    """The end of an action, and what it judged, for the next press."""

    reply: Reply
    judged: Judged


class Missing(NamedTuple):
    """What an action would change: writes by sheet, and marks in the place of those that are kept
    at ``place`` (None: they may stay)."""

    changed: dict[str, list[Write]]
    marks: list[Mark]
    kept: list[Kept]
    place: Area | None


def _judged(book: xw.Book, program: Program, request: Request, last: Judged | None) -> Judged:
    now = unpressed(program.read(book, (GUIDE,)))
    return last if last and last.is_of(now, request.asof) else Judged.of(now, request.asof)


def _missing(judged: Judged, action: Action, language: Language) -> Missing:
    """What the action would change; that it would change nothing is noted."""
    changed = differing(judged.writes(action, language), judged.book)
    kept, wanted = kept_marks(judged.book), judged.marks(language)
    place = kept_in(judged.book) if action in MARKING else None
    if stand_already(wanted, kept):
        place = None
    if not changed and place is None:
        judged.settled.add((action, language))
    return Missing(changed, wanted, kept, place)


def _bring(
    book: xw.Book, program: Program, judged: Judged, action: Action, language: Language
) -> None:
    """Write what differs, and mark the cells; nothing when the workbook was edited meanwhile."""
    changed, wanted, kept, place = _missing(judged, action, language)
    if (action, language) in judged.settled:
        return
    sheets = [*changed, *(marked_sheets(wanted, kept, place) if place else ())]
    still_as_read(unpressed(program.read(book, (GUIDE,))), judged.book)
    with writable(book, program, dict.fromkeys(sheets)):
        for name, writes in changed.items():
            apply(book.sheets[name], program, writes)
        if place:
            put_marks(book, program, wanted, kept, place)


def still_as_read(now: Book, before: Book) -> None:
    """Refused (U001) when a sheet is not as it was read, U014 when one is gone."""
    for name, sheet in before.sheets.items():
        if name not in now.sheets:
            raise Refused(Problem("U014", Place(sheet=name), {"what": name}))
        if now.sheets[name] != sheet:
            raise Refused(Problem("U001", Place(sheet=name), {"sheet": name}))


def told(judged: Judged, language: Language, *, with_report: bool) -> Reply:
    """The first problems, how many there are, and the score; the last line is for the status."""
    said = judged.assessment
    problems = grouped(said.problems)
    lines = [_line(problem, language) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(label("more_in_copy", language).format(n=len(problems) - SHOWN))
    parts = [verdict(problems, language)]
    if said.scorecard is not None:
        parts.append(score_line(said.scorecard, judged.opened.framework, language))
    lines.append(" · ".join(parts))
    report: dict[str, Any] = {**as_json(said, language), "copy": None} if with_report else {}
    return Reply(exit_code(said.problems), tuple(lines), report)


def _line(problem: Problem, language: Language) -> str:
    where = place_shown(problem) or problem.place.file
    sign = "✔" if problem.reason else SIGNS[severity_of(problem)]
    return f"{sign} {where}  {sentence(problem, language)}  [{problem.code}]"
