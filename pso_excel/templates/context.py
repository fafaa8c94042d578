"""What every room of a template needs while a workbook is being made."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.forms.layout import SheetLayout, TableLayout
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import SCORING
from pso_excel.templates.formulas import quoted
from pso_excel.templates.score_formulas import Scores
from pso_excel.templates.styles import StyleSheet
from pso_excel.xlsx.patcher.cell_xml import escape_rich_string

MESSAGE_LENGTH, MESSAGE_TITLE_LENGTH = 255, 32
PROTECTION: Mapping[str, bool] = {
    "insert_rows": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "objects": False,
    "scenarios": False,
}


@dataclass(slots=True)
class TemplateBuild:
    """A workbook being made: its styles, its language and every table it holds.

    ``template``, ``office`` and ``round`` are its identity; ``known`` what its records begin with,
    by table and field; ``macros`` whether it gets buttons; ``scoring`` the edition of its scoring
    rules. ``open_columns`` are, by sheet, those whose empty cells are not locked.
    """

    book: Workbook
    look: StyleSheet
    language: Language
    framework: Framework
    plans: tuple[SheetLayout, ...]
    tables: dict[str, TableLayout]
    scores: Scores
    template: str
    office: str = ""
    round: str = ""
    macros: bool = False
    scoring: int = SCORING
    known: Mapping[str, str] = field(default_factory=dict[str, str])
    sheets: dict[str, Worksheet] = field(default_factory=dict[str, Worksheet])
    open_columns: dict[str, Collection[int]] = field(default_factory=dict[str, Collection[int]])

    def in_language(self, words: Bilingual) -> str:
        """A text in the workbook's language."""
        return words.in_language(self.language)

    def style(self, meaning: str, **more: object) -> Format:
        """A style by its meaning."""
        return self.look.style(meaning, **more)

    def row(
        self, sheet: Worksheet, row: int, height: float | None = None, *, hidden: bool = False
    ) -> None:
        """A row of a fixed height, before anything is written to it; its empty cells are locked,
        whatever their columns are."""
        page = self.style("page")
        for column in self.open_columns.get(sheet.get_name(), ()):
            sheet.write_blank(row - 1, column - 1, None, page)
        sheet.set_row(row - 1, height, page, {"hidden": True} if hidden else {})

    def define(self, name: str, formula: str) -> None:
        """A defined name of the workbook."""
        self.book.define_name(name, f"={formula}")

    def write(self, sheet: Worksheet, row: int, column: int, words: str, style: Format) -> None:
        """A text (or, when it is empty, a blank) at a row and column counted from 1."""
        if words:
            sheet.write_string(row - 1, column - 1, escape_rich_string(words), style)
        else:
            sheet.write_blank(row - 1, column - 1, None, style)

    def formula(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        formula: str,
        style: Format,
        value: str = "",
    ) -> None:
        """A formula, usually without a value: every spreadsheet program computes it on opening."""
        sheet.write_formula(row - 1, column - 1, f"={formula}", style, value)

    def span(
        self, sheet: Worksheet, row: int, first: int, last: int, words: str, style: Format
    ) -> None:
        """A text over the columns ``first`` to ``last``."""
        if first == last:
            self.write(sheet, row, first, words, style)
            return
        sheet.merge_range(row - 1, first - 1, row - 1, last - 1, "", style)
        self.write(sheet, row, first, words, style)

    def print_area(self, sheet: str, area: str) -> None:
        """The print area; whole columns (``$B:$N``) print down to the last row in use, so that a
        growing table brings no empty pages. XlsxWriter's own call takes no whole columns."""
        self.define(f"{quoted(sheet)}!_xlnm.Print_Area", f"{quoted(sheet)}!{area}")


def protect(sheet: Worksheet) -> None:
    """Lock what is locked, without a password: a courtesy, not a wall."""
    sheet.protect("", dict(PROTECTION))
