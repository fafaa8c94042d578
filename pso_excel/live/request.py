"""What a button, a menu or a command asks of the open workbook, and what comes back: plain data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pso_excel.core.bilingual import Language

NO_LINES: tuple[str, ...] = ()


class Action(StrEnum):
    """What can be done in an open workbook."""

    CHECK = "check"  # every result, and marks at the cells with problems
    SCORE = "score"  # the summary of the scores
    PLAN = "plan"  # gaps, draft actions, and the priority of each action of the plan
    TRACK = "track"  # the state of each action, and what is ready
    SUBMIT = "submit"  # check, then a copy into the outbox
    REFRESH = "refresh"  # a province book: consolidate again, in place


class App(StrEnum):
    """The spreadsheet program that has the workbook open."""

    EXCEL = "excel"
    LIBREOFFICE = "libreoffice"


@dataclass(frozen=True, slots=True)
class Request:
    """One action on one open workbook.

    ``workbook`` is its name or its path; ``press`` is the token that the macro of a button wrote
    into the cell ``PSO_PRESS`` of its own workbook, which finds it whatever it is called. Neither:
    the workbook in front. ``app`` None: whichever program has one of ours open. ``macros`` is the
    version of the macros that ask, ``address`` where LibreOffice listens (a UNO address such as
    ``"pipe,name=..."``), each empty when nobody says. ``report`` asks for what ``--json`` prints.
    """

    action: Action
    asof: date
    workbook: str = ""
    press: str = ""
    app: App | None = None
    language: Language | None = None
    macros: str = ""
    address: str = ""
    report: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of it: the exit code of the command, what to tell (the last line is what the status
    line of the workbook shows), and what ``--json`` prints."""

    exit_code: int
    lines: tuple[str, ...] = NO_LINES
    report: dict[str, Any] | None = None
