"""A program in the place of pso-excel: ``python answering.py MODE live check --press TOKEN ...``.

``answer`` does what the real one does with the cells of a press, and tells what it was asked;
``begin`` ends after it has begun; ``silent`` ends at once; ``late`` begins, and ends only when
something else than ``began`` stands in the cell, or the workbook is gone.
"""

import sys
import time
from pathlib import Path
from typing import Any

MOST_SECONDS = 60


def main(mode: str, asked: list[str]) -> None:
    """Answer a press."""
    if mode == "silent":
        return
    sys.path.insert(0, str(Path(__file__).parents[2]))
    token, address = (asked[asked.index(name) + 1] for name in ("--press", "--address"))
    press, status = pressed(token, address)
    press.String = f"began {token}"
    if mode == "late":
        waited_for(press)
    if mode != "begin":
        status.String = " ".join(asked).replace(token, "TOKEN").replace(address, "ADDRESS")
        press.String = f"done {token} 0"


def pressed(token: str, address: str) -> tuple[Any, Any]:
    """The cells of the open workbook in which that token stands, of the LibreOffice that listens
    at that address."""
    from tests.libreoffice import load_uno

    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    context = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    books = desktop.Components.createEnumeration()
    while books.hasMoreElements():
        names = books.nextElement().NamedRanges
        if names.hasByName("PSO_PRESS"):
            press, status = (
                names.getByName(name).ReferredCells.getCellByPosition(0, 0)
                for name in ("PSO_PRESS", "PSO_STATUS")
            )
            if press.String == f"press {token}":
                return press, status
    raise LookupError(token)


def waited_for(press: Any) -> None:
    """Wait until a test has written into the cell."""
    deadline = time.monotonic() + MOST_SECONDS
    while press.String.startswith("began") and time.monotonic() < deadline:
        time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
