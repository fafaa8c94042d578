"""A real spreadsheet program for the tests: LibreOffice without a window, driven over UNO.

Needs Debian's ``libreoffice-calc`` and ``python3-uno`` (``make office``), and a Python of the
minor version which that ``python3-uno`` was built for: the Debian machine's own ``python3``.
:meth:`Office.pictures` needs ``poppler-utils`` as well.

Every :class:`Office` has a profile folder and a pipe of its own, so that workers side by side, and
an office that a person has open, do not meet. Formulas are recomputed whenever a book is opened,
whatever values its file holds: otherwise a comparison with the engine would prove nothing.

Rows are counted from 1 and columns are letters, as on the screen.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pso_excel.buttons.register import NOTE
from pso_excel.xlsx.workbook import parse_address
from pso_excel.xlwings_libreoffice.session import load_uno

START_SECONDS = 120
NOTHING: Mapping[str, str] = {}
OWN_COMMAND = Path(sys.executable).with_name("pso-excel")
END_SECONDS = 15

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop>
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


class Office:
    """One LibreOffice process with its own profile; use it as a context manager.

    ``desktop`` and ``context`` are the UNO objects, for a test that needs more than is here;
    ``environment`` is what it has of variables beside the usual ones, ``folder`` the current one.
    Its user has a ``home`` of its own, where our own command is registered for its macros.
    RuntimeError when the program ends or stays silent while it starts.
    """

    def __init__(
        self, environment: Mapping[str, str] = NOTHING, folder: Path | None = None
    ) -> None:
        self.uno = load_uno()
        self.profile = Path(tempfile.mkdtemp(prefix="pso_office_"))
        self.pipe = self.profile.name
        self.home = self.profile / "บ้าน ของ ผู้ใช้"
        self.register(OWN_COMMAND)
        user = self.profile / "user"
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        # A session of its own, because soffice is a chain of processes that must end together.
        self.process = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={self.profile.as_uri()}",
                f"--accept=pipe,name={self.pipe};urp;",
            ],
            env={**self._environment(), **environment},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.context = self._connect()
        except BaseException:
            self.close()
            raise
        self.desktop = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )

    def _environment(self) -> dict[str, str]:
        """What a button's command inherits: where this program listens, and a place of its own for
        a resident one."""
        return {
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.home),
            "PSO_EXCEL_LIBREOFFICE": f"pipe,name={self.pipe}",
            "XDG_RUNTIME_DIR": str(self.profile),
        }

    def register(self, command: Path | str) -> None:
        """Note which program the macros start, as ``pso-excel macros register`` does."""
        note = self.home / NOTE
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_bytes(f"\ufeff{command}".encode("utf-16-le"))

    def unregister(self) -> None:
        """Let no program be noted."""
        (self.home / NOTE).unlink()

    def _connect(self) -> Any:
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        silent = self.uno.getClass("com.sun.star.connection.NoConnectException")
        address = f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return resolver.resolve(address)
            except silent:
                time.sleep(0.1)
        raise RuntimeError(f"soffice did not answer (exit code {self.process.poll()})")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program, by force if it does not go, and remove its profile."""
        # The bridge breaks while the program leaves, and it may be gone already.
        with contextlib.suppress(Exception):
            self.desktop.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, path: Path, *, hidden: bool = True, macros: bool = False) -> "Document":
        """Open a book in place, its formulas recomputed; a button can only be pressed in a
        document that is not ``hidden``. FileNotFoundError, or ValueError if it does not load."""
        options = self.options(Hidden=hidden, MacroExecutionMode=4 if macros else 0)
        model = self.desktop.loadComponentFromURL(self._url(path), "_blank", 0, options)
        if model is None:
            raise ValueError(f"LibreOffice does not open {path}")
        return Document(self, model)

    def recalculated(self, path: Path, folder: Path) -> Path:
        """Save the book, its formulas recomputed, under the same name in another folder."""
        folder.mkdir(parents=True, exist_ok=True)
        with self.open(path) as document:
            document.calculate()
            return document.save_xlsx(folder / path.name)

    def pictures(self, path: Path, folder: Path, *, dots_per_inch: int = 70) -> list[Path]:
        """Print every page of the book into ``folder`` as PNG, in order."""
        folder.mkdir(parents=True, exist_ok=True)
        pdf = folder / f"{path.stem}.pdf"
        with self.open(path) as document:
            document.to_pdf(pdf)
        command = ["pdftoppm", "-png", "-r", str(dots_per_inch), str(pdf), str(pdf.with_suffix(""))]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        return sorted(folder.glob(f"{path.stem}-*.png"))

    def options(self, **values: object) -> tuple[Any, ...]:
        """UNO's way of writing keyword arguments."""
        structs: list[Any] = []
        for name, value in values.items():
            struct = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            struct.Name, struct.Value = name, value
            structs.append(struct)
        return tuple(structs)

    def _url(self, path: Path) -> str:
        return str(self.uno.systemPathToFileUrl(str(path.resolve(strict=True))))


class Document:
    """An open book. ``model`` is the UNO document, for a test that needs more than is here."""

    def __init__(self, office: Office, model: Any) -> None:
        self.office = office
        self.model = model

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets in order, hidden ones too."""
        return tuple(str(name) for name in self.model.Sheets.ElementNames)

    def sheet(self, name: str) -> Any:
        """The UNO sheet; KeyError if there is none of that name."""
        if not self.model.Sheets.hasByName(name):
            raise KeyError(name)
        return self.model.Sheets.getByName(name)

    def _cells(self, sheet: str, cells: str) -> Any:
        return self.sheet(sheet).getCellRangeByName(cells)

    def _cell(self, sheet: str, cell: str) -> Any:
        row, column = parse_address(cell)
        return self.sheet(sheet).getCellByPosition(column - 1, row - 1)

    def type(self, sheet: str, cell: str, text: str) -> None:
        """Type into a cell: ``=`` begins a formula in English with ``;`` between arguments, a
        number written the English way becomes a number, ``'`` forces text, ``""`` clears."""
        self._cell(sheet, cell).setFormula(text)

    def fill(self, sheet: str, cell: str, rows: Sequence[Sequence[str]]) -> None:
        """Type a block of rows of equal length, its first value into ``cell``."""
        row, column = parse_address(cell)
        block = self.sheet(sheet).getCellRangeByPosition(
            column - 1, row - 1, column + len(rows[0]) - 2, row + len(rows) - 2
        )
        block.setFormulaArray(tuple(tuple(values) for values in rows))

    def value(self, sheet: str, cell: str) -> float | str | None:
        """What stands in a cell or what its formula gives: a number, a text, None if the cell is
        empty, or the text of its error (``"#N/A"``), which is never a number."""
        found = self._cell(sheet, cell)
        if found.getError():
            return str(found.String)
        kind = found.Type.value
        if kind == "FORMULA":
            # com.sun.star.sheet.FormulaResult: VALUE is 1, STRING is 2.
            kind = "VALUE" if found.FormulaResultType2 == 1 else "TEXT"
        if kind == "EMPTY":
            return None
        return float(found.Value) if kind == "VALUE" else str(found.String)

    def text(self, sheet: str, cell: str) -> str:
        """What the cell shows, in its number format."""
        return str(self._cell(sheet, cell).String)

    def formula(self, sheet: str, cell: str) -> str:
        """The formula in English with ``;`` between arguments, or what was typed."""
        return str(self._cell(sheet, cell).Formula)

    def paste(self, sheet: str, source: str, target: str, *, onto: str = "") -> None:
        """Copy a range and paste it whole, formats and validations too, with its first cell at
        ``target`` of the same sheet or of the sheet ``onto``."""
        place = self._cell(onto or sheet, target).CellAddress
        self.sheet(sheet).copyRange(place, self._cells(sheet, source).RangeAddress)

    def insert_rows(self, sheet: str, row: int, count: int) -> None:
        """Insert empty rows above ``row``."""
        self.sheet(sheet).Rows.insertByIndex(row - 1, count)

    def delete_rows(self, sheet: str, row: int, count: int) -> None:
        """Delete rows from ``row`` on."""
        self.sheet(sheet).Rows.removeByIndex(row - 1, count)

    def move_column(self, sheet: str, column: str, before: str) -> None:
        """Move a column so that it stands before another one, as cut and insert does."""
        _, source = parse_address(f"{column}1")
        _, target = parse_address(f"{before}1")
        columns = self.sheet(sheet).Columns
        columns.insertByIndex(target - 1, 1)
        if source >= target:
            source += 1
        place = self.sheet(sheet).getCellByPosition(target - 1, 0).CellAddress
        self.sheet(sheet).moveRange(place, columns.getByIndex(source - 1).RangeAddress)
        columns.removeByIndex(source - 1, 1)

    def calculate(self) -> None:
        """Recompute every formula."""
        self.model.calculateAll()

    def save_xlsx(self, path: Path) -> Path:
        """Save a copy as .xlsx, or as .xlsm if ``path`` says so, as LibreOffice writes it; returns
        ``path``."""
        kind = "Calc MS Excel 2007 VBA XML" if path.suffix == ".xlsm" else "Calc MS Excel 2007 XML"
        return self._store(path, kind)

    def to_pdf(self, path: Path) -> Path:
        """Print into a PDF; returns ``path``."""
        return self._store(path, "calc_pdf_Export")

    def _store(self, path: Path, kind: str) -> Path:
        url = self.office.uno.systemPathToFileUrl(str(path.resolve()))
        self.model.storeToURL(url, self.office.options(FilterName=kind))
        return path

    def close(self) -> None:
        """Close without saving."""
        self.model.close(True)
