"""What a workbook says it is: template, version, office, round, framework and language.

Read from the defined names ``PSO_*`` (each a cell of the hidden sheet ``_meta``), else from beside
the same words on that sheet, else from the custom document properties of the same names.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from pso_excel.core.figures import format_plain
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.layout import META_SHEET
from pso_excel.forms.schema import FilledBy
from pso_excel.intake.row_index import (
    SheetRange,
    parse_reference,
)
from pso_excel.model.submission import FIRST_SCORING, SCORING, TableRows
from pso_excel.xlsx.workbook import Sheet, Workbook

VERSION = 3
"""The version of the templates this program makes, the newest it can read."""
_LONGEST = 200  # characters of a text in the identity: a version of 5,000 digits is no number
OLDEST = 1
"""The oldest version it can read."""


class Identity(NamedTuple):
    """The identity as written in the workbook; empty where it is silent."""

    template: str = ""
    version: str = ""
    office: str = ""
    round: str = ""
    framework: str = ""
    language: str = ""
    scored_by: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it says that it is a workbook of an office."""
        return self.template == "office" or self.stage != ""

    @property
    def stage(self) -> str:
        """``"S06"`` of a single-stage workbook, else empty."""
        kind, _, stage = self.template.partition(":")
        return stage if kind == "stage" else ""

    @property
    def made_for(self) -> int:
        """The version of its template; today's where it does not say."""
        return int(self.version) if self.version.isdecimal() else VERSION

    @property
    def scoring(self) -> int:
        """The edition of the scoring rules it was issued with: a form keeps them for its round."""
        if self.scored_by.isdecimal():
            return int(self.scored_by)
        return FIRST_SCORING if self.made_for < 3 else SCORING

    @property
    def is_older(self) -> bool:
        """Whether its form may differ from today's."""
        return self.made_for < VERSION


def identity_of(book: Workbook) -> Identity:
    """The identity of a workbook."""
    return Identity(
        _property(book, "PSO_TEMPLATE_ID"),
        _property(book, "PSO_TEMPLATE_VERSION"),
        _property(book, "PSO_OFFICE"),
        _property(book, "PSO_ROUND"),
        _property(book, "PSO_FRAMEWORK"),
        _property(book, "PSO_LANGUAGE"),
        _property(book, "PSO_SCORING"),
    )


def identity_cell(book: Workbook, name: str) -> SheetRange | None:
    """The cell of a part of the identity: that of its defined name, else the one right of the name
    on the hidden sheet; None where it is lost."""
    named = parse_reference(book.names.get(name, ""))
    if named is not None and named.sheet in book.sheets:
        return named
    sheet = book.sheets.get(META_SHEET)
    for (row, column), cell in sheet.cells.items() if sheet else ():
        if cell.value == name:
            return SheetRange(META_SHEET, row, column + 1, row, column + 1)
    return None


def _property(book: Workbook, name: str) -> str:
    area = identity_cell(book, name)
    if area is not None:
        value = book.sheets[area.sheet].cell(area.top, area.left).value
        if isinstance(value, str) and value.strip():
            return value.strip()[:_LONGEST]
        if isinstance(value, Decimal):
            return format_plain(value)
    return book.properties.get(name, "").strip()[:_LONGEST]


def version_fault(identity: Identity, file: str) -> Problem | None:
    """F006 or F008: the template's version is older or newer than this program can read."""
    version = identity.version
    if not version.isdecimal() or OLDEST <= int(version) <= VERSION:
        return None
    place = Location(file=file)
    if int(version) > VERSION:
        return Problem("F008", place, {"v": version, "cur": str(VERSION)})
    return Problem("F006", place, {"v": version, "min": str(OLDEST)})


RESULTS = frozenset({"CHECK", "SUMMARY"})


FEWEST_LISTS = 3
"""Fields with a list from which on it is no chance that all of them are gone."""


_OURS = "PSO_"


_MARKER = re.compile(r"#[A-Z][A-Z0-9]+\.[a-z]")


class Part(StrEnum):
    """A part of the form that stands beside the values."""

    LISTS = "lists"
    FORMULAS = "formulas"
    NAMES = "names"
    IDS = "ids"
    PROTECTION = "protection"


ONLY_PROTECTION = frozenset({Part.PROTECTION})
"""What an officer may take off all sheets in Excel, too."""


def left_out(book: Workbook, tables: Iterable[TableRows]) -> frozenset[Part]:
    """The parts that are gone from every sheet of those ``tables`` that an office fills in."""
    tables = [
        table for table in tables if table.sheet in book.sheets and table.table.stage not in RESULTS
    ]
    sheets = [book.sheets[name] for name in {table.sheet: None for table in tables}]
    is_gone = {
        Part.LISTS: _chosen(tables) >= FEWEST_LISTS and not any(map(_has_list, sheets)),
        Part.FORMULAS: not any(map(_has_formula, sheets)),
        Part.IDS: not any(map(_has_marker, sheets)),
        Part.NAMES: not any(name.startswith(_OURS) for name in book.names),
        Part.PROTECTION: not any(sheet.protected for sheet in sheets),
    }
    return frozenset(part for part, gone in is_gone.items() if gone and sheets)


def _chosen(tables: Iterable[TableRows]) -> int:
    """The number of fields that an officer chooses from a list."""
    return sum(
        field.choices != "" and field.writer is FilledBy.OFFICE and field.id in entries.columns
        for entries in tables
        for field in entries.table.fields
    )


def _has_list(sheet: Sheet) -> bool:
    return any(validation.kind == "list" for validation in sheet.validations)


def _has_marker(sheet: Sheet) -> bool:
    """Whether any table on it is marked by its hidden id."""
    texts = (cell.value for cell in sheet.cells.values())
    return any(isinstance(text, str) and _MARKER.match(text) for text in texts)


def _has_formula(sheet: Sheet) -> bool:
    return bool(sheet.uncalculated) or any(cell.is_formula for cell in sheet.cells.values())
