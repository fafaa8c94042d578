"""Protection of a sheet: taken away for a while, and given back with what it allowed.

LibreOffice remembers what a sheet's protection allows while it is unprotected.
"""

from contextlib import suppress
from types import TracebackType
from typing import Any

from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.xlwings_libreoffice.session__libreoffice_loading_part import load_uno

NO_PASSWORD = ""


class Unprotected:
    """A sheet of the engine open for writing for a while. Refused (U007): it has a password."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._again = False

    def __enter__(self) -> None:
        api = self._sheet.api
        if not api.isProtected():
            return
        wrong = load_uno().getClass("com.sun.star.lang.IllegalArgumentException")
        with suppress(wrong):
            api.unprotect(NO_PASSWORD)
        if api.isProtected():
            name = str(self._sheet.name)
            raise Refused(Problem("U007", Place(sheet=name), {"sheet": name}))
        self._again = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._again:
            self._sheet.api.protect(NO_PASSWORD)
