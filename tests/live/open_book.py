"""A workbook open in LibreOffice, with the program that reads and writes it."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings as xw

from pso_excel.intake import read_book
from pso_excel.live.programs.libreoffice import LibreOffice, attach
from pso_excel.xlsx.workbook import Workbook
from tests.libreoffice import Document, Office

NAME = "แบบ 2569.xlsx"


@dataclass
class Open:
    """``book`` is what xlwings makes of ``document``."""

    program: LibreOffice
    document: Document
    book: xw.Book
    path: Path

    @property
    def model(self) -> Any:
        """The UNO document."""
        return self.document.model

    def sheet(self, name: str) -> Any:
        """The UNO sheet."""
        return self.document.sheet(name)

    def as_saved(self) -> Workbook:
        """What reading a copy gives that LibreOffice saves now."""
        copy = self.path.with_name("copy.xlsx")
        return read_book(self.document.save_xlsx(copy).read_bytes(), self.path.name)

    def read(self) -> Workbook:
        """What the program reads."""
        return self.program.read(self.book)


def attached(office: Office) -> LibreOffice:
    """The program of the tests' own LibreOffice."""
    return attach(f"pipe,name={office.pipe}")


@contextmanager
def opened(office: Office, folder: Path, data: bytes) -> Generator[Open]:
    """A workbook of those bytes, open until the end of the block."""
    path = folder / NAME
    path.write_bytes(data)
    with office.open(path) as document:
        program = attached(office)
        yield Open(program, document, program.books[NAME], path)
