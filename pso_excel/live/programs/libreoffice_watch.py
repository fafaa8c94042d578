"""One sheet of an open workbook, with UNO's objects held for a quick second look."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pso_excel.live.programs.libreoffice_watch__reading_alike_part import FORMAT, Alike, alike
from pso_excel.live.programs.libreoffice_watch__reading_renewing_part import (
    Found,
    Spot,
    Values,
    differing,
    renewed,
)
from pso_excel.xlsx.reader.formulas import is_suspect
from pso_excel.xlsx.reader.values import CellMaker
from pso_excel.xlsx.workbook import Cell, Sheet, Shown
from pso_excel.xlwings_libreoffice.notation import A_LANGUAGE

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
        self._errors: dict[Spot, _Error] = {}
        self._sheet = Sheet("")

    def know(self, sheet: Sheet) -> None:
        """What reading the saved copy gave."""
        self._sheet = sheet
        self._alike = alike(self._book, self._index, _numbers(sheet.cells))
        self._hold_errors()

    def look(self) -> Sheet | None:
        """The sheet as it stands: the same object when nothing differs; None when only a saved copy
        can tell."""
        if self._api.getPropertyValues(STATE) != self._state or self._grown():
            return None
        if not all(one.still() for one in self._alike):
            return None
        values, formulas = self._range.getDataArray(), self._asked_formulas()
        others = [spot for spot, error in self._errors.items() if error.differs()]
        if others or values != self._values or formulas[0] != self._formulas[0]:
            found = self._renewed(values, formulas[1], others)
            if found is None:
                return None
            self._sheet, self._values, self._formulas = found, values, formulas
            self._hold_errors()
        return self._sheet

    def _hold_errors(self) -> None:
        """UNO gives the same nothing for every error: each cell has to be asked which it is."""
        held, self._errors = self._errors, {}
        for at, one in self._sheet.cells.items():
            if one.error:
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

        def found(spot: Spot) -> Found:
            row, column = spot
            return kinds.found(spot, values[row - 1][column - 1], spot in now)

        sheet = renewed(self._sheet, spots, found, self._maker)
        self._alike += alike(self._book, self._index, kinds.new_cells(sheet))
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

    def __init__(self, book: Any, api: Any, known: Sequence[Alike], sheet: Sheet) -> None:
        self._book, self._api, self._known, self._sheet = book, api, known, sheet
        self._asked: set[Spot] = set()

    def found(self, spot: Spot, value: Any, formula: bool) -> Found:
        """What stands in a cell now."""
        known = next((one for one in self._known if spot in one.spots), None)
        # A formula in a plain cell shows its result by a format of its own.
        own = formula and isinstance(value, float) and (known is None or _is_general(known.key))
        if value == "":
            return Found(value, formula)
        if known is not None and value is not None and not own:
            shown = Shown.GENERAL if _is_general(known.key) else known.shown
            return Found(value, formula, 0, shown, self._book.formats.is_logical(known.key))
        before = self._sheet.cells.get(spot)
        if isinstance(value, str) and before is not None and isinstance(before.value, str):
            return Found(value, formula, 0, before.shown)
        return self._told(spot, value, formula, known)

    def _told(self, spot: Spot, value: Any, formula: bool, known: Alike | None) -> Found:
        """What stands in a cell, its format asked."""
        if known is None:
            self._asked.add(spot)
        cell = self._api.getCellByPosition(spot[1] - 1, spot[0] - 1)
        key = int(cell.NumberFormat)
        logical = self._book.formats.is_logical(key)
        plain = formula and logical and self._is_plain(cell, known)
        shown = Shown.GENERAL if plain else self._shown(key)
        return Found(value, formula, int(cell.getError()), shown, logical, plain)

    def _is_plain(self, cell: Any, known: Alike | None) -> bool:
        if known is not None:
            return _is_general(known.key)
        return cell.getPropertyState(FORMAT[0]).value == "DEFAULT_VALUE"

    def _shown(self, key: int) -> Shown:
        """As a saved copy shows it where the format stands already."""
        same = (one.shown for one in self._known if one.key == key and not _is_general(key))
        return next(same, self._book.formats.shown(key))

    def new_cells(self, sheet: Sheet | None) -> dict[Spot, Cell]:
        """The cells whose format was asked, to be watched from now on."""
        if sheet is None:
            return {}
        found = {at: sheet.cells[at] for at in sorted(self._asked) if at in sheet.cells}
        return _numbers(found)


def _is_general(key: int) -> bool:
    return key % A_LANGUAGE == 0
