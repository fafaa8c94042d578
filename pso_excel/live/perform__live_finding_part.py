"""Which of the open workbooks is meant."""

from typing import NoReturn

import xlwings as xw

from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.core.thai import key
from pso_excel.live.button_status import PRESS, is_pressed
from pso_excel.live.request import Action, Request

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
        raise Refused(Problem("U004", Place(file=wanted), {"open": _listed(found)}))
    return found[0] if found else _none(among, wanted)


def _none(among: list[xw.Book], wanted: str) -> NoReturn:
    values = {"book": wanted, "open": _listed(among) or "–"}
    raise Refused(Problem("U003", Place(file=wanted), values))


def _listed(books: list[xw.Book]) -> str:
    return ", ".join(book.fullname for book in books)
