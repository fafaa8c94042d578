"""The rows of a sheet read verbatim: the fast path for XML as spreadsheet programs write it.

One pattern describes rows and cells in their usual spelling, so strictly that whatever it matches
is well-formed XML with one meaning; it passes over empty cells without leaving C. Anything else (a
comment, another order of attributes, rich inline text, an address in the wrong row) makes
:func:`read_rows` give up, and the plain path reads the same bytes element by element.
"""

import re

from pso_excel.book import EMPTY, Cell
from pso_excel.books.cells import COLUMNS, LAST_ROW, Cells
from pso_excel.books.limits import refuse_more_than
from pso_excel.books.markup import is_true

_TEXT = r"[^<&]*+(?:&(?:amp|lt|gt|quot|apos|#10|#13|#34|#39);[^<&]*+)*+"
_FORMULA = (
    r'(<f)(?: t="[a-zA-Z]{1,9}")?+(?: aca="[a-z0-9]{1,5}")?+(?: ref="[A-Z0-9:]{1,30}")?+'
    rf'(?: ca="[a-z0-9]{{1,5}}")?+(?: si="[0-9]{{1,9}}")?+(?: ?/>|>{_TEXT}</f>)'
)
_TOKEN = re.compile(
    r'(?:<c r="[A-Z0-9]++"(?: s="[0-9]++")?+ ?/>)*+'  # cells that hold nothing
    r"(?:"
    r'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"(?: s="([0-9]++)")?+(?: t="([a-zA-Z]++)")?+>'
    rf"(?:{_FORMULA}(?:<v>({_TEXT})</v>|(<v ?/>))?+|<v>({_TEXT})</v>"
    rf'|<is><t(?: xml:space="preserve")?+>({_TEXT})</t></is>)</c>'
    r"|(?=</?row)(</row>)?+"
    r'(?:<row r="([1-9][0-9]{0,6}+)"((?: [A-Za-z0-9:]++="[^"<&]*+")*+) ?(/)?+>)?+'
    r"|\Z"
    r"|([\s\S])"  # nothing known: give up
    r")"
)
_LAST_OF_CELL, _LAST_OF_ROW = 9, 13
_ATTRIBUTE = re.compile(r' (?:([A-Za-z][A-Za-z0-9]*):)?([A-Za-z][A-Za-z0-9]*)="([^"<&]*)"')
_ATTRIBUTES = re.compile(f"(?:{_ATTRIBUTE.pattern})*")
_ENTITY = re.compile("&([a-z0-9#]+);")
_ENTITIES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'",
    "#10": "\n", "#13": "\r", "#34": '"', "#39": "'",
}  # fmt: skip
_DECLARED = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>)?\s*<[A-Za-z]"
)
_CONTROLS = bytes({*range(32)} - {9, 10})
_NOT_XML = re.compile("[\ufffe\uffff]|]]>")

Raw = tuple[str | None, ...]


def read_rows(head: bytes, body: bytes, cells: Cells) -> bool:
    """Put the cells of ``body``, the bytes inside ``<sheetData>``, into the sheet of ``cells``.

    ``head`` are the bytes before. False when the bytes are not in the usual spelling: then nothing
    was kept, and the plain path must read them. Refuses F038 as the plain path does.
    """
    if not _DECLARED.match(head) or len(body.translate(None, _CONTROLS)) != len(body):
        return False
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    if _NOT_XML.search(text):
        return False
    return _Rows(head.decode("utf-8", "replace"), cells).read(text)


class _Rows:
    """One sheet's rows on their way into its cells."""

    def __init__(self, head: str, cells: Cells) -> None:
        root = head.find("<worksheet")
        self._root = head[root : head.find(">", root)]
        self._cells = cells
        self._made: dict[Raw, Cell] = {}
        self._hides: dict[str, bool | None] = {}
        self._found: dict[tuple[int, int], Cell] = {}
        self._hidden_rows: set[int] = set()
        self._number = ""  # of the open row, as written; empty between rows
        self._row = self._before = 0
        self._hidden = False

    def read(self, text: str) -> bool:
        """Take every token in turn; true when all were known and no cell came twice."""
        found, made, number, row, count = self._found, self._made, "", 0, 0
        for token in _TOKEN.finditer(text):
            last = token.lastindex
            if last is None:
                whole = token.end() == len(text) and not number
                return whole and count == len(found) and self._keep()
            if last <= _LAST_OF_CELL:
                raw = token.group(3, 4, 5, 6, 7, 8, 9)
                cell = made.get(raw) or self._make(raw)
                if cell is EMPTY:
                    continue
                column = COLUMNS[token[1]]
                if token[2] != number or not column:
                    return False
                found[row, column] = cell
                count += 1
            elif last <= _LAST_OF_ROW and self._turn(*token.group(10, 11, 12, 13)):
                number, row = self._number, self._row
            else:
                return False
        return False

    def _make(self, raw: Raw) -> Cell:
        style, kind, formula, computed, empty, plain, inline = raw
        text = next((part for part in (computed, plain, inline) if part is not None), None)
        if text is None:
            text = "" if empty else None
        elif "&" in text:
            text = _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)
        if text and len(text) > self._cells.limits.text:
            refuse_more_than("F034", self._cells.limits.text)
        cell = EMPTY
        if formula or text:
            cell = self._cells.maker.cell((style, kind, bool(formula), text))
        self._made[raw] = cell
        return cell

    def _turn(
        self, closing: str | None, number: str | None, attributes: str | None, single: str | None
    ) -> bool:
        """From one row to the next, or out of the last; false when that is no usual way."""
        if bool(closing) != bool(self._number):
            return False
        if len(self._found) > self._cells.room:
            refuse_more_than("F033", self._cells.limits.cells)
        if self._hidden and len(self._found) > self._before:
            self._hidden_rows.add(self._row)
        self._before = len(self._found)
        self._number, self._hidden = "", False
        if number is None:
            return True
        hidden = self._is_hidden(attributes or "")
        self._row = int(number)
        if hidden is None or self._row > LAST_ROW:
            return False
        self._number, self._hidden = "" if single else number, hidden
        return True

    def _is_hidden(self, attributes: str) -> bool | None:
        """Whether a row's other attributes hide it; None when expat would not take them."""
        if attributes not in self._hides:
            self._hides[attributes] = self._judge(attributes)
        return self._hides[attributes]

    def _judge(self, attributes: str) -> bool | None:
        if not _ATTRIBUTES.fullmatch(attributes):
            return None
        pairs = _ATTRIBUTE.findall(attributes)
        names = {name for _, name, _ in pairs}
        spaces = [space for space, _, _ in pairs if space]
        declared = all(f' xmlns:{space}="' in self._root for space in spaces)
        if len(names) < len(pairs) or "r" in names or "xmlns" in names or not declared:
            return None
        return any(name == "hidden" and is_true(value) for space, name, value in pairs if not space)

    def _keep(self) -> bool:
        cells = self._cells
        if cells.sheet.cells:
            return False
        cells.sheet.cells = self._found
        cells.hidden_rows |= self._hidden_rows
        cells.row = self._row
        return True
