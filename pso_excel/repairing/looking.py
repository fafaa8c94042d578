"""A table looked for over the sheets of a workbook by the ids or the words of its headers."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pso_excel.engine.intake.columns import header_key, spellings
from pso_excel.form import Shape, Table
from pso_excel.layout import Placed
from pso_excel.repairing.likeness import alike, by_ids, exact, known_ids, near_name, nearly
from pso_excel.repairing.pages import Page
from pso_excel.repairing.standing import How, Standing

FEWEST = 2
OWN_SHEET = 0.5
"""What a table's own sheet counts for when its headers stand on several."""


class _Seen(NamedTuple):
    """A row that looks like the headers (or ids) of a table, and how much of it."""

    score: float
    sheet: str
    row: int
    columns: Mapping[str, int]
    how: How


def look_for(
    lost: Iterable[Placed],
    pages: Mapping[str, Page],
    claimed: Mapping[str, set[int]],
) -> list[Standing]:
    """The tables of ``lost`` that stand on ``pages``, by their headers; ``claimed`` rows are those
    of other tables. The likeliest row is given away first, and once."""
    seen = sorted(
        (
            (one.score, -number, one, placed)
            for number, placed in enumerate(lost)
            for one in _seen(placed, pages, claimed)
        ),
        key=lambda found: found[:2],
        reverse=True,
    )
    found: dict[str, Standing] = {}
    rows: set[tuple[str, int]] = set()
    for _, _, one, placed in seen:
        if placed.table.id not in found and (one.sheet, one.row) not in rows:
            standing = found[placed.table.id] = _standing(placed, one, pages[one.sheet])
            rows.update((one.sheet, row) for row in _heads(standing))
    for standing in found.values():
        _end(standing, found.values(), pages[standing.sheet], claimed)
    return list(found.values())


def _heads(standing: Standing) -> Iterable[int]:
    """The rows by which a table was recognised: no other has its own there."""
    if standing.is_record:
        return standing.lines.values()
    return range(standing.ids or standing.header, standing.first)


def _seen(
    placed: Placed, pages: Mapping[str, Page], claimed: Mapping[str, set[int]]
) -> list[_Seen]:
    found: list[_Seen] = []
    near = near_name(placed.sheet, pages)
    for name, page in pages.items():
        free = (row for row in sorted(page.rows) if row not in claimed.get(name, ()))
        own = OWN_SHEET * (name in (placed.sheet, near))
        if placed.table.shape is Shape.RECORD:
            found += _records(placed.table, page, list(free), own)
            continue
        for row in free:
            one = _row_seen(placed.table, page, row)
            if one is not None:
                found.append(one._replace(score=one.score + own))
    return found


def _row_seen(table: Table, page: Page, row: int) -> _Seen | None:
    texts = {column: page.text(row, column) for column in page.rows[row]}
    enough = max(FEWEST, -(-len(table.fields) // 3))
    ids = by_ids(table, {c: text for c, text in texts.items() if text})
    if len(ids) >= enough:
        return _Seen(2 + len(ids) / len(table.fields), page.sheet.name, row, ids, How.ID)
    words = page.words(row)
    if len(words) < FEWEST:
        return None
    headers = exact(table.fields, words)
    if len(headers) < FEWEST:
        return None
    if len(headers) >= enough:
        score = len(headers) / len(table.fields)
        return _Seen(score, page.sheet.name, row, headers, How.HEADER)
    rest = [one for one in table.fields if one.id not in headers]
    left = {column: text for column, text in words.items() if column not in headers.values()}
    headers |= nearly(rest, left)
    if len(headers) < enough:
        return None
    score = len(headers) / len(table.fields) / 2
    return _Seen(score, page.sheet.name, row, headers, How.LIKENESS)


def _records(table: Table, page: Page, free: Iterable[int], own: float) -> list[_Seen]:
    """A record by its lines: the column that holds most of its labels, or of its line ids."""
    ids = {f"@{id}": now for id, now in known_ids(table).items() if now}
    lines: dict[int, dict[str, int]] = {}
    for row in free:
        for column, text in page.words(row).items():
            raw = page.text(row, column)
            if raw in ids:
                lines.setdefault(column, {}).setdefault(ids[raw], row)
                continue
            for one in table.fields:
                if text in spellings(one):
                    _prefer(lines.setdefault(column, {}), one.id, row, page)
    enough = min(len(table.fields), max(FEWEST, -(-len(table.fields) // 3)))
    if not lines:
        return []
    column, best = max(lines.items(), key=lambda one: (len(one[1]), -one[0]))
    if len(best) < enough:
        return []
    how = How.ID if page.text(min(best.values()), column).startswith("@") else How.HEADER
    score = len(best) / len(table.fields) + own + (2 if how is How.ID else 0)
    return [_Seen(score, page.sheet.name, min(best.values()), best | {"": column}, how)]


def _prefer(lines: dict[str, int], id: str, row: int, page: Page) -> None:
    """Of two rows with the same label the one with more beside it: a record may be called as its
    only field is."""
    if id not in lines or len(page.rows[row]) > len(page.rows[lines[id]]):
        lines[id] = row


def _standing(placed: Placed, seen: _Seen, page: Page) -> Standing:
    standing = Standing(placed, seen.sheet)
    if placed.table.shape is Shape.RECORD:
        labels = seen.columns[""]
        standing.lines = {id: row for id, row in seen.columns.items() if id}
        _more_lines(standing, page, labels if seen.how is not How.ID else 0)
        column = value_column(placed, page, standing.lines, labels, is_id=seen.how is How.ID)
        standing.columns = dict.fromkeys(standing.lines, column)
        standing.how = dict.fromkeys(standing.lines, seen.how)
        standing.first, standing.last = min(standing.lines.values()), max(standing.lines.values())
        return standing
    standing.columns = dict(seen.columns)
    standing.how = dict.fromkeys(standing.columns, seen.how)
    standing.header = seen.row
    if seen.how is How.ID:
        standing.ids, standing.header = seen.row, _header_under(placed.table, page, seen.row)
    standing.first = max(standing.header, standing.ids) + 1
    return standing


def _more_lines(standing: Standing, page: Page, labels: int) -> None:
    """Lines whose label was changed a little."""
    if not labels:
        return
    taken = set(standing.lines.values())
    for one in standing.table.fields:
        if one.id in standing.lines:
            continue
        for row in range(min(taken), max(taken) + 2):
            text = header_key(page.text(row, labels))
            if row not in taken and text and max(alike(text, s) for s in spellings(one)) >= 0.75:
                standing.lines[one.id] = row
                taken.add(row)
                break


def _header_under(table: Table, page: Page, ids: int) -> int:
    for row in range(ids + 1, ids + 6):
        if exact(table.fields, page.words(row)):
            return row
    return 0


def value_column(
    placed: Placed, page: Page, lines: Mapping[str, int], labels: int, *, is_id: bool
) -> int:
    """The column of a record's values: as far right of the labels as in the form, or where most of
    its lines have something that is neither label nor hint."""
    start = 1 if is_id else placed.label.first
    usual = labels + placed.value.first - start
    hints = {header_key(hint) for one in placed.table.fields for hint in one.hint}
    known = hints | {word for one in placed.table.fields for word in spellings(one)}
    votes: dict[int, int] = {}
    for row in lines.values():
        for column in sorted(page.rows.get(row, {})):
            text = header_key(page.text(row, column))
            if column > labels and text not in known and not page.rows[row][column].formula:
                votes[column] = votes.get(column, 0) + 1
                break
    if votes.get(usual) or not votes:
        return usual
    return max(votes, key=lambda column: (votes[column], -column))


def _end(
    standing: Standing, others: Iterable[Standing], page: Page, claimed: Mapping[str, set[int]]
) -> None:
    """The last row of a grid: above its end mark, the next table, or the last row in use."""
    if standing.is_record:
        return
    after = [row for row in claimed.get(standing.sheet, ()) if row > standing.first]
    after += [
        min(filter(None, (one.ids, one.header, one.first)))
        for one in others
        if one.sheet == standing.sheet and one is not standing and one.first > standing.first
    ]
    ends = (row for row in page.rows if row >= standing.first and page.row_id(row) == "#end")
    standing.last = min([*after, *ends, page.last + 1], default=page.last + 1) - 1
