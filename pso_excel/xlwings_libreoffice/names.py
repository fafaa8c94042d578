"""Defined names of a workbook; those of one sheet are called ``sheet!name``, as in a file."""

from typing import Any

from xlwings import base_classes

Book = Any  # of the engine, a floor above
Range = Any  # of the engine, a floor above


class Names(base_classes.Names):
    """The names of a workbook, then those of each sheet."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """The names of the whole workbook."""
        return self.book.api.NamedRanges

    def __call__(self, name_or_index: int | str) -> "Name":
        """The name so called, or of a place; KeyError."""
        if isinstance(name_or_index, int):
            return self.snapshot()[name_or_index - 1][1]
        scope, name = self._scope(name_or_index)
        if not scope.hasByName(name):
            raise KeyError(name_or_index)
        return Name(self.book, scope, name, name_or_index)

    def snapshot(self) -> list[tuple[str, "Name"]]:
        """All of them, in LibreOffice's order."""
        found = [(name, Name(self.book, self.api, name, name)) for name in self.api.ElementNames]
        for sheet in self.book.sheets:
            scope = sheet.api.NamedRanges
            for name in scope.ElementNames:
                full = f"{sheet.name}!{name}"
                found.append((full, Name(self.book, scope, name, full)))
        return found

    def contains(self, name_or_index: int | str) -> bool:
        """Whether there is one of that name."""
        if isinstance(name_or_index, int):
            return 0 < name_or_index <= len(self)
        scope, name = self._scope(name_or_index)
        return bool(scope.hasByName(name))

    def __len__(self) -> int:
        return len(self.snapshot())

    def add(self, name: str, refers_to: str) -> "Name":
        """Define a name, in place of an older one."""
        scope, short = self._scope(name)
        if scope.hasByName(short):
            scope.removeByName(short)
        content = self.book.formulas.to_calc(refers_to.removeprefix("="))
        origin = self.book.sheets(1).cell_address(1, 1)
        scope.addNewByName(short, content, origin, 0)
        return Name(self.book, scope, short, name)

    def _scope(self, name: str) -> tuple[Any, str]:
        sheet, _, short = name.rpartition("!")
        if sheet and self.book.sheets.has(sheet):
            return self.book.sheets(sheet).api.NamedRanges, short
        return self.api, name


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book: Book, scope: Any, short: str, name: str) -> None:
        self.book = book
        self._scope = scope
        self._short = short
        self._name = name

    @property
    def api(self) -> Any:
        """The named range."""
        return self._scope.getByName(self._short)

    @property
    def name(self) -> str:
        """As it is called, with its sheet if it belongs to one."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value.rpartition("!")[2])
        self._short = value.rpartition("!")[2]
        self._name = value

    @property
    def refers_to(self) -> str:
        """Its formula as Excel writes it, such as ``='06'!$A$1``."""
        return f"={self.book.formulas.to_excel(str(self.api.Content))}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(self.book.formulas.to_calc(value.removeprefix("=")))

    @property
    def refers_to_range(self) -> Range:
        """The cells it means; ValueError when it is no range."""
        cells = self.api.ReferredCells
        if cells is None:
            raise ValueError(self._name)
        return self.book.sheets.range_at(cells.RangeAddress)

    def delete(self) -> None:
        """Take the name away."""
        self._scope.removeByName(self._short)
