"""What has to happen to the sheets of an open province book for it to say what the new one says."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

from pso_excel.core.bilingual import NO_WORDS, Bilingual
from pso_excel.core.messages import term
from pso_excel.live.refresh_ranges import (
    KEY,
    Area,
    Rows,
    Span,
    areas,
    known_rows,
    paired,
    settle,
    spans,
)
from pso_excel.province_book import buttons, changed_rules, charts, overview, scores
from pso_excel.province_book.contents import Written, written_in
from pso_excel.province_book.former_book import changed_within
from pso_excel.xlsx.workbook import (
    Cell,
    CellWrite,
    Sheet,
    Workbook,
    format_address,
    iter_range,
    parse_address,
)

Place = tuple[int, int]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
GENERAL = "General"


class CellLook(NamedTuple):
    """What a cell looks like: the colours of its text and its ground (``"#166534"``, None for no
    ground), its number format, and ``kind``, equal for cells alike in everything else (face, size,
    frame, alignment)."""

    ink: str
    ground: str | None
    format: str
    kind: str


@dataclass(frozen=True, slots=True)
class SheetLook:
    """The looks of one sheet by (row, column), both counted from 1, and the heights of its rows in
    points where they are not the usual one."""

    cells: dict[Place, CellLook] = field(default_factory=dict[Place, CellLook])
    heights: dict[int, float] = field(default_factory=dict[int, float])


def looks_of(data: bytes) -> dict[str, SheetLook]:
    """The looks of a province book that this program has just made, by sheet.

    Only for our own bytes: nothing is bounded, and the sheets stand in the order of their names.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        styles = list(_styles(ElementTree.fromstring(package.read("xl/styles.xml"))))
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        return {
            name: _sheet(package.read(f"xl/worksheets/sheet{number}.xml"), styles)
            for number, name in enumerate(names, 1)
        }


def _sheet(data: bytes, styles: list[CellLook]) -> SheetLook:
    found = SheetLook()
    for row in ElementTree.fromstring(data).iter(f"{MAIN}row"):
        if "ht" in row.attrib:
            found.heights[int(row.attrib["r"])] = float(row.attrib["ht"])
        for cell in row:
            found.cells[parse_address(cell.attrib["r"])] = styles[int(cell.get("s", 0))]
    return found


def _styles(root: ElementTree.Element) -> Iterator[CellLook]:
    """The look of each style of the workbook, in order."""
    formats = {
        element.attrib["numFmtId"]: element.attrib["formatCode"] for element in _all(root, "numFmt")
    }
    fonts, fills, borders = (_parts(root, name) for name in ("fonts", "fills", "borders"))
    for element in _parts(root, "cellXfs"):
        told = element.attrib
        font, fill = fonts[int(told["fontId"])], fills[int(told["fillId"])]
        rest = [*(part for part in font if part.tag != f"{MAIN}color"), *element]
        kind = (borders[int(told["borderId"])], *rest)
        yield CellLook(
            _colour(font.find(f"{MAIN}color")) or "#000000",
            _colour(fill.find(f".//{MAIN}fgColor")),
            formats.get(told["numFmtId"], GENERAL),
            "".join(ElementTree.tostring(part, "unicode") for part in kind),
        )


def _colour(element: ElementTree.Element | None) -> str | None:
    rgb = None if element is None else element.get("rgb")
    return f"#{rgb[-6:]}" if rgb else None


def _parts(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [part for group in _all(root, name) for part in group]


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return root.iter(f"{MAIN}{name}")


Merged = Callable[[str], Iterable[str]]
Noted = Callable[[str], Iterable[int]]
Value = str | Decimal | datetime | None
PAGES = (overview.SHEET, scores.SHEET, charts.SHEET)  # more than one list; all the others are one
MAY_BE = (changed_rules.SHEET,)
APART = (buttons.SHEET,)  # holds nothing of the province
USUAL_HEIGHT = 30.0
PLAIN = CellLook("", None, "", "")


class LayoutDiffers(Exception):
    """The new book cannot be had by changing cells and rows of the open one, or not without losing
    what a person put there; names the sheet, and what was put there."""

    def __init__(self, sheet: str, what: Bilingual = NO_WORDS) -> None:
        super().__init__(sheet)
        self.what = Bilingual(*(f"{sheet}: {text}" if text else sheet for text in what))


class Open(NamedTuple):
    """What is known of an open sheet beside its cells; ``written`` is what was written into it."""

    merged: Merged
    noted: Noted
    written: Written | None


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """What happens to one sheet, in this order: rows go (the last first), rows come (the first
    first), cells are merged, values written, then colours, number formats and heights set.

    ``gone`` are numbers of before, everything else of after. A row that comes looks like the one
    above it, but for what ``inks``, ``grounds`` and ``formats`` say.
    """

    sheet: str
    gone: tuple[Span, ...]
    come: tuple[Span, ...]
    merged: tuple[str, ...]
    writes: tuple[CellWrite, ...]
    inks: tuple[tuple[Area, str], ...]
    grounds: tuple[tuple[Area, str | None], ...]
    formats: tuple[tuple[Area, str], ...]
    heights: tuple[tuple[Area, float], ...]
    shown: bool


def changes(
    old: Workbook,
    new: Workbook,
    looks: Mapping[str, SheetLook],
    merged: Merged,
    noted: Noted = lambda _: (),
) -> list[SheetChanges]:
    """The changes of every sheet where something changes, in the order of the new book.

    ``merged`` tells the merged cells of an old sheet, ``noted`` the rows with notes at their cells;
    they are asked only where something changes. Sheets of a person's own, what stands right of
    ours, and what stands below a list apart from it are not touched. BuiltOtherwise when that does
    not do, and where a person typed over what is ours, or left a note in a row that goes.
    """
    lacking = [name for name in new.sheets if name not in old.sheets]
    too_many = [name for name in MAY_BE if name in old.sheets and name not in new.sheets]
    for name in (*lacking, *too_many):
        raise LayoutDiffers(name)
    written = written_in(old)
    found = (
        _changes(old.sheets[name], sheet, looks[name], Open(merged, noted, written.get(name)))
        for name, sheet in new.sheets.items()
        if name not in APART
    )
    return [sheet_changes for sheet_changes in found if sheet_changes is not None]


def _changes(old: Sheet, new: Sheet, look: SheetLook, open_as: Open) -> SheetChanges | None:
    width = max(column for _, column in look.cells)
    last = max(row for row, _ in look.cells)
    before = _end_of_ours(old, width)
    rows = paired(known_rows(old, before), known_rows(new, last))
    right = frozenset(row for row, column in old.cells if column > width)
    settled = settle(rows, _kinds(look, last, width), before, right)
    if not settled or (new.name == charts.SHEET and not _same_charts(old, new)):
        raise LayoutDiffers(new.name)
    values = _differing(rows, old, new, width, last)
    comes_out = new.visible and not old.visible
    if not (rows.gone or rows.come or values or comes_out):
        return None
    _keep_own(old, new, rows, before, open_as)
    to_merge = _new_merges(rows, open_as.merged(new.name), new, Area(1, 1, before, width))
    touched = {row for row, _ in values} | set(rows.come)
    painted = {place: cell for place, cell in look.cells.items() if place[0] in touched}
    return SheetChanges(
        new.name,
        tuple(spans(rows.gone)),
        tuple(spans(rows.come)),
        to_merge,
        tuple(
            CellWrite(new.name, format_address(*place), value) for place, value in values.items()
        ),
        tuple(areas({place: look.ink for place, look in painted.items()})),
        tuple(areas({place: cell_look.ground for place, cell_look in painted.items()})),
        tuple(areas(_formats(painted, new))),
        tuple(areas({(row, KEY): look.heights.get(row, USUAL_HEIGHT) for row in touched})),
        comes_out,
    )


def _keep_own(old: Sheet, new: Sheet, rows: Rows, before: int, open_as: Open) -> None:
    """BuiltOtherwise where a person typed over ours, which would be written over, or left a note in
    a row that goes, or becomes the row of something else."""
    if open_as.written and changed_within(old, open_as.written, before):
        raise LayoutDiffers(old.name, term("own_overtyped"))
    named = known_rows(old, before), known_rows(new, max(rows.stay.values(), default=0))
    for row in open_as.noted(old.name):
        after = rows.stay.get(row)
        if row <= before and (after is None or named[0][row - 1] != named[1][after - 1]):
            raise LayoutDiffers(old.name, term("own_noted"))


def _end_of_ours(sheet: Sheet, width: int) -> int:
    """The last row of ours: a list ends where a blank row is, unless keys stand below it."""
    filled = {row for row, column in sheet.cells if column <= width}
    if sheet.name in PAGES:
        return max(filled, default=0)
    end = next(row for row in range(1, len(filled) + 2) if row not in filled) - 1
    return max([end, *(row for row, column in sheet.cells if column == KEY)])


def _kinds(look: SheetLook, last: int, width: int) -> list[tuple[str, ...]]:
    """How each row is made (faces, frames, alignments), from row 1 on."""
    return [
        tuple(look.cells.get((row, column), PLAIN).kind for column in range(1, width + 1))
        for row in range(1, last + 1)
    ]


def _same_charts(old: Sheet, new: Sheet) -> bool:
    """Whether the charts find their names in the same cells; a bar may come and go."""
    both = (old.cells.items(), new.cells.items())
    there = [{place for place, cell in cells if isinstance(cell.value, str)} for cells in both]
    return there[0] == there[1]


def _new_merges(rows: Rows, merged: Iterable[str], new: Sheet, ours: Area) -> tuple[str, ...]:
    """The merged cells of rows that come; elsewhere they have to be the same."""
    moved: set[Area] = set()
    for area in map(_area, merged):
        stays = area.top in rows.stay and area.bottom in rows.stay
        if area.right <= ours.right and area.bottom <= ours.bottom and stays:
            top, bottom = rows.stay[area.top], rows.stay[area.bottom]
            moved.add(area._replace(top=top, bottom=bottom))
    wanted = {_area(text): text for text in new.merged}
    extra = wanted.keys() - moved
    if moved - wanted.keys() or any(
        not {area.top, area.bottom} <= set(rows.come) for area in extra
    ):
        raise LayoutDiffers(new.name)
    return tuple(wanted[area] for area in sorted(extra))


def _area(ranges: str) -> Area:
    first, _, last = ranges.partition(":")
    return Area(*parse_address(first), *parse_address(last or first))


def _differing(rows: Rows, old: Sheet, new: Sheet, width: int, last: int) -> dict[Place, Value]:
    """Every value of the rows where one differs; a formula that shows what the new book says stays
    a formula."""
    was = {row: before for before, row in rows.stay.items()}
    covered = {place for text in new.merged for place in list(iter_range(text))[1:]}
    found: dict[Place, Value] = {}
    for row in range(1, last + 1):
        columns = [column for column in range(1, width + 1) if (row, column) not in covered]
        now = {column: new.cell(row, column) for column in columns}
        before = {column: old.cell(was.get(row, 0), column) for column in columns}
        same = {column for column in columns if _is_same(before[column], now[column])}
        for column in columns if len(same) < len(columns) else ():
            if column not in same or not before[column].is_formula:
                found[row, column] = _value(now[column])
    return found


def _is_same(before: Cell, now: Cell) -> bool:
    if before.error:
        return False
    return _comparable(before.value) == _comparable(now.value)


def _comparable(value: object) -> object:
    """What a cell keeps: numbers as doubles, and no difference between no text and an empty one."""
    return None if value == "" else float(value) if isinstance(value, Decimal) else value


def _value(cell: Cell) -> Value:
    return cell.value if isinstance(cell.value, str | Decimal | datetime) else None


def _formats(looks: Mapping[Place, CellLook], new: Sheet) -> dict[Place, str]:
    """The number formats of the cells where they show."""
    return {
        place: look.format
        for place, look in looks.items()
        if isinstance(new.cell(*place).value, Decimal | datetime)
    }
