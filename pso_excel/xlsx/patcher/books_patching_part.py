"""A copy of a workbook with results in it, in which nothing else has changed.

Only the worksheet parts that are written to differ from the original, and the styles when a text
that begins as a formula needs one that keeps it a text; every other part keeps its compressed
bytes, its name and its place in the package.
"""

from collections.abc import Iterable

from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.xlsx.patcher import sheet_parts
from pso_excel.xlsx.patcher.sheet_edit import BookFacts, splice
from pso_excel.xlsx.patcher.styles import Styles
from pso_excel.xlsx.patcher.zip_archive import Archive
from pso_excel.xlsx.workbook__results_writes_part import Write

_CHAIN = "xl/calcchain.xml"
_SIGNATURES = "_xmlsignatures/"


def patch_copy(data: bytes, writes: Iterable[Write]) -> bytes:
    """The workbook in ``data`` with the writes in it; the same bytes for the same arguments.

    Refused when it cannot be done without touching anything else, so that the results belong into
    a workbook of their own: O001 the package or a sheet is not built as expected, O003 a sheet is
    gone, O004 a formula in a cell to be written that other parts of the book rely on, O005 the
    workbook is digitally signed.
    """
    by_sheet: dict[str, list[Write]] = {}
    for write in writes:
        by_sheet.setdefault(write.sheet, []).append(write)
    if not by_sheet:
        return data
    archive = Archive(data)
    if any(part.startswith(_SIGNATURES) for part in archive.parts):
        raise Refused(Problem("O005"))
    sheets = sheet_parts(archive)
    styles = _Styles(archive, sheets.styles)
    facts = BookFacts(sheets.date1904, _CHAIN in archive.parts, styles.quoted)
    changed: dict[str, bytes] = {}
    for sheet, of_sheet in by_sheet.items():
        part = sheets.parts.get(sheet)
        if part is None:
            raise Refused(Problem("O003", Place(sheet=sheet)))
        changed[part] = splice(archive.read(part), of_sheet, part, facts)
    return archive.replaced({**changed, **styles.changed()})


class _Styles:
    """The styles of the workbook, read when the first text needs one."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._archive, self._part = archive, part or "styles"
        self._read: Styles | None = None

    def quoted(self, style: str) -> str:
        """The number of the style like that one with the quote prefix."""
        if self._read is None:
            self._read = Styles(self._archive.read(self._part), self._part)
        return self._read.quoted(style)

    def changed(self) -> dict[str, bytes]:
        """The part of the styles, when it has changed."""
        found = self._read
        return {self._part: found.changed()} if found is not None and found.is_changed else {}
