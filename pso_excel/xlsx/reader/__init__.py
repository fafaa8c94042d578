"""The only door for untrusted workbooks: bytes in, a :class:`Workbook` or one coded refusal out."""

from collections.abc import Container

from pso_excel.core.expected import expect
from pso_excel.core.problem import Refused
from pso_excel.xlsx.reader.active_content import (
    NOTHING_KNOWN,
    Known,
    RichValues,
    active_parts,
    count_active,
)
from pso_excel.xlsx.reader.formulas import are_suspect, is_path, shown_target
from pso_excel.xlsx.reader.limits import LIMITS, Limits, refuse
from pso_excel.xlsx.reader.outside_links import OutsideFound, add_paths, add_relations
from pso_excel.xlsx.reader.package import Package, open_package, refuse_kind
from pso_excel.xlsx.reader.parts import (
    Contents,
    Relation,
    SheetEntry,
    every_relation,
    part_of_kind,
    read_contents,
    read_custom,
    read_relations,
    read_saved,
)
from pso_excel.xlsx.reader.sheet import read_sheet
from pso_excel.xlsx.reader.text import Strings, read_strings
from pso_excel.xlsx.reader.values import CellBuilder, read_formats
from pso_excel.xlsx.workbook import Sheet, Workbook

__all__ = ["LIMITS", "NOTHING_KNOWN", "Known", "Limits", "read_book"]


def read_book(
    data: bytes,
    file: str = "",
    *,
    limits: Limits = LIMITS,
    leave_out: Container[str] = (),
    known: Known = NOTHING_KNOWN,
) -> Workbook:
    """Read a workbook (``.xlsx``, ``.xlsm``) from its bytes; nothing in it is run or followed.

    ``file`` is its name for messages; the sheets named in ``leave_out`` are not read, only listed
    in ``Workbook.skipped_sheets``; ``known`` is what need not be told in
    ``Workbook.active_content``. Raises nothing but :class:`Refused`, with one of the codes F001 to
    F003, F021 to F040, F046, F047, F050, F051; TypeError for an argument of another kind.
    """
    expect("data", data, bytes)
    expect("file", file, str)
    expect("limits", limits, Limits)
    try:
        return _read(data, file, limits, leave_out, known)
    except Refused as refused:
        raise Refused(refused.problem.with_location(file=file)) from None


def _read(
    data: bytes, file: str, limits: Limits, leave_out: Container[str], known: Known
) -> Workbook:
    package = open_package(data, limits)
    top = read_relations(package)
    root = part_of_kind(top, "officeDocument", package)
    if not root:
        refuse("F001")
    if root.endswith(".bin"):
        refuse_kind(".xlsb")
    relations = read_relations(package, root)
    contents = read_contents(package, root)
    if not contents.tabs:
        refuse("F038", part=root)
    book = Workbook(file=file, names=contents.names, date1904=contents.date1904)
    outside = OutsideFound()
    _read_sheets(package, book, contents, relations, leave_out, outside)
    if part := part_of_kind(top, "custom-properties", package):
        book.properties = read_custom(package, part)
    if part := part_of_kind(top, "extended-properties", package):
        book.application, base = read_saved(package, part)
        if is_path(base):
            outside.add("links", shown_target(base))
    every = tuple(every_relation(package, {"": top, root: relations}))
    _read_active_content(package, book, contents, every, outside, known)
    return book


def _read_active_content(
    package: Package,
    book: Workbook,
    contents: Contents,
    relations: tuple[Relation, ...],
    outside: OutsideFound,
    known: Known,
) -> None:
    """What the book holds besides plain data, and what of it points outside; ``relations`` are
    those of all parts."""
    active = active_parts(package, relations)
    book.active_content = count_active(package, relations, active, known)
    used = {relation.id: relation.part for relation in relations if relation.kind == "worksheet"}
    sheets = {used[tab.relation]: tab.name for tab in contents.tabs if tab.relation in used}
    links = {part for part, what in active.items() if what == "external_links"}
    targets = add_relations(outside, relations, sheets, links)
    if are_suspect("\n".join(contents.names.values())):  # all at once, for hardly any ever is
        for name, text in contents.names.items():
            outside.formula("names", text, name.rpartition("!")[0])
    for path in contents.published:
        outside.add("others", shown_target(path))
    add_paths(outside, package, {*sheets, *active})
    if links:
        book.first_linked_cells = tuple(f"{name}!{cell}" for name, cell in outside.linked.items())
        book.linked_files = targets
    book.outside = outside.listed()


def _read_sheets(
    package: Package,
    book: Workbook,
    contents: Contents,
    relations: dict[str, Relation],
    leave_out: Container[str],
    outside: OutsideFound,
) -> None:
    maker = _cell_maker(package, relations, contents.date1904)
    room = package.limits.cells
    unread: list[str] = []
    names: set[str] = set()
    for tab in contents.tabs:
        part = _worksheet(package, tab, relations)
        if tab.name.casefold() in names:
            refuse("F040", sheet=tab.name)
        names.add(tab.name.casefold())
        if not part or tab.name in leave_out:
            unread.append(tab.name)
            continue
        sheet = book.sheets[tab.name] = Sheet(tab.name, tab.visible)
        read_sheet(package, part, sheet, maker, room, outside)
        package.budget.take_cells(sheet)
        room -= len(sheet.cells) + len(sheet.uncalculated)
    book.skipped_sheets = tuple(unread)


def _worksheet(package: Package, tab: SheetEntry, relations: dict[str, Relation]) -> str:
    """The sheet's part; empty for a chart or macro sheet, which holds no cells to read.

    Refuses F040 when the part of a worksheet is missing or lies outside the file.
    """
    relation = relations.get(tab.relation)
    if relation is None or (relation.kind == "worksheet" and relation.part not in package):
        refuse("F040", sheet=tab.name)
    if not relation.part:
        refuse("F040", sheet=tab.name)
    return relation.part if relation.kind == "worksheet" else ""


def _cell_maker(package: Package, relations: dict[str, Relation], date1904: bool) -> CellBuilder:
    strings = part_of_kind(relations, "sharedStrings", package)
    styles = part_of_kind(relations, "styles", package)
    return CellBuilder(
        read_strings(package, strings) if strings else Strings(package.budget),
        read_formats(package, styles) if styles else (),
        date1904,
        RichValues(package, relations).is_picture,
    )
