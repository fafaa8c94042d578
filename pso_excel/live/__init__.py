"""The open workbook: the same checks, scores and writes as for a file, from a button.

The functions here are for xlwings' ``RunPython``: ``from pso_excel import live; live.check()``.
Each does its action in the workbook that calls, and tells the end in its status line.
"""

from datetime import date

from pso_excel.live.request import Action


def check() -> None:
    """Check: every result, and marks at the cells with problems."""
    _run(Action.CHECK)


def score() -> None:
    """Write the summary of the scores."""
    _run(Action.SCORE)


def plan() -> None:
    """Write gaps, draft actions, and the priority of each action of the plan."""
    _run(Action.PLAN)


def track() -> None:
    """Write the state of each action, and what is ready."""
    _run(Action.TRACK)


def submit() -> None:
    """Check, and put a copy into the outbox when nothing must be mended."""
    _run(Action.SUBMIT)


def refresh() -> None:
    """Consolidate the province again into its open book."""
    _run(Action.REFRESH)


def _run(action: Action) -> None:
    import xlwings as xw

    from pso_excel.live.performing import Performer
    from pso_excel.live.press import STATUS, cell_named
    from pso_excel.live.request import Request

    book = xw.Book.caller()
    request = Request(action, date.today(), workbook=book.fullname)
    reply = Performer().perform(request)
    if cell_named(book, STATUS) is None:
        book.app.status_bar = reply.lines[-1]
