"""Excel's tables, which LibreOffice reads as database ranges and keeps in the file."""

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

Range = Any  # of the engine, a floor above
Sheet = Any  # of the engine, a floor above


class Tables(base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """The database ranges of the workbook."""
        return self.sheet.book.api.DatabaseRanges

    def __iter__(self) -> Iterator["Table"]:
        return iter(self._all())

    def _all(self) -> "list[Table]":
        own, ranges = self.sheet.index - 1, self.api
        names = [str(name) for name in ranges.ElementNames]
        here = [name for name in names if ranges.getByName(name).DataArea.Sheet == own]
        return [Table(self.sheet, name) for name in here]

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, name_or_index: int | str) -> "Table":
        """The table of a name or a place; KeyError."""
        tables = self._all()
        if isinstance(name_or_index, int):
            return tables[name_or_index - 1]
        for table in tables:
            if table.name == name_or_index:
                return table
        raise KeyError(name_or_index)

    def __contains__(self, name: str) -> bool:
        return any(table.name == name for table in self._all())


class Table(base_classes.Table):
    """A table."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.sheet = sheet
        self._name = name

    @property
    def api(self) -> Any:
        """The database range."""
        return self.sheet.book.api.DatabaseRanges.getByName(self._name)

    @property
    def name(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        """What it is called."""
        return self._name

    @property
    def parent(self) -> Sheet:
        """The sheet it stands on."""
        return self.sheet

    @property
    def range(self) -> Range:
        """All of it, its header too."""
        return self.sheet.book.sheets.range_at(self.api.DataArea)
