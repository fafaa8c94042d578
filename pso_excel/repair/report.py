"""What a repair did, as problems of the M series, and the left values with their reasons."""

from collections import Counter
from collections.abc import Iterator
from sys import intern

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term_in, value_text
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.schema import FilledBy, Shape
from pso_excel.intake import fixed_ids
from pso_excel.intake.workbook_identity import VERSION
from pso_excel.repair.carry_over import RESULTS, Carried
from pso_excel.repair.found_table import FoundTable, MatchedBy
from pso_excel.repair.unplaced_sheet import UnplacedValue
from pso_excel.xlsx.workbook import column_letters, parse_address

_BY = {MatchedBy.HEADER: "M003", MatchedBy.LIKENESS: "M004", MatchedBy.POSITION: "M005"}
MOST_NAMED = 6
LOST_VALUES = frozenset({"why_lost", "why_lost_outside"})


def report(carried: Carried, file: str, left: int) -> Iterator[Problem]:
    """M001 what was placed, M002 what was not, then how the tables were found: M003 by header, M004
    by likeness, M005 by position, M006 a sheet known by another name, M007 rows made anew, M008 a
    copy of a sheet, M012 tables and M015 fields made anew, M013 rows by their order, M020 rows by
    their codes, M021 a workbook without formulas."""
    values = {"n": str(carried.placed), "file": file, "cur": str(VERSION)}
    yield Problem("M001", values={**values, "v": str(carried.old.version)})
    if left:
        yield Problem("M002", values={"n": str(left)})
    if carried.old.values_only:
        yield Problem("M021")
    for table in carried.old.standings.values():
        if table.table.stage not in RESULTS:
            yield from _found_problems(table)
            yield from _followed(table)
            yield from _made_anew(table, carried)
            yield from _fields_lost(table, carried)
    yield from _renamed(carried)
    for sheet in dict.fromkeys(table.sheet for table in carried.old.copies):
        values = {"sheet": sheet, "n": str(carried.repeated)}
        yield Problem("M008", Location(sheet=sheet), values)
    yield from _lost_tables(carried)


def _found_problems(table: FoundTable) -> Iterator[Problem]:
    for how, fields in table.recognised().items():
        if how in _BY and fields:
            place = Location(sheet=table.placed.sheet, stage=table.table.stage)
            labels = [field.label for field in fields]
            columns = [_where(table, field.id) for field in fields]
            values = {"table": table.table.title, "n": str(len(fields))}
            yield Problem(
                _BY[how],
                place,
                {**values, "fields": _listed(labels), "columns": ", ".join(columns[:MOST_NAMED])},
            )
    if table.by_order:
        place = Location(sheet=table.placed.sheet, stage=table.table.stage)
        yield Problem("M013", place, {"table": table.table.title})


def _followed(table: FoundTable) -> Iterator[Problem]:
    if table.followed:
        place = Location(sheet=table.placed.sheet, stage=table.table.stage)
        values = {"table": table.table.title, "n": str(table.followed)}
        yield Problem("M020", place, values)


def _where(table: FoundTable, field_id: str) -> str:
    column = column_letters(table.columns[field_id])
    return f"{column}{table.lines[field_id]}" if table.is_record else column


def _listed(labels: list[Bilingual]) -> Bilingual:
    more = "" if len(labels) <= MOST_NAMED else ", …"
    return Bilingual(*(", ".join(words[n] for words in labels[:MOST_NAMED]) + more for n in (0, 1)))


def _made_anew(table: FoundTable, carried: Carried) -> Iterator[Problem]:
    """M007: rows of the framework that were lost."""
    keys = fixed_ids(carried.old.framework).get(table.table.fixed, ())
    lost = [key for key in keys if key not in table.rows.values()]
    if lost:
        shown = ", ".join(lost[:MOST_NAMED]) + (", …" if len(lost) > MOST_NAMED else "")
        place = Location(sheet=table.placed.sheet, stage=table.table.stage)
        values = {"table": table.table.title, "n": str(len(lost)), "items": shown}
        yield Problem("M007", place, values)


def _fields_lost(table: FoundTable, carried: Carried) -> Iterator[Problem]:
    """M015: fields of a table that the old workbook no longer has, and that had come by then."""
    lost = [
        field.label
        for field in table.table.fields
        if field.writer is FilledBy.OFFICE
        and field.id not in table.columns
        and field.since_version <= carried.old.version
    ]
    if lost:
        place = Location(sheet=table.placed.sheet, stage=table.table.stage)
        values = {"table": table.table.title, "n": str(len(lost)), "fields": _listed(lost)}
        yield Problem("M015", place, values)


def _renamed(carried: Carried) -> Iterator[Problem]:
    names = {
        (table.sheet, table.placed.sheet)
        for table in carried.old.standings.values()
        if table.sheet != table.placed.sheet
    }
    for old, new in sorted(names):
        yield Problem("M006", Location(sheet=new), {"old": old, "sheet": new})


def _lost_tables(carried: Carried) -> Iterator[Problem]:
    """M012: tables of the form that the old workbook no longer has."""
    for table_id, placed in carried.tables.items():
        if table_id not in carried.old.standings and placed.table.stage not in RESULTS:
            place = Location(sheet=placed.sheet, stage=placed.table.stage)
            yield Problem("M012", place, {"table": placed.table.title, "sheet": placed.sheet})


def renewal(
    carried: Carried, file: str, before: str, round_code: str, left: int
) -> Iterator[Problem]:
    """M011 what was carried into the new round, M002 what had no place there, M020 rows by their
    codes."""
    counts: Counter[str] = Counter()
    for field_id, table in carried.old.standings.items():
        if table.table.carried_to_next_round:
            yield from _followed(table)
            counts[field_id] = len(table.rows) or int(table.table.shape is Shape.RECORD)
    values = {"n": str(carried.placed), "file": file, "old": before or "–", "round": round_code}
    yield Problem("M011", values={**values, "tables": str(sum(n > 0 for n in counts.values()))})
    if left:
        yield Problem("M002", values={"n": str(left)})


def lost_of(carried: Carried) -> int:
    """How many of the values that are left over could not be read."""
    return sum(unplaced.why in LOST_VALUES for unplaced in carried.unplaced)


def lost_values(carried: Carried, cells: int) -> Iterator[Problem]:
    """M018 values that the damage of the file has cost; ``cells`` stand nowhere."""
    listed = lost_of(carried)
    if n := listed + cells:
        yield Problem("M018", values={"n": str(n), "listed": str(listed)})


def worded_kept(carried: Carried) -> list[UnplacedValue]:
    """The left values in the order of the old workbook, each with its reason in its language."""
    sheets = {name: number for number, name in enumerate(carried.old.book.sheets)}
    return [
        UnplacedValue(
            unplaced.sheet,
            unplaced.cell,
            unplaced.value,
            unplaced.formula,
            intern(
                term_in(unplaced.why, carried.language).format(
                    **{
                        key: value_text(value, carried.language)
                        for key, value in unplaced.values.items()
                    }
                )
            ),
        )
        for unplaced in sorted(
            carried.unplaced, key=lambda unplaced: (sheets[unplaced.sheet], _spot(unplaced.cell))
        )
    ]


def _spot(cell: str) -> tuple[int, int]:
    return parse_address(cell) if cell else (0, 0)
