"""One action on one open workbook, from the request to the reply: a fault becomes its sentence."""

import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import NoReturn

import xlwings as xw

from pso_excel.buttons import VERSION
from pso_excel.core.bilingual import Language
from pso_excel.core.faults import internal_error_problem, log_fault, logged
from pso_excel.core.messages import message, term_in
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.core.thai import key
from pso_excel.live import write as press
from pso_excel.live.office_workbook import CheckedWorkbook, run_action, settle
from pso_excel.live.programs import Program
from pso_excel.live.request import Action, App, Reply, Request
from pso_excel.live.write import PRESS, is_pressed
from pso_excel.results.json_report import problem_json

OURS = "PSO_TEMPLATE_ID"
PROVINCE = "PSO_PROVINCE"


def find_book(books: xw.main.Books, request: Request) -> xw.Book:
    """The workbook of a request: the one whose button was pressed, the one of that name or path,
    else the only one of ours (an office's form, or to refresh a province
    book), or of several the one in front. Refused: U003 there is none, U004
    several could be meant."""
    among = list(books)
    if request.press:
        found = [book for book in among if is_pressed(book, request.press)]
        return _the_one(found, among, f"{PRESS} {request.press}")
    if request.workbook:
        return _named(among, request.workbook)
    name = PROVINCE if request.action is Action.REFRESH else OURS
    ours = [book for book in among if name in book.names]
    if len(ours) > 1:
        ours = [book for book in ours if book == books.active] or ours
    return _the_one(ours, among, "P.S.O.")


def _named(among: list[xw.Book], wanted: str) -> xw.Book:
    same = [book for book in among if wanted in (book.name, book.fullname)]
    same = same or [book for book in among if key(book.name) == key(wanted)]
    return _the_one(same, among, wanted)


def _the_one(found: list[xw.Book], among: list[xw.Book], wanted: str) -> xw.Book:
    if len(found) > 1:
        raise Refused(Problem("U004", Location(file=wanted), {"open": _listed(found)}))
    return found[0] if found else _none(among, wanted)


def _none(among: list[xw.Book], wanted: str) -> NoReturn:
    values = {"book": wanted, "open": _listed(among) or "–"}
    raise Refused(Problem("U003", Location(file=wanted), values))


def _listed(books: list[xw.Book]) -> str:
    return ", ".join(book.fullname for book in books)


ELSEWHERE = frozenset({"U003", "U014", "U017"})
"""What a program answers that was closed, or has closed the workbook, since the last press."""


@dataclass(slots=True)
class ActionRunner:
    """Performs one action at a time; keeps what it attached to and judged between them, so that
    the next press is quick."""

    _programs: dict[tuple[App, str], Program] = field(
        default_factory=dict[tuple[App, str], Program]
    )
    _judged: dict[str, CheckedWorkbook] = field(default_factory=dict[str, CheckedWorkbook])
    _left: tuple[Program, xw.Book, Request] | None = None
    _lock: Lock = field(default_factory=Lock)
    _at_work: str = ""

    def perform(self, request: Request) -> Reply:
        """Do what is asked. It never raises (but MemoryError): a fault is in the reply, U005 when
        another action is still at work."""
        language = request.language or "th"
        if not self._lock.acquire(blocking=False):
            return problem_reply(Problem("U005", values={"action": self._at_work}), language)
        try:
            self._at_work = term_in(f"live_{request.action}", language)
            return self._performed(request, language)
        finally:
            self._lock.release()

    def answer_macro(self, request: Request, reply: Reply) -> None:
        """Put a reply that somebody else gave (U005) where the macro of the press waits for it. It
        never raises."""
        with logged("live"):
            _show_last_line(self.opened(request)[1], request, reply)

    def settle(self) -> None:
        """Look at the workbook as the last action has left it, while nobody waits, so that the next
        press finds it known. It never raises.

        Excel is let go instead: closed by its user, it would stay, unseen, for as long as anybody
        holds on to it.
        """
        left, self._left = self._left, None
        self._programs = {
            at: program for at, program in self._programs.items() if at[0] is not App.EXCEL
        }
        if left is None or left[0] not in self._programs.values():
            return
        with logged("live"):
            program, book, request = left
            last = self._judged[book.fullname]
            self._judged = {book.fullname: settle(book, program, request, last)}

    def _performed(self, request: Request, language: Language) -> Reply:
        try:
            program, book = self.opened(request)
        except Refused as refused:
            return problem_reply(refused.problem, language)
        except MemoryError:
            raise
        except Exception as fault:
            return problem_reply(internal_error_problem("live", fault, ""), language)
        return self._answered(program, book, request, language)

    def opened(self, request: Request) -> tuple[Program, xw.Book]:
        """The program and the workbook that are meant; a program that has gone is attached anew.
        Refused: U002, U009 no program, U003, U004 no one workbook."""
        last: Refused | None = None
        for app in _apps(request):
            try:
                return self._find_workbook(app, request)
            except Refused as refused:
                last = refused if last is None or refused.problem.code != "U002" else last
        assert last is not None
        raise last

    def _find_workbook(self, app: App, request: Request) -> tuple[Program, xw.Book]:
        """The running program that has the workbook open, that of the last press before others."""
        at = (app, request.address)
        if program := self._programs.get(at):
            try:
                return program, _meant(program, request)
            except Refused as refused:
                if refused.problem.code not in ELSEWHERE:
                    raise
                del self._programs[at]
        last: Refused | None = None
        for program in running(app, request.address):
            try:
                book = _meant(program, request)
            except Refused as refused:
                last = last or refused
            else:
                self._programs[at] = program
                return program, book
        assert last is not None
        raise last

    def _answered(
        self, program: Program, book: xw.Book, request: Request, language: Language
    ) -> Reply:
        try:
            if request.press:
                press.began(book, request.press)
            reply = self._acted(program, book, request)
        except Refused as refused:
            reply = problem_reply(refused.problem, language)
        except MemoryError:
            raise
        except Exception as fault:
            reply = problem_reply(_problem(program, fault, book.name), language)
        _show_last_line(book, request, reply)
        return reply

    def _acted(self, program: Program, book: xw.Book, request: Request) -> Reply:
        if request.macros not in ("", VERSION):
            values = {"macro": request.macros, "command": VERSION}
            raise Refused(Problem("U010", values=values))
        if request.action is Action.REFRESH:
            from pso_excel.live.refresh_book import refresh

            return refresh(book, program, request)
        acted = run_action(book, program, request, self._judged.get(book.fullname))
        self._judged = {book.fullname: acted.judged}
        self._left = program, book, request
        return acted.reply


def _problem(program: Program, fault: Exception, file: str) -> Problem:
    """What the program answered, or a fault of ours; either is recorded."""
    problem = program.fault(fault)
    if problem is None:
        return internal_error_problem("live", fault, file)
    log_fault("live", fault, file, logging.INFO)
    return problem


def _meant(program: Program, request: Request) -> xw.Book:
    """The workbook that is meant, in that program. Refused as :func:`find_book`, and as the program
    answers."""
    try:
        return find_book(program.books, request)
    except Refused:
        raise
    except Exception as fault:
        problem = program.fault(fault)
        if problem is None:
            raise
        raise Refused(problem) from fault


def _apps(request: Request) -> list[App]:
    """Where to look: the program that is named, else the one that most offices have first."""
    if request.app is not None:
        return [request.app]
    return [App.LIBREOFFICE] if sys.platform == "linux" else [App.EXCEL, App.LIBREOFFICE]


def running(app: App, address: str) -> Iterator[Program]:
    """The running programs of a kind. Refused: U002 there is none, U009 what it needs is not."""
    if app is App.EXCEL:
        from pso_excel.live.programs.excel import Excel

        return iter([Excel.attach()])
    from pso_excel.live.programs import libreoffice

    return libreoffice.running(address)


def problem_reply(problem: Problem, language: Language) -> Reply:
    """A reply that is one problem."""
    line = f"✖ {message(problem, language)} [{problem.code}]"
    return Reply(2, (line,), {"problems": [problem_json(problem, language)]})


def _show_last_line(book: xw.Book, request: Request, reply: Reply) -> None:
    """The last line in the workbook's status, and the end told to the macro; from an add-in, in a
    workbook without a status of its own, in the status bar. A workbook that was closed meanwhile
    has nobody to tell, and that costs nobody the reply."""
    with logged("live"):
        if not press.show(book, reply.lines[-1]) and request.macros:
            book.app.status_bar = reply.lines[-1]
        if request.press:
            press.report_done(book, request.press, reply.exit_code)
