"""What LibreOffice answers instead of doing as asked, as problems."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

import xlwings as xw

from pso_excel.core.problem import Problem, Refused
from pso_excel.core.safe_text import one_line
from pso_excel.xlwings_libreoffice.session__libreoffice_loading_part import load_uno

NAME = "LibreOffice"
_BRIDGE = "bridge"  # a lost connection is told as a disposed bridge
_LONGEST = 200
_NOT_PASSED_ON = "Couldn't convert <traceback object"


@contextmanager
def answering(what: str, closed: Callable[[], bool] = lambda: False) -> Generator[None]:
    """Work on the workbook or sheet called ``what``: an error of LibreOffice becomes a refusal.

    U014 when what was worked on is gone, U017 for any other of its errors, and when LibreOffice
    itself has gone. ``closed`` tells whether the workbook is: UNO's object of a closed one answers
    nothing instead of failing, and errors of many kinds come of that.
    """
    try:
        yield
    except Exception as error:
        problem = fault_of(error, what, _may_be_closed(error) and closed())
        if problem is None or isinstance(error, Refused):
            raise
        raise Refused(problem) from error


def fault_of(error: Exception, what: str = "", closed: bool = False) -> Problem | None:
    """What an error of LibreOffice, or of the engine over it, means; None for any other.

    ``closed``: the workbook called ``what`` has been closed, so that the error comes of that.
    """
    error = _itself(error)
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, xw.NoSuchObjectError) or (closed and _may_be_closed(error)):
        return gone(what or said(error))
    uno = load_uno()
    lost = uno.getClass("com.sun.star.container.NoSuchElementException")
    disposed = uno.getClass("com.sun.star.lang.DisposedException")
    if isinstance(error, lost):
        return gone(what or said(error))
    if isinstance(error, disposed) and _BRIDGE not in said(error).lower():
        return gone(what or said(error))
    if isinstance(error, uno.getClass("com.sun.star.uno.Exception")):
        return Problem("U017", values={"app": NAME, "reason": said(error)})
    return None


def _itself(error: Exception) -> Exception:
    """The error of UNO that a context manager of Python's own library failed to pass on."""
    before = error.__context__
    return before if _NOT_PASSED_ON in str(error) and isinstance(before, Exception) else error


def _may_be_closed(error: Exception) -> bool:
    plain = load_uno().getClass("com.sun.star.uno.Exception")
    return isinstance(error, (AttributeError, TypeError, ValueError, KeyError, plain))


def gone(what: str) -> Problem:
    """The workbook or the sheet is not there any more."""
    return Problem("U014", values={"what": what})


def said(error: Exception) -> str:
    """What an error of LibreOffice says, on one line, or the name of its kind."""
    text = one_line(str(getattr(error, "Message", "") or error)).strip("'\" ")
    return text[:_LONGEST] or type(error).__name__.rpartition(".")[2]
