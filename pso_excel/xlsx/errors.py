"""Why a workbook cannot be read, or not be written: a code, the place and what to quote."""

from typing import NoReturn

REASONS = {
    "F001": "not a workbook, or damaged",
    "F002": "encrypted with a password",
    "F003": "another kind of file",
    "F021": "empty",
    "F022": "an archive that holds a workbook",
    "F023": "more bytes unpacked than the limit",
    "F024": "too many parts in the package",
    "F025": "a DOCTYPE in a part",
    "F026": "XML nested too deep",
    "F027": "a part name or a relationship that leads out of the package",
    "F028": "the same part twice",
    "F029": "a cell or row whose address is impossible, or comes twice",
    "F030": "the file is larger than the limit",
    "F031": "too much text in all",
    "F032": "too many different texts",
    "F033": "too many filled cells",
    "F034": "one text longer than the limit",
    "F035": "too many merged ranges",
    "F036": "too many defined names",
    "F037": "too many cell styles",
    "F038": "parts that contradict each other",
    "F039": "too many sheets",
    "F040": "a sheet without content, or two of one name",
    "F046": "built so that two programs could read two values",
    "F047": "a part that is not in the namespace of workbooks",
    "F050": "too many data validations",
    "F051": "too many XML elements, or one too long",
    "O001": "not built as a patch needs it",
    "O003": "a sheet to be written is not there",
    "O004": "a formula stands where a value is to be written",
    "O005": "digitally signed",
}
"""Every code: the reader gives those with F, the patcher those with O."""


class WorkbookError(Exception):
    """The whole workbook cannot be read (F...), or a value cannot be written into it (O...).

    ``code`` is one of :data:`REASONS`. ``sheet`` and ``cell`` say where, empty when that is not
    known; ``values`` are texts about it: ``max`` the limit that was passed, ``part`` the part of
    the package, ``ext`` and ``kind`` what another kind of file is.
    """

    def __init__(self, code: str, *, sheet: str = "", cell: str = "", **values: str) -> None:
        super().__init__(code, REASONS[code], sheet, cell, values)
        self.code, self.sheet, self.cell = code, sheet, cell
        self.values = values


def refuse(code: str, *, sheet: str = "", cell: str = "", **values: str) -> NoReturn:
    """Raise the error of the whole workbook."""
    raise WorkbookError(code, sheet=sheet, cell=cell, **values)


def refuse_more_than(code: str, limit: int, **values: str) -> NoReturn:
    """Raise the error of a count that passed its limit."""
    refuse(code, max=f"{limit:,}", **values)
