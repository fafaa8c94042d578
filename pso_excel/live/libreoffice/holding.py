"""Holding a workbook back while much is written: drawn once, calculated once, undone in one."""

from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

STEP = "P.S.O."  # what the menu calls the step that takes all of it back


@contextmanager
def held_back(documents: Sequence[Any]) -> Generator[None]:
    """Whatever happens inside, the documents are drawn and calculated again afterwards."""
    with ExitStack() as after:
        for document in documents:
            _hold(document, after)
        yield


@contextmanager
def one_step(undo: Any) -> Generator[None]:
    """All that is done inside is taken back by one step, whose name tells that it was ours;
    ``undo`` is the document's undo manager."""
    undo.enterUndoContext(STEP)
    try:
        yield
    finally:
        undo.leaveUndoContext()


def _hold(document: Any, after: ExitStack) -> None:
    after.enter_context(one_step(document.getUndoManager()))
    document.lockControllers()
    after.callback(document.unlockControllers)
    document.addActionLock()
    after.callback(document.removeActionLock)
    # To switch calculation off counts as an edit: not in a workbook that has none yet.
    if document.isModified() and document.isAutomaticCalculationEnabled():
        document.enableAutomaticCalculation(False)
        after.callback(document.enableAutomaticCalculation, True)
