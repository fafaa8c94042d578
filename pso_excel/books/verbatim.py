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
from pso_excel.books.values import Raw

_LETTER = "[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]"
_TEXT = rf"{_LETTER}*+(?:&(?:amp|lt|gt|quot|apos|#10|#13|#34|#39);{_LETTER}*+)*+"
_FORMULA = (
    r'(<f)(?: t="[a-zA-Z]{1,9}")?+(?: aca="[a-z0-9]{1,5}")?+(?: ref="[A-Z0-9:]{1,30}")?+'
    rf'(?: ca="[a-z0-9]{{1,5}}")?+(?: si="[0-9]{{1,9}}")?+(?: ?/>|>{_TEXT}</f>)'
)
_TOKEN = re.compile(
    r'(?:<c r="[A-Z0-9]++"(?: s="[0-9]++")?+ ?/>)*+'  # cells that hold nothing
    r"(?:"
    r'<c r="([A-Z]{1,3}+[1-9][0-9]{0,6}+)"((?: s="[0-9]++")?+(?: t="[a-zA-Z]++")?+)>'
    rf"(?:{_FORMULA})?+((?:<v>{_TEXT}</v>|<v ?/>"
    rf'|<is><t(?: xml:space="preserve")?+>{_TEXT}</t></is>)?+)</c>'
    r"|(?=</?row)(</row>)?+"
    r'(?:<row r="([1-9][0-9]{0,6}+)"((?: [A-Za-z0-9:]++="[^"<&\x00-\x1f]*+")*+) ?(/)?+>)?+'
    r"|\Z"
    r"|([\s\S])"  # nothing known: give up
    r")"
)
_LAST_OF_CELL, _LAST_OF_ROW = 4, 8
_STYLE = re.compile(' s="([0-9]+)"')
_KIND = re.compile(' t="([a-zA-Z]+)"')
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

    ``head`` are the bytes before. False when the bytes are not in the usual spelling: then nothing
    was kept, and the plain path must read them. Refuses F038 as the plain path does.
    """
    if not _DECLARED.match(head):
        return False
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    return _Rows(head.decode("utf-8", "replace"), cells).read(text)


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
        self._made = cells.maker.verbatim

    def read(self, text: str) -> bool:
        """Take every token in turn; true when all were known and no cell came twice."""
        found: dict[tuple[int, int], Cell] = {}
        hidden_rows: list[int] = []
        made, hiding, places = self._made, self._hiding, PLACES
        number, row, count = "", 0, 0  # the open row as written: empty between rows
        for token in _TOKEN.finditer(text):
            last = token.lastindex
            if last is None:
                whole = token.end() == len(text) and not number and count == len(found)
                return whole and self._keep(found, hidden_rows, row)
            if last <= _LAST_OF_CELL:
                raw = token.group(2, 3, 4)
                cell = made.get(raw) or self._make(raw)
                if cell is EMPTY:
                    continue
                place = places[token[1]]
                if place[0] != row or not number:
                    return False
                found[place] = cell
                count += 1
            elif last <= _LAST_OF_ROW:
                closing, opening, attributes, single = token.group(5, 6, 7, 8)
                if bool(closing) != bool(number):
                    return False
                number = ""
                if opening:
                    row, hidden = int(opening), hiding[attributes]
                    if hidden is None or row > LAST_ROW:
                        return False
                    if hidden:
                        hidden_rows.append(row)
                    number = "" if single else opening
            else:
                return False
        return False

    def _make(self, raw: Raw) -> Cell:
        attributes, formula, stored = raw
        cell = EMPTY
        text = _text_of(stored) if stored else None
        if text and len(text) > self._cells.limits.text:
            refuse_more_than("F034", self._cells.limits.text)
        if formula or text:
            style, kind = _STYLE.search(attributes), _KIND.search(attributes)
            cell = self._cells.maker.cell(
                (style and style[1], kind and kind[1], bool(formula), text)
            )
        self._made[raw] = cell
        return cell

    def _keep(self, found: dict[tuple[int, int], Cell], hidden_rows: list[int], row: int) -> bool:
        cells = self._cells
        if cells.sheet.cells:
            return False
        if len(found) > cells.room:
            refuse_more_than("F033", cells.limits.cells)
        cells.sheet.cells, cells.row = found, row
        if hidden_rows:
            cells.hidden_rows = {row for row, _ in found}.intersection(hidden_rows)
        return True


def _text_of(stored: str) -> str:
    """The text inside ``<v>...</v>`` or ``<is><t>...</t></is>``, its entities resolved."""
    begin, end = stored.find(">", 4 if stored.startswith("<is>") else 0), stored.find("</")
    text = stored[begin + 1 : end] if end > 0 else ""
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text) if "&" in text else text
