"""Which field stands in which column or line: by the hidden ids, else by the words of the header.

Keyed by ids, columns and lines may be moved without harm; headers and labels that changed places
without their hidden ids are followed, because they are what a person sees.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pso_excel.core import thai
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term
from pso_excel.core.performance import cache_by_identity
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.layout import CHECK, CHECK_HEADER, HELPERS
from pso_excel.forms.schema import Field, FilledBy, Shape, Table
from pso_excel.intake.row_index import SheetRows, TableMarker
from pso_excel.model.submission import TableRows
from pso_excel.xlsx.workbook import Cell, column_letters, format_address

VALUE = "value"
_CHECK_WORDS = frozenset(thai.key(text) for text in CHECK_HEADER)


@dataclass(slots=True)
class Matched:
    """The columns of a grid's fields, or the lines of a record's, and what was wrong with them.

    ``header`` is the row of the visible headers (a grid's), ``others`` the columns of ours that are
    no field's: the check column and those of intermediate figures.
    """

    columns: dict[str, int] = field(default_factory=dict[str, int])
    lines: dict[str, int] = field(default_factory=dict[str, int])
    header: int = 0
    others: set[int] = field(default_factory=set[int])
    problems: list[Problem] = field(default_factory=list[Problem])


def match(table: Table, rows: SheetRows, mark: TableMarker, last: int, version: int) -> Matched:
    """Match the fields of a table whose id row is that of ``mark``; ``last`` is its last row,
    ``version`` that of the template: fields that came later are not missed."""
    if table.shape is Shape.RECORD:
        return _match_record(table, rows, mark, last, version)
    return _match_grid(table, rows, mark, version)


def header_key(text: str) -> str:
    """A visible header made comparable; marks of required fields do not count."""
    return thai.key(text).strip("*●:")


def spellings(column_field: Field) -> frozenset[str]:
    """How a field's header may read, in either language, made comparable."""
    return frozenset(header_key(text) for text in column_field.label if text)


@cache_by_identity
def header_words(table: Table) -> frozenset[str]:
    """Every header of a table in either language, made comparable."""
    return frozenset[str]().union(*(spellings(column_field) for column_field in table.fields))


def _match_grid(table: Table, rows: SheetRows, mark: TableMarker, version: int) -> Matched:
    got = Matched(header=_header_row(table, rows, mark))
    headers = {
        column: header_key(cell.value)
        for column, cell in sorted(rows.row_cells(got.header).items())
        if isinstance(cell.value, str) and column != mark.column
    }
    place = Location(sheet=mark.sheet, stage=table.stage)
    _by_id(table, _ids(table, rows, mark, version), headers, mark, got)
    seen = {
        field_id: (headers[column],)
        for field_id, column in got.columns.items()
        if column in headers
    }
    swapped = _follow(table, seen, got.columns)
    _by_words(table, headers, got)
    got.others |= {column for column, text in headers.items() if text in _CHECK_WORDS}
    got.problems += _lost_columns(table, got.columns, place, version)
    order = [
        got.columns[column_field.id]
        for column_field in table.fields
        if column_field.id in got.columns
    ]
    if swapped:
        cells = ", ".join(
            format_address(got.header, got.columns[column_field.id]) for column_field in swapped
        )
        got.problems.append(_followed(swapped, place, cells))
    elif order != sorted(order):
        got.problems.append(Problem("T105", place))
    return got


def _header_row(table: Table, rows: SheetRows, mark: TableMarker) -> int:
    """The row under the id row, unless rows were inserted between the two; the id row itself where
    the headers were deleted, so that the first row of data is not taken for them."""
    words = header_words(table)
    for row in range(mark.row + 1, mark.row + 6):
        texts = (cell.value for cell in rows.row_cells(row).values())
        if any(isinstance(text, str) and header_key(text) in words for text in texts):
            return row
    return mark.row if rows.text(mark.row + 1, mark.column) else mark.row + 1


def _ids(
    table: Table, rows: SheetRows, mark: TableMarker, version: int
) -> Iterator[tuple[int, str]]:
    """The columns of the id row with the id each has today."""
    former = table.former(version)
    for column, cell in sorted(rows.row_cells(mark.row).items()):
        if column != mark.column and isinstance(cell.value, str):
            yield column, former.get(cell.value, cell.value)


def _by_id(
    table: Table,
    ids: Iterable[tuple[int, str]],
    headers: Mapping[int, str],
    mark: TableMarker,
    got: Matched,
) -> None:
    known = {column_field.id: column_field for column_field in table.fields}
    others = {CHECK, "", *HELPERS.get(table.id, ())}
    for column, field_id in ids:
        if field_id in others:
            got.others.add(column)
        elif field_id not in known:
            continue
        elif field_id not in got.columns:
            got.columns[field_id] = column
        else:
            column_field, first = known[field_id], got.columns[field_id]
            if headers.get(first) not in spellings(column_field) and headers.get(
                column
            ) in spellings(column_field):
                got.columns[field_id], first, column = column, column, first
            values = {
                "col": column_field.label,
                "a": column_letters(first),
                "b": column_letters(column),
            }
            place = Location(sheet=mark.sheet, stage=table.stage, field=field_id)
            got.problems.append(Problem("T104", place, {"sheet": mark.sheet, **values}))


def _follow(table: Table, seen: Mapping[str, Sequence[str]], places: dict[str, int]) -> list[Field]:
    """The fields whose visible words changed places among themselves while their hidden ids stayed;
    ``places`` (by id) then has each where its words are. ``seen`` are the words by id."""
    named = {
        text: column_field.id for column_field in table.fields for text in spellings(column_field)
    }
    moved: dict[str, str] = {}
    for field_id, texts in seen.items():
        others = {named[text] for text in texts if text in named}
        if len(others) == 1 and field_id not in others:
            moved[field_id] = others.pop()
    while alone := [field_id for field_id, other in moved.items() if other not in moved] + [
        field_id for field_id in moved if field_id not in moved.values()
    ]:
        for field_id in alone:
            moved.pop(field_id, None)
    places |= {other: places[field_id] for field_id, other in dict(moved).items()}
    return [column_field for column_field in table.fields if column_field.id in moved]


def _followed(fields: Iterable[Field], place: Location, cells: str) -> Problem:
    """T136: the words of some fields stand where the ids of others are."""
    labels = [column_field.label for column_field in fields]
    names = Bilingual(*(", ".join(words[n] for words in labels) for n in (0, 1)))
    return Problem("T136", place._replace(cell=cells), {"sheet": place.sheet, "fields": names})


def _by_words(table: Table, headers: Mapping[int, str], got: Matched) -> None:
    taken = {*got.columns.values(), *got.others}
    for column_field in table.fields:
        if column_field.id in got.columns:
            continue
        words = spellings(column_field)
        column = next((c for c, text in headers.items() if text in words and c not in taken), None)
        if column is not None:
            got.columns[column_field.id] = column
            taken.add(column)


def _lost_columns(
    table: Table, found: Mapping[str, int], place: Location, version: int
) -> Iterator[Problem]:
    """T103 for a lost field an officer types in; T120 for one that we can write ourselves."""
    for column_field in table.fields:
        if column_field.id not in found and column_field.since_version <= version:
            code = "T103" if column_field.writer is FilledBy.OFFICE else "T120"
            values = {"sheet": place.sheet, "col": column_field.label}
            yield Problem(
                code, Location(sheet=place.sheet, stage=place.stage, field=column_field.id), values
            )


def added_columns(
    entries: TableRows, rows: SheetRows, mark: TableMarker, got: Matched
) -> Iterator[Problem]:
    """T106: columns that someone added, with a header or something in the rows that count; where
    the ids of columns are lost, formulas without a header are the form's intermediate figures."""
    known = {mark.column, *entries.columns.values(), *got.others}
    has_ids = any(rows.text(mark.row, column) for column in rows.row_cells(mark.row))
    added: dict[int, int] = {}
    for row in (mark.row, got.header, *(row.row_number for row in entries.rows)):
        for column in rows.row_cells(row).keys() - known:
            cell = rows.row_cells(row)[column]
            if cell.value not in (None, "") and (has_ids or not cell.is_formula):
                added.setdefault(column, row)
    for column, row in sorted(added.items()):
        name = rows.text(got.header, column) or column_letters(column)
        place = Location(
            sheet=entries.sheet, cell=format_address(row, column), stage=entries.table.stage
        )
        yield Problem("T106", place, {"kind": term("kind_column"), "name": name})


def _match_record(
    table: Table, rows: SheetRows, mark: TableMarker, last: int, version: int
) -> Matched:
    got = Matched()
    column = _value_column(table, rows, mark, last)
    known = {f"@{column_field.id}": column_field.id for column_field in table.fields}
    known |= {f"@{old}": new for old, new in table.former(version).items() if new}
    for row in range(mark.row + 1, last + 1):
        field_id = known.get(rows.text(row, mark.column))
        if field_id is not None:
            got.lines.setdefault(field_id, row)
    place = Location(sheet=mark.sheet, stage=table.stage)
    seen = {field_id: _labels(rows.row_cells(row), column) for field_id, row in got.lines.items()}
    if swapped := _follow(table, seen, got.lines):
        cells = ", ".join(
            format_address(got.lines[column_field.id], column) for column_field in swapped
        )
        got.problems.append(_followed(swapped, place, cells))
    _lines_by_words(table, rows, last, mark, got)
    got.columns = dict.fromkeys(got.lines, column)
    got.problems += _lost_columns(table, got.lines, place, version)
    return got


def _labels(line: Mapping[int, Cell], value: int) -> list[str]:
    """The texts left of the values of a line, made comparable."""
    texts = (cell.value for column, cell in line.items() if column < value)
    return [header_key(text) for text in texts if isinstance(text, str)]


def _value_column(table: Table, rows: SheetRows, mark: TableMarker, last: int) -> int:
    """The column of the id ``value``, else the one right of the labels: that in which most lines
    begin with something that is neither a label nor a hint."""
    for column in sorted(rows.row_cells(mark.row)):
        if rows.text(mark.row, column) == VALUE:
            return column
    words = header_words(table)
    known = words | {
        header_key(hint) for column_field in table.fields for hint in column_field.hint
    }
    beside, begun = Counter[int](), Counter[int]()
    for row in range(mark.row + 1, last + 1):
        line = rows.row_cells(row)
        labels = [column for column in line if header_key(rows.text(row, column)) in words]
        if not labels:
            continue
        beside[min(labels) + 1] += 1
        typed = (
            column
            for column, cell in sorted(line.items())
            if column > min(labels)
            and not cell.is_formula
            and header_key(rows.text(row, column)) not in known
        )
        begun.update(islice(typed, 1))
    for votes in (begun, beside):
        if votes:
            return max(votes, key=lambda column: (votes[column], -column))
    return mark.column + 2


def _lines_by_words(
    table: Table, rows: SheetRows, last: int, mark: TableMarker, got: Matched
) -> None:
    taken = set(got.lines.values())
    for column_field in table.fields:
        if column_field.id in got.lines:
            continue
        words = spellings(column_field)
        for row in range(mark.row + 1, last + 1):
            texts = (rows.text(row, column) for column in rows.row_cells(row))
            if row not in taken and any(header_key(text) in words for text in texts if text):
                got.lines[column_field.id] = row
                taken.add(row)
                break
