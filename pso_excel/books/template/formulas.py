"""The live formulas of a workbook, generated from fields.

Each formula is written for one row by references such as ``$D1`` whose row is relative, and lives
in a defined name, so that the cells of a long table stay short (``=PSO_CHECK_S03_TASKS``). Only
functions that Excel 2010 and LibreOffice share; none is volatile or depends on the locale. Tests
are arithmetic (0 or 1) so that a condition reads the same in a cell and in a conditional format.
"""

from collections.abc import Iterable

from pso_excel.book import address, column_letters
from pso_excel.form import Field, Kind, Language, Need, Shape, When, Writer
from pso_excel.framework.pack import PERCENT_UNITS
from pso_excel.layout import Placed
from pso_excel.stages.choices import LISTS
from pso_excel.words import Words

DONE = Words("✔ ครบ", "✔ Complete")
MISSING = Words("▲ ยังไม่กรอก", "▲ Missing")
WRONG = Words("✖ ผิด", "✖ Wrong")
NOT_COUNTED = Words("– ไม่นับ", "– Not counted")
UNSCORED = "✖"
"""The score of an answer that cannot be read."""

NUMBERS = frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.LEVEL})
LEVELS = "PSO_LIST_LEVEL"
FIRST_DAY, LAST_DAY = 1, 1200000  # any date a spreadsheet can hold, in either era
FIRST_BUDDHIST_DAY = 182623  # 1 January of the year 2400


def quoted(sheet: str) -> str:
    """The sheet's name as a formula writes it."""
    return "'" + sheet.replace("'", "''") + "'"


def text(words: str) -> str:
    """A text constant."""
    return '"' + words.replace('"', '""') + '"'


def column_range(placed: Placed, column: int) -> str:
    """All data rows of a column, absolute, with its sheet."""
    letters = column_letters(column)
    return f"{quoted(placed.sheet)}!${letters}${placed.first}:${letters}${placed.last}"


def field_range(placed: Placed, field: str) -> str:
    """All data rows of a field."""
    return column_range(placed, placed.columns[field])


def same_row(placed: Placed, column: int, row: int = 1, *, sheet: bool = True) -> str:
    """A column in the formula's own row; ``row`` is where the formula is anchored."""
    prefix = f"{quoted(placed.sheet)}!" if sheet else ""
    return f"{prefix}${column_letters(column)}{row}"


def name_of(prefix: str, placed: Placed, field: str = "") -> str:
    """A defined name about a table or a field, ``PSO_NUM_S06_ANSWERS_LEVEL``."""
    parts = (prefix, placed.table.id.replace(".", "_").upper(), field.upper())
    return "_".join(("PSO", *(part for part in parts if part)))


def digits(cell: str) -> str:
    """The text of a cell with Thai digits turned to Arabic, without commas, % and spaces."""
    return arabic(f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},",",""),"%","")," ","")')


def arabic(formula: str) -> str:
    """A text with its Thai digits turned to Arabic ones."""
    for value, digit in enumerate("๐๑๒๓๔๕๖๗๘๙"):
        formula = f'SUBSTITUTE({formula},"{digit}","{value}")'
    return formula


def number(cell: str) -> str:
    """The number in a cell, typed as a number or as text, in either digits; an error if neither."""
    return f"IF(ISNUMBER({cell}),{cell},VALUE({digits(cell)}))"


def percent_unit(cell: str) -> str:
    """Whether a unit of measurement is a percentage."""
    tests = "+".join(f"ISNUMBER(SEARCH({text(word)},{cell}))" for word in PERCENT_UNITS)
    return f"(({tests})>0)"


def day(cell: str) -> str:
    """The day in a cell that holds a real date; one typed with a Buddhist year 543 years earlier,
    as the engine reads it."""
    return f"IF({cell}>={FIRST_BUDDHIST_DAY},EDATE({cell},-6516),{cell})"


class RowFormulas:
    """The formulas of one row of a table, with the row relative to ``anchor``.

    ``tables`` are the tables of the workbook by id, for references to keys; a reference to a table
    that is not there is not judged. A RECORD's lines are addressed absolutely.
    """

    def __init__(
        self,
        placed: Placed,
        tables: dict[str, Placed],
        language: Language,
        *,
        anchor: int = 1,
        sheet: bool = True,
    ) -> None:
        self.placed = placed
        self.tables = tables
        self.language: Language = language
        self.anchor = anchor
        self.sheet = sheet

    def cell(self, field: str) -> str:
        """The cell of a field in this row."""
        if self.placed.table.shape is Shape.RECORD:
            line, column = self.placed.lines[field], self.placed.columns[field]
            return f"{quoted(self.placed.sheet)}!${column_letters(column)}${line}"
        return same_row(self.placed, self.placed.columns[field], self.anchor, sheet=self.sheet)

    def holds(self, when: When) -> str:
        """1 where a condition on another field of the row holds."""
        cell = self.cell(when.field)
        if not when.values:
            return f'({cell}<>"")'
        one = self.placed.table.field(when.field)
        if one.kind in NUMBERS:
            tests = [f"({cell}&{text('')}={text(value)})" for value in when.values]
        else:
            tests = [f"({cell}={text(self.words(one, value))})" for value in when.values]
        return tests[0] if len(tests) == 1 else f"(({'+'.join(tests)})>0)"

    def is_said(self, field: str, code: str) -> str:
        """Whether a choice of the row is that one."""
        return f"{self.cell(field)}={text(self.words(self.placed.table.field(field), code))}"

    def words(self, one: Field, code: str) -> str:
        """The words of a choice in the workbook's language."""
        choices = LISTS[one.choices].choices
        return next(choice.words.say(self.language) for choice in choices if choice.code == code)

    def missing(self, one: Field) -> str:
        """1 where a required cell is empty; "" for a field that is never required."""
        if one.writer not in (Writer.OFFICE, Writer.FRAMEWORK) or one.need is Need.OPTIONAL:
            return ""
        tests = [f'({self.cell(one.id)}="")']
        if one.need is Need.CONDITIONAL:
            tests += [self.holds(when) for when in one.when]
        return "*".join(tests)

    def wrong(self, one: Field) -> str:
        """1 where a filled cell cannot be right; "" for a field that takes anything."""
        if one.writer not in (Writer.OFFICE, Writer.FRAMEWORK):
            return ""
        cell = self.cell(one.id)
        tests = [*self._by_kind(one, cell)]
        if one.unique and self.placed.table.shape is Shape.GRID:
            tests.append(f"(SUMPRODUCT(--({field_range(self.placed, one.id)}={cell}))>1)")
        if not tests:
            return ""
        inside = tests[0] if len(tests) == 1 else f"(({'+'.join(tests)})>0)"
        return f'IF({cell}="",0,{inside}*1)'

    def wrong_name(self, one: Field) -> str:
        """The defined name that holds ``wrong`` of a grid's field; "" where there is none. A
        condition of Excel may use names, but no cells of another sheet."""
        return name_of("BAD", self.placed, one.id) if self.wrong(one) else ""

    def _by_kind(self, one: Field, cell: str) -> Iterable[str]:
        if one.kind is Kind.LEVEL:
            yield f"ISNA(MATCH({self.number_name(one)},{LEVELS},0))"
        elif one.kind in NUMBERS:
            yield from self._number_tests(one)
        elif one.kind is Kind.CHOICE:
            yield f"ISNA(MATCH({cell},{LISTS[one.choices].name},0))"
        elif one.kind is Kind.REF:
            yield from self._reference_tests(one, cell)
        elif one.kind is Kind.DATE:
            # A date typed as text is read by the program; here it must only look like one, and
            # every way of writing a day ends in digits.
            looks = f"ISERROR(VALUE({arabic(f'RIGHT({cell},2)')}))"
            yield (
                f"IF(ISNUMBER({cell}),OR({cell}<{FIRST_DAY},{cell}>{LAST_DAY}),"
                f"OR(LEN({cell})<6,{looks}))"
            )
        elif one.kind is Kind.EMAIL:
            yield f'ISERROR(SEARCH("?@?*.?",{cell}))'
        else:
            yield f"(LEN({cell})>{one.longest})"

    def number_name(self, one: Field) -> str:
        """The defined name of a field's number in the row."""
        return name_of("NUM", self.placed, one.id)

    def _number_tests(self, one: Field) -> Iterable[str]:
        name = self.number_name(one)
        yield f"ISERROR({name})"
        tests: list[str] = []
        if one.low is not None:
            tests.append(f"{name}<{one.low:f}")
        elif one.kind is Kind.COUNT:
            tests.append(f"{name}<0")
        if one.high is not None:
            tests.append(f"{name}>{one.high:f}")
        if one.kind is Kind.COUNT:
            tests.append(f"{name}<>INT({name})")
        if tests:
            yield f"IFERROR(OR({','.join(tests)}),TRUE)"

    def _reference_tests(self, one: Field, cell: str) -> Iterable[str]:
        table, _, field = one.refers.rpartition(".")
        if table not in self.tables:
            return
        unknown = f"ISNA(MATCH({cell},{field_range(self.tables[table], field)},0))"
        if one.or_own:
            keys = field_range(self.placed, self.placed.table.key)
            marks = field_range(self.placed, one.or_own.field)
            field = self.placed.table.field(one.or_own.field)
            words = "+".join(
                f"({marks}={text(self.words(field, value))})" for value in one.or_own.values
            )
            unknown += f"*(SUMPRODUCT(({keys}={cell})*({words}))=0)"
        yield unknown

    def typed(self) -> str:
        """All that the office has typed into the row, joined."""
        cells = [
            self.cell(one.id)
            for one in self.placed.table.fields
            if one.writer in (Writer.OFFICE, Writer.FRAMEWORK)
        ]
        return "&".join(cells)

    def verdict(self, wrong: Iterable[str], missing: Iterable[str]) -> str:
        """The words of the check column for these faults; an error cell is wrong, too."""
        wrong, missing = [*filter(None, wrong)], [*filter(None, missing)]
        inner = text(DONE.say(self.language))
        if missing:
            inner = f"IF({'+'.join(missing)}>0,{text(MISSING.say(self.language))},{inner})"
        bad = text(WRONG.say(self.language))
        if wrong:
            inner = f"IF({'+'.join(wrong)}>0,{bad},{inner})"
        return f"IFERROR({inner},{bad})"

    def check_row(self, wrong: Iterable[str] = (), missing: Iterable[str] = ()) -> str:
        """The check column of a grid: empty for a spare row that nobody has used. ``wrong`` and
        ``missing`` are tests of the row besides those of its fields."""
        fields = self.placed.table.fields
        wrong = [*map(self.wrong_name, fields), *wrong]
        inner = self.verdict(wrong, [*map(self.missing, fields), *missing])
        if self.placed.table.id == "S06.answers":
            bad = text(WRONG.say(self.language))
            inner = f"IF({self.cell('score')}={text(UNSCORED)},{bad},{inner})"
            done, none = text(DONE.say(self.language)), text(NOT_COUNTED.say(self.language))
            inner = f'IF(AND({self.cell("weight")}="",{inner}={done}),{none},{inner})'
        bad = text(WRONG.say(self.language))
        unused = f'{self.typed()}=""'
        if self.placed.fixed and self.placed.table.may_be_empty:
            office = [o for o in self.placed.table.fields if o.writer is Writer.OFFICE]
            unused = "&".join(self.cell(one.id) for one in office) + '=""'
        return f'IFERROR(IF({unused},"",{inner}),{bad})'

    def check_line(self, one: Field) -> str:
        """The check of one line of a record."""
        verdict = self.verdict([self.wrong(one)], [self.missing(one)])
        if one.need is Need.REQUIRED:
            return verdict
        empty = f'{self.cell(one.id)}=""'
        missing = self.missing(one)
        if missing:
            empty = f"AND({empty},{missing}=0)"
        return f'IFERROR(IF({empty},"",{verdict}),{text(WRONG.say(self.language))})'


def lookup(one: Field, placed: Placed, tables: dict[str, Placed]) -> str:
    """What a lookup field shows in its row: empty where the key is empty or not found."""
    assert one.lookup
    if one.lookup.table not in tables:
        return ""
    other = tables[one.lookup.table]
    key = same_row(placed, placed.columns[one.lookup.by])
    found = (
        f"INDEX({field_range(other, one.lookup.field)},"
        f"MATCH({key},{field_range(other, other.table.key)},0))"
    )
    return f'IF({key}="","",IFERROR(IF({found}="","",{found}),""))'


def keys(placed: Placed, field: str) -> str:
    """The keys of a table down to the last one filled in, for a drop-down list."""
    rows = field_range(placed, field)
    first = address(placed.first, placed.columns[field])
    start = f"{quoted(placed.sheet)}!${first.rstrip('0123456789')}${placed.first}"
    last = f"SUMPRODUCT(MAX(({rows}<>{text('')})*(ROW({rows})-{placed.first - 1})))"
    return f"{start}:INDEX({rows},MAX(1,{last}))"


def last_used(placed: Placed, least: int) -> str:
    """The row down to which a growing table is drawn: five past the last used, not below
    ``least``, never past the end."""
    columns = [
        placed.columns[one.id]
        for one in placed.table.fields
        if one.writer in (Writer.OFFICE, Writer.FRAMEWORK, Writer.PROCESSOR)
    ]
    left, right = column_letters(min(columns)), column_letters(max(columns))
    block = f"${left}${placed.first}:${right}${placed.last}"
    used = f"SUMPRODUCT(MAX(({block}<>{text('')})*ROW({block})))"
    return f"IFERROR(MIN({placed.last},MAX({least},{used}+5)),{placed.last})"
