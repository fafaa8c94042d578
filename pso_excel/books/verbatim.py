"""The rows of a sheet read verbatim: the fast path for XML as spreadsheet programs write it.

One pattern describes rows and cells in their usual spelling, so strictly that whatever it matches
is well-formed XML with one meaning; it passes over empty cells without leaving C. Anything else (a
comment, another order of attributes, rich inline text, an address in the wrong row) makes
:func:`read_rows` give up, and the plain path reads the same bytes element by element.
"""

import re

from pso_excel.book import EMPTY, Cell
from pso_excel.books.cells import LAST_ROW, PLACES, Cells
from pso_excel.books.limits import refuse_more_than
from pso_excel.books.markup import is_true
from pso_excel.problem import Refused

_LETTER = "[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]"
_TEXT = rf"{_LETTER}*+(?:&(?:amp|lt|gt|quot|apos|#10|#13|#34|#39);{_LETTER}*+)*+"
_FORMULA = (
    r'(<f)(?: t="[a-zA-Z]{1,9}")?+(?: aca="[a-z0-9]{1,5}")?+(?: ref="[A-Z0-9:]{1,30}")?+'
    rf'(?: ca="[a-z0-9]{{1,5}}")?+(?: si="[0-9]{{1,9}}")?+(?: ?/>|>{_TEXT}</f>)'
)
_OTHERS = r'(?: [A-Za-z0-9:]++="[^"<&\x00-\x1f\ufffe\uffff]*+")*+'
_TOKEN = re.compile(
    r'(?:<c r="[A-Z0-9]++"(?: s="[0-9]++")?+ ?/>)*+'  # cells that hold nothing
    r"(?:"
    r'<c r="([A-Z]{1,3}+[1-9][0-9]{0,6}+)"((?: s="[0-9]++")?+(?: t="[a-zA-Z]++")?+)>'
    rf"(?:{_FORMULA})?+((?:<v>{_TEXT}</v>|<v ?/>"
    rf'|<is><t(?: xml:space="preserve")?+>{_TEXT}</t></is>)?+)</c>'
    r"|(?=</?row)(</row>)?+"
    rf'(?:<row r="([1-9][0-9]{{0,6}}+)"({_OTHERS}) ?(/)?+>)?+'
    r"|\Z"
    r"|([\s\S]+)"  # nothing known: give up
    r")"
)
_REMEMBERED = 20_000  # cells, by what stood in the XML
_SLICE = 1 << 19  # characters of XML whose tokens are held at once
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


def read_rows(head: bytes, body: bytes, cells: Cells) -> bool:
    """Put the cells of ``body``, the bytes inside ``<sheetData>``, into the sheet of ``cells``.

    ``head`` are the bytes before. False when the bytes are not in the usual spelling, or hold
    something to refuse: then nothing was kept, and the plain path, which meets the first fault
    first, must read them.
    """
    if not _DECLARED.match(head):
        return False
    try:
        return _Rows(head.decode("utf-8", "replace"), cells).read(body.decode())
    except (UnicodeDecodeError, Refused):
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


class _Rows:
    """One sheet's rows on their way into its cells."""

    def __init__(self, head: str, cells: Cells) -> None:
        self._hiding = _Hiding(head)
        self._cells = cells
        self._found: dict[tuple[int, int], Cell] = {}
        self._hidden_rows: list[int] = []
        self._number = ""  # of the open row, as written; empty between rows
        self._row = self._count = 0

    def read(self, text: str) -> bool:
        """Take all tokens; true when all were known and no cell came twice."""
        start = 0
        while start < len(text):
            stop = text.find("</row>", start + _SLICE) + 6
            stop = stop if stop > 5 else len(text)
            tokens = _TOKEN.findall(text, start, stop)
            self._cells.budget.take_elements(len(tokens), self._cells.sheet.name)
            if not self._take(tokens):
                return False
            start = stop
        return not self._number and self._count == len(self._found) and self._keep()

    def _take(self, tokens: list[tuple[str, ...]]) -> bool:
        """Some rows' tokens; false at the first that is not usual."""
        found, made, places = self._found, self._cells.maker.verbatim, PLACES
        number, row, count = self._number, self._row, self._count
        for address, attributes, formula, stored, closing, opening, others, single, odd in tokens:
            if address:
                raw = (attributes, formula, stored)
                cell = made.get(raw)
                if cell is None:
                    if len(made) >= _REMEMBERED:
                        made.clear()
                    cell = made[raw] = self._make(*raw)
                if cell is EMPTY:
                    continue
                place = places[address]
                if place[0] != row or not number:
                    return False
                found[place] = cell
                count += 1
            elif odd or bool(number) != bool(closing):
                return False
            elif opening:
                row = int(opening)
                if row > LAST_ROW or not self._is_usual(row, others):
                    return False
                number = "" if single else opening
            else:
                number = ""
        self._number, self._row, self._count = number, row, count
        return True

    def _is_usual(self, row: int, attributes: str) -> bool:
        """Whether a row's other attributes are understood; the row is noted when they hide it."""
        hidden = self._hiding[attributes]
        if hidden:
            self._hidden_rows.append(row)
        return hidden is not None

    def _make(self, attributes: str, formula: str, stored: str) -> Cell:
        text = _text_of(stored) if stored else None
        if not formula and not text:
            return EMPTY
        if text:
            budget = self._cells.budget
            budget.take_characters(len(text))
            if len(text) > budget.limits.text:
                refuse_more_than("F034", budget.limits.text)
        style, _, kind = attributes.partition(' t="')
        return self._cells.maker.cell(style[4:-1] or None, kind[:-1] or None, bool(formula), text)

    def _keep(self) -> bool:
        """Hand the cells over, unless there are some already."""
        cells = self._cells
        if cells.sheet.cells or len(self._found) > cells.room:
            return False
        cells.sheet.cells, cells.row = self._found, self._row
        if self._hidden_rows:
            cells.hidden_rows = {row for row, _ in self._found}.intersection(self._hidden_rows)
        return True


def _text_of(stored: str) -> str:
    """The text inside ``<v>...</v>`` or ``<is><t>...</t></is>``, its entities resolved."""
    begin, end = stored.find(">", 4 if stored.startswith("<is>") else 0), stored.find("</")
    text = stored[begin + 1 : end] if end > 0 else ""
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text) if "&" in text else text
