"""Values put into the XML of a worksheet at byte offsets; every other byte of it is copied."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from pso_excel.book import address, position
from pso_excel.books.archive import refuse_structure
from pso_excel.books.cell_xml import cell_xml
from pso_excel.books.sheet_map import Link, RowSpan, SheetMap, Span, column_of
from pso_excel.books.sheet_scan import map_sheet
from pso_excel.engine.writes import Write
from pso_excel.problem import Place, Problem, Refused

_SPANS = re.compile(rb'(\sspans\s*=\s*["\'])([0-9]+):([0-9]+)(?=["\'])')
_REFERENCE = re.compile(rb'(\sref\s*=\s*["\'])[^"\']*(?=["\'])')

Line = Mapping[int, Write]  # the writes of one row by column


class Edit(NamedTuple):
    """Bytes that stand in the place of a span; an empty span is an insertion."""

    span: Span
    new: bytes


class BookFacts(NamedTuple):
    """What of the workbook matters to a sheet: how it counts days, and whether it keeps a chain
    of its formulas in a part that is not ours."""

    date1904: bool
    chained: bool


def splice(data: bytes, writes: Sequence[Write], part: str, facts: BookFacts) -> bytes:
    """The worksheet with the writes in it; of several for one cell the last stands.

    A written cell keeps its style; a new one takes that of its row, else of its column, else of the
    written cell above it (or below) in its column. A formula gives way to the value, unless other
    cells or the book's chain of formulas hang on it (O004). The sheet asks for a full calculation
    when it is opened, because formulas may read what was written.
    """
    lines: dict[int, dict[int, Write]] = {}
    for write in writes:
        letters = write.cell.rstrip("0123456789")
        lines.setdefault(int(write.cell[len(letters) :]), {})[column_of(letters)] = write
    lines = {row: dict(sorted(line.items())) for row, line in sorted(lines.items())}
    kept = {row for row, line in lines.items() if any(w.value is not None for w in line.values())}
    found = map_sheet(data, kept, part, lines)
    _refuse_formulas(found, lines, facts.chained)
    edits = [
        *_dimension(data, found, lines),
        *_rows(data, found, lines, facts.date1904),
        _calculation(found),
        *_links(data, found, lines),
    ]
    return _applied(data, edits, part)


def _applied(data: bytes, edits: Iterable[Edit], part: str) -> bytes:
    pieces: list[bytes] = []
    at = 0
    for span, new in sorted(edits, key=lambda edit: edit.span.start):
        if span.start < at:
            refuse_structure(part)
        pieces += (data[at : span.start], new)
        at = span.end
    pieces.append(data[at:])
    return b"".join(pieces)


def _refuse_formulas(found: SheetMap, lines: Mapping[int, Line], chained: bool) -> None:
    areas = [_corners(area) for area in found.arrays]
    for row, line in lines.items():
        if row not in found.mapped and not areas:
            continue
        cells = found.mapped[row].cells if row in found.mapped else {}
        for column, write in line.items():
            cell = cells.get(column)
            hung_on = cell is not None and cell.formula and (cell.shared or chained)
            if hung_on or any(_within(row, column, area) for area in areas):
                place = Place(sheet=write.sheet, cell=write.cell)
                raise Refused(Problem("O004", place))


def _corners(area: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last cell of a range; no range at all when it cannot be read."""
    first, _, last = area.partition(":")
    try:
        return position(first), position(last or first)
    except ValueError:
        return (0, 0), (0, 0)


def _within(row: int, column: int, area: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    (top, left), (bottom, right) = area
    return top <= row <= bottom and left <= column <= right


def _rows(
    data: bytes, found: SheetMap, lines: Mapping[int, Line], date1904: bool
) -> Iterable[Edit]:
    numbers = list(found.rows)
    added: list[bytes] = []
    for number in lines:
        row = found.mapped.get(number)
        if row is not None:
            yield from _row(data, found, row, lines, date1904)
            continue
        new = _new_row(found, number, lines, date1904)
        if not new:
            continue
        after = bisect_right(numbers, number)
        if after < len(numbers):
            start = found.rows[numbers[after]]
            yield Edit(Span(start, start), new)
        else:
            added.append(new)
    if added:
        yield _appended(data, found.data, found.inner, b"".join(added))


def _appended(data: bytes, whole: Span, inner: Span | None, new: bytes) -> Edit:
    """New content at the end of an element, which is opened when it was one closed tag."""
    if inner is not None:
        return Edit(Span(inner.end, inner.end), new)
    head = data[whole.start : whole.end].rstrip(b"/> \t\r\n")
    name = re.split(rb"\s", head[1:], maxsplit=1)[0]
    return Edit(whole, head + b">" + new + b"</" + name + b">")


def _new_row(found: SheetMap, number: int, lines: Mapping[int, Line], date1904: bool) -> bytes:
    cells = [
        cell_xml(
            write.cell,
            write.value,
            found.column_style(column) or _borrowed_style(found, lines, number, column),
            found.prefix,
            date1904,
        )
        for column, write in lines[number].items()
        if write.value is not None
    ]
    if not cells:
        return b""
    tag = f"{found.prefix}row"
    return f'<{tag} r="{number}">'.encode() + b"".join(cells) + f"</{tag}>".encode()


def _row(
    data: bytes, found: SheetMap, row: RowSpan, lines: Mapping[int, Line], date1904: bool
) -> Iterable[Edit]:
    line = lines[row.number]
    columns = list(row.cells)
    added: list[bytes] = []
    edits: list[Edit] = []
    for column, write in line.items():
        old = row.cells.get(column)
        if write.value is None and (old is None or old.empty):
            continue
        style = old.style if old else row.style or found.column_style(column)
        if old is None and not style:
            style = _borrowed_style(found, lines, row.number, column)
        new = cell_xml(write.cell, write.value, style, found.prefix, date1904)
        after = bisect_right(columns, column)
        if old is not None:
            edits.append(Edit(Span(old.start, old.end), new))
        elif after < len(columns):
            start = row.cells[columns[after]].start
            edits.append(Edit(Span(start, start), new))
        else:
            added.append(new)
    if added:
        edits.append(_appended(data, Span(row.start, row.end), row.inner, b"".join(added)))
    if row.inner is not None and edits:
        yield from _spans(data, Span(row.start, row.inner.start), line)
    yield from edits


def _spans(data: bytes, tag: Span, line: Line) -> Iterable[Edit]:
    """The row's hint of its first and last column, widened when a new cell lies outside."""
    given = _SPANS.search(data, *tag)
    new = [column for column, write in line.items() if write.value is not None]
    if given and new:
        low, high = min(int(given[2]), *new), max(int(given[3]), *new)
        if (low, high) != (int(given[2]), int(given[3])):
            yield Edit(Span(given.start(2), given.end(3)), f"{low}:{high}".encode())


def _borrowed_style(found: SheetMap, lines: Mapping[int, Line], number: int, column: int) -> str:
    """The style of the nearest written cell above in the same column, else of the nearest below."""
    nearest = ""
    for row in found.mapped.values():
        cell = row.cells.get(column)
        if cell is not None and column in lines.get(row.number, ()):
            if row.number > number and nearest:
                break
            nearest = cell.style
    return nearest


def _dimension(data: bytes, found: SheetMap, lines: Mapping[int, Line]) -> Iterable[Edit]:
    """The range the sheet says it uses, widened when something was written outside of it."""
    given = found.dimension and _REFERENCE.search(data, *found.dimension)
    written = [
        (row, column)
        for row, line in lines.items()
        for column, write in line.items()
        if write.value is not None
    ]
    corners = _corners(found.reference)
    if not given or not written or corners == _corners(""):
        return
    rows, columns = zip(*corners, *written, strict=True)
    wide = (min(rows), min(columns)), (max(rows), max(columns))
    if wide != corners:
        reference = ":".join(address(*corner) for corner in wide)
        yield Edit(Span(given.end(1), given.end()), reference.encode())


def _calculation(found: SheetMap) -> Edit:
    new = f'<{found.prefix}sheetCalcPr fullCalcOnLoad="1"/>'.encode()
    return Edit(found.calculation or Span(found.data.end, found.data.end), new)


def _links(data: bytes, found: SheetMap, lines: Mapping[int, Line]) -> Iterable[Edit]:
    """Our links in the place of those that led from the written cells before; other links and
    their order stay."""
    writes = [write for line in lines.values() for write in line.values()]
    written = {write.cell for write in writes} if found.links else set[str]()
    gone = [link for link in found.links if link.inside and link.ref in written]
    new = b"".join(_link(found.prefix, write) for write in writes if write.link)
    whole = found.links_span
    tag = f"{found.prefix}hyperlinks".encode()
    if whole is None:
        if new:
            at = found.links_at
            yield Edit(Span(at, at), b"<" + tag + b">" + new + b"</" + tag + b">")
    elif not new and len(gone) == len(found.links):
        yield Edit(whole, b"")
    else:
        yield from _merged(data, whole, gone, new, tag)


def _merged(
    data: bytes, whole: Span, gone: Sequence[Link], new: bytes, tag: bytes
) -> Iterable[Edit]:
    for link in gone:
        yield Edit(Span(link.start, link.end), b"")
    end = data.rfind(b"</" + tag, *whole)
    yield _appended(data, whole, Span(end, end) if end >= 0 else None, new)


def _link(prefix: str, write: Write) -> bytes:
    place = quoteattr(write.link, {"\n": "", "\r": "", "\t": " "})
    return f'<{prefix}hyperlink ref="{write.cell}" location={place}/>'.encode()
