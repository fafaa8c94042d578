"""The live formulas that read what was typed as a number, made of the steps of the program's own
reader (``pso_excel.core.figures``).

Two hidden cells of a row hold its numbers, so that no formula nests deeper, or grows longer in a
program that writes names out, than programs allow. In the first stands of each number cell what was
typed, in one spelling, or the letter of its format; in the second stand the numbers, or
``UNREADABLE``. A defined name reads one number from there.
"""

from collections.abc import Iterable, Sequence

from pso_excel.core.figures import (
    BARE,
    FIRST,
    FRACTION,
    LAST,
    LETTERS,
    LEVEL,
    LONGEST,
    LONGEST_WORD,
    MARKS,
    MONEY,
    MOST_HUNDREDS,
    NOTHING,
    PERCENT,
    Step,
    shape,
)
from pso_excel.forms.schema import Field, marks_of

UNREADABLE = "✖"
GENERAL_FORMAT = "PSO_GENERAL_FORMAT"
"""The letter of the format General: G, but F in LibreOffice, whose G is that of days and times."""

_ALL_MARKS = (PERCENT, MONEY, LEVEL, FRACTION)
_CONTROLS = "\t\n\r"
_POINT = 'MID(1/2&"",2,1)'  # what VALUE takes for a decimal point here


def constant(words: str) -> str:
    """A text constant; a control character by its code."""
    if words in _CONTROLS and words:
        return f"CHAR({ord(words)})"
    return '"' + words.replace('"', '""') + '"'


def substituted(formula: str, steps: Iterable[Step]) -> str:
    """A text after the steps, in order."""
    for old, new in steps:
        formula = f"SUBSTITUTE({formula},{constant(old)},{constant(new)})"
    return formula


def letter_of_format(cell: str) -> str:
    """P for a percentage, D for a day or a time; ? where the program cannot tell (Excel for the
    web has no CELL)."""
    return f'IFERROR(LEFT(CELL("format",{cell}),1),"?")'


def typed_letters(cells: Sequence[str]) -> str:
    """What stands in the number cells of a row, with one letter for all that mean the same."""
    joined = constant(_mark(0) + FIRST)
    for place, cell in enumerate(cells):
        number = f'IF(ISNUMBER({cell}),{letter_of_format(cell)},"")'
        typed = f"IF(ISTEXT({cell}),LEFT({cell},{LONGEST + 1}),{number})"
        joined += f"&{typed}&{constant(LAST + _mark(place + 1) + FIRST)}"
    return f"TRIM({substituted(f'({joined})', LETTERS)})"


def typed_marks(letters: str, cells: Sequence[str]) -> str:
    """The same with each mark in one spelling: the first of the two cells."""
    blank = "".join(f"{_mark(place)}{FIRST}{LAST}" for place in range(len(cells)))
    return _unless_blank(cells, f"{blank}{_mark(len(cells))}{FIRST}", substituted(letters, MARKS))


def typed_shape(typed: str) -> str:
    """What is left in the first cell when every number that stands there is taken away."""
    return substituted(typed, shape(frozenset(_ALL_MARKS)))


def numbers_read(numbers: Sequence[str], cells: Sequence[str]) -> str:
    """The second cell: the numbers of the row, each after its mark."""
    blank = "".join(_mark(place) for place in range(len(cells) + 1))
    parts = (f"{number}&{constant(_mark(place))}" for place, number in enumerate(numbers, 1))
    return _unless_blank(cells, blank, "&".join((constant(_mark(0)), *parts)))


def _unless_blank(cells: Sequence[str], blank: str, formula: str) -> str:
    """What the formula gives, or at once what it gives of a row in which nothing stands. That the
    range is named here makes LibreOffice look again when a sheet is put before this one."""
    last = cells[-1].rpartition("!")[2]
    return f"IF(COUNTA({cells[0]}:{last})=0,{constant(blank)},{formula})"


def number_at(read: str, place: int) -> str:
    """The number at its place of the second cell: "" where there is none, an error where it cannot
    be read."""
    begins, ends = (f"FIND({constant(_mark(mark))},{read})" for mark in (place, place + 1))
    blank = f"ISNUMBER(FIND({constant(_mark(place) + _mark(place + 1))},{read}))"
    return f'IF({blank},"",VALUE(MID({read},{begins}+1,{ends}-{begins}-1)))'


def number_found(number: str, place: int) -> str:
    """What stands in the second cell of a row with this number at that place."""
    return f"{constant(_mark(place))}&{number}&{constant(_mark(place + 1))}"


def _mark(place: int) -> str:
    """What stands before the cell at that place of its row."""
    return chr(ord("①") + place)


class NumberCell:
    """How a formula reads a number cell: ``cell`` and ``typed`` (the first hidden cell of the row)
    are references, ``shape`` names what is left of that, ``part`` names ``part_formula``, what
    stands there of this cell, and ``place`` counts the number cells of the row from 0."""

    def __init__(
        self, field: Field, cell: str, typed: str, place: int, *, part: str, shape: str
    ) -> None:
        self.field = field
        self.cell = cell
        self.place = place
        self.part = part
        self.shape = shape
        begins = f"FIND({constant(_mark(place) + FIRST)},{typed})"
        ends = f"FIND({constant(LAST + _mark(place + 1))},{typed})"
        self.part_formula = f"MID({typed},{begins}+1,{ends}-{begins})"
        self.format = f'IFERROR(MID({part},2,1),"?")'

    def read(self) -> str:
        """The number; "" where the cell is blank or says that there is nothing, ``UNREADABLE``
        where it cannot be read."""
        cell, bad = self.cell, constant(UNREADABLE)
        other = f'IF(ISERROR({cell}),{bad},"")'
        text = f"IF(ISTEXT({cell}),{self._spelled()},{other})"
        number = f"IF(ISNUMBER({cell}),{self._stored()},{text})"
        return f"IFERROR(IF(ISLOGICAL({cell}),{bad},{number}),{bad})"

    def _stored(self) -> str:
        """A number by the format of its cell."""
        cell, cell_format, bad = self.cell, self.format, constant(UNREADABLE)
        foreign = f'{cell_format}="D"'
        if not self.field.fractions:  # the format for text is no other than that of a day
            foreign = f'OR({foreign},AND({cell_format}="G",{GENERAL_FORMAT}<>"G"))'
        if PERCENT not in marks_of(self.field):
            return f'IF(OR({cell_format}="P",{foreign}),{bad},{cell})'
        percent = f"IF(ABS({cell})>{MOST_HUNDREDS},{bad},ROUND(100*{cell},10))"
        return f'IF({cell_format}="P",{percent},IF({foreign},{bad},{cell}))'

    def _spelled(self) -> str:
        """A text of the shape of a number, without marks that the field does not take."""
        part, bad = self.part, constant(UNREADABLE)
        bare = substituted(part, BARE)
        value = f'VALUE(SUBSTITUTE({bare},".",{_POINT}))'
        taken = marks_of(self.field)
        if FRACTION in taken:
            stroke = f'FIND("/",{bare})'
            top, bottom = f"LEFT({bare},{stroke}-1)", f"MID({bare},{stroke}+1,{LONGEST})"
            value = f"IF(ISNUMBER({stroke}),VALUE({top})/VALUE({bottom}),{value})"
        if PERCENT in taken:
            far = f'IF(ABS({value})>{100 * MOST_HUNDREDS},ISNUMBER(FIND("%",{part})),FALSE)'
            value = f"IF({far},{bad},{value})"
        others = ",".join(f"FIND({constant(m)},{part})" for m in _ALL_MARKS if m not in taken)
        ends = constant(_mark(self.place) + _mark(self.place + 1))
        in_shape = f"ISNUMBER(FIND({ends},{self.shape}))"
        right = f"AND(LEN({self.cell})<={LONGEST},{in_shape},COUNT({others})=0)"
        dashes = f'LEN(SUBSTITUTE(SUBSTITUTE({part},"-","")," ",""))=2'
        blank = f"OR(LEN({part})=2,AND(LEN({self.cell})<={LONGEST_WORD},{dashes}))"
        return f'IF({blank},"",IF({right},{value},{bad}))'

    def is_bare_share(self, number: str) -> str:
        """1 where ``number``, its number, is above 0 and up to 1 without a per cent sign."""
        signed = f'IF(ISNUMBER({self.cell}),{self.format}="P",ISNUMBER(FIND("%",{self.part})))'
        small = f"IF(ISNUMBER({number}),AND({number}>0,{number}<=1),FALSE)"
        return f"IF({small},IF({signed},0,1),0)"

    def unknown(self) -> str:
        """Whether the program cannot tell the format of the cell's number."""
        return f'AND(ISNUMBER({self.cell}),{self.format}="?")'


def says_nothing(cell: str, words: Sequence[str]) -> str:
    """1 where a cell is blank, or holds only dashes or one of the words for nothing."""
    left = substituted(cell, NOTHING)
    tests = [f"LEN({left})=0"]
    tests += [f"{left}={constant(word)}" for word in words if word != "-"]
    test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
    return f"IF(LEN(TRIM({cell}))>{LONGEST_WORD},0,({test})*1)"
