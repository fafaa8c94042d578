"""A table looked for over the sheets of a workbook by the ids or the words of its headers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pso_excel.forms.layout import TableLayout
from pso_excel.forms.schema import Shape, Table
from pso_excel.intake.column_matcher import header_key, spellings
from pso_excel.repair.damaged_workbook import Page
from pso_excel.repair.found_table import FoundTable, MatchedBy
from pso_excel.repair.similarity import (
    by_ids,
    exact,
    known_ids,
    match_similar_headers,
    near_name,
    similarity,
)

FEWEST = 2
OWN_SHEET = 0.5
"""What a table's own sheet counts for when its headers stand on several."""


class _HeaderRow(NamedTuple):
    """A row that looks like the headers (or ids) of a table, and how much of it."""

    score: float
    sheet: str
    row: int
    columns: Mapping[str, int]
    how: MatchedBy


def find_by_headers(
    lost: Iterable[TableLayout],
    pages: Mapping[str, Page],
    claimed: Mapping[str, set[int]],
) -> list[FoundTable]:
    """The tables of ``lost`` that stand on ``pages``, by their headers; ``claimed`` rows are those
    of other tables. The likeliest row is given away first, and once."""
    sought = list(lost)
    seen = sorted(
        ((seen.score, -number, seen) for number, seen in _header_rows(sought, pages, claimed)),
        key=lambda found: found[:2],
        reverse=True,
    )
    found: dict[str, FoundTable] = {}
    rows: set[tuple[str, int]] = set()
    for _, number, each_seen in seen:
        placed = sought[-number]
        if placed.table.id not in found and (each_seen.sheet, each_seen.row) not in rows:
            table = found[placed.table.id] = _standing(placed, each_seen, pages[each_seen.sheet])
            rows.update((each_seen.sheet, row) for row in _heads(table))
    for table in found.values():
        _end(table, found.values(), pages[table.sheet], claimed)
    return list(found.values())


def _heads(table: FoundTable) -> Iterable[int]:
    """The rows by which a table was recognised: no other has its own there."""
    if table.is_record:
        return table.lines.values()
    return range(table.ids or table.header, table.first)


def _header_rows(
    sought: Sequence[TableLayout], pages: Mapping[str, Page], claimed: Mapping[str, set[int]]
) -> Iterator[tuple[int, _HeaderRow]]:
    """Each row that looks like one of the tables, with the table's number among those sought. Every
    cell is looked at once, however many tables there are: most rows have no word of any of them."""
    near = [near_name(placed.sheet, pages) for placed in sought]
    marks = _marks_of(sought)
    for name, page in pages.items():
        taken = claimed.get(name, ())
        hits = _hits(page, marks, [row for row in sorted(page.rows) if row not in taken])
        for number, placed in enumerate(sought):
            own = OWN_SHEET * (name in (placed.sheet, near[number]))
            for seen in _of_table(placed.table, page, hits.get(number, [])):
                yield number, seen._replace(score=seen.score + own)


def _marks_of(sought: Sequence[TableLayout]) -> Mapping[str, set[int]]:
    """The numbers of the tables that a text, as typed or made comparable, may be an id or a header
    of."""
    marks: dict[str, set[int]] = {}
    for number, placed in enumerate(sought):
        table, sign = placed.table, "@" if placed.table.shape is Shape.RECORD else ""
        words = {word for field in table.fields for word in spellings(field)}
        for text in {*words, *(f"{sign}{field_id}" for field_id in known_ids(table))}:
            marks.setdefault(text, set()).add(number)
    return marks


def _hits(page: Page, marks: Mapping[str, set[int]], rows: Iterable[int]) -> dict[int, list[int]]:
    """The rows with a text of each table, by its number."""
    found: dict[int, list[int]] = {}
    for row in rows:
        texts = [*page.words(row).values(), *(page.text(row, column) for column in page.rows[row])]
        for number in {number for text in texts for number in marks.get(text, ())}:
            found.setdefault(number, []).append(row)
    return found


def _of_table(table: Table, page: Page, rows: Sequence[int]) -> Iterable[_HeaderRow]:
    if table.shape is Shape.RECORD:
        return _records(table, page, rows)
    return filter(None, (_row_seen(table, page, row) for row in rows))


def _row_seen(table: Table, page: Page, row: int) -> _HeaderRow | None:
    texts = {column: page.text(row, column) for column in page.rows[row]}
    enough = max(FEWEST, -(-len(table.fields) // 3))
    ids = by_ids(table, {c: text for c, text in texts.items() if text})
    if len(ids) >= enough:
        return _HeaderRow(2 + len(ids) / len(table.fields), page.sheet.name, row, ids, MatchedBy.ID)
    words = page.words(row)
    if len(words) < FEWEST:
        return None
    headers = exact(table.fields, words)
    if len(headers) < FEWEST:
        return None
    if len(headers) >= enough:
        score = len(headers) / len(table.fields)
        return _HeaderRow(score, page.sheet.name, row, headers, MatchedBy.HEADER)
    rest = [field for field in table.fields if field.id not in headers]
    left = {column: text for column, text in words.items() if column not in headers.values()}
    headers |= match_similar_headers(rest, left)
    if len(headers) < enough:
        return None
    score = len(headers) / len(table.fields) / 2
    return _HeaderRow(score, page.sheet.name, row, headers, MatchedBy.LIKENESS)


def _records(table: Table, page: Page, rows: Iterable[int]) -> list[_HeaderRow]:
    """A record by its lines: the column that holds most of its labels, or of its line ids."""
    ids = {f"@{field_id}": now for field_id, now in known_ids(table).items() if now}
    lines: dict[int, dict[str, int]] = {}
    for row in rows:
        for column, text in page.words(row).items():
            raw = page.text(row, column)
            if raw in ids:
                lines.setdefault(column, {}).setdefault(ids[raw], row)
                continue
            for field in table.fields:
                if text in spellings(field):
                    _prefer(lines.setdefault(column, {}), field.id, row, page)
    enough = min(len(table.fields), max(FEWEST, -(-len(table.fields) // 3)))
    if not lines:
        return []
    column, best = max(lines.items(), key=lambda pair: (len(pair[1]), -pair[0]))
    if len(best) < enough:
        return []
    how = (
        MatchedBy.ID if page.text(min(best.values()), column).startswith("@") else MatchedBy.HEADER
    )
    score = len(best) / len(table.fields) + (2 if how is MatchedBy.ID else 0)
    return [_HeaderRow(score, page.sheet.name, min(best.values()), best | {"": column}, how)]


def _prefer(lines: dict[str, int], field_id: str, row: int, page: Page) -> None:
    """Of two rows with the same label the one with more beside it: a record may be called as its
    only field is."""
    if field_id not in lines or len(page.rows[row]) > len(page.rows[lines[field_id]]):
        lines[field_id] = row


def _standing(placed: TableLayout, seen: _HeaderRow, page: Page) -> FoundTable:
    table = FoundTable(placed, seen.sheet)
    if placed.table.shape is Shape.RECORD:
        labels = seen.columns[""]
        table.lines = {field_id: row for field_id, row in seen.columns.items() if field_id}
        _more_lines(table, page, labels if seen.how is not MatchedBy.ID else 0)
        column = value_column(placed, page, table.lines, labels, is_id=seen.how is MatchedBy.ID)
        table.columns = dict.fromkeys(table.lines, column)
        table.how = dict.fromkeys(table.lines, seen.how)
        table.first, table.last = min(table.lines.values()), max(table.lines.values())
        return table
    table.columns = dict(seen.columns)
    table.how = dict.fromkeys(table.columns, seen.how)
    table.header = seen.row
    if seen.how is MatchedBy.ID:
        table.ids, table.header = seen.row, _header_under(placed.table, page, seen.row)
    table.first = max(table.header, table.ids) + 1
    return table


def _more_lines(table: FoundTable, page: Page, labels: int) -> None:
    """Lines whose label was changed a little."""
    if not labels:
        return
    taken = set(table.lines.values())
    for field in table.table.fields:
        if field.id in table.lines:
            continue
        for row in range(min(taken), max(taken) + 2):
            text = header_key(page.text(row, labels))
            if (
                row not in taken
                and text
                and max(similarity(text, s) for s in spellings(field)) >= 0.75
            ):
                table.lines[field.id] = row
                taken.add(row)
                break


def _header_under(table: Table, page: Page, ids: int) -> int:
    for row in range(ids + 1, ids + 6):
        if exact(table.fields, page.words(row)):
            return row
    return 0


def value_column(
    placed: TableLayout, page: Page, lines: Mapping[str, int], labels: int, *, is_id: bool
) -> int:
    """The column of a record's values: as far right of the labels as in the form, or where most of
    its lines have something that is neither label nor hint."""
    start = 1 if is_id else placed.label.first
    usual = labels + placed.value.first - start
    hints = {header_key(hint) for field in placed.table.fields for hint in field.hint}
    known = hints | {word for field in placed.table.fields for word in spellings(field)}
    votes: dict[int, int] = {}
    for row in lines.values():
        for column in sorted(page.rows.get(row, {})):
            text = header_key(page.text(row, column))
            if column > labels and text not in known and not page.rows[row][column].is_formula:
                votes[column] = votes.get(column, 0) + 1
                break
    if votes.get(usual) or not votes:
        return usual
    return max(votes, key=lambda column: (votes[column], -column))


def _end(
    found_table: FoundTable,
    others: Iterable[FoundTable],
    page: Page,
    claimed: Mapping[str, set[int]],
) -> None:
    """The last row of a grid: above its end mark, the next table, or the last row in use."""
    if found_table.is_record:
        return
    after = [row for row in claimed.get(found_table.sheet, ()) if row > found_table.first]
    after += [
        min(filter(None, (table.ids, table.header, table.first)))
        for table in others
        if table.sheet == found_table.sheet
        and table is not found_table
        and table.first > found_table.first
    ]
    ends = (row for row in page.rows if row >= found_table.first and page.row_id(row) == "#end")
    found_table.last = min([*after, *ends, page.last + 1], default=page.last + 1) - 1
