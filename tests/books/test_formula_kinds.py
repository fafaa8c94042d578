"""F: what LibreOffice lets pass and Excel does not, looked for in every formula of a workbook.

To Excel a truth value is greater than every number (``FALSE>0`` is TRUE, ``TRUE=1`` is FALSE), and
a text given to MIN or AND is a fault. So each formula is read for the kinds of value it gives.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from itertools import chain

import pytest

from pso_excel.core.bilingual import Language
from pso_excel.xlsx.reader import read_workbook
from tests.complete_workbook import OFFICE, blank_workbook

Kinds = frozenset[str]
TRUTH, NUMBER, TEXT, ANY = (frozenset({kind}) for kind in ("truth", "number", "text", "any"))
SHEET = r"(?:'(?:[^']|'')*'|[\w.]+)!"
CELL = r"\$?[A-Z]{1,3}\$?[0-9]+(?![\w(])"
TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")|(?P<cells>(?:{SHEET})?{CELL}(?::{CELL})?)"""
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<word>[A-Za-z_][\w.]*)|(?P<sign><=|>=|<>|[-+*/&=<>(),:])"
)
COMPARING = frozenset({"=", "<", ">", "<=", ">=", "<>"})
LONGEST_TEXT = 255  # of a constant in a formula
GIVES: Mapping[str, Kinds] = {
    **dict.fromkeys(("AND", "OR", "NOT", "ISNUMBER", "ISTEXT", "ISERROR", "ISNA"), TRUTH),
    "ISLOGICAL": TRUTH,
    **dict.fromkeys(("LEFT", "RIGHT", "MID", "SUBSTITUTE", "TRIM", "CHAR", "TEXT", "CELL"), TEXT),
    **dict.fromkeys(("INDEX", "NA"), ANY),
}
"""The functions that do not give a number; IF and IFERROR give what they choose from."""
NO_TEXT = frozenset({"AND", "MAX", "MIN", "OR", "SUM"})


@dataclass
class Workbook:
    """The defined names of a workbook, what they give as far as it is known, and the faults found
    in its formulas, each with its place."""

    names: Mapping[str, str]
    known: dict[str, Kinds] = field(default_factory=dict[str, Kinds])
    faults: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def kinds(self, formula: str, place: str) -> Kinds:
        """What a formula may give."""
        return Reader(formula, place, self).whole()

    def of_name(self, name: str) -> Kinds:
        if name not in self.known:
            self.known[name] = ANY
            self.known[name] = self.kinds(self.names[name], name)
        return self.known[name]


class Reader:
    """Reads one formula from left to right."""

    def __init__(self, formula: str, place: str, book: Workbook) -> None:
        self.tokens = [(match.lastgroup or "", match[0]) for match in TOKEN.finditer(formula)]
        self.place, self.book, self.at = place, book, 0

    def whole(self) -> Kinds:
        found = self._comparison()
        assert self.at == len(self.tokens), self.place
        return found

    def _next(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def _sees(self, *signs: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][1] in signs

    def _note(self, fault: str) -> None:
        near = self.tokens[max(0, self.at - 9) : self.at + 1]
        self.book.faults.add((self.place, f"{fault}: …{''.join(part for _, part in near)}"))

    def _comparison(self) -> Kinds:
        left = self._joined()
        while self._sees(*COMPARING):
            self._next()
            right = self._joined()
            if {"truth", "number"} <= left | right and left != right:
                self._note("a truth value is compared with a number")
            left = TRUTH
        return left

    def _joined(self) -> Kinds:
        left = self._added()
        while self._sees("&"):
            self._next()
            self._added()
            left = TEXT
        return left

    def _added(self) -> Kinds:
        left = self._signed()
        while self._sees("+", "-", "*", "/"):
            self._next()
            self._signed()
            left = NUMBER
        return left

    def _signed(self) -> Kinds:
        if self._sees("+", "-"):
            self._next()
            self._signed()
            return NUMBER
        return self._single()

    def _single(self) -> Kinds:
        group, part = self._next()
        if part == "(":
            found = self._comparison()
            assert self._next()[1] == ")"
        elif self._sees("(") and group == "word":
            found = self._call(part)
        else:
            found = self._plain(group, part)
        if self._sees(":"):  # from a cell to the one that INDEX finds
            self._next()
            self._single()
            return ANY
        return found

    def _plain(self, group: str, part: str) -> Kinds:
        if group == "text" and len(part) - 2 > LONGEST_TEXT:
            self._note("a constant is too long")
        if part in self.book.names:
            return self.book.of_name(part)
        if part in ("TRUE", "FALSE"):
            return TRUTH
        return {"text": TEXT, "number": NUMBER}.get(group, ANY)

    def _call(self, function: str) -> Kinds:
        given: list[Kinds] = []
        self._next()
        while not self._sees(")"):
            given.append(self._comparison())
            if self._sees(","):
                self._next()
        self._next()
        if function in NO_TEXT and any("text" in kinds for kinds in given):
            self._note(f"{function} of a text")
        if function in ("IF", "IFERROR"):
            if function == "IF" and "text" in given[0]:
                self._note("IF of a text")
            return frozenset(chain(*(given[1:] if function == "IF" else given)))
        return GIVES.get(function, NUMBER)


def formulas(data: bytes) -> Iterator[tuple[str, str]]:
    """Every formula of the sheets, once: of cells, colours and lists."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        for part in package.namelist():
            if part.startswith("xl/worksheets/sheet"):
                text = package.read(part).decode()
                found = re.findall(r"<(f|formula|formula1)>([^<]+)</\1>", text)
                yield from ((part, unescape(formula)) for _, formula in dict.fromkeys(found))


@pytest.mark.parametrize(("framework_id", "language"), [("pso", "th"), ("pmqa4", "en")])
def test_f_every_formula_means_to_excel_what_it_means_to_libreoffice(
    framework_id: str, language: Language
) -> None:
    data = blank_workbook(OFFICE, framework_id, language)
    names = {
        name: formula.removeprefix("=")
        for name, formula in read_workbook(data).names.items()
        if name.startswith("PSO_")
    }
    book = Workbook(names)
    for name in names:
        book.of_name(name)
    read = [book.kinds(formula, part) for part, formula in formulas(data)]
    assert book.faults == set()
    assert len(names) > 300
    assert len(read) > 300


@pytest.mark.parametrize(
    ("formula", "faults"),
    [
        ('(A1="")=0', 1),
        ("((A1<B1))>0", 1),
        ("IF(ISNUMBER(A1),A1>0,FALSE)=1", 1),
        ("PSO_BLANK=1", 1),
        ('MIN(IF(A1=0,"",A1),3)', 1),
        (f'"{"x" * 256}"', 1),
        ('IF(A1&B1,"","x")', 1),
        ('((A1="")*1)=0', 0),
        ("((A1<B1)+(A1<C1))>0", 0),
        ("IF(ISNUMBER(A1),A1>0,FALSE)", 0),
        ("MIN(A1:A9,3)", 0),
    ],
)
def test_f_the_reader_finds_what_excel_takes_otherwise(formula: str, faults: int) -> None:
    book = Workbook({"PSO_BLANK": 'A1=""'})
    book.kinds(formula, "here")
    assert len(book.faults) == faults
