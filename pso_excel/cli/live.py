"""``live``: an action in the open workbook, by the resident or, without one, by this process."""

import gc
import os
import sys
from argparse import ArgumentParser
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from pso_excel.cli.options import live_options
from pso_excel.framework.wording import label
from pso_excel.live.asking import ask_or_start
from pso_excel.live.installed import need_xlwings
from pso_excel.live.request import Action, App, Request
from pso_excel.live.saying import Performs, Question, said
from pso_excel.live.watching import saves
from pso_excel.problem import Problem, Refused
from pso_excel.visible import one_line
from pso_excel.words import Language

if TYPE_CHECKING:
    from pso_excel.live.performing import Performer

ADDRESS = "PSO_EXCEL_LIBREOFFICE"


class Asked(NamedTuple):
    """What was typed after ``live``, as the command line took it."""

    action: str
    workbook: str
    app: str | None
    asof: date
    language: Language | None
    press: str
    macros: str
    address: str
    as_json: bool

    def request(self, folder: str, address: str) -> Request:
        """The request, of a command that was typed in that folder, where LibreOffice listens at
        ``address`` unless the command says otherwise."""
        book = self.workbook
        if os.path.basename(book) != book:  # noqa: PTH119  a path, which Windows writes with \ or /
            book = os.path.normpath(Path(folder, book))
        return Request(
            action=Action(self.action),
            asof=self.asof,
            workbook=book,
            press=self.press,
            app=App(self.app) if self.app else None,
            language=self.language,
            macros=self.macros,
            address=self.address or address,
            report=self.as_json,
        )


def act(asked: Asked) -> int:
    """Do it by the resident, started when there is none, else here. Refused: U008 no xlwings."""
    need_xlwings()
    answer = ask_or_start(sys.argv[2:])
    if answer is None:
        request = _request(asked)
        answer = said(request, performer().perform(request))
    return answer.print()


def watch(asked: Asked) -> int:
    """Do it now and whenever the workbook is saved, until it is closed or Ctrl+C is pressed; the
    last exit code. Refused: no such open workbook."""
    made, request = performer(), _request(asked)
    book = made.opened(request)[1].fullname
    request = replace(request, workbook=book)
    told = label("live_watching", asked.language or "th").format(book=book)
    print(one_line(told), file=sys.stderr)
    code = 0
    with suppress(KeyboardInterrupt):
        for _ in saves(Path(book), partial(_is_open, made, request), sleep):
            code = said(request, made.perform(request)).print()
    return code


def _is_open(made: "Performer", request: Request) -> bool:
    try:
        made.opened(request)
    except Refused:
        return False
    return True


def serve() -> int:
    """Be the resident, until nobody has asked for long. Refused: U020 no folder to be found in."""
    from pso_excel.live.serving import serve as serve_here
    from pso_excel.live.whereabouts import own_folder

    folder = own_folder()
    if folder is None:
        raise Refused(Problem("U020"))
    serve_here(_settled, understood, folder)
    return 0


def _settled() -> Performs:
    """Who performs in a resident: what is loaded by now stays, and is no garbage to look for."""
    made = performer()
    gc.freeze()
    return made


def performer() -> "Performer":
    """Who performs, with everything it needs. Refused: U008 no xlwings."""
    need_xlwings()
    from pso_excel.live.performing import Performer

    return Performer()


def understood(question: Question) -> Request | None:
    """The request in the words of a command; None when it is nothing that a resident does."""
    try:
        given = vars(live_options(_Silent()).parse_args(question.words))
    except _NotServed:
        return None
    if given.pop("watch") or given.pop("serve"):
        return None
    return Asked(**given).request(question.folder, question.address)


def _request(asked: Asked) -> Request:
    folder = Path.cwd() if asked.workbook else Path()
    return asked.request(str(folder), os.environ.get(ADDRESS, ""))


class _NotServed(Exception):
    pass


class _Silent(ArgumentParser):
    """Neither prints nor ends the process: the one who asked will be told by his own."""

    def error(self, message: str) -> NoReturn:
        raise _NotServed(message)

    def print_help(self, file: Any = None) -> None:  # noqa: ARG002
        raise _NotServed
