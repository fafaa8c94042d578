"""The open workbook: the same checks, scores and writes as for a file, from a button.

The functions here are for xlwings' ``RunPython``: ``from pso_excel import live; live.check()``.
Each does its action in the workbook that calls, and tells the end in its status line. A command
that only asks the server passes through here too, so nothing is loaded until it is needed.
"""


def check() -> None:
    """Check: every result, and marks at the cells with problems."""
    _run("check")


def score() -> None:
    """Write the summary of the scores."""
    _run("score")


def plan() -> None:
    """Write gaps, draft actions, and the priority of each action of the plan."""
    _run("plan")


def track() -> None:
    """Write the state of each action, and what is ready."""
    _run("track")


def submit() -> None:
    """Check, and put a copy into the outbox when nothing must be mended."""
    _run("submit")


def refresh() -> None:
    """Consolidate the province again into its open book."""
    _run("refresh")


def _run(action: str) -> None:
    from datetime import date

    import xlwings as xw

    from pso_excel.files.log import kept_log
    from pso_excel.live.perform import ActionRunner
    from pso_excel.live.request import Action, Request
    from pso_excel.live.write import STATUS, cell_named

    book = xw.Book.caller()
    request = Request(Action(action), date.today(), workbook=book.fullname)
    with kept_log():
        reply = ActionRunner().perform(request)
    if cell_named(book, STATUS) is None:
        book.app.status_bar = reply.lines[-1]
