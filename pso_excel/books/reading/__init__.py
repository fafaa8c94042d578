"""The only door for untrusted workbooks: bytes in, a :class:`Book` or one coded refusal out."""

from collections.abc import Container

from pso_excel.book import Book, Sheet
from pso_excel.books.reading.activity import count_active, first_linked
from pso_excel.books.reading.contents import Contents, Tab, read_contents
from pso_excel.books.reading.documents import read_application, read_custom
from pso_excel.books.reading.formats import read_formats
from pso_excel.books.reading.kinds import refuse_kind
from pso_excel.books.reading.limits import LIMITS, Limits, refuse
from pso_excel.books.reading.links import link_targets
from pso_excel.books.reading.package import Package, open_package
from pso_excel.books.reading.relations import Relation, parts_of_kind, read_relations
from pso_excel.books.reading.sheets import read_sheet
from pso_excel.books.reading.strings import Strings, read_strings
from pso_excel.books.reading.values import CellMaker
from pso_excel.expected import expect
from pso_excel.problem import Refused

__all__ = ["LIMITS", "Limits", "read_book"]


def read_book(
    data: bytes, file: str = "", *, limits: Limits = LIMITS, leave_out: Container[str] = ()
) -> Book:
    """Read a workbook (``.xlsx``, ``.xlsm``) from its bytes; nothing in it is run or followed.

    ``file`` is its name for messages; the sheets named in ``leave_out`` are not read, only listed
    in ``Book.unread``. Raises nothing but :class:`Refused`, with one of the codes F001 to F003,
    F021 to F040, F050, F051; TypeError for an argument of another kind.
    """
    expect("data", data, bytes)
    expect("file", file, str)
    expect("limits", limits, Limits)
    try:
        return _read(data, file, limits, leave_out)
    except Refused as refused:
        raise Refused(refused.problem.at(file=file)) from None


def _read(data: bytes, file: str, limits: Limits, leave_out: Container[str]) -> Book:
    package = open_package(data, limits)
    top = read_relations(package)
    roots = parts_of_kind(top, "officeDocument", package)
    if not roots:
        refuse("F001")
    if roots[0].endswith(".bin"):
        refuse_kind(".xlsb")
    relations = read_relations(package, roots[0])
    contents = read_contents(package, roots[0])
    if not contents.tabs:
        refuse("F038", part=roots[0])
    book = Book(file=file, names=contents.names, date1904=contents.date1904)
    _read_sheets(package, book, contents, relations, leave_out)
    book.active = count_active(package, relations)
    if "external_links" in book.active:
        book.linked = _linked(package, contents, relations)
        book.targets = link_targets(package)
    for part in parts_of_kind(top, "custom-properties", package)[:1]:
        book.properties = read_custom(package, part)
    for part in parts_of_kind(top, "extended-properties", package)[:1]:
        book.application = read_application(package, part)
    return book


def _read_sheets(
    package: Package,
    book: Book,
    contents: Contents,
    relations: dict[str, Relation],
    leave_out: Container[str],
) -> None:
    maker = _cell_maker(package, relations, contents.date1904)
    room = package.limits.cells
    unread: list[str] = []
    for tab in contents.tabs:
        part = _worksheet(package, tab, relations)
        if not part or tab.name in leave_out:
            unread.append(tab.name)
            continue
        if tab.name in book.sheets:
            refuse("F040", sheet=tab.name)
        sheet = book.sheets[tab.name] = Sheet(tab.name, tab.visible)
        read_sheet(package, part, sheet, maker, room)
        package.budget.take_cells(sheet)
        room -= len(sheet.cells) + len(sheet.uncalculated)
    book.unread = tuple(unread)


def _linked(
    package: Package, contents: Contents, relations: dict[str, Relation]
) -> tuple[str, ...]:
    """The first cell of each sheet that refers to another workbook."""
    parts = ((tab.name, _worksheet(package, tab, relations)) for tab in contents.tabs)
    found = ((name, first_linked(package, part)) for name, part in parts if part)
    return tuple(f"{name}!{cell}" for name, cell in found if cell)


def _worksheet(package: Package, tab: Tab, relations: dict[str, Relation]) -> str:
    """The sheet's part; empty for a chart or macro sheet, which holds no cells to read.

    Refuses F040 when the part of a worksheet is missing or lies outside the file.
    """
    relation = relations.get(tab.relation)
    if relation is None or (relation.kind == "worksheet" and relation.part not in package):
        refuse("F040", sheet=tab.name)
    if not relation.part:
        refuse("F040", sheet=tab.name)
    return relation.part if relation.kind == "worksheet" else ""


def _cell_maker(package: Package, relations: dict[str, Relation], date1904: bool) -> CellMaker:
    strings = parts_of_kind(relations, "sharedStrings", package)
    styles = parts_of_kind(relations, "styles", package)
    return CellMaker(
        read_strings(package, strings[0]) if strings else Strings(package.budget),
        read_formats(package, styles[0]) if styles else (),
        date1904,
    )
