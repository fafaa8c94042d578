"""The book that is being written: the province, its words and the pages made so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlsxwriter import Workbook

from pso_excel.core.bilingual import Language, Words
from pso_excel.province import Province
from pso_excel.province_book.book import Names, asof_line, notice
from pso_excel.province_book.page import Page, Shown, Styles
from pso_excel.templates.styles import TEAL

Remarks = Mapping[tuple[str, str], str]  # (sheet, key of the row) -> what a person typed there


@dataclass(frozen=True, slots=True)
class Book:
    """What every room of the province book needs; ``shown`` are the keys of remarks that found
    their row again, ``pages`` the sheets made so far. ``macros``: it has a button."""

    workbook: Workbook
    styles: Styles
    province: Province
    language: Language
    names: Names
    remarks: Remarks
    macros: bool = False
    shown: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    pages: list[Page] = field(default_factory=list[Page])

    def say(self, words: Words) -> str:
        """The words in the language of the book."""
        return words.say(self.language)

    def page(self, sheet: str, title: Words, last: int, tab: str = TEAL) -> Page:
        """A new sheet with its title, as-of line and notice over ``last`` columns."""
        page = Page(self.workbook, self.styles, sheet, self.language)
        asof = asof_line(self.province, self.language)
        text = notice(self.province, self.language)
        page.prepare(self.say(title), asof, text, last, tab)
        self.pages.append(page)
        return page


def remarked(book: Book, page: Page, line: list[Shown]) -> list[Shown]:
    """The line with the remark that a person typed at its key in the book before this one; of
    several lines of one key the first has it."""
    named = page.name, page.key(line)
    remark = "" if named in book.shown else book.remarks.get(named, "")
    book.shown.add(named)
    return [*line, remark]
