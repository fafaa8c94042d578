"""Protection of a sheet: taken away for a while, and given back with what it allowed.

LibreOffice remembers what a sheet's protection allows while it is unprotected.
"""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

from pso_excel.live.libreoffice.loading import load_uno
from pso_excel.problem import Place, Problem, Refused

NO_PASSWORD = ""


@contextmanager
def unprotected(sheet: Any) -> Generator[None]:
    """A sheet of the engine open for writing for a while. Refused (U007): it has a password."""
    api = sheet.api
    if not api.isProtected():
        yield
        return
    wrong = load_uno().getClass("com.sun.star.lang.IllegalArgumentException")
    with suppress(wrong):
        api.unprotect(NO_PASSWORD)
    if api.isProtected():
        raise Refused(Problem("U007", Place(sheet=sheet.name), {"sheet": sheet.name}))
    try:
        yield
    finally:
        api.protect(NO_PASSWORD)
