"""How much of an untrusted workbook is read: limits as data, one refusal each."""

from dataclasses import dataclass
from typing import NoReturn

from pso_excel.problem import Place, Problem, Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """What one workbook may cost; all are counts of what was really read, never of what it claims.

    Sizes are bytes; ``text`` and ``characters`` are characters (of one text, and of all the
    distinct texts of a book); ``depth`` is the nesting of XML elements.
    """

    file_bytes: int = 32 << 20
    parts: int = 2_000
    part_bytes: int = 96 << 20
    total_bytes: int = 160 << 20
    whole_bytes: int = 4 << 20  # a larger part is streamed, never held whole
    sheets: int = 300
    cells: int = 200_000
    strings: int = 200_000
    characters: int = 12_000_000
    text: int = 131_072
    depth: int = 64
    merges: int = 20_000
    validations: int = 20_000
    names: int = 20_000
    styles: int = 70_000


LIMITS = Limits()


def refuse(code: str, *, sheet: str = "", cell: str = "", **values: str) -> NoReturn:
    """Raise the refusal of the whole workbook; the file's name is added at the door."""
    raise Refused(Problem(code, Place(sheet=sheet, cell=cell), values))


def refuse_more_than(code: str, limit: int, **values: str) -> NoReturn:
    """Raise the refusal of a count that passed its limit, which the sentence quotes."""
    refuse(code, max=f"{limit:,}", **values)
