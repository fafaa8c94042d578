"""One pass of expat over a worksheet: it must be well-formed, and its places are noted."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from pso_excel.xlsx.patcher.zip_archive import refuse_structure
from pso_excel.xlsx.reader.text import blanked
from pso_excel.xlsx.reader.xml_parser import MAIN, is_true
from pso_excel.xlsx.workbook import parse_address

_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>")


class Span(NamedTuple):
    """From a byte up to, not including, another."""

    start: int
    end: int


NOWHERE = Span(0, 0)


class CellSpan(NamedTuple):
    """A ``<c>``: its style number as written; ``empty``: nothing stands between its tags;
    ``formula``: a formula does; ``shared``: other cells hang on that formula."""

    start: int
    end: int
    style: str
    empty: bool = False
    formula: bool = False
    shared: bool = False


class Link(NamedTuple):
    """A ``<hyperlink>`` on ``ref``; ``inside`` when it leads to a place of the same book."""

    start: int
    end: int
    ref: str
    inside: bool


@dataclass(slots=True)
class RowSpan:
    """A ``<row>``: ``inner`` is what stands between its tags (None: it is one closed tag)."""

    number: int
    start: int
    end: int = 0
    inner: Span | None = None
    style: str = ""
    cells: dict[int, CellSpan] = field(default_factory=dict[int, CellSpan])


@dataclass(slots=True, kw_only=True)
class SheetMap:
    """The places of one worksheet's XML.

    ``prefix`` is that of the main namespace (``"x:"`` or empty). ``rows`` has the start of every
    row in order, ``mapped`` the rows that were asked for. ``styles`` are those of columns: first,
    last, style. ``reference`` is the text of the dimension. ``links_at`` is where a
    ``<hyperlinks>`` belongs; ``links_span`` the one that is there. ``arrays`` are ranges of array
    formulas and data tables.
    """

    prefix: str = ""
    data: Span = NOWHERE
    inner: Span | None = None
    rows: dict[int, int] = field(default_factory=dict[int, int])
    mapped: dict[int, RowSpan] = field(default_factory=dict[int, RowSpan])
    styles: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    dimension: Span | None = None
    reference: str = ""
    calculation: Span | None = None
    links_at: int = 0
    links_span: Span | None = None
    links: list[Link] = field(default_factory=list[Link])
    arrays: list[str] = field(default_factory=list[str])

    def column_style(self, column: int) -> str:
        """The style of new cells of a column, or empty."""
        return next((style for a, b, style in self.styles if a <= column <= b), "")


def between_tags(data: bytes, start: int, end: int) -> Span | None:
    """What stands between the tags of the element there, None when it is one closed tag;
    ValueError when no element begins there."""
    tag = _TAG.match(data, start, end)
    if tag is None:
        raise ValueError(start)
    return None if tag[1] else Span(tag.end(), data.rindex(b"</", tag.end(), end))


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """``"AB"`` -> 28; ValueError for anything else."""
    return parse_address(letters + "1")[1]


# What the schema puts before <hyperlinks>; all that may stand after it is left where it is.
_BEFORE_LINKS = frozenset(
    (
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData"),
        *("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter"),
        *("sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr"),
        *("conditionalFormatting", "dataValidations"),
    )
)

Attributes = dict[str, str]
Emptied = Mapping[int, Collection[int]]  # the columns of the cells to be emptied, by row
NONE_EMPTIED: Emptied = {}
Start = Callable[[str, Attributes], None]


def map_sheet(
    data: bytes, wanted: Collection[int], part: str, emptied: Emptied = NONE_EMPTIED
) -> SheetMap:
    """The places of a worksheet; the cells of the rows in ``wanted`` are looked for, and those of
    the rows in ``emptied`` that have one of the cells to be emptied.

    WorkbookError (O001, naming ``part``): not well-formed, another encoding than UTF-8, a DOCTYPE,
    no rows element, rows or cells out of order or in the wrong row.
    """
    # An array formula of one row may cover cells of another: then every row is looked into.
    every = b"array" in data or b"dataTable" in data
    return _Scan(blanked(data), None if every else wanted, part, emptied).run()


class _Scan:
    """Handlers change with what is being passed through, so that none is called for a cell of a
    row that is not wanted (None: every row is)."""

    def __init__(
        self, data: bytes, wanted: Collection[int] | None, part: str, emptied: Emptied
    ) -> None:
        self.data, self.part, self.wanted, self.emptied = data, part, wanted, emptied
        self.map = SheetMap()
        self.depth = self.started = 0
        self.row_end = self.cell_start = b""
        self.cell_columns = re.compile(b"")
        self.link: tuple[int, Attributes] = (0, {})
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._root
        self.parser.EndElementHandler = self._ended

    def run(self) -> SheetMap:
        """Parse the whole part."""
        try:
            self.parser.Parse(self.data, True)
            self.map.inner = between_tags(self.data, *self.map.data)
        except (expat.ExpatError, ValueError):
            self._refuse()
        found, self.map, self.data = self.map, SheetMap(), b""  # the handlers hold one another
        return found

    def _refuse(self, *_: object) -> NoReturn:
        refuse_structure(self.part)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            self._refuse()

    def _end_of(self, name: str) -> int:
        """The byte after the element that ends here: a closed tag has been passed already, of an
        end tag the start has been reached."""
        at, tag = self.parser.CurrentByteIndex, b"</" + name.encode()
        after = at + len(tag)
        if self.data.startswith(tag, at) and self.data[after : after + 1] in b"> \t\r\n":
            return self.data.index(b">", after) + 1
        return at

    def _root(self, name: str, given: Attributes) -> None:
        prefix, colon, local = name.rpartition(":")
        space = given.get(f"xmlns:{prefix}" if prefix else "xmlns")
        if local != "worksheet" or space not in MAIN:
            self._refuse()
        self.map.prefix = prefix + colon
        self.row_end = f"</{self.map.prefix}row".encode()
        self.cell_start = f"<{self.map.prefix}c".encode()
        self.cell_columns = re.compile(self.cell_start + rb' r="([A-Z]{1,3})[0-9]')
        self.depth = 1
        self.parser.StartElementHandler = self._begun

    def _local(self, name: str) -> str:
        """The name of an element of the main namespace, else empty."""
        if not name.startswith(self.map.prefix):
            return ""
        local = name[len(self.map.prefix) :]
        return "" if ":" in local else local

    def _begun(self, name: str, given: Attributes) -> None:
        self.depth += 1
        local = self._local(name)
        if self.depth == 2:
            self.started = self.parser.CurrentByteIndex
            if local == "dimension":
                self.map.reference = given.get("ref", "")
            elif local == "sheetData":
                self._rows_begin()
        elif self.depth == 3 and local == "hyperlink":
            self.link = (self.parser.CurrentByteIndex, given)
        elif self.depth == 3 and local == "col" and "style" in given:
            first, last = (int(given.get(end, "0")) for end in ("min", "max"))
            self.map.styles.append((first, last, given["style"]))

    def _ended(self, name: str) -> None:
        self.depth -= 1
        local = self._local(name)
        if self.depth == 2 and local == "hyperlink":
            start, given = self.link
            inside = "location" in given and not any(key.endswith(":id") for key in given)
            self.map.links.append(Link(start, self._end_of(name), given.get("ref", ""), inside))
        elif self.depth == 1:
            self._note(local, Span(self.started, self._end_of(name)))

    def _note(self, local: str, span: Span) -> None:
        if local in _BEFORE_LINKS:
            self.map.links_at = span.end
        if local == "dimension":
            self.map.dimension = span
        elif local == "sheetCalcPr":
            self.map.calculation = span
        elif local == "hyperlinks":
            self.map.links_span = span
        elif local == "sheetData":
            self.map.data = span

    def _rows_begin(self) -> None:
        """Pass through the rows; only those that are wanted are looked into."""
        if self.map.data.end:
            self._refuse()
        parser, row_name, number = self.parser, self.map.prefix + "row", 0

        def row_begun(name: str, given: Attributes) -> None:
            nonlocal number
            before, number = number, int(given.get("r", number + 1))
            if name != row_name or number <= before:
                self._refuse()
            start = self.map.rows[number] = parser.CurrentByteIndex
            if self._is_wanted(number, start):
                style = given.get("s", "") if is_true(given.get("customFormat")) else ""
                row = self.map.mapped[number] = RowSpan(number, start, style=style)
                parser.StartElementHandler, parser.EndElementHandler = self._in_row(row, mapped)
            else:
                parser.StartElementHandler, parser.EndElementHandler = None, passed

        def passed(name: str) -> None:
            if name == row_name:
                parser.StartElementHandler, parser.EndElementHandler = row_begun, data_ended

        def mapped(name: str) -> None:
            if name == row_name:
                row = self.map.mapped[number]
                row.end = self._end_of(name)
                row.inner = between_tags(self.data, row.start, row.end)
            passed(name)

        def data_ended(name: str) -> None:
            parser.StartElementHandler, parser.EndElementHandler = self._begun, self._ended
            self._ended(name)

        parser.StartElementHandler, parser.EndElementHandler = row_begun, data_ended

    def _is_wanted(self, number: int, start: int) -> bool:
        if self.wanted is None or number in self.wanted:
            return True
        emptied = self.emptied.get(number)
        if emptied is None:
            return False
        end = self.data.find(self.row_end, start)
        columns: list[bytes] = self.cell_columns.findall(self.data, start, end)
        if len(columns) != self.data.count(self.cell_start, start, end):
            return True  # cells without an address
        return any(column_of(letters.decode()) in emptied for letters in columns)

    def _in_row(
        self, row: RowSpan, row_ended: Callable[[str], None]
    ) -> tuple[Start, Callable[[str], None]]:
        """Handlers that note each cell of one row."""
        parser, prefix, data = self.parser, self.map.prefix, self.data
        cell_name, formula_name = prefix + "c", prefix + "f"
        number, close = str(row.number), f"</{cell_name}>".encode()
        column = start = 0
        style, formula, shared = "", False, False

        def begun(name: str, given: Attributes) -> None:
            nonlocal column, start, style, formula, shared
            if name == cell_name:
                after = column + 1
                if "r" in given:
                    letters = given["r"].removesuffix(number)
                    after = column_of(letters) if letters.isalpha() else 0
                if after <= column:  # out of order, past the last column, or in another row
                    self._refuse()
                column, start, style = after, parser.CurrentByteIndex, given.get("s", "")
                formula = shared = False
            elif name == formula_name:
                formula, shared = True, "ref" in given
                if given.get("t") in ("array", "dataTable"):
                    self.map.arrays.append(given.get("ref", ""))

        def ended(name: str) -> None:
            if name == cell_name:
                at = parser.CurrentByteIndex
                end = at + len(close) if data.startswith(close, at) else self._end_of(name)
                empty = data[end - 2 : end] == b"/>"
                row.cells[column] = CellSpan(start, end, style, empty, formula, shared)
            else:
                row_ended(name)

        return begun, ended
