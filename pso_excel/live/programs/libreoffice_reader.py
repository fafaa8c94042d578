"""Reads open workbooks, and remembers each for as long as it is open."""

import math
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from pso_excel.intake import read_book
from pso_excel.live.programs.libreoffice_watch import SheetWatch, maker_of
from pso_excel.results.cell_marks import is_mark
from pso_excel.xlsx.workbook import Sheet, Workbook
from pso_excel.xlwings_libreoffice.session import STEP, Session, service, store_copy

TYPED = frozenset({"Input", "ป้อนค่า", STEP})
"""What LibreOffice calls typing into a cell, in English and in Thai, and our own writing: values
and the formats of the cells they went into, nothing else. In another language every step counts as
one that may have changed anything."""

USUAL_LIMIT = 100


def only_typed(before: Sequence[str], now: Sequence[str], limit: int) -> bool:
    """Whether nothing but typing was done, or undone, between two lists, the newest step first.

    A list that is full has lost its oldest steps: then every step in it must be one of typing.
    """
    if limit <= 0:
        return False
    if len(now) >= limit:
        return TYPED.issuperset(now)
    same = 0
    for old, new in zip(reversed(before), reversed(now), strict=False):
        if old != new:
            break
        same += 1
    return TYPED.issuperset((*before[: len(before) - same], *now[: len(now) - same]))


def limit_of(session: Session) -> int:
    """How many steps LibreOffice remembers, by its settings; 0 when it does not tell."""
    name = "com.sun.star.configuration.ConfigurationProvider"
    path = session.options(nodepath="/org.openoffice.Office.Common/Undo")
    access = "com.sun.star.configuration.ConfigurationAccess"
    found: Any = service(session.context, name).createInstanceWithArguments(access, path)
    return int(found.Steps or 0)


COPY = "open.xlsx"
JUST_NOW_SECONDS = 0.5
"""A press reads twice, before it judges and before it writes. Within so short a time nobody undoes
a step and does another of the same name: the list of steps alone tells whether there was an edit.
"""
_PLACE = re.compile(r"[^()]*\$[A-Z]+\$[0-9]+(:\$[A-Z]+\$[0-9]+)?")  # a name of cells, no formula


class Reader:
    """Reads the workbooks of one LibreOffice."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._limit = limit_of(session)
        self._known: dict[str, _Known] = {}

    def read(self, book: Any, leave_out: Container[str] = ()) -> Workbook:
        """The workbook of the engine as it stands. Errors as UNO raises them; Refused as
        :func:`read_book`."""
        left = frozenset(name for name in book.sheets.order if name in leave_out)
        known = self._known.get(book.identity)
        if known is not None and known.left == left:
            found = known.read(self._limit)
            if found is not None:
                return replace(found, file=book.name)
        self._known.pop(book.identity, None)
        known = _Known.begin(book, left, lambda: self._saved(book, left))
        if known.read(self._limit) is not None:
            self._known = {book.identity: known}
        return known.book

    def _saved(self, book: Any, left: frozenset[str]) -> Workbook:
        with TemporaryDirectory(prefix="pso_excel_") as folder:
            path = Path(folder, COPY)
            store_copy(self._session, book.api, path)
            return read_book(path.read_bytes(), book.name, leave_out=left)


@dataclass(slots=True)
class _Known:
    """A workbook as last read, with what a second look needs."""

    source: Any
    left: frozenset[str]
    book: Workbook
    around: "_Around"
    steps: tuple[str, ...]
    sheets: dict[str, SheetWatch]
    written: int = 0
    at: float = -math.inf

    @classmethod
    def begin(cls, source: Any, left: frozenset[str], saved: Callable[[], Workbook]) -> "_Known":
        """Look first, save then: what was edited in between differs at the next look."""
        around = _Around(source)
        steps = around.steps()
        maker = maker_of(date1904=bool(source.api.NullDate.Year == 1904))
        watches = {
            name: SheetWatch(source, source.sheets(name).api, index, maker)
            for index, name in enumerate(source.sheets.order)
            if name not in left
        }
        book = saved()
        around.know(book.names)
        if book.sheets.keys() != watches.keys():  # a file has no names of more than 31 characters
            return cls(source, left, book, around, steps, {})
        for name, sheet in book.sheets.items():
            watches[name].know(sheet)
        return cls(source, left, book, around, steps, watches)

    def read(self, limit: int) -> Workbook | None:
        """The workbook as it stands; None when only a saved copy can tell."""
        if self.sheets.keys() != self.book.sheets.keys():
            return None
        steps, written, now = self.around.steps(), self.source.written, monotonic()
        if not only_typed(self.steps, steps, limit) or self.around.differs():
            return None
        just = now - self.at < JUST_NOW_SECONDS and len(steps) < limit
        if just and (steps, written) == (self.steps, self.written):
            return self.book
        if self.around.moved():
            return None
        sheets: dict[str, Sheet] = {}
        for name, watch in self.sheets.items():
            sheet = watch.read()
            if sheet is None:
                return None
            sheets[name] = sheet
        self.steps, self.written, self.at = steps, written, now
        active = self.around.active(self.book.active_content)
        same = active == self.book.active_content and all(
            sheet is self.book.sheets[name] for name, sheet in sheets.items()
        )
        self.book = self.book if same else replace(self.book, sheets=sheets, active_content=active)
        return self.book


class _Around:
    """What a workbook has besides the cells of its sheets: names, properties, notes, links."""

    def __init__(self, source: Any) -> None:
        document = source.api
        self._source = source
        self._undo = source.undo
        self._sheets = document.Sheets
        self._properties = document.DocumentProperties.UserDefinedProperties
        self._names = document.NamedRanges
        self._links = document.ExternalDocLinks
        self._notes = [source.sheets(name).api.Annotations for name in source.sheets.order]
        self._noted = self._numbers()
        self._places: list[Any] = []
        self._contents: list[str] = []
        self._state = self._facts()

    def steps(self) -> tuple[str, ...]:
        """The steps to undo, the newest first."""
        return tuple(self._undo.getAllUndoActionTitles())

    def know(self, names: Mapping[str, str]) -> None:
        """The names as saved: those of cells are asked again at each look, for results depend on
        where they are; others change by a step of their own only."""
        there = frozenset(self._names.ElementNames)
        places = [name for name in names if name in there and _PLACE.fullmatch(names[name])]
        self._places = [self._names.getByName(name) for name in places]
        self._contents = self._asked_contents()

    def differs(self) -> bool:
        """Whether any of it but the notes and the cells of names is not as it was."""
        return self._facts() != self._state

    def moved(self) -> bool:
        """Whether a name means other cells now."""
        return self._asked_contents() != self._contents

    def _facts(self) -> tuple[Any, ...]:
        properties = [
            (PropertyValue.Name, PropertyValue.Value)
            for PropertyValue in self._properties.PropertyValues
        ]
        links = tuple(self._links.ElementNames)
        names = self._sheets.ElementNames, self._names.ElementNames
        return *names, properties, links, self._source.reshaped

    def _asked_contents(self) -> list[str]:
        return [name.getContent() for name in self._places]

    def active(self, before: dict[str, int]) -> dict[str, int]:
        """What is no answer, with as many notes of people as there are now."""
        numbers = self._numbers()
        if numbers == self._noted:
            return before
        self._noted = numbers
        notes = sum(not is_mark(text) for sheet in self._notes for text in _texts(sheet))
        left = {what: count for what, count in before.items() if what != "notes"}
        return left | ({"notes": notes} if notes else {})

    def _numbers(self) -> list[int]:
        return [int(notes.getCount()) for notes in self._notes]


def _texts(notes: Any) -> Iterator[str]:
    """What the notes of a sheet say."""
    for number in range(notes.getCount()):
        yield str(notes.getByIndex(number).String)


__all__ = ["Reader"]
