"""LibreOffice: the link to a running one, an engine for xlwings over it, and the program itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pso_excel.live.libreoffice.program import LibreOffice


def attach(address: str = "") -> "LibreOffice":
    """The running LibreOffice at a UNO address (``"pipe,name=..."``), or the officer's own.

    Refused: U002 none is running, U009 ``uno`` cannot be loaded, U017 it does not answer.
    """
    from pso_excel.live.libreoffice.program import LibreOffice  # loads xlwings, which is slow

    return LibreOffice.attach(address)
