"""From a workbook to a submission: tables found, columns matched, rows and cells read."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.faults import refusing
from pso_excel.core.messages import term
from pso_excel.core.performance import cache_by_identity
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.files.read import BytesOrPath, bytes_of, name_of
from pso_excel.forms import TABLES
from pso_excel.forms.prefilled_rows import prefilled_rows
from pso_excel.forms.schema import FilledBy
from pso_excel.framework.pack import Framework
from pso_excel.intake.references import resolve_references
from pso_excel.intake.row_index import SheetRange, parse_reference
from pso_excel.intake.table_locator import FixedRows, locate_tables
from pso_excel.intake.table_values import read_table
from pso_excel.intake.workbook_identity import (
    VERSION,
    Identity,
    Part,
    identity_of,
    left_out,
    version_fault,
)
from pso_excel.model.submission import Row, Submission, TableRows
from pso_excel.results.cell_marks import is_mark
from pso_excel.xlsx.reader import LIMITS, Known, Limits, read_workbook
from pso_excel.xlsx.workbook import Outside, Sheet, Workbook, format_address

_EXCEL = "Excel"
ACTIVE = ("dde", "connections", "embedded", "controls", "add_ins", "ribbon")
"""What is active besides macros and links to workbooks, in the order it is listed."""
MACROS = ("macros", "xl4_macros")
BESIDES = ("notes", "pictures")
"""What people add to explain themselves, which no program reads."""
COMMAND = "PSO_COMMAND"
"""The defined name of the cell by which workbooks of version 1 say which program their buttons
start, blank as handed out. No macro of today looks at it."""
INTERPRETER = "xlwings.conf"
"""The sheet by which a workbook says which program xlwings' own add-in starts."""
MOST_TARGETS = 3
MOST_EMPTY = 5_000
"""Rows of a sheet with nothing but a format, before it is worth saying."""


def file_notes(book: Workbook) -> Iterator[Problem]:
    """F009 to F011, F018, F052 to F058: what the file carries that is not plain data."""
    place = Location(file=book.file)
    if links := book.active_content.get("external_links"):
        targets = ", ".join(book.linked_files[:MOST_TARGETS]) or "–"
        values = {
            "n": str(links),
            "cell": next(iter(book.first_linked_cells), "–"),
            "target": targets,
        }
        yield Problem("F009", place, values)
    if book.outside:
        yield Problem("F058", place, _outside(book.outside))
    for code, kinds in (("F010", MACROS), ("F052", ACTIVE), ("F054", BESIDES)):
        if any(kind in book.active_content for kind in kinds):
            yield Problem(code, place, {"what": _listed(book, kinds)})
    if comments := book.active_content.get("threaded_comments"):
        yield Problem("F011", place, {"n": str(comments)})
    if book.date1904:
        yield Problem("F018", place)
    if command := next(_own_commands(book), ""):
        yield Problem("F055", place, {"value": command[:80]})
    if "former_macros" in book.active_content:
        yield Problem("F056", place)
    yield from _oversized(book)


def is_excel(book: Workbook) -> bool:
    """Whether Excel saved the workbook, or nobody says who did."""
    return not book.application or _EXCEL in book.application


def _outside(found: Sequence[Outside]) -> dict[str, str | Bilingual]:
    """What of each kind points outside, where to, and where the first of it stands."""
    kinds: dict[str, int] = {}
    for link in found:
        kinds[link.kind] = kinds.get(link.kind, 0) + link.number
    targets = dict.fromkeys(link.target for link in found if link.target)
    places = (
        f"{link.sheet}!{link.cell}" if link.cell else link.sheet for link in found if link.sheet
    )
    return {
        "n": f"{sum(kinds.values()):,}",
        "what": _numbered((term(f"outside_{kind}"), number) for kind, number in kinds.items()),
        "target": ", ".join(list(targets)[:MOST_TARGETS]) or "–",
        "cell": next(places, "–"),
    }


def _own_commands(book: Workbook) -> Iterator[str]:
    """What the workbook itself says that its buttons start: what stands in a cell of that name, of
    the workbook or of a sheet, in capitals or not; the reference where that cannot be seen."""
    for name, text in book.names.items():
        if name.rpartition("!")[2].casefold() == COMMAND.casefold():
            area = parse_reference(text)
            sheet = area and _named(book, area.sheet)
            if area and sheet:
                yield from _texts_in(sheet, area)
            elif text and not text.endswith("#REF!"):
                yield text
    yield from (
        sheet for sheet in (*book.sheets, *book.skipped_sheets) if sheet.casefold() == INTERPRETER
    )


def _named(book: Workbook, name: str) -> Sheet | None:
    """The sheet of a name, in which capitals do not count."""
    return next(
        (sheet for sheet in book.sheets.values() if sheet.name.casefold() == name.casefold()), None
    )


def _texts_in(sheet: Sheet, within: SheetRange) -> Iterator[str]:
    """What stands in the cells of an area; the address of a formula."""
    for row, column in (*sheet.cells, *sheet.uncalculated):
        if within.top <= row <= within.bottom and within.left <= column <= within.right:
            cell = sheet.cell(row, column)
            text = cell.error if cell.value is None else str(cell.value).strip()
            if text or cell.is_formula:
                yield text or f"={sheet.name}!{format_address(row, column)}"


def _listed(book: Workbook, kinds: tuple[str, ...]) -> Bilingual:
    """Each kind that is there, with its number."""
    there = (kind for kind in kinds if kind in book.active_content)
    return _numbered((term(f"active_{kind}"), book.active_content[kind]) for kind in there)


def _numbered(told: Iterable[tuple[Bilingual, int]]) -> Bilingual:
    told = tuple(told)
    return Bilingual(
        ", ".join(f"{words.th} {number:,}" for words, number in told),
        ", ".join(f"{number:,} {words.en}" for words, number in told),
    )


def _oversized(book: Workbook) -> Iterator[Problem]:
    """F053: thousands of rows of a sheet are formatted and hold nothing."""
    for name, sheet in book.sheets.items():
        if sheet.stored_row_count > MOST_EMPTY:
            rows = {row for row, _ in sheet.cells}
            if sheet.stored_row_count - len(rows) > MOST_EMPTY:
                last = f"{max(rows, default=0):,}"
                values = {
                    "sheet": name,
                    "n": f"{sheet.stored_row_count - len(rows):,}",
                    "last": last,
                }
                yield Problem("F053", Location(file=book.file, sheet=name), values)


COVER = "S00.cover"


def read_submission(
    book: Workbook, framework: Framework, identity: Identity | None = None
) -> tuple[Submission, list[Problem]]:
    """The submission in a workbook and every fault of file, structure and single fields.

    ``identity`` is what the workbook says of itself, when that is known already.

    Raises :class:`Refused` when the workbook is not one of our forms (F004), or of a version that
    cannot be read (F006, F008).
    """
    identity = identity or identity_of(book)
    fixed = fixed_ids(framework)
    located = locate_tables(book, tuple(TABLES.values()), fixed, identity)
    if not identity.is_ours and not located.tables:
        raise Refused(Problem("F004", Location(file=book.file), {"file": book.file}))
    if fault := version_fault(identity, book.file):
        raise Refused(fault)
    language = "en" if identity.language == "en" else "th"
    problems = [*file_notes(book), *located.problems]
    if Part.IDS in left_out(book, located.tables.values()):
        problems = [
            problem for problem in problems if problem.code != "T122"
        ]  # told once, with F070
    for entries in located.tables.values():
        problems += read_table(entries, located.ground[entries.sheet], framework, language)
    problems += resolve_references(
        located.tables, {f"{COVER}.office": identity.office, f"{COVER}.round": identity.round}
    )
    if identity.is_older:
        problems.append(_migrated(identity, located.tables, book.file))
    return _submission(book, identity, located.tables, framework), problems


def _migrated(identity: Identity, tables: Mapping[str, TableRows], file: str) -> Problem:
    """F007: an older version, read as today's; with the number of cells the office filled in."""
    count = sum(
        not row.is_blank(field.id)
        for entries in tables.values()
        for field in entries.table.fields
        if field.writer is FilledBy.OFFICE
        for row in entries.rows
    )
    values = {"v": identity.version, "cur": str(VERSION), "n": str(count)}
    return Problem("F007", Location(file=file), values)


@cache_by_identity
def fixed_ids(framework: Framework) -> FixedRows:
    """The row ids of the framework's rows with their names, by what a table's ``fixed`` names."""
    names = {item.code: item.name for item in (*framework.systems, *framework.indicators)}
    names |= {item.code: item.text for item in framework.readiness}
    return {
        table.fixed: {row.key: names[row.key] for row in prefilled_rows(table, framework)}
        for table in TABLES.values()
        if table.fixed
    }


def _submission(
    book: Workbook, identity: Identity, tables: Mapping[str, TableRows], framework: Framework
) -> Submission:
    cover = tables.get(COVER)
    said = cover.rows[0] if cover and cover.rows else Row(0)
    return Submission(
        file=book.file,
        office=said.text("office") or identity.office,
        office_name=said.text("office_name"),
        province=said.text("province"),
        round=said.text("round") or identity.round,
        framework=identity.framework or framework.edition,
        template=identity.template or _kind_of(tables),
        version=identity.version,
        language=identity.language or "th",
        scoring=identity.scoring,
        stages=_stages(identity, tables),
        tables=dict(tables),
    )


def _stages(identity: Identity, tables: Mapping[str, TableRows]) -> tuple[str, ...]:
    """The one stage of a single-stage workbook, else every numbered stage it has a table of."""
    if identity.stage:
        return (identity.stage,)
    found = dict.fromkeys(tables[table_id].table.stage for table_id in TABLES if table_id in tables)
    return tuple(stage for stage in found if stage[1:].isdecimal())


def _kind_of(tables: Mapping[str, TableRows]) -> str:
    """What a workbook that lost its identity looks like."""
    stages = [stage for stage in _stages(Identity(), tables) if stage not in ("S00", "S05")]
    return f"stage:{stages[0]}" if len(stages) == 1 else "office"


def read_book(
    source: BytesOrPath,
    file: str = "",
    *,
    limits: Limits = LIMITS,
    leave_out: Container[str] = (),
) -> Workbook:
    """Read a workbook (``.xlsx``, ``.xlsm``), its bytes or its path; nothing in it is run or
    followed.

    ``file`` is its name for messages (default: that of the path); the sheets named in ``leave_out``
    are not read, only listed in ``Workbook.skipped_sheets``. The macros of our own buttons and the
    notes of our own marks are not in ``Workbook.active_content``; macros of an earlier version are,
    under a key of their own.
    Raises nothing but :class:`Refused`, with one of the codes F001 to F003, F021 to F040, F041
    to F047, F050, F051; TypeError for an argument of another kind.
    """
    file = name_of(source, file)
    data = bytes_of(source, limits.file_bytes)
    with refusing(file):
        book = read_workbook(data, limits=limits, leave_out=leave_out, known=_KNOWN)
    book.file = file
    return book


def _whose_macros(vba: bytes) -> str:
    from pso_excel.buttons.own_macros import origin

    return {"ours": "", "former": "former_macros", "foreign": "macros"}[origin(vba)]


_KNOWN = Known(_whose_macros, is_mark)
