"""The edits of a worksheet's rows: cells replaced or inserted in order, rows inserted and grown."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pso_excel.xlsx.patcher.cell_xml import cell_text, cell_xml, is_formula_like
from pso_excel.xlsx.patcher.sheet_index import RowSpan, SheetMap, Span
from pso_excel.xlsx.workbook import CellWrite

LINE_POINTS, EDGE_POINTS = 27.0, 6.0  # a line of the widest of the 16-point Thai faces, its margins
ROW_IDS = 1  # the hidden column beside every table

_SPANS = re.compile(rb'\sspans\s*=\s*["\']([0-9]+):([0-9]+)(?=["\'])')
_HEIGHT = re.compile(rb'\sht\s*=\s*["\']([0-9.]+)["\']')
_GIVEN = re.compile(rb'\scustomHeight\s*=\s*["\'](?:1|true)["\']')

Line = Mapping[int, CellWrite]  # the writes of one row by column


class Edit(NamedTuple):
    """Bytes that stand in the place of a span; an empty span is an insertion."""

    span: Span
    new: bytes


def appended(
    data: bytes, whole: Span, inner: Span | None, new: bytes, attributes: bytes = b""
) -> Edit:
    """New content at the end of an element, which is opened when it was one closed tag (then with
    further attributes)."""
    if inner is not None:
        return Edit(Span(inner.end, inner.end), new)
    head = data[whole.start : whole.end].rstrip(b"/> \t\r\n")
    name = re.split(rb"\s", head[1:], maxsplit=1)[0]
    return Edit(whole, head + attributes + b">" + new + b"</" + name + b">")


class RowEdits:
    """The edits of one sheet's rows; ``lines`` are the writes by row and column, both in order;
    ``quoted`` gives the style like another with the quote prefix."""

    def __init__(
        self,
        data: bytes,
        found: SheetMap,
        lines: Mapping[int, Line],
        date1904: bool,
        quoted: Callable[[str], str],
    ) -> None:
        self._data, self._map, self._lines = data, found, lines
        self._date1904, self._quoted = date1904, quoted

    def edits(self) -> Iterator[Edit]:
        """Every edit, in the order of the sheet."""
        numbers = list(self._map.rows)
        added: list[bytes] = []
        for number in self._lines:
            row = self._map.mapped.get(number)
            if row is not None:
                yield from self._row(row)
            elif new := self._new_row(number):
                after = bisect_right(numbers, number)
                if after < len(numbers):
                    start = self._map.rows[numbers[after]]
                    yield Edit(Span(start, start), new)
                else:
                    added.append(new)
        if added:
            yield appended(self._data, self._map.data, self._map.inner, b"".join(added))

    def _new_row(self, number: int) -> bytes:
        line = self._lines[number]
        cells = [
            self._cell(number, column, write)
            for column, write in line.items()
            if write.value is not None
        ]
        if not cells:
            return b""
        tag = f"{self._map.prefix}row".encode()
        head = b'<%b r="%d"%b>' % (tag, number, _height_text(_needed(line), 0))
        return head + b"".join(cells) + b"</" + tag + b">"

    def _cell(self, number: int, column: int, write: CellWrite, style: str | None = None) -> bytes:
        if style is None:
            style = self._map.column_style(column) or self._borrowed_style(number, column)
        if isinstance(write.value, str) and is_formula_like(cell_text(write.value)):
            style = self._quoted(style)
        return cell_xml(write.cell, write.value, style, self._map.prefix, self._date1904)

    def _borrowed_style(self, number: int, column: int) -> str:
        """That of the nearest written cell above in the same column, else of the nearest below."""
        nearest = ""
        for row in self._map.mapped.values():
            cell = row.cells.get(column)
            if cell is not None and column in self._lines.get(row.number, ()):
                if row.number > number and nearest:
                    break
                nearest = cell.style
        return nearest

    def _row(self, row: RowSpan) -> Iterator[Edit]:
        columns = list(row.cells)
        added: list[bytes] = []
        edits: list[Edit] = []
        for column, write in self._lines[row.number].items():
            old = row.cells.get(column)
            if write.value is None and (old is None or old.empty):
                continue
            new = self._cell(row.number, column, write, old.style if old else row.style or None)
            after = bisect_right(columns, column)
            if old is not None:
                edits.append(Edit(Span(old.start, old.end), new))
            elif after < len(columns):
                start = row.cells[columns[after]].start
                edits.append(Edit(Span(start, start), new))
            else:
                added.append(new)
        if added:
            height = self._grown(row, Span(row.start, row.end))
            whole = Span(row.start, row.end)
            edits.append(appended(self._data, whole, row.inner, b"".join(added), height))
        if edits and row.inner is not None:
            yield from self._tag(row, Span(row.start, row.inner.start))
        yield from edits

    def _tag(self, row: RowSpan, tag: Span) -> Iterator[Edit]:
        """The row's own attributes: the hint of its columns widened, its height grown."""
        spans = _SPANS.search(self._data, *tag)
        line = self._lines[row.number]
        new = [column for column, write in line.items() if write.value is not None]
        if spans and new:
            low, high = min(int(spans[1]), *new), max(int(spans[2]), *new)
            yield Edit(Span(spans.start(1), spans.end(2)), f"{low}:{high}".encode())
        height = _HEIGHT.search(self._data, *tag)
        grown = self._grown(row, tag)
        if grown:
            at = Span(*height.span()) if height else Span(tag.end - 1, tag.end - 1)
            yield Edit(at, grown)
        elif height and not new and self._is_left_empty(row) and not self._is_given(tag):
            yield Edit(Span(*height.span()), b"")

    def _grown(self, row: RowSpan, tag: Span) -> bytes:
        """The attribute of the height the row must have, empty when it is high enough."""
        if self._is_given(tag):
            return b""
        height = _HEIGHT.search(self._data, *tag)
        return _height_text(_needed(self._lines[row.number]), float(height[1]) if height else 0)

    def _is_given(self, tag: Span) -> bool:
        return _GIVEN.search(self._data, *tag) is not None

    def _is_left_empty(self, row: RowSpan) -> bool:
        line = self._lines[row.number]
        return all(
            cell.empty or column in line or column == ROW_IDS for column, cell in row.cells.items()
        )


def _needed(line: Line) -> int:
    return max((write.line_count for write in line.values() if write.value is not None), default=1)


def _height_text(lines: int, height: float) -> bytes:
    needed = lines * LINE_POINTS + EDGE_POINTS
    return b' ht="%d"' % round(needed) if lines > 1 and needed > height + 1 else b""
