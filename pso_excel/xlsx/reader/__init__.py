"""The door for untrusted workbooks: bytes in, a :class:`Workbook` or one coded error out."""

from collections.abc import Container, Iterator

from pso_excel.xlsx.errors import WorkbookError, refuse
from pso_excel.xlsx.reader.active_content import (
    NOTHING_KNOWN,
    Known,
    RichValues,
    active_parts,
    count_active,
)
from pso_excel.xlsx.reader.formulas import are_suspect, is_path, shown_target
from pso_excel.xlsx.reader.limits import LIMITS, Limits
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

__all__ = ["LIMITS", "NOTHING_KNOWN", "Known", "Limits", "WorkbookError", "read_workbook"]


def read_workbook(
    data: bytes,
    *,
    limits: Limits = LIMITS,
    leave_out: Container[str] = (),
    known: Known = NOTHING_KNOWN,
) -> Workbook:
    """Read a workbook (``.xlsx``, ``.xlsm``) from its bytes; nothing in it is run or followed.

    The sheets named in ``leave_out`` are not read, only listed in ``Workbook.skipped_sheets``;
    ``known`` is what need not be told in ``Workbook.active_content``. Raises nothing but
    :class:`WorkbookError`, and TypeError for an argument of another kind.
    """
    _expect(data, limits)
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
    book = Workbook(names=contents.names, date1904=contents.date1904)
    outside = OutsideFound()
    builder = _cell_builder(package, relations, contents.date1904)
    for tab, part in _worksheets(package, contents, relations):
        if not part or tab.name in leave_out:
            book.skipped_sheets += (tab.name,)
        else:
            book.sheets[tab.name] = sheet = Sheet(tab.name, tab.visible)
            read_sheet(package, part, sheet, builder, outside)
    if part := part_of_kind(top, "custom-properties", package):
        book.properties = read_custom(package, part)
    if part := part_of_kind(top, "extended-properties", package):
        book.application, base = read_saved(package, part)
        if is_path(base):
            outside.add("links", shown_target(base))
    every = tuple(every_relation(package, {"": top, root: relations}))
    _read_active_content(package, book, contents, every, outside, known)
    return book


def _expect(data: object, limits: object) -> None:
    if not isinstance(data, bytes):
        raise TypeError(f"data must be bytes, not {type(data).__name__}")
    if not isinstance(limits, Limits):
        raise TypeError(f"limits must be Limits, not {type(limits).__name__}")


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


def _worksheets(
    package: Package, contents: Contents, relations: dict[str, Relation]
) -> Iterator[tuple[SheetEntry, str]]:
    """Each sheet with its part. Refuses F040 two of one name."""
    names: set[str] = set()
    for tab in contents.tabs:
        part = _worksheet(package, tab, relations)
        if tab.name.casefold() in names:
            refuse("F040", sheet=tab.name)
        names.add(tab.name.casefold())
        yield tab, part


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


def _cell_builder(package: Package, relations: dict[str, Relation], date1904: bool) -> CellBuilder:
    strings = part_of_kind(relations, "sharedStrings", package)
    styles = part_of_kind(relations, "styles", package)
    return CellBuilder(
        read_strings(package, strings) if strings else Strings(package.budget),
        read_formats(package, styles) if styles else (),
        date1904,
        RichValues(package, relations).is_picture,
    )
