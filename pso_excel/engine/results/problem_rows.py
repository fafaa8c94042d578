"""The list of problems as rows of a sheet: what a line says, and which line it stands on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pso_excel.book import position
from pso_excel.engine.grouping import grouped
from pso_excel.engine.results.showing import place_link, place_shown
from pso_excel.framework.wording import label, sentence, severity_of, spoken
from pso_excel.problem import Problem
from pso_excel.stages import FORMS
from pso_excel.stages.choices import words_of
from pso_excel.submission import Entries, Row
from pso_excel.words import Language

FOUND = ("found", "value", "actual", "sum", "fv")
EXPECTED = ("expected", "reg", "rv", "guess")
Area = tuple[tuple[int, int], tuple[int, int]]  # the first and the last cell: row, column

REGISTERS = {form.stage: form.title for form in FORMS if not form.stage[1:].isdecimal()}
GONE = "GONE"  # the choice of the severity list for a problem that is no longer found


class ProblemLine(NamedTuple):
    """A problem as a line of the result sheet: texts by field, and where its cell leads to."""

    texts: Mapping[str, str]
    link: str = ""


def problem_line(problem: Problem, language: Language) -> ProblemLine:
    """What the line of one problem, or of one group of them, says."""
    texts = {
        "office": problem.place.office,
        "stage": _stage(problem.place.stage, language),
        "cell": place_shown(problem),
        "message": sentence(problem, language),
        "found": _first(problem, FOUND, language),
        "expected": _first(problem, EXPECTED, language) or _range(problem, language),
        "severity": words_of("severity", severity_of(problem)).say(language),
        "rule": problem.code,
    }
    return ProblemLine(texts, place_link(problem))


def _stage(stage: str, language: Language) -> str:
    """``"S06"`` as it is; a register, which has no number, by its title."""
    return REGISTERS[stage].say(language) if stage in REGISTERS else stage


def _first(problem: Problem, keys: Sequence[str], language: Language) -> str:
    values = (problem.values[key] for key in keys if key in problem.values)
    return next((spoken(value, language) for value in values), "")


def _range(problem: Problem, language: Language) -> str:
    low, high = (_first(problem, (key,), language) for key in ("min", "max"))
    if low and high:
        return f"{low}–{high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""


def problem_rows(
    problems: Sequence[Problem], entries: Entries, language: Language
) -> Iterator[tuple[int, ProblemLine | None]]:
    """Each row of the result sheet with the line that belongs on it, None for an empty one.

    A row with an officer's reason keeps its problem, so that the reason stays beside what it
    answers; if the problem is gone the row says so and keeps the rest. The other problems fill the
    other rows in order; when there are too few rows, the last one says how many more there are.
    """
    pinned = {row.number: row for row in entries.rows if row.text("reason")}
    open_problems, held = list(problems), dict[int, ProblemLine]()
    for number, row in pinned.items():
        answered = grouped([problem for problem in open_problems if _answers(row, problem)])
        if answered:
            held[number] = problem_line(answered[0], language)
            open_problems = [one for one in open_problems if not _answers(row, one)]
        elif row.text("rule"):
            held[number] = _gone(row, language)
    lines = [problem_line(problem, language) for problem in grouped(open_problems)]
    free = [row for row in range(entries.first, entries.last + 1) if row not in pinned]
    if len(lines) > len(free):
        rest = len(lines) - max(0, len(free) - 1)
        text = label("more_problems", language).format(n=rest)
        lines = [*lines[: max(0, len(free) - 1)], ProblemLine({"message": text})]
    rows = dict(zip(free, lines, strict=False)) | held
    for number in range(entries.first, entries.last + 1):
        if number in rows or number not in pinned:
            yield number, rows.get(number)


def _answers(row: Row, problem: Problem) -> bool:
    """Whether a row's reason was given for this problem: the same rule at one of its cells."""
    if row.text("rule") != problem.code:
        return False
    before, now = row.text("cell"), place_shown(problem)
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
            found.append((position(first), position(last or first)))
        except ValueError:
            continue
    return found


def _meet(one: Area, other: Area) -> bool:
    ((top, left), (bottom, right)), ((top2, left2), (bottom2, right2)) = one, other
    return top <= bottom2 and top2 <= bottom and left <= right2 and left2 <= right


def _gone(row: Row, language: Language) -> ProblemLine:
    keys = ("office", "stage", "cell", "message", "found", "expected", "rule")
    texts = {key: row.text(key) for key in keys}
    return ProblemLine({**texts, "severity": words_of("severity", GONE).say(language)})
