"""What was typed after ``live``, and the request it makes."""

import os
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pso_excel.core.bilingual import Language

if TYPE_CHECKING:
    from pso_excel.live.request import Request

ADDRESS = "PSO_EXCEL_LIBREOFFICE"


class Asked(NamedTuple):
    """What was typed after ``live``, as the command line took it."""

    action: str
    workbook: str
    app: str | None
    asof: date
    language: Language | None
    press: str
    macros: str
    address: str
    as_json: bool

    def request(self, folder: str, address: str) -> "Request":
        """The request, of a command that was typed in that folder, where LibreOffice listens at
        ``address`` unless the command says otherwise."""
        from pso_excel.live.request import Action, App, Request

        book = self.workbook
        if os.path.basename(book) != book:  # noqa: PTH119  a path, which Windows writes with \ or /
            book = os.path.normpath(os.path.join(folder, book))  # noqa: PTH118
        return Request(
            action=Action(self.action),
            asof=self.asof,
            workbook=book,
            press=self.press,
            app=App(self.app) if self.app else None,
            language=self.language,
            macros=self.macros,
            address=self.address or address,
            report=self.as_json,
        )

    def request_here(self) -> "Request":
        """The request, of a command that was typed just now."""
        folder = os.getcwd() if self.workbook else ""  # noqa: PTH109
        return self.request(folder, os.environ.get(ADDRESS, ""))
