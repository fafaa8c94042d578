"""Where everything of a workbook stands: sheets, tables, headers, rows and cells, as data.

Pure: the writer of templates, the tamper rules and the repair of a damaged workbook all ask here.
Column A is hidden and holds row ids; a table's hidden id row holds field ids. Rows and columns are
counted from 1.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.figures import format_plain
from pso_excel.forms import FORMS, form_of
from pso_excel.forms.choices import LISTS
from pso_excel.forms.prefilled_rows import FixedRow, prefilled_rows
from pso_excel.forms.registry_form import FORM as REGISTRY
from pso_excel.forms.schema import Field, FilledBy, Form, Kind, Shape, Table, number_fields
from pso_excel.framework.pack import Framework
from pso_excel.xlsx.workbook import format_address

MONTHS = tuple(f"month{number}" for number in range(1, 13))

TYPED, READ = "typed", "read"
"""The hidden columns of what is typed in the number cells of a row, and of the numbers read."""

_FIGURES: Mapping[str, tuple[str, ...]] = {
    "S05.systems": ("pilot", "number", "mass", "unusable"),
    "S05.indicators": ("number", "leaf", "counts", "base", "unusable"),
    "S06.answers": ("position", "measure"),
    "S08.tracker": MONTHS,
}
HELPERS: Mapping[str, tuple[str, ...]] = {
    table.id: (*_FIGURES.get(table.id, ()), *((TYPED, READ) if number_fields(table) else ()))
    for form in (*FORMS, REGISTRY)
    for table in form.tables
}
"""Columns right of the check column: hidden intermediate figures, and the tracker's month strip."""

BESIDE_RECORD = 11
"""The first hidden column of a record, right of all that the cover shows beside it."""

GUIDE = "วิธีใช้"
LISTS_SHEET, META_SHEET = "_lists", "_meta"
COVER = "00_ปก"
UNPLACED = "ข้อมูลที่ยังไม่ได้จัดวาง"
"""The sheet on which a repair puts what has no place in the form."""
CHECK, CHECK_HEADER, CHECK_WIDTH = "check", Bilingual("ตรวจ", "Check"), 16
ROW_IDS = 1
FIRST_COLUMN = 2
TITLE_ROW = 1
SUBTITLE_ROW = 2
STRIP_ROW = 3

# A record's line on a sheet of its own: label, value, hint; on a grid's sheet it takes as many of
# the grid's columns as come to these widths.
LABEL_WIDTH = 31
VALUE_WIDTH = 40
HINT_WIDTH = 30

# The texts of a table wider than this (in characters) take so many percent of their width.
WIDE, NARROWED = 300, 80
SHORT_HEADER = 15  # a header no longer stays on one line

CHART_ROWS: Mapping[str, int] = {"SUMMARY.systems": 15}
"""Rows kept free above a table for the charts that read it."""

_COVER = Bilingual("แบบประเมินและแผนยกระดับ", "Self-assessment and upgrade plan")
_WITH: Mapping[str, tuple[str, ...]] = {"S06": ("S05",)}
_ALWAYS = ("S00", "STAFF", "EVIDENCE", "CHECK", "SUMMARY")


@dataclass(frozen=True, slots=True)
class MergedColumns:
    """Neighbouring columns of one row that are merged into one cell (one column: not merged)."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLayout:
    """One table on its sheet.

    ``first`` to ``last`` are the rows of data (of a RECORD: its lines), the first ``len(fixed)`` of
    a grid's being the framework's. ``columns`` maps a field to its column; ``lines`` a RECORD's
    field to its row; ``check`` is the check column, 0 where there is none; ``helpers`` the
    columns right of it. ``section_row`` is 0 where the sheet's title says it all;
    ``widths`` are those of the sheet.
    """

    table: Table
    section_row: int
    id_row: int
    header_row: int
    first: int
    last: int
    end_row: int
    columns: Mapping[str, int]
    check: int = 0
    lines: Mapping[str, int] = field(default_factory=dict[str, int])
    fixed: tuple[FixedRow, ...] = ()
    helpers: Mapping[str, int] = field(default_factory=dict[str, int])
    label: MergedColumns = MergedColumns(0, 0)
    value: MergedColumns = MergedColumns(0, 0)
    hint: MergedColumns = MergedColumns(0, 0)
    chart_row: int = 0
    widths: Mapping[int, int] = field(default_factory=dict[int, int])

    def width(self, first: int, last: int = 0) -> int:
        """The width of a column, or of the columns ``first`` to ``last`` together."""
        return sum(self.widths[column] for column in range(first, (last or first) + 1))

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self.table.sheet

    @property
    def spare_first(self) -> int:
        """The first row after those of the framework."""
        return self.first + len(self.fixed)

    @property
    def right(self) -> int:
        """Its last visible column."""
        return max(
            self.check,
            *(
                self.columns[column_field.id]
                for column_field in self.table.fields
                if not column_field.hidden
            ),
        )

    def rid(self, row: int) -> str:
        """The row id of a data row of a grid."""
        index = row - self.first
        if index < len(self.fixed):
            return self.fixed[index].key
        return f"r{index - len(self.fixed) + 1}"

    def cell(self, field: str, row: int = 0) -> str:
        """The A1 address of a field, in ``row`` for a grid."""
        return format_address(self.lines.get(field, row), self.columns[field])

    def is_locked(self, column_field: Field, row: int) -> bool:
        """Whether that field's cell in ``row`` is not for the office to write."""
        if column_field.writer is FilledBy.FRAMEWORK:
            return row < self.spare_first
        return column_field.writer is not FilledBy.OFFICE


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """One sheet of a workbook: its tables and how wide its columns are (in characters)."""

    name: str
    form: Form
    title: Bilingual
    purpose: Bilingual
    tables: tuple[TableLayout, ...]
    widths: Mapping[int, int]

    @property
    def right(self) -> int:
        """Its last visible column."""
        return max(placed.right for placed in self.tables)

    @property
    def bottom(self) -> int:
        """Its last row in use."""
        return max(placed.end_row for placed in self.tables)

    @property
    def grid(self) -> TableLayout | None:
        """Its last table with rows, or None on a sheet of records only."""
        grids = [placed for placed in self.tables if placed.table.shape is Shape.GRID]
        return grids[-1] if grids else None


def lay_out_workbook(
    framework: Framework, stages: Iterable[str] | None = None
) -> tuple[SheetLayout, ...]:
    """Every sheet with tables, in the order of the workbook.

    ``stages`` chooses (``("S01",)``); the cover, the registers and the results are always there,
    and stage 6 brings the weights of stage 5. None: the whole office workbook.
    """
    return tuple(
        _arrange_sheet(form, name, framework)
        for form in chosen_forms(stages)
        for name in form.sheets
    )


def chosen_forms(stages: Iterable[str] | None = None) -> tuple[Form, ...]:
    """The forms of a workbook of those stages, in order; None chooses them all. KeyError for a
    stage that there is not."""
    if stages is None:
        return FORMS
    wanted = {*(form_of(stage).stage for stage in stages), *_ALWAYS}
    wanted |= {extra for stage in tuple(wanted) for extra in _WITH.get(stage, ())}
    return tuple(form for form in FORMS if form.stage in wanted)


def arrange_form(form: Form, framework: Framework) -> tuple[SheetLayout, ...]:
    """The sheets of one form, for a workbook that is not an office's (the registry)."""
    return tuple(_arrange_sheet(form, name, framework) for name in form.sheets)


def _arrange_sheet(form: Form, name: str, framework: Framework) -> SheetLayout:
    tables = [table for table in form.tables if table.sheet == name]
    grids = [table for table in tables if table.shape is Shape.GRID]
    widths = _widths(grids)
    placed: list[TableLayout] = []
    row = STRIP_ROW + 1
    for table in tables:
        table_layout = _place(table, framework, row, widths, alone=len(tables) == 1)
        placed.append(table_layout)
        row = table_layout.end_row + 2
    title, purpose = _head(form, name, tables[0], framework)
    return SheetLayout(
        name=name, form=form, title=title, purpose=purpose, tables=tuple(placed), widths=widths
    )


def _head(form: Form, name: str, first: Table, framework: Framework) -> tuple[Bilingual, Bilingual]:
    """What stands at the top: on the cover the framework, elsewhere the stage's title and purpose,
    on the further sheets of a stage the table's title and the stage's."""
    if name == COVER:
        short = framework.short
        title = Bilingual(f"{_COVER.th} {short.th}", f"{_COVER.en}: {short.en}")
        return title, framework.name
    if name == form.sheets[0]:
        return form.title, form.purpose
    return first.title, form.title


def _widths(grids: list[Table]) -> dict[int, int]:
    """The columns of a sheet: its grids' fields, or a label, a value, a hint and a check."""
    widths: dict[int, int] = {}
    for table in grids:
        for column, column_field in enumerate(table.fields, FIRST_COLUMN):
            widths[column] = max(widths.get(column, 0), width_of(table, column_field))
        last = FIRST_COLUMN + len(table.fields)
        if _is_checked(table):
            widths[last] = max(widths.get(last, 0), CHECK_WIDTH)
    return widths or {2: LABEL_WIDTH, 3: 36, 4: 42, 5: CHECK_WIDTH}


def width_of(table: Table, column_field: Field) -> int:
    """The width of a grid's column: the field's own, less for texts of a very wide table, and never
    too narrow for the words of its header; 0 where it is hidden."""
    if column_field.hidden:
        return 0
    is_wide = sum(other.width for other in table.fields) > WIDE or table.stage == "SUMMARY"
    narrows = (
        column_field.kind in (Kind.TEXT, Kind.NOTE) and column_field.writer is not FilledBy.SHEET
    )
    width = column_field.width * NARROWED // 100 if is_wide and narrows else column_field.width
    return max(width, _longest_word(column_field))


def _longest_word(column_field: Field) -> int:
    """Room for the longest word of a header, and for all of a short one, so that no word is broken
    in two."""
    labels = [f"{label}\xa0*" for label in column_field.label]
    words = [
        part
        for label in labels
        for part in ([label] if display_width(label) <= SHORT_HEADER else label.split(" "))
    ]
    return max(map(display_width, words)) + 2


def _is_checked(table: Table) -> bool:
    """Tables that the processor writes have no check column."""
    return (
        any(column_field.writer is FilledBy.OFFICE for column_field in table.fields)
        and table.stage != "CHECK"
    )


def _place(
    table: Table, framework: Framework, row: int, widths: Mapping[int, int], *, alone: bool
) -> TableLayout:
    chart_row = row if table.id in CHART_ROWS else 0
    row += CHART_ROWS.get(table.id, 0)
    section = 0 if alone and table.shape is Shape.GRID else row
    id_row = row if not section else row + 1
    if table.shape is Shape.RECORD:
        return _place_record(table, section, id_row, widths)
    fixed = prefilled_rows(table, framework)
    columns = {
        column_field.id: column for column, column_field in enumerate(table.fields, FIRST_COLUMN)
    }
    right = FIRST_COLUMN + len(columns)
    check = right if _is_checked(table) else 0
    first = id_row + 2
    last = first + len(fixed) + table.spare_rows - 1
    helpers = HELPERS.get(table.id, ())
    outside = max(right, *widths) + 1  # no table of the sheet shows anything there
    return TableLayout(
        table=table,
        section_row=section,
        id_row=id_row,
        header_row=id_row + 1,
        first=first,
        last=last,
        end_row=last + 1,
        columns=columns,
        check=check,
        fixed=fixed,
        helpers={name: column for column, name in enumerate(helpers, outside)},
        chart_row=chart_row,
        widths=widths,
    )


def _place_record(
    table: Table, section: int, id_row: int, widths: Mapping[int, int]
) -> TableLayout:
    last_column = max(widths)
    check = last_column if _is_checked(table) else 0
    room = last_column - 1 if check else last_column
    label = _span(widths, FIRST_COLUMN, LABEL_WIDTH, room - 2)
    value = _span(widths, label.last + 1, VALUE_WIDTH, _before_hint(widths, label, room))
    first = id_row + 1
    lines = {column_field.id: row for row, column_field in enumerate(table.fields, first)}
    last = first + len(lines) - 1
    return TableLayout(
        table=table,
        section_row=section,
        id_row=id_row,
        header_row=0,
        first=first,
        last=last,
        end_row=last + 1,
        columns=dict.fromkeys(lines, value.first),
        check=check,
        lines=lines,
        helpers={TYPED: BESIDE_RECORD, READ: BESIDE_RECORD + 1} if number_fields(table) else {},
        label=label,
        value=value,
        hint=MergedColumns(value.last + 1, room),
        widths=widths,
    )


def _before_hint(widths: Mapping[int, int], label: MergedColumns, room: int) -> int:
    """The last column that leaves room for the hint."""
    last = room - 1
    while last > label.last + 1 and sum(widths[c] for c in range(last + 1, room + 1)) < HINT_WIDTH:
        last -= 1
    return last


def _span(widths: Mapping[int, int], first: int, width: int, limit: int) -> MergedColumns:
    """Columns from ``first`` until they are ``width`` wide together, never past ``limit``."""
    last = first
    while sum(widths[column] for column in range(first, last + 1)) < width and last < limit:
        last += 1
    return MergedColumns(first, last)


_ABOVE_AND_BELOW = (0xE31, *range(0xE34, 0xE3B), *range(0xE47, 0xE4E))
_MARKS = tuple(map(chr, _ABOVE_AND_BELOW))


def display_width(text: str) -> int:
    """How many letters wide a text is: Thai vowels and tones above and below take no width."""
    return len(text) - sum(map(text.count, _MARKS))


def starting_text(column_field: Field, value: Bilingual | Decimal | str, language: Language) -> str:
    """A starting value as its cell shows it: words in the language, a choice by its words."""
    if isinstance(value, Bilingual):
        return value.in_language(language)
    if isinstance(value, Decimal):
        return format_plain(value)
    if column_field.kind is Kind.CHOICE:
        return next(
            c.words.in_language(language)
            for c in LISTS[column_field.choices].choices
            if c.code == value
        )
    return value


def locked_texts(plan: SheetLayout, language: Language) -> dict[str, str]:
    """Every text of the sheet that the office may not change, by A1 address: title, section
    headings, headers, labels, hints and what the framework fills in."""
    texts = {
        format_address(TITLE_ROW, FIRST_COLUMN): plan.title.in_language(language),
        format_address(SUBTITLE_ROW, FIRST_COLUMN): plan.purpose.in_language(language),
    }
    for placed in plan.tables:
        texts.update(_table_texts(placed, language))
    return texts


def _table_texts(placed: TableLayout, language: Language) -> Iterator[tuple[str, str]]:
    if placed.section_row:
        yield (
            format_address(placed.section_row, FIRST_COLUMN),
            placed.table.title.in_language(language),
        )
    for column_field in placed.table.fields:
        if placed.table.shape is Shape.RECORD:
            line = placed.lines[column_field.id]
            yield format_address(line, placed.label.first), label_of(column_field, language)
            if placed.hint.first <= placed.hint.last:
                yield (
                    format_address(line, placed.hint.first),
                    column_field.hint.in_language(language),
                )
        else:
            yield (
                format_address(placed.header_row, placed.columns[column_field.id]),
                label_of(column_field, language),
            )
    for index, fixed in enumerate(placed.fixed):
        for field_id, value in fixed.values.items():
            column_field = placed.table.field(field_id)
            if column_field.writer is FilledBy.FRAMEWORK:
                text = starting_text(column_field, value, language)
                yield format_address(placed.first + index, placed.columns[field_id]), text


def label_of(column_field: Field, language: Language) -> str:
    """A field's label as its header shows it."""
    return column_field.label.in_language(language)


def fingerprint(plans: Iterable[SheetLayout], framework: Framework, language: Language) -> str:
    """16 hexadecimal digits that change with any locked text, place or framework figure."""
    digest = hashlib.sha256(framework.fingerprint.encode())
    for plan in plans:
        for cell, text in sorted(locked_texts(plan, language).items()):
            digest.update(f"{plan.name}!{cell}={text}\n".encode())
    return digest.hexdigest()[:16]
