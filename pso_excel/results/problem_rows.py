"""The list of problems as rows of a sheet: what a line says, and which line it stands on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, severity_of, term_in, value_text
from pso_excel.core.problem import Problem
from pso_excel.forms import FORMS
from pso_excel.forms.choices import words_of
from pso_excel.model.problem_groups import group_similar, merge_group
from pso_excel.model.submission import Row, TableRows
from pso_excel.results.acknowledgements import (
    ProblemFingerprints,
    marks_in,
    row_marks,
    shown_beside,
)
from pso_excel.results.score_text import format_location, place_link
from pso_excel.xlsx.workbook import parse_address

FOUND = ("found", "value", "actual", "sum", "fv")
EXPECTED = ("expected", "reg", "rv", "guess")
Area = tuple[tuple[int, int], tuple[int, int]]  # the first and the last cell: row, column

REGISTERS = {form.stage: form.title for form in FORMS if not form.stage[1:].isdecimal()}
# The choices of the severity list for a warning answered, and for a problem no longer found.
ACKNOWLEDGED, GONE = "ACK", "GONE"


class ProblemLine(NamedTuple):
    """A problem as a line of the result sheet: texts by field, and where its cell leads to."""

    texts: Mapping[str, str]
    link: str = ""


def problem_line(problem: Problem, language: Language) -> ProblemLine:
    """What the line of one problem, or of one group of them, says."""
    texts = {
        "office": value_text(problem.location.office, language),
        "stage": _stage(problem.location.stage, language),
        "cell": format_location(problem),
        "message": message(problem, language),
        "found": _first(problem, FOUND, language),
        "expected": _first(problem, EXPECTED, language) or _range(problem, language),
        "severity": words_of("severity", _severity(problem)).in_language(language),
        "rule": problem.code,
    }
    return ProblemLine(texts, place_link(problem))


def _severity(problem: Problem) -> str:
    return ACKNOWLEDGED if problem.reason else severity_of(problem)


def _stage(stage: str, language: Language) -> str:
    """``"S06"`` as it is; a register, which has no number, by its title."""
    return REGISTERS[stage].in_language(language) if stage in REGISTERS else stage


def _first(problem: Problem, keys: Sequence[str], language: Language) -> str:
    values = (problem.values[key] for key in keys if key in problem.values)
    return next((value_text(value, language) for value in values), "")


def _range(problem: Problem, language: Language) -> str:
    low, high = (_first(problem, (key,), language) for key in ("min", "max"))
    if low and high:
        return f"{low}–{high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""


def problem_rows(
    problems: Sequence[Problem], entries: TableRows, marks: ProblemFingerprints, language: Language
) -> Iterator[tuple[int, ProblemLine | None]]:
    """Each row of the result sheet with the line that belongs on it, None for an empty one.

    A row with an officer's reason keeps its problem, so that the reason stays beside what it
    answers; if the problem is gone the row says so and keeps the rest. The other problems fill the
    other rows in order; when there are too few rows, the last one says how many more there are.
    """
    sheet = _ResultSheet(entries, marks, language)
    rest = sheet.place_answered(problems)
    lines = [sheet.line(group) for group in group_similar(rest)]
    pinned = sheet.pinned
    free = [row for row in range(entries.first, entries.last + 1) if row not in pinned]
    if len(lines) > len(free):
        more = len(lines) - max(0, len(free) - 1)
        text = term_in("more_problems", language).format(n=more)
        lines = [*lines[: max(0, len(free) - 1)], ProblemLine({"message": text})]
    rows = dict(zip(free, lines, strict=False)) | sheet.held
    for number in range(entries.first, entries.last + 1):
        if number in rows or number not in pinned:
            yield number, rows.get(number)


class _ResultSheet:
    """The sheet of results with the reasons that stand on it."""

    def __init__(self, entries: TableRows, marks: ProblemFingerprints, language: Language) -> None:
        self.marks = marks
        self.language: Language = language
        self.pinned = {row.row_number: row for row in entries.rows if row.text("reason")}
        self.held: dict[int, ProblemLine] = {}
        self.changed: set[str] = set()  # marks of the values that came after a reason was given

    def place_answered(self, problems: Sequence[Problem]) -> list[Problem]:
        """Give each row with a reason its problem, and return those left over."""
        rest = list(problems)
        for number, row in self.pinned.items():
            group, stale = self._of(row, rest)
            if group:
                self.held[number] = self.line(group, stale)
                taken = {id(problem) for problem in group}
                rest = [problem for problem in rest if id(problem) not in taken]
            elif row.text("rule"):
                self.held[number] = _gone(row, self.language)
        return rest

    def _of(self, row: Row, problems: Sequence[Problem]) -> tuple[list[Problem], str]:
        """The problems that a row's reason stands beside, with the reason where it was given for
        other values than these: those acknowledged by it come first."""
        seen = marks_in(row)
        accepted = [
            problem for problem in problems if problem.reason and self.marks.of(problem) in seen
        ]
        others = [problem for problem in problems if not problem.reason and _answers(row, problem)]
        if row.text("seen"):
            self.changed |= {self.marks.of(problem) for problem in others} - {""}
        groups = group_similar(accepted or others)
        if not groups:
            return [], ""
        is_stale = bool(row.text("seen")) and not accepted
        return groups[0], row.text("reason") if is_stale else ""

    def line(self, group: list[Problem], stale: str = "") -> ProblemLine:
        """The line of one group of problems, with the marks of what it was found in."""
        line = problem_line(merge_group(group), self.language)
        marks = [self.marks.of(problem) for problem in group]
        seen = shown_beside(row_marks(marks, stale), line.texts["rule"], line.texts["cell"])
        texts = {**line.texts, "seen": seen}
        if self.changed & set(marks):
            texts["message"] += " " + term_in("changed_since", self.language)
        return line._replace(texts=texts)


def _answers(row: Row, problem: Problem) -> bool:
    """Whether a row's reason was given for this problem: the same rule at one of its cells."""
    if row.text("rule") != problem.code:
        return False
    before, now = row.text("cell"), format_location(problem)
    if before == now:
        return True
    (sheet, _, cells), (sheet_now, _, cells_now) = before.rpartition("!"), now.rpartition("!")
    if sheet != sheet_now:
        return False
    return any(_meet(a, b) for a in _areas(cells) for b in _areas(cells_now))


def _areas(cells: str) -> list[Area]:
    """The ranges of a text such as ``"E5:E19, E22"``; what is no range is left out."""
    found: list[Area] = []
    for text in cells.split(","):
        first, _, last = text.strip().partition(":")
        try:
            found.append((parse_address(first), parse_address(last or first)))
        except ValueError:
            continue
    return found


def _meet(area: Area, other: Area) -> bool:
    ((top, left), (bottom, right)), ((top2, left2), (bottom2, right2)) = area, other
    return top <= bottom2 and top2 <= bottom and left <= right2 and left2 <= right


def _gone(row: Row, language: Language) -> ProblemLine:
    keys = ("office", "stage", "cell", "message", "found", "expected", "rule", "seen")
    texts = {key: row.text(key) for key in keys}
    return ProblemLine({**texts, "severity": words_of("severity", GONE).in_language(language)})
