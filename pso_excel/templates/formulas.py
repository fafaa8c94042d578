"""The live formulas of a workbook, generated from fields.

Each formula is written for one row by references such as ``$D1`` whose row is relative, and lives
in a defined name, so that the cells of a long table stay short (``=PSO_CHECK_S03_TASKS``). Only
functions that Excel 2010 and LibreOffice share; none depends on the locale, and none is volatile
but CELL, which alone knows a percentage by its format. Tests are arithmetic (0 or 1) so that a
condition reads the same in a cell and in a conditional format.
"""

from collections.abc import Iterable

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.figures import ARABIC
from pso_excel.forms.choices import LISTS
from pso_excel.forms.layout import READ, ROW_IDS, TYPED, TableLayout
from pso_excel.forms.schema import (
    KINDS,
    Field,
    FilledBy,
    Kind,
    Requirement,
    Shape,
    When,
    number_fields,
)
from pso_excel.framework.pack import PERCENT_UNITS
from pso_excel.templates.number_formulas import NumberCell, number_found, says_nothing, substituted
from pso_excel.xlsx.workbook import column_letters, format_address

DONE = Bilingual("✔ ครบ", "✔ Complete")
MISSING = Bilingual("▲ ยังไม่กรอก", "▲ Missing")
WRONG = Bilingual("✖ ผิด", "✖ Wrong")
ASKED = Bilingual("▲ โปรดยืนยัน", "▲ Please confirm")
NOT_COUNTED = Bilingual("– ไม่นับ", "– Not counted")
UNSCORED = "✖"
"""The score of an answer that cannot be read."""

TYPED_IN = frozenset({FilledBy.OFFICE, FilledBy.FRAMEWORK})
"""Who writes what is judged while it is typed."""
_JUDGED = frozenset({Kind.CHOICE, Kind.REF, Kind.DATE, Kind.EMAIL})
LEVELS = "PSO_LIST_LEVEL"
FIRST_DAY, LAST_DAY = 1, 1200000  # any date a spreadsheet can hold, in either era
FIRST_BUDDHIST_DAY = 182623  # 1 January of the year 2400


def quoted(sheet: str) -> str:
    """The sheet's name as a formula writes it."""
    return "'" + sheet.replace("'", "''") + "'"


def text(words: str) -> str:
    """A text constant."""
    return '"' + words.replace('"', '""') + '"'


def column_range(placed: TableLayout, column: int) -> str:
    """All data rows of a column, absolute, with its sheet."""
    letters = column_letters(column)
    return f"{quoted(placed.sheet)}!${letters}${placed.first}:${letters}${placed.last}"


def field_range(placed: TableLayout, field: str) -> str:
    """All data rows of a field."""
    return column_range(placed, placed.columns[field])


def same_row(placed: TableLayout, column: int, row: int = 1, *, sheet: bool = True) -> str:
    """A column in the formula's own row; ``row`` is where the formula is anchored."""
    prefix = f"{quoted(placed.sheet)}!" if sheet else ""
    return f"{prefix}${column_letters(column)}{row}"


def name_of(prefix: str, placed: TableLayout, field: str = "") -> str:
    """A defined name about a table or a field, ``PSO_NUM_S06_ANSWERS_LEVEL``."""
    parts = (prefix, placed.table.id.replace(".", "_").upper(), field.upper())
    return "_".join(("PSO", *(part for part in parts if part)))


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
        placed: TableLayout,
        tables: dict[str, TableLayout],
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
        field, cell = self.placed.table.field(when.field), self.cell(when.field)
        if not when.values:
            return f"({self.blank(field)}=0)"
        if field.kind in KINDS:
            number = self.number_name(field)
            tests = [
                f"(IFERROR({number}&{text('')},{text('')})={text(value)})" for value in when.values
            ]
        else:
            tests = [f"({cell}={text(self.words(field, value))})" for value in when.values]
        return tests[0] if len(tests) == 1 else f"(({'+'.join(tests)})>0)"

    def is_choice(self, field: str, code: str) -> str:
        """Whether a choice of the row is that one."""
        return f"{self.cell(field)}={text(self.words(self.placed.table.field(field), code))}"

    def blank(self, field: Field) -> str:
        """1 where a cell is empty or says that there is nothing, such as a dash."""
        if field.kind in KINDS and field.writer in TYPED_IN:
            return f"IFERROR((LEN({self.number_name(field)})=0)*1,0)"
        if field.writer in TYPED_IN and (
            field.need is not Requirement.OPTIONAL or field.kind in _JUDGED
        ):
            return name_of("NIL", self.placed, field.id)
        return f'({self.cell(field.id)}="")*1'

    def blank_names(self) -> Iterable[tuple[str, str]]:
        """The defined names of what is blank, for the fields that are no numbers."""
        for field in self.placed.table.fields:
            name = name_of("NIL", self.placed, field.id)
            if self.blank(field) == name:
                yield name, says_nothing(self.cell(field.id), field.blanks)

    def number_cell(self, field: Field) -> NumberCell:
        """How the number of a field in this row is read."""
        placed = self.placed
        part, line = name_of("PART", placed, field.id), field.id if placed.lines else ""
        place = 0 if placed.lines else number_fields(placed.table).index(field)
        shape = name_of("SHAPE", placed, line)
        return NumberCell(
            field, self.cell(field.id), self.hidden(TYPED, field), place, part=part, shape=shape
        )

    def hidden(self, helper: str, field: Field) -> str:
        """A hidden cell of the row, or of a record's line."""
        column = self.placed.helpers[helper]
        if line := self.placed.lines.get(field.id, 0):
            return f"{quoted(self.placed.sheet)}!${column_letters(column)}${line}"
        return same_row(self.placed, column, self.anchor, sheet=self.sheet)

    def words(self, field: Field, code: str) -> str:
        """The words of a choice in the workbook's language."""
        choices = LISTS[field.choices].choices
        return next(
            choice.words.in_language(self.language) for choice in choices if choice.code == code
        )

    def missing(self, field: Field) -> str:
        """1 where a required cell is empty; "" for a field that is never required."""
        if field.writer not in TYPED_IN or field.need is Requirement.OPTIONAL:
            return ""
        tests = [self.blank(field)]
        if field.need is Requirement.CONDITIONAL:
            tests += [self.holds(when) for when in field.when]
        return "*".join(tests)

    def wrong(self, field: Field) -> str:
        """1 where a filled cell cannot be right; "" for a field that takes anything."""
        if field.writer not in TYPED_IN:
            return ""
        if field.kind in KINDS:
            return self._number_tests(field)
        cell = self.cell(field.id)
        tests = [*self._by_kind(field, cell)]
        if field.unique and self.placed.table.shape is Shape.GRID:
            tests.append(f"(SUMPRODUCT(--({field_range(self.placed, field.id)}={cell}))>1)")
        if not tests:
            return ""
        inside = tests[0] if len(tests) == 1 else f"(({'+'.join(tests)})>0)"
        return f"IF({self.blank(field)},0,{inside}*1)"

    def wrong_name(self, field: Field) -> str:
        """The defined name that holds ``wrong`` of a grid's field; "" where there is none. A
        condition of Excel may use names, but no cells of another sheet."""
        return name_of("BAD", self.placed, field.id) if self.wrong(field) else ""

    def _by_kind(self, field: Field, cell: str) -> Iterable[str]:
        if field.kind is Kind.CHOICE:
            yield _stands_not_in(LISTS[field.choices].name, cell)
        elif field.kind is Kind.REF:
            yield from self._reference_tests(field, cell)
        elif field.kind is Kind.DATE:
            # A date typed as text is read by the program; here it must only look like one, and
            # every way of writing a day ends in digits.
            looks = f"ISERROR(VALUE({substituted(f'RIGHT({cell},2)', ARABIC)}))"
            yield (
                f"IF(ISNUMBER({cell}),OR({cell}<{FIRST_DAY},{cell}>{LAST_DAY}),"
                f"OR(LEN({cell})<6,{looks}))"
            )
        elif field.kind is Kind.EMAIL:
            yield f'ISERROR(SEARCH("?@?*.?",{cell}))'
        else:
            yield f"(LEN({cell})>{field.max_length})"

    def number_name(self, field: Field) -> str:
        """The defined name of a field's number in the row."""
        return name_of("NUM", self.placed, field.id)

    def _number_tests(self, field: Field) -> str:
        """1 where a number cannot be read or is out of its field's limits."""
        name = self.number_name(field)
        tests: list[str] = []
        if field.kind is Kind.LEVEL:
            tests.append(f"ISERROR(MATCH({name},{LEVELS},0))")
        if field.minimum is not None:
            tests.append(f"{name}<{field.minimum:f}")
        elif field.kind is Kind.COUNT:
            tests.append(f"{name}<0")
        if field.maximum is not None:
            tests.append(f"{name}>{field.maximum:f}")
        if field.kind is Kind.COUNT:
            tests.append(f"{name}<>INT({name})")
        if field.unique and self.placed.table.shape is Shape.GRID:
            tests.append(self._twice(field))
        limits = f"OR({','.join(tests)})*1" if tests else "0"
        return f"IFERROR(IF(LEN({name})=0,0,{limits}),1)"

    def _twice(self, field: Field) -> str:
        """Whether the number of this row stands in another as well, however it is spelled."""
        place = number_fields(self.placed.table).index(field)
        found = number_found(self.number_name(field), place)
        every = column_range(self.placed, self.placed.helpers[READ])
        return f"SUMPRODUCT(--ISNUMBER(FIND({found},{every})))>1"

    def asks_about(self, field: Field) -> str:
        """1 where a percentage is asked about: 0.4 may be meant as 40; "" for other fields."""
        if field.kind is not Kind.PERCENT or field.writer is not FilledBy.OFFICE:
            return ""
        return name_of("ASK", self.placed, field.id)

    def _reference_tests(self, column_field: Field, cell: str) -> Iterable[str]:
        table, _, field = column_field.refers.rpartition(".")
        if table not in self.tables:
            return
        keys = field_range(self.tables[table], field)
        unknown = _stands_not_in(keys, cell)
        if column_field.id == self.placed.table.key and self.placed.fixed:
            row_id = same_row(self.placed, ROW_IDS, self.anchor, sheet=self.sheet)
            unknown += f"*ISERROR({_turned_found(cell, row_id, keys)})"
        if column_field.or_own:
            keys = field_range(self.placed, self.placed.table.key)
            marks = field_range(self.placed, column_field.or_own.field)
            field = self.placed.table.field(column_field.or_own.field)
            words = "+".join(
                f"({marks}={text(self.words(field, value))})"
                for value in column_field.or_own.values
            )
            unknown += f"*(SUMPRODUCT(({keys}={cell})*({words}))=0)"
        yield unknown

    def typed_text(self) -> str:
        """All that the office has typed into the row, joined."""
        cells = [
            self.cell(field.id) for field in self.placed.table.fields if field.writer in TYPED_IN
        ]
        return "&".join(cells)

    def verdict(
        self,
        wrong: Iterable[str],
        missing: Iterable[str],
        asked: Iterable[str] = (),
        done: str = "",
    ) -> str:
        """The words of the check column for these faults; an error cell is wrong, too. ``done`` is
        the formula of what else it says."""
        inner = done or text(DONE.in_language(self.language))
        for words, tests in ((ASKED, asked), (MISSING, missing), (WRONG, wrong)):
            if some := "+".join(filter(None, tests)):
                inner = f"IF({some}>0,{text(words.in_language(self.language))},{inner})"
        return f"IFERROR({inner},{text(WRONG.in_language(self.language))})"

    def check_row(
        self, wrong: Iterable[str] = (), missing: Iterable[str] = (), asked: Iterable[str] = ()
    ) -> str:
        """The check column of a grid: empty for a spare row that nobody has used. ``wrong``,
        ``missing`` and ``asked`` are tests of the row besides those of its fields."""
        fields = self.placed.table.fields
        wrong = [*map(self.wrong_name, fields), *wrong]
        missing = [*map(self.missing, fields), *missing]
        asks = [*map(self.asks_about, fields), *asked]
        bad, done = text(WRONG.in_language(self.language)), ""
        answers = self.placed.table.id == "S06.answers"
        if answers:
            counted, none = (
                text(DONE.in_language(self.language)),
                text(NOT_COUNTED.in_language(self.language)),
            )
            done = f'IF({self.cell("weight")}="",{none},{counted})'
        inner = self.verdict(wrong, missing, asks, done)
        if answers:
            inner = f"IF({self.cell('score')}={text(UNSCORED)},{bad},{inner})"
        unused = f'{self.typed_text()}=""'
        if self.placed.fixed and self.placed.table.may_be_empty:
            office = [o for o in self.placed.table.fields if o.writer is FilledBy.OFFICE]
            unused = "&".join(self.cell(field.id) for field in office) + '=""'
        return f'IFERROR(IF({unused},"",{inner}),{bad})'

    def check_line(self, field: Field) -> str:
        """The check of one line of a record."""
        verdict = self.verdict([self.wrong(field)], [self.missing(field)])
        if field.need is Requirement.REQUIRED:
            return verdict
        empty = f"{self.blank(field)}=1"
        missing = self.missing(field)
        if missing:
            empty = f"AND({empty},{missing}=0)"
        return f'IFERROR(IF({empty},"",{verdict}),{text(WRONG.in_language(self.language))})'


def is_one_of(cell: str, codes: Iterable[str]) -> Iterable[str]:
    """For each code, whether the cell shows it."""
    return (f"({cell}={text(code)})" for code in codes)


def _stands_not_in(cells: str, cell: str) -> str:
    """Whether no cell holds the same; MATCH would take ``*`` for any text, and in Excel none of
    more than 255 characters."""
    return f"(SUMPRODUCT(--({cells}={cell}))=0)"


def code_found(code: str, row_id: str, codes: str) -> str:
    """The place of a code among others, text or what a program took for a number."""
    return f"IFERROR(MATCH({code},{codes},0),{_turned_found(code, row_id, codes)})"


def _turned_found(code: str, row_id: str, codes: str) -> str:
    """The place of a code that is a number on one side only: by the number, or by the row's hidden
    id where that agrees with it."""
    same = f"IF(VALUE({row_id})={code},MATCH({row_id},{codes},0))"
    return f"IF(ISTEXT({code}),MATCH(VALUE({code}),{codes},0),{same})"


def lookup(field: Field, placed: TableLayout, tables: dict[str, TableLayout]) -> str:
    """What a lookup field shows in its row: empty where the key is empty or not found."""
    assert field.lookup
    if field.lookup.table not in tables:
        return ""
    other = tables[field.lookup.table]
    key = same_row(placed, placed.columns[field.lookup.by])
    every = field_range(other, other.table.key)
    place = f"MATCH({key},{every},0)"
    if other.table.fixed and placed.table.fixed:
        place = code_found(key, same_row(placed, ROW_IDS), every)
    found = f"INDEX({field_range(other, field.lookup.field)},{place})"
    return f'IF({key}="","",IFERROR(IF({found}="","",{found}),""))'


def keys(placed: TableLayout, field: str) -> str:
    """The keys of a table down to the last one filled in, for a drop-down list."""
    rows = field_range(placed, field)
    first = format_address(placed.first, placed.columns[field])
    start = f"{quoted(placed.sheet)}!${first.rstrip('0123456789')}${placed.first}"
    last = f"SUMPRODUCT(LARGE(({rows}<>{text('')})*(ROW({rows})-{placed.first - 1}),1))"
    return f"{start}:INDEX({rows},MAX(1,{last}))"


def last_used(placed: TableLayout, least: int) -> str:
    """The row down to which a growing table is drawn: five past the last used, not below
    ``least``, never past the end."""
    columns = [
        placed.columns[field.id]
        for field in placed.table.fields
        if field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK, FilledBy.PROCESSOR)
    ]
    left, right = column_letters(min(columns)), column_letters(max(columns))
    block = f"${left}${placed.first}:${right}${placed.last}"
    used = f"SUMPRODUCT(LARGE(({block}<>{text('')})*ROW({block}),1))"
    return f"IFERROR(MIN({placed.last},MAX({least},{used}+5)),{placed.last})"
