"""The parts of the form that a program leaves out everywhere which keeps little but values."""

import re
from collections.abc import Iterable
from enum import StrEnum

from pso_excel.forms.schema import Writer
from pso_excel.intake.table_locator import RESULTS
from pso_excel.model.submission import Entries
from pso_excel.xlsx.workbook import Book, Sheet

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


def left_out(book: Book, tables: Iterable[Entries]) -> frozenset[Part]:
    """The parts that are gone from every sheet of those ``tables`` that an office fills in."""
    tables = [one for one in tables if one.sheet in book.sheets and one.table.stage not in RESULTS]
    sheets = [book.sheets[name] for name in {one.sheet: None for one in tables}]
    is_gone = {
        Part.LISTS: _chosen(tables) >= FEWEST_LISTS and not any(map(_has_list, sheets)),
        Part.FORMULAS: not any(map(_has_formula, sheets)),
        Part.IDS: not any(map(_has_marker, sheets)),
        Part.NAMES: not any(name.startswith(_OURS) for name in book.names),
        Part.PROTECTION: not any(sheet.protected for sheet in sheets),
    }
    return frozenset(part for part, gone in is_gone.items() if gone and sheets)


def _chosen(tables: Iterable[Entries]) -> int:
    """The number of fields that an officer chooses from a list."""
    return sum(
        one.choices != "" and one.writer is Writer.OFFICE and one.id in entries.columns
        for entries in tables
        for one in entries.table.fields
    )


def _has_list(sheet: Sheet) -> bool:
    return any(one.kind == "list" for one in sheet.validations)


def _has_marker(sheet: Sheet) -> bool:
    """Whether any table on it is marked by its hidden id."""
    texts = (cell.value for cell in sheet.cells.values())
    return any(isinstance(text, str) and _MARKER.match(text) for text in texts)


def _has_formula(sheet: Sheet) -> bool:
    return bool(sheet.uncalculated) or any(cell.formula for cell in sheet.cells.values())
