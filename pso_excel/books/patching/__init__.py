"""A copy of a workbook with results in it, in which nothing else has changed.

Only the worksheet parts that are written to differ from the original; every other part keeps its
compressed bytes, its name and its place in the package.
"""

from collections.abc import Iterable

from pso_excel.books.patching.archive import Archive
from pso_excel.books.patching.sheet_parts import sheet_parts
from pso_excel.books.patching.splicing import BookFacts, splice
from pso_excel.engine.results.writes import Write
from pso_excel.problem import Place, Problem, Refused

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
    facts = BookFacts(sheets.date1904, _CHAIN in archive.parts)
    changed: dict[str, bytes] = {}
    for sheet, of_sheet in by_sheet.items():
        part = sheets.parts.get(sheet)
        if part is None:
            raise Refused(Problem("O003", Place(sheet=sheet)))
        changed[part] = splice(archive.read(part), of_sheet, part, facts)
    return archive.replaced(changed)
