"""The marks at the cells of an open workbook: a note and a ground, until the next check.

Each mark has a number, which its note shows and which the hidden sheet keeps with the colour that
the cell had before (:class:`PlacedMark`), so that clearing a mark brings that colour back.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, Self

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message, severity_of
from pso_excel.core.problem import Problem, Severity
from pso_excel.xlsx.workbook import format_address, iter_range

MARKS = "PSO_MARKS"
"""The defined name of the cell of the hidden sheet that keeps the marks, a line each."""
MOST_MARKS = 200
SIGNS: Mapping[Severity, str] = {Severity.BLOCK: "✖", Severity.ERROR: "✖", Severity.WARN: "▲"}
_HEAD = re.compile(r"[✖▲] (\d{1,4}) · [A-Z]\d{3}\n")
_DIGITS = 8


class Mark(NamedTuple):
    """A mark that a cell is to have: ``sign`` ✖ (must be mended) or ▲ (mend or explain)."""

    sheet: str
    cell: str
    sign: str
    code: str
    message: str

    def note(self, number: int) -> str:
        """The text of its note."""
        return f"{self.sign} {number} · {self.code}\n{self.message}"

    @property
    def digest(self) -> str:
        """Changes with what the mark says."""
        text = f"{self.sign}{self.code}{self.message}"
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


class PlacedMark(NamedTuple):
    """A mark that stands: its number, where it was put, what it says, and the colour of the cell
    before (``"FFFBEB"``, empty for none)."""

    number: int
    cell: str
    sheet: str
    digest: str
    colour: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        """One line of the cell that keeps them; None for anything else."""
        parts = text.split(" ", 4)
        if len(parts) != 5 or not parts[0].isdecimal():
            return None
        number, cell, digest, colour, sheet = parts
        return cls(int(number), cell, sheet, digest, "" if colour == "-" else colour)

    def line(self) -> str:
        """The line that :meth:`read` reads."""
        return " ".join((str(self.number), self.cell, self.digest, self.colour or "-", self.sheet))


def is_mark(note: str) -> bool:
    """Whether a note at a cell is one of our marks."""
    return _HEAD.match(note.replace("\r\n", "\n")) is not None


def number_in(note: str) -> int:
    """The number of the mark that a note shows; 0 when it is none of ours."""
    match = _HEAD.match(note.replace("\r\n", "\n"))
    return int(match[1]) if match else 0


def marks(problems: Sequence[Problem], sheets: Container[str], language: Language) -> list[Mark]:
    """The marks of the problems that must be mended or explained, the worst first, at most 200 and
    one a cell, which tells all that is wrong there; only on ``sheets``."""
    wanted: dict[tuple[str, str], Mark] = {}
    for problem in sorted(filter(_is_marked, problems), key=_weight):
        sheet, sign = problem.location.sheet, SIGNS[severity_of(problem)]
        text = message(problem, language)
        for cell in _cells(problem) if sheet in sheets else ():
            former = wanted.get((sheet, cell))
            if former is not None:
                wanted[sheet, cell] = former._replace(message=f"{former.message}\n{text}")
            elif len(wanted) < MOST_MARKS:
                wanted[sheet, cell] = Mark(sheet, cell, sign, problem.code, text)
    return list(wanted.values())


def _is_marked(problem: Problem) -> bool:
    return severity_of(problem) in SIGNS and not problem.reason


def _weight(problem: Problem) -> int:
    return list(SIGNS).index(severity_of(problem))


def _cells(problem: Problem) -> Iterator[str]:
    """The first cell of each of the problem's areas: the mark of a range stands at its head."""
    for area in problem.location.cell.split(","):
        try:
            first = next(iter_range(area.strip()))
        except ValueError:
            continue
        yield format_address(*first)
