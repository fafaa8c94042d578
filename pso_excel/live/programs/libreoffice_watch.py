"""One sheet of an open workbook, with UNO's objects held for a quick second look."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context
from typing import Any, NamedTuple

from pso_excel.xlsx.reader.formulas import is_suspect
from pso_excel.xlsx.reader.limits import LIMITS, Budget
from pso_excel.xlsx.reader.text import Strings
from pso_excel.xlsx.reader.values import CellBuilder
from pso_excel.xlsx.workbook import EMPTY_CELL, Cell, NumberFormatKind, Sheet
from pso_excel.xlwings_libreoffice.notation import A_LANGUAGE

FORMAT = ("NumberFormat",)
AMBIGUOUS = "AMBIGUOUS_VALUE"
Spot = tuple[int, int]


class SameFormatCells(NamedTuple):
    """Cells with one number format; ``ranges`` is UNO's object of them all, ``key`` the format,
    ``shown`` the kind of number that a saved copy shows there."""

    ranges: Any
    key: int
    shown: NumberFormatKind
    spots: frozenset[Spot]

    def still(self) -> bool:
        """Whether every one of them has that format."""
        told = self.ranges.getPropertyValuesTolerant(FORMAT)[0]
        return told.Value == self.key and told.State.value != AMBIGUOUS


Parts = dict[int, list[tuple[Any, list[Spot]]]]


def cells_by_format(book: Any, sheet: int, cells: Mapping[Spot, Cell]) -> list[SameFormatCells]:
    """The cells of a sheet (counted from 0) by their number formats; ``book`` is the engine's."""
    kinds: dict[NumberFormatKind, list[Spot]] = {}
    for (row, column), cell in cells.items():
        kinds.setdefault(cell.format_kind, []).append((column, row))
    found: list[SameFormatCells] = []
    for shown, spots in kinds.items():
        parts: Parts = {}
        _split(book, sheet, sorted(spots), parts)
        found += [_joined(book, sheet, key, shown, part) for key, part in parts.items()]
    return found


def _joined(
    book: Any, sheet: int, key: int, shown: NumberFormatKind, parts: list[tuple[Any, list[Spot]]]
) -> SameFormatCells:
    """One object for all cells of a format, so that one question is enough."""
    spots = sorted(spot for _, part in parts for spot in part)
    ranges = parts[0][0] if len(parts) == 1 else _ranges(book, sheet, spots)
    return SameFormatCells(ranges, key, shown, frozenset((row, column) for column, row in spots))


def _split(book: Any, sheet: int, by_column: list[Spot], found: Parts) -> None:
    """Halve the cells, column by column, until all of a part have one format."""
    ranges = _ranges(book, sheet, by_column)
    told = ranges.getPropertyValuesTolerant(FORMAT)[0]
    if told.State.value != AMBIGUOUS or len(by_column) == 1:
        found.setdefault(int(told.Value), []).append((ranges, by_column))
        return
    half = _middle(by_column)
    _split(book, sheet, by_column[:half], found)
    _split(book, sheet, by_column[half:], found)


def _ranges(book: Any, sheet: int, by_column: list[Spot]) -> Any:
    ranges = book.api.createInstance("com.sun.star.sheet.SheetCellRanges")
    areas = [_area(book, sheet, run) for run in _runs(by_column)]
    ranges.addRangeAddresses(tuple(areas), False)
    return ranges


def _middle(by_column: list[Spot]) -> int:
    """Where to cut: between two columns if there are several, for formats go by columns."""
    half = len(by_column) // 2
    column = by_column[half][0]
    first = next(at for at, spot in enumerate(by_column) if spot[0] == column)
    return first or half


def _runs(by_column: Iterable[Spot]) -> list[tuple[int, int, int]]:
    """Column, first and last row of each unbroken run of cells below one another."""
    runs: list[tuple[int, int, int]] = []
    for column, row in by_column:
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    return runs


def _area(book: Any, sheet: int, run: tuple[int, int, int]) -> Any:
    area = book.session.uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    area.Sheet, (column, area.StartRow, area.EndRow) = sheet, run
    area.StartColumn = area.EndColumn = column - 1
    area.StartRow, area.EndRow = area.StartRow - 1, area.EndRow - 1
    return area


_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
Values = tuple[tuple[Any, ...], ...]
ERRORS: Mapping[int, str] = {
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
}
"""LibreOffice's numbers of errors as it writes them into a file; all others become ``#N/A``."""


@dataclass(frozen=True, slots=True)
class FoundCell:
    """What stands in one cell now: its value as UNO gives it (None for an error), whether it is
    computed, the number of the error, the kind of number format, whether numbers mean booleans, and
    do so by a formula in a plain cell."""

    value: str | float | None
    formula: bool
    error: int = 0
    shown: NumberFormatKind = NumberFormatKind.GENERAL
    logical: bool = False
    plain: bool = False

    def is_odd(self) -> bool:
        """Whether only saving tells what becomes of it: a text with signs that cannot be seen, a
        number in a cell for booleans."""
        text = self.value
        if isinstance(text, str):
            return "_x" in text or not _without_breaks(text).isprintable()
        return self.logical and (text not in (0, 1) or (self.formula and not self.plain))


def _without_breaks(text: str) -> str:
    return text.replace("\n", "").replace("\t", "")


def maker_of(date1904: bool) -> CellBuilder:
    """Makes cells just as reading a file does."""
    return CellBuilder(Strings(Budget(LIMITS)), (), date1904)


def cell_of(found: FoundCell, maker: CellBuilder) -> Cell:
    """The cell as reading a saved copy would give it; ``EMPTY_CELL`` for nothing."""
    value, formula, shown = found.value, found.formula, found.shown
    if value is None:
        return maker.cell(shown, "e", formula, ERRORS.get(found.error, "#N/A"))
    if isinstance(value, str):
        return maker.cell(shown, "str", formula, value) if value else EMPTY_CELL
    if found.logical and value in (0, 1):
        return maker.cell(shown, "b", formula, "1" if value else "0")
    return maker.cell(shown, "n", formula, stored(value))


def stored(number: float) -> str:
    """A number as LibreOffice writes it into a file: 15 digits, halves of its shortest way of
    writing rounded up."""
    return str(_FIFTEEN.create_decimal(repr(number)))


def differing(before: Values, now: Values) -> list[Spot]:
    """Where two blocks of the same size differ; (1, 1) is the first cell."""
    return [
        (row, column)
        for row, (old, new) in enumerate(zip(before, now, strict=True), 1)
        if old != new
        for column, (item, other) in enumerate(zip(old, new, strict=True), 1)
        if item != other
    ]


def renewed(
    sheet: Sheet, spots: Iterable[Spot], found: Callable[[Spot], FoundCell], maker: CellBuilder
) -> Sheet | None:
    """The sheet with the cells at some places made anew; None when only saving tells."""
    cells = dict(sheet.cells)
    for spot in spots:
        each_found = found(spot)
        if each_found.is_odd():
            return None
        cell = cell_of(each_found, maker)
        if cell is EMPTY_CELL:
            cells.pop(spot, None)
        else:
            cells[spot] = cell
    rows = {row for row, _ in cells}
    hidden = frozenset(row for row in sheet.hidden_rows if row in rows)
    return replace(sheet, cells=dict(sorted(cells.items())), hidden_rows=hidden)


FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA
STATE = ("AbsoluteName", "IsVisible", "Protected")
MOST_NEW = 400  # cells; when more differ, saving a copy is quicker


class SheetWatch:
    """What the sheet held when it was last read. ``index`` counts from 0."""

    def __init__(self, book: Any, api: Any, index: int, maker: CellBuilder) -> None:
        self._book, self._api, self._index, self._maker = book, api, index, maker
        self._end = api.createCursor()
        self._end.gotoEndOfUsedArea(False)
        end = self._end.RangeAddress
        self._size = end.EndRow, end.EndColumn
        self._range = api.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        self._state = api.getPropertyValues(STATE)
        self._values: Values = self._range.getDataArray()
        self._formulas = self._asked_formulas()
        self._alike: list[SameFormatCells] = []
        self._errors: dict[Spot, _Error] = {}
        self._sheet = Sheet("")

    def know(self, sheet: Sheet) -> None:
        """What reading the saved copy gave."""
        self._sheet = sheet
        self._alike = cells_by_format(self._book, self._index, _numbers(sheet.cells))
        self._read_errors()

    def read(self) -> Sheet | None:
        """The sheet as it stands: the same object when nothing differs; None when only a saved copy
        can tell."""
        if self._api.getPropertyValues(STATE) != self._state or self._grown():
            return None
        if not all(cells.still() for cells in self._alike):
            return None
        values, formulas = self._range.getDataArray(), self._asked_formulas()
        others = [spot for spot, error in self._errors.items() if error.differs()]
        if others or values != self._values or formulas[0] != self._formulas[0]:
            found = self._renewed(values, formulas[1], others)
            if found is None:
                return None
            self._sheet, self._values, self._formulas = found, values, formulas
            self._read_errors()
        return self._sheet

    def _read_errors(self) -> None:
        """UNO gives the same nothing for every error: each cell has to be asked which it is."""
        held, self._errors = self._errors, {}
        for at, each_cell in self._sheet.cells.items():
            if each_cell.error:
                place = at[1] - 1, at[0] - 1
                cell = held[at].cell if at in held else self._api.getCellByPosition(*place)
                self._errors[at] = _Error(cell, cell.getError())

    def _grown(self) -> bool:
        self._end.gotoEndOfUsedArea(False)
        end = self._end.RangeAddress
        return (end.EndRow, end.EndColumn) != self._size

    def _asked_formulas(self) -> tuple[str, Any]:
        found = self._api.queryContentCells(FORMULAS)
        return str(found.RangeAddressesAsString), found

    def _renewed(self, values: Values, formulas: Any, others: Sequence[Spot]) -> Sheet | None:
        if len(values) != len(self._values) or len(values[0]) != len(self._values[0]):
            return None
        before, now = _spots(self._formulas[1]), _spots(formulas)
        spots = sorted({*differing(self._values, values), *(before ^ now), *others})
        written = {row for row, _ in (*self._sheet.cells, *before)}
        if len(spots) > MOST_NEW or any(row not in written for row, _ in spots):
            return None
        if any(is_suspect(self._formula_at(spot)) for spot in now - before):
            return None  # it may lead out of the workbook, or be a picture
        kinds = _Kinds(self._book, self._api, self._alike, self._sheet)

        def found(spot: Spot) -> FoundCell:
            row, column = spot
            return kinds.cell(spot, values[row - 1][column - 1], spot in now)

        sheet = renewed(self._sheet, spots, found, self._maker)
        self._alike += cells_by_format(self._book, self._index, kinds.new_cells(sheet))
        return sheet

    def _formula_at(self, spot: Spot) -> str:
        row, column = spot
        return str(self._api.getCellByPosition(column - 1, row - 1).getFormula())


class _Error(NamedTuple):
    """A cell that shows an error, and which."""

    cell: Any
    number: int

    def differs(self) -> bool:
        """Whether it is another error now, or none."""
        return self.cell.getError() != self.number


def _spots(ranges: Any) -> set[Spot]:
    """Every cell of UNO's ranges."""
    return {
        (row, column)
        for area in ranges.getRangeAddresses()
        for row in range(area.StartRow + 1, area.EndRow + 2)
        for column in range(area.StartColumn + 1, area.EndColumn + 2)
    }


def _numbers(cells: Mapping[Spot, Cell]) -> dict[Spot, Cell]:
    """The cells with a value whose meaning depends on the format. Typing a text changes no format:
    a step that does is none of typing, and everything is read again."""
    return {
        at: cell for at, cell in cells.items() if not cell.error and not isinstance(cell.value, str)
    }


class _Kinds:
    """The kinds of number format of cells that changed: known, or asked of the cell."""

    def __init__(self, book: Any, api: Any, known: Sequence[SameFormatCells], sheet: Sheet) -> None:
        self._book, self._api, self._known, self._sheet = book, api, known, sheet
        self._asked: set[Spot] = set()

    def cell(self, spot: Spot, value: Any, formula: bool) -> FoundCell:
        """What stands in a cell now."""
        known = next((cells for cells in self._known if spot in cells.spots), None)
        # A formula in a plain cell shows its result by a format of its own.
        own = formula and isinstance(value, float) and (known is None or _is_general(known.key))
        if value == "":
            return FoundCell(value, formula)
        if known is not None and value is not None and not own:
            shown = NumberFormatKind.GENERAL if _is_general(known.key) else known.shown
            return FoundCell(value, formula, 0, shown, self._book.formats.is_logical(known.key))
        before = self._sheet.cells.get(spot)
        if isinstance(value, str) and before is not None and isinstance(before.value, str):
            return FoundCell(value, formula, 0, before.format_kind)
        return self._cell_of_format(spot, value, formula, known)

    def _cell_of_format(
        self, spot: Spot, value: Any, formula: bool, known: SameFormatCells | None
    ) -> FoundCell:
        """What stands in a cell, its format asked."""
        if known is None:
            self._asked.add(spot)
        cell = self._api.getCellByPosition(spot[1] - 1, spot[0] - 1)
        key = int(cell.NumberFormat)
        logical = self._book.formats.is_logical(key)
        plain = formula and logical and self._is_plain(cell, known)
        shown = NumberFormatKind.GENERAL if plain else self._format_kind(key)
        return FoundCell(value, formula, int(cell.getError()), shown, logical, plain)

    def _is_plain(self, cell: Any, known: SameFormatCells | None) -> bool:
        if known is not None:
            return _is_general(known.key)
        return cell.getPropertyState(FORMAT[0]).value == "DEFAULT_VALUE"

    def _format_kind(self, key: int) -> NumberFormatKind:
        """As a saved copy shows it where the format stands already."""
        same = (cells.shown for cells in self._known if cells.key == key and not _is_general(key))
        return next(same, self._book.formats.format_kind(key))

    def new_cells(self, sheet: Sheet | None) -> dict[Spot, Cell]:
        """The cells whose format was asked, to be watched from now on."""
        if sheet is None:
            return {}
        found = {at: sheet.cells[at] for at in sorted(self._asked) if at in sheet.cells}
        return _numbers(found)


def _is_general(key: int) -> bool:
    return key % A_LANGUAGE == 0
