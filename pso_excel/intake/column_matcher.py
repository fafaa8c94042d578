"""Which field stands in which column or line: by the hidden ids, else by the words of the header.

Keyed by ids, columns and lines may be moved without harm; headers and labels that changed places
without their hidden ids are followed, because they are what a person sees.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pso_excel.core import thai
from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded
from pso_excel.core.performance import once
from pso_excel.core.problem import Place, Problem
from pso_excel.forms.layout import CHECK, CHECK_HEADER, HELPERS
from pso_excel.forms.schema import Field, Shape, Table, Writer
from pso_excel.intake.row_index import Ground, Mark
from pso_excel.model.submission import Entries
from pso_excel.xlsx.workbook import Cell, address, column_letters

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


def match(table: Table, ground: Ground, mark: Mark, last: int, version: int) -> Matched:
    """Match the fields of a table whose id row is that of ``mark``; ``last`` is its last row,
    ``version`` that of the template: fields that came later are not missed."""
    if table.shape is Shape.RECORD:
        return _match_record(table, ground, mark, last, version)
    return _match_grid(table, ground, mark, version)


def header_key(text: str) -> str:
    """A visible header made comparable; marks of required fields do not count."""
    return thai.key(text).strip("*●:")


def spellings(one: Field) -> frozenset[str]:
    """How a field's header may read, in either language, made comparable."""
    return frozenset(header_key(text) for text in one.label if text)


@once
def header_words(table: Table) -> frozenset[str]:
    """Every header of a table in either language, made comparable."""
    return frozenset[str]().union(*(spellings(one) for one in table.fields))


def _match_grid(table: Table, ground: Ground, mark: Mark, version: int) -> Matched:
    got = Matched(header=_header_row(table, ground, mark))
    headers = {
        column: header_key(cell.value)
        for column, cell in sorted(ground.line(got.header).items())
        if isinstance(cell.value, str) and column != mark.column
    }
    place = Place(sheet=mark.sheet, stage=table.stage)
    _by_id(table, _ids(table, ground, mark, version), headers, mark, got)
    seen = {id: (headers[column],) for id, column in got.columns.items() if column in headers}
    swapped = _follow(table, seen, got.columns)
    _by_words(table, headers, got)
    got.others |= {column for column, text in headers.items() if text in _CHECK_WORDS}
    got.problems += _lost(table, got.columns, place, version)
    order = [got.columns[one.id] for one in table.fields if one.id in got.columns]
    if swapped:
        cells = ", ".join(address(got.header, got.columns[one.id]) for one in swapped)
        got.problems.append(_followed(swapped, place, cells))
    elif order != sorted(order):
        got.problems.append(Problem("T105", place))
    return got


def _header_row(table: Table, ground: Ground, mark: Mark) -> int:
    """The row under the id row, unless rows were inserted between the two; the id row itself where
    the headers were deleted, so that the first row of data is not taken for them."""
    words = header_words(table)
    for row in range(mark.row + 1, mark.row + 6):
        texts = (cell.value for cell in ground.line(row).values())
        if any(isinstance(text, str) and header_key(text) in words for text in texts):
            return row
    return mark.row if ground.text(mark.row + 1, mark.column) else mark.row + 1


def _ids(table: Table, ground: Ground, mark: Mark, version: int) -> Iterator[tuple[int, str]]:
    """The columns of the id row with the id each has today."""
    former = table.former(version)
    for column, cell in sorted(ground.line(mark.row).items()):
        if column != mark.column and isinstance(cell.value, str):
            yield column, former.get(cell.value, cell.value)


def _by_id(
    table: Table,
    ids: Iterable[tuple[int, str]],
    headers: Mapping[int, str],
    mark: Mark,
    got: Matched,
) -> None:
    known = {one.id: one for one in table.fields}
    others = {CHECK, "", *HELPERS.get(table.id, ())}
    for column, id in ids:
        if id in others:
            got.others.add(column)
        elif id not in known:
            continue
        elif id not in got.columns:
            got.columns[id] = column
        else:
            one, first = known[id], got.columns[id]
            if headers.get(first) not in spellings(one) and headers.get(column) in spellings(one):
                got.columns[id], first, column = column, column, first
            values = {"col": one.label, "a": column_letters(first), "b": column_letters(column)}
            place = Place(sheet=mark.sheet, stage=table.stage, field=id)
            got.problems.append(Problem("T104", place, {"sheet": mark.sheet, **values}))


def _follow(table: Table, seen: Mapping[str, Sequence[str]], places: dict[str, int]) -> list[Field]:
    """The fields whose visible words changed places among themselves while their hidden ids stayed;
    ``places`` (by id) then has each where its words are. ``seen`` are the words by id."""
    named = {text: one.id for one in table.fields for text in spellings(one)}
    moved: dict[str, str] = {}
    for id, texts in seen.items():
        others = {named[text] for text in texts if text in named}
        if len(others) == 1 and id not in others:
            moved[id] = others.pop()
    while alone := [id for id, other in moved.items() if other not in moved] + [
        id for id in moved if id not in moved.values()
    ]:
        for id in alone:
            moved.pop(id, None)
    places |= {other: places[id] for id, other in dict(moved).items()}
    return [one for one in table.fields if one.id in moved]


def _followed(fields: Iterable[Field], place: Place, cells: str) -> Problem:
    """T136: the words of some fields stand where the ids of others are."""
    labels = [one.label for one in fields]
    names = Words(*(", ".join(one[n] for one in labels) for n in (0, 1)))
    return Problem("T136", place._replace(cell=cells), {"sheet": place.sheet, "fields": names})


def _by_words(table: Table, headers: Mapping[int, str], got: Matched) -> None:
    taken = {*got.columns.values(), *got.others}
    for one in table.fields:
        if one.id in got.columns:
            continue
        words = spellings(one)
        column = next((c for c, text in headers.items() if text in words and c not in taken), None)
        if column is not None:
            got.columns[one.id] = column
            taken.add(column)


def _lost(table: Table, found: Mapping[str, int], place: Place, version: int) -> Iterator[Problem]:
    """T103 for a lost field an officer types in; T120 for one that we can write ourselves."""
    for one in table.fields:
        if one.id not in found and one.since <= version:
            code = "T103" if one.writer is Writer.OFFICE else "T120"
            values = {"sheet": place.sheet, "col": one.label}
            yield Problem(code, Place(sheet=place.sheet, stage=place.stage, field=one.id), values)


def added_columns(entries: Entries, ground: Ground, mark: Mark, got: Matched) -> Iterator[Problem]:
    """T106: columns that someone added, with a header or something in the rows that count; where
    the ids of columns are lost, formulas without a header are the form's intermediate figures."""
    known = {mark.column, *entries.columns.values(), *got.others}
    has_ids = any(ground.text(mark.row, column) for column in ground.line(mark.row))
    added: dict[int, int] = {}
    for row in (mark.row, got.header, *(one.number for one in entries.rows)):
        for column in ground.line(row).keys() - known:
            cell = ground.line(row)[column]
            if cell.value not in (None, "") and (has_ids or not cell.formula):
                added.setdefault(column, row)
    for column, row in sorted(added.items()):
        name = ground.text(got.header, column) or column_letters(column)
        place = Place(sheet=entries.sheet, cell=address(row, column), stage=entries.table.stage)
        yield Problem("T106", place, {"kind": worded("kind_column"), "name": name})


def _match_record(table: Table, ground: Ground, mark: Mark, last: int, version: int) -> Matched:
    got = Matched()
    column = _value_column(table, ground, mark, last)
    known = {f"@{one.id}": one.id for one in table.fields}
    known |= {f"@{old}": new for old, new in table.former(version).items() if new}
    for row in range(mark.row + 1, last + 1):
        id = known.get(ground.text(row, mark.column))
        if id is not None:
            got.lines.setdefault(id, row)
    place = Place(sheet=mark.sheet, stage=table.stage)
    seen = {id: _labels(ground.line(row), column) for id, row in got.lines.items()}
    if swapped := _follow(table, seen, got.lines):
        cells = ", ".join(address(got.lines[one.id], column) for one in swapped)
        got.problems.append(_followed(swapped, place, cells))
    _lines_by_words(table, ground, last, mark, got)
    got.columns = dict.fromkeys(got.lines, column)
    got.problems += _lost(table, got.lines, place, version)
    return got


def _labels(line: Mapping[int, Cell], value: int) -> list[str]:
    """The texts left of the values of a line, made comparable."""
    texts = (cell.value for column, cell in line.items() if column < value)
    return [header_key(text) for text in texts if isinstance(text, str)]


def _value_column(table: Table, ground: Ground, mark: Mark, last: int) -> int:
    """The column of the id ``value``, else the one right of the labels: that in which most lines
    begin with something that is neither a label nor a hint."""
    for column in sorted(ground.line(mark.row)):
        if ground.text(mark.row, column) == VALUE:
            return column
    words = header_words(table)
    known = words | {header_key(hint) for one in table.fields for hint in one.hint}
    beside, begun = Counter[int](), Counter[int]()
    for row in range(mark.row + 1, last + 1):
        line = ground.line(row)
        labels = [column for column in line if header_key(ground.text(row, column)) in words]
        if not labels:
            continue
        beside[min(labels) + 1] += 1
        typed = (
            column
            for column, cell in sorted(line.items())
            if column > min(labels)
            and not cell.formula
            and header_key(ground.text(row, column)) not in known
        )
        begun.update(islice(typed, 1))
    for votes in (begun, beside):
        if votes:
            return max(votes, key=lambda column: (votes[column], -column))
    return mark.column + 2


def _lines_by_words(table: Table, ground: Ground, last: int, mark: Mark, got: Matched) -> None:
    taken = set(got.lines.values())
    for one in table.fields:
        if one.id in got.lines:
            continue
        words = spellings(one)
        for row in range(mark.row + 1, last + 1):
            texts = (ground.text(row, column) for column in ground.line(row))
            if row not in taken and any(header_key(text) in words for text in texts if text):
                got.lines[one.id] = row
                taken.add(row)
                break
