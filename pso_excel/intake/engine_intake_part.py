"""From a workbook to what the office filled in: typed rows, and everything that was wrong.

Values are read as officers type them and kept as their field's kind asks; what cannot be read stays
apart, as typed (``Row.bad``).
"""

from collections.abc import Mapping

from pso_excel.core.performance import once
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.forms import TABLES
from pso_excel.forms.prefilled_rows import starting_rows
from pso_excel.forms.schema import Writer
from pso_excel.framework.pack import Framework
from pso_excel.intake import file_notes
from pso_excel.intake.references import link
from pso_excel.intake.table_locator import FixedRows, locate_on
from pso_excel.intake.table_values import take_table
from pso_excel.intake.workbook_identity import VERSION, Identity, identity_of, version_fault
from pso_excel.intake.workbook_identity__intake_left_out_part import Part, left_out
from pso_excel.model.submission import Entries, Row, Submission
from pso_excel.xlsx.workbook import Book

COVER = "S00.cover"


def take_submission(book: Book, framework: Framework) -> tuple[Submission, list[Problem]]:
    """The submission in a workbook and every fault of file, structure and single fields.

    Raises :class:`Refused` when the workbook is not one of our forms (F004), or of a version that
    cannot be read (F006, F008).
    """
    identity = identity_of(book)
    fixed = fixed_ids(framework)
    found = locate_on(book, tuple(TABLES.values()), fixed)
    if not identity.is_ours and not found.tables:
        raise Refused(Problem("F004", Place(file=book.file), {"file": book.file}))
    if fault := version_fault(identity, book.file):
        raise Refused(fault)
    language = "en" if identity.language == "en" else "th"
    problems = [*file_notes(book), *found.problems]
    if Part.IDS in left_out(book, found.tables.values()):
        problems = [one for one in problems if one.code != "T122"]  # told once, with F070
    for entries in found.tables.values():
        problems += take_table(entries, found.ground[entries.sheet], framework, language)
    problems += link(
        found.tables, {f"{COVER}.office": identity.office, f"{COVER}.round": identity.round}
    )
    if identity.is_older:
        problems.append(_migrated(identity, found.tables, book.file))
    return _submission(book, identity, found.tables, framework), problems


def _migrated(identity: Identity, tables: Mapping[str, Entries], file: str) -> Problem:
    """F007: an older version, read as today's; with the number of cells the office filled in."""
    count = sum(
        not row.is_blank(one.id)
        for entries in tables.values()
        for one in entries.table.fields
        if one.writer is Writer.OFFICE
        for row in entries.rows
    )
    values = {"v": identity.version, "cur": str(VERSION), "n": str(count)}
    return Problem("F007", Place(file=file), values)


@once
def fixed_ids(framework: Framework) -> FixedRows:
    """The row ids of the framework's rows with their names, by what a table's ``fixed`` names."""
    names = {one.code: one.name for one in (*framework.systems, *framework.indicators)}
    names |= {one.code: one.text for one in framework.readiness}
    return {
        table.fixed: {row.key: names[row.key] for row in starting_rows(table, framework)}
        for table in TABLES.values()
        if table.fixed
    }


def _submission(
    book: Book, identity: Identity, tables: Mapping[str, Entries], framework: Framework
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


def _stages(identity: Identity, tables: Mapping[str, Entries]) -> tuple[str, ...]:
    """The one stage of a single-stage workbook, else every numbered stage it has a table of."""
    if identity.stage:
        return (identity.stage,)
    found = dict.fromkeys(tables[id].table.stage for id in TABLES if id in tables)
    return tuple(stage for stage in found if stage[1:].isdecimal())


def _kind_of(tables: Mapping[str, Entries]) -> str:
    """What a workbook that lost its identity looks like."""
    stages = [stage for stage in _stages(Identity(), tables) if stage not in ("S00", "S05")]
    return f"stage:{stages[0]}" if len(stages) == 1 else "office"
