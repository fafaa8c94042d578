"""The rows of a sheet read verbatim: the fast path for XML as spreadsheet programs write it.

One pattern describes rows and cells in their usual spelling, so strictly that whatever it matches
is well-formed XML with one meaning; it passes over empty cells without leaving C. Anything else (a
comment, another order of attributes, rich inline text, an address in the wrong row) makes
:func:`read_rows` give up, and the plain path reads the same bytes element by element.
"""

import re

from pso_excel.book import EMPTY, UNCALCULATED, Cell, Shown
from pso_excel.books.reading.cells import LAST_ROW, PLACES, Cells
from pso_excel.books.reading.limits import refuse_more_than
from pso_excel.books.reading.markup import is_true
from pso_excel.books.reading.usual import OTHERS, TEXT, plain_text, slices, usual_text
from pso_excel.books.reading.values import CellMaker
from pso_excel.problem import Refused

_FORMULA = (
    r'(<f)(?: t="[a-zA-Z]{1,9}")?+(?: aca="[a-z0-9]{1,5}")?+(?: ref="[A-Z0-9:]{1,30}")?+'
    rf'(?: ca="[a-z0-9]{{1,5}}")?+(?: si="[0-9]{{1,9}}")?+(?: ?/>|>{TEXT}</f>)'
)
_TOKEN = re.compile(
    r'(?:<c r="[A-Z0-9]++"(?: s="[0-9]++")?+ ?/>)*+'  # cells that hold nothing
    r"(?:"
    r'<c r="([A-Z]{1,3}+[1-9][0-9]{0,6}+)"((?: s="[0-9]++")?+(?: t="[a-zA-Z]++")?+)>'
    rf"(?:{_FORMULA})?+((?:<v>{TEXT}</v>|<v ?/>"
    rf'|<is><t(?: xml:space="preserve")?+>{TEXT}</t></is>)?+)</c>'
    r"|(?=</?row)(</row>)?+"
    rf'(?:<row r="([1-9][0-9]{{0,6}}+)"({OTHERS}) ?(/)?+>)?+'
    r"|\Z"
    r"|([\s\S]+)"  # nothing known: give up
    r")"
)
_REMEMBERED = 20_000  # cells, by what stood in the XML
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
    try:
        return _Rows(head.decode("utf-8", "replace"), cells).read(text)
    except Refused:
        return False


class _Hiding(dict[str, bool | None]):
    """Whether the attributes of a row hide it, each spelling judged once.

    None when expat would not take them: one twice, or a prefix the root does not declare.
    """

    def __init__(self, head: str) -> None:
        super().__init__()
        root = head.find("<worksheet")
        self._root = head[root : head.find(">", root)]

    def __missing__(self, attributes: str) -> bool | None:
        self[attributes] = self._judge(attributes)
        return self[attributes]

    def _judge(self, attributes: str) -> bool | None:
        if not _ATTRIBUTES.fullmatch(attributes):
            return None
        pairs = _ATTRIBUTE.findall(attributes)
        names = {name for _, name, _ in pairs}
        declared = all(f' xmlns:{space}="' in self._root for space, _, _ in pairs if space)
        if len(names) < len(pairs) or "r" in names or "xmlns" in names or not declared:
            return None
        return any(name == "hidden" and is_true(value) for space, name, value in pairs if not space)


class _Meaning(dict[str, tuple[Shown, str | None]]):
    """What the attributes of a cell say: the kind of its number format, and its type."""

    def __init__(self, maker: CellMaker) -> None:
        super().__init__()
        self._maker = maker

    def __missing__(self, attributes: str) -> tuple[Shown, str | None]:
        style, _, kind = attributes.partition(' t="')
        meant = self._maker.shown(style[4:-1] or None), kind[:-1] or None
        self[attributes] = meant
        return meant


class _Rows:
    """One sheet's rows on their way into its cells."""

    def __init__(self, head: str, cells: Cells) -> None:
        self._hiding = _Hiding(head)
        self._cells = cells
        self._budget = cells.budget
        self._made = cells.maker.verbatim
        self._meant = _Meaning(cells.maker)
        self._found: dict[tuple[int, int], Cell] = {}
        self._waiting: set[tuple[int, int]] = set()  # formulas without a value
        self._hidden_rows: list[int] = []
        self._number = ""  # of the open row, as written; empty between rows
        self._row = self._count = self._written = 0

    def read(self, text: str) -> bool:
        """Take all tokens; true when all were known and no cell came twice."""
        for start, stop in slices(text, "</row>"):
            tokens = _TOKEN.findall(text, start, stop)
            self._budget.take_elements(len(tokens), self._cells.sheet.name)
            if not self._take(tokens):
                return False
            if self._count > self._cells.room:
                refuse_more_than("F033", self._budget.limits.cells)
        return not self._number and self._keep()

    def _take(self, tokens: list[tuple[str, ...]]) -> bool:
        """Some rows' tokens; false at the first that is not usual."""
        found, made, places, hiding = self._found, self._made, PLACES, self._hiding
        number, row, count, wait = self._number, self._row, self._count, self._waiting.add
        for address, attributes, formula, stored, closing, opening, others, single, odd in tokens:
            if address:
                raw = (attributes, formula, stored)
                cell = made.get(raw)
                if cell is None:
                    cell = self._make(raw)
                if cell is EMPTY:
                    continue
                place = places[address]
                if place[0] != row or not number:
                    return False
                count += 1
                if cell is UNCALCULATED:
                    wait(place)
                else:
                    found[place] = cell
            elif odd or bool(number) != bool(closing):
                return False
            elif opening:
                self._written += 1
                row, hidden = int(opening), hiding[others]
                if row > LAST_ROW or hidden is None:
                    return False
                if hidden:
                    self._hidden_rows.append(row)
                number = "" if single else opening
            else:
                number = ""
        self._number, self._row, self._count = number, row, count
        return True

    def _make(self, raw: tuple[str, str, str]) -> Cell:
        attributes, formula, stored = raw
        shown, kind = self._meant[attributes]
        text: str | None = None
        if stored.startswith("<v>"):
            text = plain_text(stored[3:-4])
        elif stored:
            text = _inline_text(stored)
        if text:
            self._budget.take_characters(len(text))
            if len(text) > self._budget.limits.text:
                refuse_more_than("F034", self._budget.limits.text)
        if len(self._made) >= _REMEMBERED:
            self._made.clear()
        cell = self._made[raw] = self._cells.maker.cell(shown, kind, bool(formula), text)
        return cell

    def _keep(self) -> bool:
        """Hand the cells over, unless there are some already or one came twice."""
        cells, sheet = self._cells, self._cells.sheet
        apart = self._waiting.isdisjoint(self._found)
        if not apart or self._count > len(self._found) + len(self._waiting):
            return False
        if sheet.cells or sheet.uncalculated:
            return False
        sheet.cells, sheet.uncalculated = self._found, self._waiting
        cells.row, cells.written = self._row, self._written
        if self._hidden_rows:
            cells.hidden_rows = {row for row, _ in self._found}.intersection(self._hidden_rows)
        return True


def _inline_text(stored: str) -> str:
    """The text inside ``<is><t>...</t></is>``; an empty ``<v/>`` has none."""
    return plain_text(stored[stored.index(">", 4) + 1 : -9]) if stored.startswith("<is>") else ""
