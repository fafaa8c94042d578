"""One worksheet part: its cells, and what the sheet says about them."""

from collections.abc import Iterable, Mapping

from pso_excel.xlsx.errors import refuse, refuse_more_than
from pso_excel.xlsx.reader.cells import Cells
from pso_excel.xlsx.reader.fast_rows import read_rows
from pso_excel.xlsx.reader.formulas import are_suspect, shown_target
from pso_excel.xlsx.reader.limits import Budget
from pso_excel.xlsx.reader.outside_links import OutsideFound
from pso_excel.xlsx.reader.package import Package
from pso_excel.xlsx.reader.text import Blanks, TextCollector, pieces
from pso_excel.xlsx.reader.values import CellBuilder
from pso_excel.xlsx.reader.xml_parser import (
    MAIN,
    X14,
    XM,
    Attributes,
    End,
    Parse,
    Shape,
    Start,
    is_true,
    named,
    relation_id,
    tags,
)
from pso_excel.xlsx.workbook import LAST_COLUMN, Sheet, Validation, format_address

_OPENING = b"<sheetData>"
_CLOSING = b"</sheetData>"
_ROOT = named(MAIN, "worksheet")
_LEVELS = tags(
    MAIN,
    {"sheetData": (2,), "row": (3,), "c": (4,), "f": (5,), "v": (5,), "is": (5,), "t": (6, 7)},
)
_CELL_PARTS = 5
"""How deep the parts of a cell stand: down to there, rows hold nothing of another language."""


class _SheetProperties:
    """What stands around the cells: hidden columns, merges, protection, filters, validations, and
    what of it points outside."""

    def __init__(self, budget: Budget, outside: OutsideFound, part: str, sheet: str) -> None:
        self._limits = budget.limits
        self._outside, self._part, self._sheet = outside, part, sheet
        self._hidden = 0  # a bit a column: a run costs the same however long and often it is
        self.merged: list[str] = []
        self.protected = self.filtered = False
        self.validations: list[Validation] = []
        self._rule: tuple[str, str] | None = None
        self._formula = self._ranges = ""
        self._lists: list[tuple[str, str, str]] = []
        self._conditions: list[str] = []
        self._in_condition = False
        self.text = TextCollector(budget)

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
        self._in_condition = False
        self._rule = (attributes.get("type", "none"), attributes.get("sqref", ""))
        self._formula = self._ranges = ""

    def begin_piece(self, attributes: Attributes) -> None:
        """A formula or the ranges of a validation begin, or the formula of a newer condition."""
        self._in_condition = False
        self.text.open(attributes)

    def end_formula(self) -> None:
        """The first formula of a validation is the one that counts for a list."""
        text = self.text.take()
        if self._rule is None:
            self._conditions += (text, "\n")
            return
        self._formula = self._formula or text
        cell = self._rule[1].partition(" ")[0].partition(":")[0]
        self._lists.append((text, self._sheet, cell[:20]))

    def condition(self, _: Attributes) -> None:
        """The formula of a condition begins. There are hundreds, so that their texts are gathered
        in one go, each on a line; what follows the last of them does no harm."""
        self._in_condition = True
        self._conditions.append("\n")

    def add(self, piece: str) -> None:
        """A piece of text from the parser."""
        if self._in_condition:
            self._conditions.append(piece)
        else:
            self.text.add(piece)

    def end_ranges(self) -> None:
        """The ranges, which the extension writes as an element."""
        self._ranges = self.text.take()

    def link(self, attributes: Attributes) -> None:
        """A hyperlink; its relationship says where it leads."""
        if relationship_id := relation_id(attributes):
            self._outside.links[self._part, relationship_id] = attributes.get("ref", "").partition(
                ":"
            )[0][:20]

    def end(self) -> None:
        """The sheet is complete."""
        self._outside.formulas("lists", self._lists)
        conditions = "".join(self._conditions)
        if are_suspect(conditions):
            lines = [(line, self._sheet, "") for line in conditions.splitlines()]
            self._outside.formulas("formulas", lines)

    def published(self, attributes: Attributes) -> None:
        """A page that the program would write out of the sheet."""
        if path := attributes.get("destinationFile"):
            self._outside.add("others", shown_target(path), self._sheet)

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


def read_sheet(
    package: Package, part: str, sheet: Sheet, builder: CellBuilder, outside: OutsideFound
) -> None:
    """Fill ``sheet`` from its part: its rows verbatim where they are in the usual spelling, all
    else by expat. What points outside is put into ``outside``.

    Refusals: F029 cell address, F033 too many cells, F034 text too long, F035 and F050 too many
    merges and validations, and those of the package and of the XML.
    """
    parser = _SheetParser(package, part, sheet, builder, outside)
    if package.size(part) > package.limits.whole_bytes:
        parser.feed_with_blanks(package.chunks(part, parser.blanks.left_out))
    else:
        data = package.read(part)
        start = data.find(_OPENING) + len(_OPENING)
        end = data.find(_CLOSING, start) if start >= len(_OPENING) else -1
        rest = start if end > 0 else 0
        parser.feed(pieces(data, 0, rest))
        if rest and parser.is_at_rows() and read_rows(data[:start], data[start:end], parser.cells):
            parser.feed(pieces(data, end))
        else:
            parser.blanks.left_out(data[:rest])
            parser.feed_with_blanks(map(parser.blanks.left_out, pieces(data, rest)))
    parser.finish()
    if builder.odd:
        sheet.cells_with_stripped_characters = tuple(
            format_address(*at) for at, cell in sheet.cells.items() if id(cell) in builder.odd
        )
    package.budget.take_cells(sheet)


class _SheetParser:
    """Expat over the part of a sheet, as far as it is not read verbatim."""

    def __init__(
        self,
        package: Package,
        part: str,
        sheet: Sheet,
        builder: CellBuilder,
        outside: OutsideFound,
    ) -> None:
        self.blanks = Blanks()
        self._around = _SheetProperties(package.budget, outside, part, sheet.name)
        self.cells = Cells(sheet, builder, package.budget, outside, self._around.text)
        starts, ends = _handlers(self.cells, self._around)
        self._run = Parse(package, part, starts, ends, Shape(_ROOT, _LEVELS), sheet.name)
        self._run.keep_whole(self.cells.text.is_open)
        self._run.parser.CharacterDataHandler = self._text
        self._part = part

    def _text(self, piece: str) -> None:
        self.cells.text.add(piece)
        self._around.add(piece)

    def _unknown(self, tag: str, depth: int, _: Attributes) -> None:
        cells = self.cells
        foreign = not tag.startswith(MAIN) and (cells.inline or depth <= _CELL_PARTS)
        if cells.in_rows and (foreign or cells.text.is_open() or self._around.text.is_open):
            self._run.refuse_place(tag)

    def is_at_rows(self) -> bool:
        """Whether the bytes that follow what was fed, ``<sheetData>``, are rows indeed."""
        return self.cells.in_rows and self._run.is_between_tags()

    def feed(self, data: Iterable[bytes]) -> None:
        """Bytes around the rows."""
        for piece in data:
            self._run.feed(piece)

    def feed_with_blanks(self, data: Iterable[bytes]) -> None:
        """Bytes with rows: only there does it matter what unknown elements stand where."""
        self._run.heed_unknown(self._unknown)
        self.feed(data)

    def finish(self) -> None:
        """The part has ended. Refuses F047 one without rows."""
        self._run.feed(b"", last=True)
        self._around.end()
        if not self.cells.tables:
            refuse("F047", sheet=self.cells.sheet.name, part=self._part)
        _fill(self.cells.sheet, self.cells, self._around)


def _fill(sheet: Sheet, cells: Cells, around: _SheetProperties) -> None:
    sheet.hidden_rows = frozenset(cells.hidden_rows)
    sheet.hidden_columns = around.hidden_columns()
    sheet.merged, sheet.validations = tuple(around.merged), tuple(around.validations)
    sheet.filtered, sheet.protected = around.filtered, around.protected
    sheet.stored_row_count = cells.written


_Handlers = tuple[Mapping[str, Start], Mapping[str, End]]


def _handlers(cells: Cells, around: _SheetProperties) -> _Handlers:
    starts: dict[str, Start] = {}
    ends: dict[str, End] = {}
    for begun, ended in (_of_cells(cells), _of_surroundings(around), _of_extensions(around)):
        starts |= begun
        ends |= ended
    return starts, ends


def _of_cells(cells: Cells) -> _Handlers:
    starts: dict[str, Start] = {
        "sheetData": cells.begin_rows,
        "row": cells.begin_row,
        "c": cells.begin_cell,
        "f": cells.begin_formula,
        "v": cells.begin_value,
        "is": cells.begin_inline,
        "t": cells.begin_text,
        "rPh": cells.text.begin_phonetic,
    }
    ends: dict[str, End] = {
        "sheetData": cells.end_rows,
        "row": cells.end_row,
        "c": cells.end_cell,
        "f": cells.end_formula,
        "v": cells.text.end_run,
        "is": cells.end_inline,
        "t": cells.text.end_run,
        "rPh": cells.text.end_phonetic,
    }
    return tags(MAIN, starts), tags(MAIN, ends)


def _of_surroundings(around: _SheetProperties) -> _Handlers:
    starts: dict[str, Start] = {
        "sheetPr": around.properties,
        "col": around.column,
        "sheetProtection": around.protection,
        "filterColumn": around.filter_column,
        "mergeCell": around.merge,
        "dataValidation": around.begin_validation,
        "hyperlink": around.link,
        "webPublishItem": around.published,
        "formula": around.condition,
        "formula1": around.begin_piece,
        "formula2": around.begin_piece,
    }
    ends: dict[str, End] = {
        "dataValidation": around.end_validation,
        "formula1": around.end_formula,
        "formula2": around.end_formula,
    }
    return tags(MAIN, starts), tags(MAIN, ends)


def _of_extensions(around: _SheetProperties) -> _Handlers:
    starts: dict[str, Start] = {"f": around.begin_piece, "sqref": around.begin_piece}
    ends: dict[str, End] = {"f": around.end_formula, "sqref": around.end_ranges}
    begun: dict[str, Start] = {"dataValidation": around.begin_validation}
    ended: dict[str, End] = {"dataValidation": around.end_validation}
    return tags(X14, begun) | tags(XM, starts), tags(X14, ended) | tags(XM, ends)
