"""The engine itself, and the one program that it drives."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

import xlwings as xw
from xlwings import base_classes

from pso_excel.xlwings_libreoffice.books import Books
from pso_excel.xlwings_libreoffice.session import Session, service
from pso_excel.xlwings_libreoffice.values import for_reading, for_writing

NAME = "libreoffice"


def engine_over(session: Session) -> xw.main.Engine:
    """The engine of a running LibreOffice, for ``xlwings.engines``."""
    return xw.main.Engine(impl=Engine(session))


class Engine:
    """What xlwings asks of an engine. ``apps`` holds the one program."""

    name: ClassVar[str] = NAME
    type: ClassVar[str] = "desktop"

    def __init__(self, session: Session) -> None:
        self.session = session
        self.apps = Apps(self)

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: object,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Values as they come out of a range, by the options of xlwings."""
        return [
            [
                for_reading(item, datetime_builder, empty_as, number_builder, err_to_str)
                for item in row
            ]
            for row in data
        ]

    @staticmethod
    def prepare_xl_data_element(value: object, options: dict[str, Any]) -> Any:
        """A value as it goes into a range."""
        del options  # of formats of cells, which stay as they are
        return for_writing(value)


class Apps(base_classes.Apps):
    """The running programs: one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.app = App(self)

    def keys(self) -> list[int]:
        """The process numbers of the programs; ours stands for LibreOffice's."""
        return [self.app.pid]

    def add(
        self,
        spec: object = None,
        add_book: object = None,
        xl: object = None,
        visible: object = None,
    ) -> "App":
        """The running program: another is never started."""
        del spec, add_book, xl, visible
        return self.app

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that would need it."""

    def __iter__(self) -> Iterator["App"]:
        yield self.app

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> "App":
        if pid != self.app.pid:
            raise KeyError(pid)
        return self.app


class App(base_classes.App):
    """The running LibreOffice."""

    def __init__(self, apps: Apps) -> None:
        self.apps = apps
        self.engine = apps.engine
        self.session = apps.engine.session
        self._books = Books(self, self.session)
        self._status = ""
        self._alerts = True

    @property
    def api(self) -> Any:
        """The desktop."""
        return self.session.desktop

    @property
    def pid(self) -> int:
        """The number of our own process: UNO does not tell that of the program."""
        return os.getpid()

    @property
    def version(self) -> str:
        """Such as ``"7.4"``."""
        provider = service(self.session.context, "com.sun.star.configuration.ConfigurationProvider")
        path = self.session.options(nodepath="/org.openoffice.Setup/Product")
        name = "com.sun.star.configuration.ConfigurationAccess"
        return str(provider.createInstanceWithArguments(name, path).ooSetupVersion)

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return self._books

    @property
    def selection(self) -> Any:
        """The selected range of the workbook in front; None when it is no range."""
        return self._books.active.selection

    def activate(self, steal_focus: bool = False) -> None:
        """Bring the workbook in front to the front of the screen."""
        del steal_focus
        self._books.active.activate()

    @property
    def visible(self) -> bool:
        """Whether any workbook has a window that is seen."""
        return any(book.is_visible for book in self._books)

    @visible.setter
    def visible(self, visible: bool) -> None:
        for book in self._books:
            book.is_visible = visible

    @property
    def screen_updating(self) -> bool:
        """Whether the workbooks are drawn while they change."""
        return not any(book.is_held for book in self._books)

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for book in self._books:
            book.is_held = not value

    @property
    def display_alerts(self) -> bool:
        """As set; over UNO LibreOffice asks nothing."""
        return self._alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._alerts = value

    @property
    def enable_events(self) -> bool:
        """Whether macros bound to events run; LibreOffice cannot hold them back."""
        return True

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        del value

    @property
    def calculation(self) -> str:
        """``"automatic"``, or ``"manual"`` when any workbook does not calculate by itself."""
        return "automatic" if all(book.calculates for book in self._books) else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for book in self._books:
            book.calculates = value != "manual"

    def calculate(self) -> None:
        """Calculate whatever changed in every workbook."""
        for book in self._books:
            book.api.calculate()

    @property
    def status_bar(self) -> Any:
        """What was last shown there; False when LibreOffice has it for itself."""
        return self._status or False

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._status = value if isinstance(value, str) else ""
        for book in self._books:
            book.show_status(self._status)

    def run(self, macro: str, args: Sequence[object]) -> Any:
        """Run a macro of the workbook in front, or of ``book.xlsm!Module.Name``."""
        name, _, rest = macro.rpartition("!")
        book = self._books(name.strip("'")) if name else self._books.active
        return book.run(rest, args)

    def quit(self) -> None:
        """End the program, as its menu does."""
        self.session.desktop.terminate()
