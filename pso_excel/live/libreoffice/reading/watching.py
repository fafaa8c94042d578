"""One sheet of an open workbook, with UNO's objects held for a quick second look."""

from collections.abc import Sequence
from typing import Any

from pso_excel.book import Sheet, Shown
from pso_excel.books.reading.values import CellMaker
from pso_excel.live.libreoffice.formats import A_LANGUAGE
from pso_excel.live.libreoffice.reading.alike import FORMAT, Alike, alike
from pso_excel.live.libreoffice.reading.renewing import Found, Spot, Values, differing, renewed

FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA
STATE = ("AbsoluteName", "IsVisible", "Protected")
MOST_NEW = 400  # cells; when more differ, saving a copy is quicker


class SheetWatch:
    """What the sheet held when it was last read. ``index`` counts from 0."""

    def __init__(self, book: Any, api: Any, index: int, maker: CellMaker) -> None:
        self._book, self._api, self._index, self._maker = book, api, index, maker
        self._end = api.createCursor()
        self._end.gotoEndOfUsedArea(False)
        end = self._end.RangeAddress
        self._size = end.EndRow, end.EndColumn
        self._range = api.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        self._state = api.getPropertyValues(STATE)
        self._values: Values = self._range.getDataArray()
        self._formulas = self._asked_formulas()
        self._alike: list[Alike] = []
        self._sheet = Sheet("")

    def know(self, sheet: Sheet) -> None:
        """What reading the saved copy gave."""
        self._sheet = sheet
        self._alike = alike(self._book, self._index, sheet.cells)

    def look(self) -> Sheet | None:
        """The sheet as it stands: the same object when nothing differs; None when only a saved copy
        can tell."""
        if self._api.getPropertyValues(STATE) != self._state or self._grown():
            return None
        if not all(one.still() for one in self._alike):
            return None
        values, formulas = self._range.getDataArray(), self._asked_formulas()
        if values != self._values or formulas[0] != self._formulas[0]:
            found = self._renewed(values, formulas[1])
            if found is None:
                return None
            self._sheet, self._values, self._formulas = found, values, formulas
        return self._sheet

    def _grown(self) -> bool:
        self._end.gotoEndOfUsedArea(False)
        end = self._end.RangeAddress
        return (end.EndRow, end.EndColumn) != self._size

    def _asked_formulas(self) -> tuple[str, Any]:
        found = self._api.queryContentCells(FORMULAS)
        return str(found.RangeAddressesAsString), found

    def _renewed(self, values: Values, formulas: Any) -> Sheet | None:
        if len(values) != len(self._values) or len(values[0]) != len(self._values[0]):
            return None
        before, now = _spots(self._formulas[1]), _spots(formulas)
        spots = sorted({*differing(self._values, values), *(before ^ now)})
        written = {row for row, _ in (*self._sheet.cells, *before)}
        if len(spots) > MOST_NEW or any(row not in written for row, _ in spots):
            return None
        kinds = _Kinds(self._book, self._api, self._alike, self._sheet)

        def found(spot: Spot) -> Found:
            row, column = spot
            return kinds.found(spot, values[row - 1][column - 1], spot in now)

        sheet = renewed(self._sheet, spots, found, self._maker)
        self._alike += alike(self._book, self._index, kinds.new_cells(sheet))
        return sheet


def _spots(ranges: Any) -> set[Spot]:
    """Every cell of UNO's ranges."""
    return {
        (row, column)
        for area in ranges.getRangeAddresses()
        for row in range(area.StartRow + 1, area.EndRow + 2)
        for column in range(area.StartColumn + 1, area.EndColumn + 2)
    }


class _Kinds:
    """The kinds of number format of cells that changed: known, or asked of the cell."""

    def __init__(self, book: Any, api: Any, known: Sequence[Alike], sheet: Sheet) -> None:
        self._book, self._api, self._known, self._sheet = book, api, known, sheet
        self._asked: set[Spot] = set()

    def found(self, spot: Spot, value: Any, formula: bool) -> Found:
        """What stands in a cell now."""
        formats = self._book.formats
        key = next((one.key for one in self._known if spot in one.spots), None)
        computed = formula and isinstance(value, float)
        if key is not None and not (computed and _is_general(key)) and value is not None:
            return Found(value, formula, 0, formats.shown(key), formats.is_logical(key))
        cell = self._api.getCellByPosition(spot[1] - 1, spot[0] - 1)
        told = cell.getPropertyValuesTolerant(FORMAT)[0]
        if key is None:
            self._asked.add(spot)
        # A formula in a plain cell shows its result by a format of its own.
        own, logical = int(told.Value), formats.is_logical(int(told.Value))
        plain = told.State.value == "DEFAULT_VALUE" or (key is not None and _is_general(key))
        shown = Shown.GENERAL if logical and plain else formats.shown(own)
        error = int(cell.getError()) if value is None else 0
        return Found(value, formula, error, shown, logical)

    def new_cells(self, sheet: Sheet | None) -> dict[Spot, Any]:
        """The cells whose format was asked, to be watched from now on."""
        return {} if sheet is None else {at: sheet.cell(*at) for at in sorted(self._asked)}


def _is_general(key: int) -> bool:
    return key % A_LANGUAGE == 0
