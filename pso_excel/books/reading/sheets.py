"""One worksheet part: its cells, and what the sheet says about them."""

from collections.abc import Iterator, Mapping

from pso_excel.book import Sheet, Validation, address
from pso_excel.books.reading.cells import LAST_COLUMN, Cells
from pso_excel.books.reading.limits import Budget, refuse_more_than
from pso_excel.books.reading.markup import (
    MAIN,
    X14,
    XM,
    Attributes,
    End,
    Parse,
    Start,
    is_true,
    tags,
)
from pso_excel.books.reading.package import Package
from pso_excel.books.reading.texts import Gathered
from pso_excel.books.reading.usual import pieces
from pso_excel.books.reading.values import CellMaker
from pso_excel.books.reading.verbatim import read_rows

_OPENING = b"<sheetData>"
_CLOSING = b"</sheetData>"


class _Surroundings:
    """What stands around the cells: hidden columns, merges, protection, filters, validations."""

    def __init__(self, budget: Budget) -> None:
        self._limits = budget.limits
        self._hidden = 0  # a bit a column: a run costs the same however long and often it is
        self.merged: list[str] = []
        self.protected = self.filtered = False
        self.validations: list[Validation] = []
        self._rule: tuple[str, str] | None = None
        self._formula = self._ranges = ""
        self.text = Gathered(budget)

    def properties(self, attributes: Attributes) -> None:
        """``sheetPr``: a filter hides rows."""
        self.filtered = self.filtered or is_true(attributes.get("filterMode"))

    def filter_column(self, _: Attributes) -> None:
        """A column of a filter has a condition."""
        self.filtered = True

    def protection(self, attributes: Attributes) -> None:
        """``sheetProtection``: on when its ``sheet`` is."""
        self.protected = is_true(attributes.get("sheet"))

    def column(self, attributes: Attributes) -> None:
        """``col``: a run of columns, perhaps hidden."""
        if is_true(attributes.get("hidden")):
            first, last = (_number(attributes.get(end)) for end in ("min", "max"))
            first, last = max(first, 1), min(last, LAST_COLUMN)
            self._hidden |= ((1 << max(0, last - first + 1)) - 1) << first

    def hidden_columns(self) -> frozenset[int]:
        """Every hidden column."""
        bits = f"{self._hidden:b}"[::-1]
        return frozenset(column for column, bit in enumerate(bits) if bit == "1")

    def merge(self, attributes: Attributes) -> None:
        """A merged range; refuses F035 too many."""
        self.merged.append(attributes.get("ref", "")[:50])
        if len(self.merged) > self._limits.merges:
            refuse_more_than("F035", self._limits.merges)

    def begin_validation(self, attributes: Attributes) -> None:
        """A data validation, standard or of the 2010 extension."""
        self._rule = (attributes.get("type", "none"), attributes.get("sqref", ""))
        self._formula = self._ranges = ""

    def begin_piece(self, attributes: Attributes) -> None:
        """A formula or the ranges of the validation begin."""
        if self._rule is not None:
            self.text.open(attributes)

    def end_formula(self) -> None:
        """The first formula is the one that counts for a list."""
        text = self.text.take()
        self._formula = self._formula or text

    def end_ranges(self) -> None:
        """The ranges, which the extension writes as an element."""
        self._ranges = self.text.take()

    def end_validation(self) -> None:
        """The validation is complete; refuses F050 too many."""
        if self._rule is not None:
            kind, ranges = self._rule
            found = tuple((ranges or self._ranges).split())
            self.validations.append(Validation(kind, found, self._formula))
            self._rule = None
            if len(self.validations) > self._limits.validations:
                refuse_more_than("F050", self._limits.validations)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


def read_sheet(package: Package, part: str, sheet: Sheet, maker: CellMaker, room: int) -> None:
    """Fill ``sheet`` from its part; at most ``room`` more cells fit into the book.

    Refusals: F029 cell address, F033 too many cells, F034 text too long, F035 and F050 too many
    merges and validations, and those of the package and of the XML.
    """
    cells = Cells(sheet, maker, package.budget, room)
    around = _Surroundings(package.budget)
    starts, ends = _handlers(cells, around)
    run = Parse(package, part, starts, ends)

    def text(piece: str) -> None:
        cells.text.add(piece)
        around.text.add(piece)

    run.parser.CharacterDataHandler = text
    for piece in _pieces(package, part, cells, run):
        run.feed(piece)
    run.feed(b"", last=True)
    sheet.hidden_rows = frozenset(cells.hidden_rows)
    sheet.hidden_columns = around.hidden_columns()
    sheet.merged, sheet.validations = tuple(around.merged), tuple(around.validations)
    sheet.filtered, sheet.protected = around.filtered, around.protected
    sheet.written = cells.written
    if maker.odd:
        sheet.cleaned = tuple(
            address(*place) for place, cell in sheet.cells.items() if id(cell) in maker.odd
        )


def _handlers(cells: Cells, around: _Surroundings) -> tuple[Mapping[str, Start], Mapping[str, End]]:
    starts: dict[str, Start] = {
        "sheetData": cells.begin_rows,
        "row": cells.begin_row,
        "c": cells.begin_cell,
        "f": cells.begin_formula,
        "v": cells.begin_value,
        "t": cells.begin_value,
        "rPh": cells.text.begin_phonetic,
        "sheetPr": around.properties,
        "col": around.column,
        "sheetProtection": around.protection,
        "filterColumn": around.filter_column,
        "mergeCell": around.merge,
        "dataValidation": around.begin_validation,
        "formula1": around.begin_piece,
    }
    ends: dict[str, End] = {
        "sheetData": cells.end_rows,
        "c": cells.end_cell,
        "v": cells.text.end_run,
        "t": cells.text.end_run,
        "rPh": cells.text.end_phonetic,
        "dataValidation": around.end_validation,
        "formula1": around.end_formula,
    }
    extra: dict[str, Start] = {"dataValidation": around.begin_validation}
    inner: dict[str, Start] = {"f": around.begin_piece, "sqref": around.begin_piece}
    closing: dict[str, End] = {"f": around.end_formula, "sqref": around.end_ranges}
    return (
        tags(MAIN, starts) | tags(X14, extra) | tags(XM, inner),
        tags(MAIN, ends) | tags(X14, {"dataValidation": around.end_validation}) | tags(XM, closing),
    )


def _pieces(package: Package, part: str, cells: Cells, run: Parse) -> Iterator[bytes]:
    """What expat still has to read: all of a large part, else all but the rows read verbatim.

    The generator goes on after expat has taken the piece before, so ``cells`` and ``run`` tell
    whether the bytes that follow ``<sheetData>`` are rows indeed.
    """
    if package.size(part) > package.limits.whole_bytes:
        yield from package.chunks(part)
        return
    data = package.read(part)
    start = data.find(_OPENING) + len(_OPENING)
    end = data.find(_CLOSING, start)
    rest = 0
    if start >= len(_OPENING) and end > 0:
        yield from pieces(data, 0, start)
        in_rows = cells.in_rows and run.is_between_tags()
        rest = end if in_rows and read_rows(data[:start], data[start:end], cells) else start
    yield from pieces(data, rest)
