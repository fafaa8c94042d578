"""Styles that keep a text a text: whoever edits the cell and presses Enter has still typed a text.

Excel goes by the quote prefix, LibreOffice by the number format for text: such a style has both.
The part of the styles is touched only when a text that begins as a formula is written into a cell
whose style does not say so: a copy of that style is put after the last one, nothing else changes.
"""

import re
from typing import NoReturn
from xml.parsers import expat

from pso_excel.xlsx.patcher.sheet_index import NOWHERE, Span, between_tags
from pso_excel.xlsx.patcher.zip_archive import refuse_structure
from pso_excel.xlsx.reader.xml_parser import MAIN

_PREFIX = re.compile(rb"""\squotePrefix\s*=\s*["']([^"']*)["']""")
_TEXT_FORMAT = re.compile(rb"""\snumFmtId\s*=\s*["']49["']""")
_REPLACED = re.compile(
    rb"""\s(?:quotePrefix|numFmtId|applyNumberFormat)\s*=\s*(?:"[^"]*"|'[^']*')"""
)
_AS_TEXT = b' numFmtId="49" applyNumberFormat="1" quotePrefix="1"'
_COUNT = re.compile(rb"""(\scount\s*=\s*["'])[0-9]+(?=["'])""")
_NAME = re.compile(rb"<[^\s/>]+")
_FORMATS = ["styleSheet", "cellXfs"]


class Styles:
    """The cell styles of a workbook by their numbers, read from the part of the styles.

    WorkbookError (O001, naming ``part``) when it is not built as that part should be.
    """

    def __init__(self, data: bytes, part: str) -> None:
        self._data, self._part = data, part
        self._list, self._formats = NOWHERE, list[Span]()
        self._path: list[str] = []
        self._begun: list[int] = []
        self._added: list[bytes] = []
        self._quoted: dict[int, int] = {}
        self._scan()

    @property
    def is_changed(self) -> bool:
        """Whether a style was added."""
        return bool(self._added)

    def quoted(self, style: str) -> str:
        """The number of the style like that one (as a cell names it, empty for none) that keeps a
        text a text; a new one unless it does so already."""
        number = int(style) if style.isdecimal() and int(style) < len(self._formats) else 0
        if number not in self._quoted:
            self._quoted[number] = self._with_prefix(number)
        return str(self._quoted[number])

    def changed(self) -> bytes:
        """The part with the added styles."""
        data, inner = self._data, between_tags(self._data, *self._list)
        if inner is None:
            self._refuse()
        count = str(len(self._formats) + len(self._added)).encode()
        head = _COUNT.sub(rb"\g<1>" + count, data[self._list.start : inner.start])
        added = b"".join(self._added)
        return b"".join(
            (data[: self._list.start], head, data[slice(*inner)], added, data[inner.end :])
        )

    def _with_prefix(self, number: int) -> int:
        start, end = self._formats[number]
        inner = between_tags(self._data, start, end)
        cut = inner.start if inner else end
        head, rest = self._data[start:cut], self._data[cut:end]
        match, name = _PREFIX.search(head), _NAME.match(head)
        if match and match[1] in (b"1", b"true") and _TEXT_FORMAT.search(head):
            return number
        if name is None:
            self._refuse()
        plain = _REPLACED.sub(b"", head)
        self._added.append(plain[: name.end()] + _AS_TEXT + plain[name.end() :] + rest)
        return len(self._formats) + len(self._added) - 1

    def _scan(self) -> None:
        self._parser = parser = expat.ParserCreate()
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler, parser.EndElementHandler = self._started, self._ended
        try:
            parser.Parse(self._data, True)
        except (expat.ExpatError, ValueError):
            self._refuse()
        if not self._formats:
            self._refuse()

    def _refuse(self, *_: object) -> NoReturn:
        refuse_structure(self._part)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            self._refuse()

    def _started(self, name: str, given: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        if not self._path and given.get(f"xmlns{colon}{prefix}") not in MAIN:
            self._refuse()
        self._path.append(local)
        self._begun.append(self._parser.CurrentByteIndex)

    def _ended(self, name: str) -> None:
        span = Span(self._begun.pop(), self._end_of(name))
        if self._path == [*_FORMATS, "xf"]:
            self._formats.append(span)
        elif self._path == _FORMATS:
            self._list = span
        self._path.pop()

    def _end_of(self, name: str) -> int:
        """The byte after the element that ends here: a closed tag has been passed already, of an
        end tag the start has been reached."""
        at, tag = self._parser.CurrentByteIndex, b"</" + name.encode()
        after = at + len(tag)
        if self._data.startswith(tag, at) and self._data[after : after + 1] in b"> \t\r\n":
            return self._data.index(b">", after) + 1
        return at
