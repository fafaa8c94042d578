"""The rows of a sheet read verbatim: the fast path for XML as spreadsheet programs write it.

One pattern describes rows and cells in their usual spelling, so strictly that whatever it matches
is well-formed XML with one meaning; it passes over empty cells without leaving C. Anything else (a
comment, another order of attributes, rich inline text, a formula that may reach outside) makes
:func:`read_rows` give up, and the plain path reads the same bytes element by element.
"""

import re
from functools import lru_cache

from pso_excel.xlsx.errors import WorkbookError, refuse_more_than
from pso_excel.xlsx.reader.cells import PLACES, Cells
from pso_excel.xlsx.reader.formulas import SAFE_MARK, UNSAFE_LETTERS
from pso_excel.xlsx.reader.text import (
    ENTITY,
    OTHERS,
    TEXT,
    slices,
    usual_text,
)
from pso_excel.xlsx.reader.xml_parser import is_true
from pso_excel.xlsx.workbook import EMPTY_CELL, LAST_ROW, UNCALCULATED_CELL, Cell

_PLAIN = rf"[^<>&(/{UNSAFE_LETTERS}\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_FORMULA_TEXT = rf"{_PLAIN}(?:(?=[&(/])(?:{ENTITY}|{SAFE_MARK}){_PLAIN})*"
"""A formula that stays in the book."""
_FORMULA = (
    r'(<f)(?: t="[a-zA-Z]{1,9}")?(?: aca="[a-z0-9]{1,5}")?(?: ref="[A-Z0-9:]{1,30}")?'
    rf'(?: ca="[a-z0-9]{{1,5}}")?(?: si="[0-9]{{1,9}}")?(?: ?/>|>{_FORMULA_TEXT}</f>)'
)
_KEPT = ' xml:space="preserve"'
_TOKEN = re.compile(
    r'(?:<c r="[A-Z0-9]++"(?: s="[0-9]++")? ?/>)*'  # cells that hold nothing
    r"(?:"
    r'<c r="([A-Z]{1,3}+[1-9][0-9]{0,6}+)"((?: s="[0-9]++")?(?: t="[a-zA-Z]++")?)'
    rf"(?:>|{_KEPT}>)(?:{_FORMULA})?((?:<v>{TEXT}</v>|<v ?/>"
    rf"|<is><t(?:{_KEPT})?>{TEXT}</t></is>|<v{_KEPT}>{TEXT}</v>)?)</c>"
    r"|(?=</?row)(</row>)?"
    rf'(?:<row r="([1-9][0-9]{{0,6}}+)"({OTHERS}) ?(/)?>)?'
    r"|\Z"
    r"|([\s\S]+)"  # nothing known: give up
    r")"
)
_REMEMBERED = 20_000  # cells, by what stood in the XML
_LONG = 2_000  # characters, too many to be worth remembering
_ATTRIBUTE = re.compile(r' (?:([A-Za-z][A-Za-z0-9]*):)?([A-Za-z][A-Za-z0-9]*)="([^"<&]*)"')
_ATTRIBUTES = re.compile(f"(?:{_ATTRIBUTE.pattern})*")


def read_rows(head: bytes, body: bytes, cells: Cells) -> bool:
    """Put the cells of ``body``, the bytes inside ``<sheetData>``, into the sheet of ``cells``.

    ``head`` are the bytes before. False when the bytes are not in the usual spelling, or hold
    something to refuse: then nothing was kept, and the plain path, which meets the first fault
    first, must read them.
    """
    text = usual_text(head, body)
    if text is None or head.count(b"sheetData") != 1:
        return False
    rows, remembered = _Rows(head.decode("utf-8", "replace"), cells), cells.maker.verbatim
    try:
        for start, stop in slices(text, "</row>"):
            if len(remembered) >= _REMEMBERED:
                remembered.clear()
            tokens = _TOKEN.findall(text, start, stop)
            cells.budget.take_elements(len(tokens), cells.sheet.name)
            if not rows.take(tokens):
                return False
            if rows.count > cells.room:
                refuse_more_than("F033", cells.budget.limits.cells)
    except WorkbookError:
        return False
    return rows.keep()


class _Hiding(dict[str, bool | None]):
    """Whether the attributes of a row hide it, each spelling judged once.

    None when expat would not take them: one twice, or a prefix that ``root``, the tag of the root,
    does not declare.
    """

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, attributes: str) -> bool | None:
        hides = self._judge(attributes)
        if len(attributes) < _LONG:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[attributes] = hides
        return hides

    def _judge(self, attributes: str) -> bool | None:
        if not _ATTRIBUTES.fullmatch(attributes):
            return None
        pairs = _ATTRIBUTE.findall(attributes)
        names = {name for _, name, _ in pairs}
        spaces = {space for space, _, _ in pairs} - {"", "xml"}
        declared = all(f' xmlns:{space}="' in self._root for space in spaces)
        if len(names) < len(pairs) or "r" in names or "xmlns" in names or not declared:
            return None
        return any(name == "hidden" and is_true(value) for space, name, value in pairs if not space)


_hiding = lru_cache(maxsize=8)(_Hiding)
"""The sheets of one program have the same root, file after file."""


class _Rows:
    """One sheet's rows on their way into its cells."""

    def __init__(self, head: str, cells: Cells) -> None:
        start = head.find("<worksheet")
        root = head[start : head.find(">", start)]
        self._hiding = _hiding(root) if len(root) < _LONG else _Hiding(root)
        self._cells, self._builder = cells, cells.maker
        self._made = cells.maker.verbatim
        self._found: dict[tuple[int, int], Cell] = {}
        self._waiting: set[tuple[int, int]] = set()  # formulas without a value
        self._hidden_rows: list[int] = []
        self._number = ""  # of the open row, as written; empty between rows
        self._row = self.count = self._written = 0

    def take(self, tokens: list[tuple[str, ...]]) -> bool:
        """Some rows' tokens; false at the first that is not usual."""
        found, made, places = self._found, self._made, PLACES
        number, row, count, wait = self._number, self._row, self.count, self._waiting.add
        make = self._builder.cell_from_xml
        for address, attributes, formula, stored, closing, opening, others, single, odd in tokens:
            if address:
                raw = (attributes, formula, stored)
                cell = made.get(raw)
                if cell is None:
                    cell = made[raw] = make(*raw)
                if cell is EMPTY_CELL:
                    continue
                place = places[address]
                if place[0] != row or not number:
                    return False
                count += 1
                if cell is UNCALCULATED_CELL:
                    wait(place)
                else:
                    found[place] = cell
            elif odd or bool(number) != bool(closing):
                return False
            elif opening:
                before, row = row, int(opening)
                if not self._open_row(row, others, before):
                    return False
                number = "" if single else opening
            else:
                number = ""
        self._number, self._row, self.count = number, row, count
        return True

    def _open_row(self, row: int, others: str, before: int) -> bool:
        """A row begins; false when it is out of order, or its attributes are not usual."""
        self._written += 1
        hidden = self._hiding[others]
        if row <= before or row > LAST_ROW or hidden is None:
            return False
        if hidden:
            self._hidden_rows.append(row)
        return True

    def keep(self) -> bool:
        """Hand the cells over, unless a row is open, there are some already or one came twice."""
        cells, sheet = self._cells, self._cells.sheet
        if self._number:
            return False
        apart = self._waiting.isdisjoint(self._found)
        if not apart or self.count > len(self._found) + len(self._waiting):
            return False
        if sheet.cells or sheet.uncalculated:
            return False
        sheet.cells, sheet.uncalculated = self._found, self._waiting
        cells.row, cells.written = self._row, self._written
        if self._hidden_rows:
            cells.hidden_rows = {row for row, _ in self._found}.intersection(self._hidden_rows)
        return True
