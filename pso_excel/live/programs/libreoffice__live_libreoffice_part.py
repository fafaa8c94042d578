"""LibreOffice: the link to a running one, an engine for xlwings over it, and the program itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pso_excel.live.programs.libreoffice import LibreOffice


def attach(address: str = "") -> "LibreOffice":
    """The first that :func:`running` gives."""
    return next(running(address))


def running(address: str = "") -> "Iterator[LibreOffice]":
    """The LibreOffice at a UNO address (``"pipe,name=..."``), or each of the officer's own, when it
    is asked for.

    Refused: U002 none is running, U009 ``uno`` cannot be loaded, U017 it does not answer.
    """
    from pso_excel.live.programs.libreoffice import LibreOffice  # loads xlwings, which is slow

    return LibreOffice.running(address)
