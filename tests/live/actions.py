"""An open workbook in LibreOffice, and the performer that acts in it."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pso_excel.live.perform import ActionRunner
from pso_excel.live.request import Action, App, Reply, Request
from tests.libreoffice import Document, Office

ASOF = date(2026, 3, 31)


@dataclass
class Desk:
    """One open workbook: press its buttons, look at its cells."""

    office: Office
    document: Document
    path: Path
    performer: ActionRunner

    def do(self, action: Action, *, press: str = "", macros: str = "") -> Reply:
        return self.performer.perform(self.request(action, press=press, macros=macros))

    def request(self, action: Action, *, press: str = "", macros: str = "") -> Request:
        return Request(
            action,
            ASOF,
            workbook="" if press else str(self.path),
            press=press,
            app=App.LIBREOFFICE,
            macros=macros,
            address=f"pipe,name={self.office.pipe}",
        )


@contextmanager
def opened(office: Office, path: Path, data: bytes) -> Generator[Desk]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    with office.open(path) as document:
        yield Desk(office, document, path, ActionRunner())


def codes(reply: Reply) -> list[str]:
    problems = (reply.report or {}).get("problems", [])
    return [problem["code"] for problem in problems]
