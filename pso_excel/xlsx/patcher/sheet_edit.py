"""Values put into the XML of a worksheet at byte offsets; every other byte of it is copied."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pso_excel.xlsx.errors import WorkbookError
from pso_excel.xlsx.patcher.cell_xml import attribute_xml
from pso_excel.xlsx.patcher.rows import Edit, Line, RowEdits, appended
from pso_excel.xlsx.patcher.sheet_index import (
    Link,
    SheetMap,
    Span,
    column_of,
    map_sheet,
)
from pso_excel.xlsx.patcher.zip_archive import refuse_structure
from pso_excel.xlsx.workbook import CellWrite, format_address, parse_address

_REFERENCE = re.compile(rb'(\sref\s*=\s*["\'])[^"\']*(?=["\'])')


class BookFacts(NamedTuple):
    """What of the workbook matters to a sheet: how it counts days, whether it keeps a chain of its
    formulas in a part that is not ours, and the style like another with the quote prefix."""

    date1904: bool
    chained: bool
    quoted: Callable[[str], str]


def splice(data: bytes, writes: Sequence[CellWrite], part: str, facts: BookFacts) -> bytes:
    """The worksheet with the writes in it; of several for one cell the last stands.

    A written cell keeps its style; a new one takes that of its row, else of its column, else of the
    written cell above it (or below) in its column; for a text that begins as a formula it is the
    same style with the quote prefix. A formula gives way to the value, unless other
    cells or the book's chain of formulas hang on it (O004). A row grows for a text of several lines
    unless someone gave it a height. The sheet asks for a full calculation when it is opened,
    because formulas may read what was written.
    """
    lines: dict[int, dict[int, CellWrite]] = {}
    for write in writes:
        letters = write.cell.rstrip("0123456789")
        lines.setdefault(int(write.cell[len(letters) :]), {})[column_of(letters)] = write
    lines = {row: dict(sorted(line.items())) for row, line in sorted(lines.items())}
    kept = {row for row, line in lines.items() if any(w.value is not None for w in line.values())}
    found = map_sheet(data, kept, part, lines)
    _refuse_formulas(found, lines, facts.chained)
    edits = [
        *_dimension(data, found, lines),
        *RowEdits(data, found, lines, facts.date1904, facts.quoted).edits(),
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
                raise WorkbookError("O004", sheet=write.sheet, cell=write.cell)


def _corners(area: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last cell of a range; no range at all when it cannot be read."""
    first, _, last = area.partition(":")
    try:
        return parse_address(first), parse_address(last or first)
    except ValueError:
        return (0, 0), (0, 0)


def _within(row: int, column: int, area: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    (top, left), (bottom, right) = area
    return top <= row <= bottom and left <= column <= right


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
        reference = ":".join(format_address(*corner) for corner in wide)
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
    yield appended(data, whole, Span(end, end) if end >= 0 else None, new)


def _link(prefix: str, write: CellWrite) -> bytes:
    place = attribute_xml(write.link)
    return f'<{prefix}hyperlink ref="{write.cell}" location={place}/>'.encode()
