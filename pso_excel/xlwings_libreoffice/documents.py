"""Holding a workbook back while much is written: drawn once, calculated once, undone in one.

Classes, not generators: an error of UNO does not survive the way through ``contextmanager``, which
sets its traceback as if it were any other exception.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any

STEP = "P.S.O."  # what the menu calls the step that takes all of it back


class OneStep:
    """All that is done inside is taken back by one step, whose name tells that it was ours;
    ``undo`` is the document's undo manager."""

    def __init__(self, undo: Any) -> None:
        self._undo = undo

    def __enter__(self) -> None:
        self._undo.enterUndoContext(STEP)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._undo.leaveUndoContext()


class HeldBack:
    """Whatever happens inside, the documents are drawn and calculated again afterwards."""

    def __init__(self, documents: Sequence[Any]) -> None:
        self._documents = documents
        self._after = ExitStack()

    def __enter__(self) -> None:
        with ExitStack() as after:
            for document in self._documents:
                _hold(document, after)
            self._after = after.pop_all()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._after.close()


def _hold(document: Any, after: ExitStack) -> None:
    after.enter_context(OneStep(document.getUndoManager()))
    document.lockControllers()
    after.callback(document.unlockControllers)
    document.addActionLock()
    after.callback(document.removeActionLock)
    # To switch calculation off counts as an edit: not in a workbook that has none yet.
    if document.isModified() and document.isAutomaticCalculationEnabled():
        document.enableAutomaticCalculation(False)
        after.callback(document.enableAutomaticCalculation, True)
