"""A spreadsheet program of which only the door is there."""

from types import SimpleNamespace
from typing import Any

from pso_excel.core.problem import Problem, Refused


class Gone(Exception):
    """What a program raises once it has been closed."""


class Stand:
    """A spreadsheet program of which only the door is there."""

    def __init__(self, pressed: str) -> None:
        self.press = SimpleNamespace(value=f"press {pressed}")
        self.status = SimpleNamespace(value="")
        names = {
            "PSO_TEMPLATE_ID": None,
            "PSO_PRESS": SimpleNamespace(refers_to_range=self.press),
            "PSO_STATUS": SimpleNamespace(refers_to_range=self.status),
        }
        self.book = SimpleNamespace(name="ก.xlsx", fullname="/ก.xlsx", names=names)
        self.fails: Exception | None = None

    @property
    def books(self) -> list[Any]:
        if self.fails:
            raise self.fails
        return [self.book]

    def read(self, *_: object) -> Any:
        raise Refused(Problem("F004"))

    def fault(self, error: Exception) -> Problem | None:
        busy = isinstance(error, BlockingIOError)
        return Problem("U006") if busy else Problem("U014") if isinstance(error, Gone) else None
