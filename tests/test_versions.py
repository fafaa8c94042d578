"""A workbook of every released version of the template is read as if it were of today."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from pso_excel.core import thai
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.faults import patch_copy
from pso_excel.forms import TABLES
from pso_excel.forms.choices import words_of
from pso_excel.forms.layout import CHECK, HELPERS
from pso_excel.forms.schema import Field, Kind, Table
from pso_excel.intake import read_book
from pso_excel.intake.workbook_identity import OLDEST, VERSION, identity_of
from pso_excel.model.scorecard import Assessment
from pso_excel.model.submission import Value
from pso_excel.pipeline import OpenedWorkbook, check_office, check_workbook, open_office
from pso_excel.xlsx.workbook import CellWrite, Sheet, format_address
from tests.released import VERSIONS, Released, released

ASOF = date(2026, 3, 31)
EVERY = [pytest.param(release, id=f"{release.version}-{release.name}") for release in released()]
OFFICE = next(
    release for release in released() if (release.version, release.name) == (1, "office_th")
)


@cache
def opened(release: Released) -> OpenedWorkbook:
    return open_office(release.data, release.name)


@cache
def checked(release: Released) -> Assessment:
    return check_office(release.data, ASOF, release.name)


def codes(data: bytes) -> list[str]:
    return sorted(problem.code for problem in check_office(data, ASOF).problems)


def as_typed(field: Field, value: Value) -> tuple[str | Decimal | date, ...]:
    """How a value read may be typed; numbers and days as such."""
    if field.kind is Kind.CHOICE and isinstance(value, str):
        return tuple(words_of(field.choices, value))
    return (", ".join(value) if isinstance(value, tuple) else value,)


def meant(field: Field, text: str) -> str | Decimal | date | None:
    if field.kind is Kind.DATE:
        return thai.day(text).value
    return thai.number(text) if thai.number(text) is not None and _is_number(field) else text


def _is_number(field: Field) -> bool:
    return field.kind in (Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.LEVEL)


def test_workbooks_of_every_older_version_are_kept() -> None:
    assert tuple(range(OLDEST, VERSION)) == VERSIONS


@pytest.mark.parametrize("release", EVERY)
def test_every_value_typed_is_read_in_its_field(release: Released) -> None:
    submission = opened(release).submission
    for table_id, rows in release.typed.items():
        entries = submission.tables[table_id]
        found = {row.row_id or "@": row for row in entries.rows}
        for rid, line in rows.items():
            row = found[rid] if line else None
            for old, text in line.items():
                field = entries.table.field(entries.table.former(release.version).get(old, old))
                value = row.get(field.id) if row else None
                assert value is not None, f"{table_id}.{field.id} {rid}"
                assert meant(field, text) in as_typed(field, value)


@pytest.mark.parametrize("release", EVERY)
def test_the_score_is_what_it_was(release: Released) -> None:
    card = checked(release).scorecard
    assert card is not None
    assert str(card.official) == release.official


@pytest.mark.parametrize("release", EVERY)
def test_nothing_is_told_of_the_form_but_that_it_was_migrated(release: Released) -> None:
    """What is told of the answers grows with the rules; the file and the form are as they were."""
    new = [
        problem.code for problem in checked(release).problems if problem.code not in release.codes
    ]
    assert [code for code in new if code[0] in "FTGI"] == ["F007"]


def test_F007_fires_with_the_number_of_cells_carried_over() -> None:
    (found_problem,) = [
        problem for problem in open_office(OFFICE.data).problems if problem.code == "F007"
    ]
    typed = sum(len(row) for rows in OFFICE.typed.values() for row in rows.values())
    assert (found_problem.values["v"], found_problem.values["cur"]) == ("1", str(VERSION))
    assert int(str(found_problem.values["n"])) >= typed


def with_version(version: str, data: bytes = OFFICE.data) -> bytes:
    return patch_copy(data, [CellWrite("_meta", "B2", version)])


def test_F007_quiet_on_a_workbook_of_today() -> None:
    assert "F007" not in codes(with_version(str(VERSION)))


def test_F006_fires_on_a_template_too_old_to_read() -> None:
    assert codes(with_version(str(OLDEST - 1))) == ["F006"]


def test_F006_quiet_on_the_oldest_template_that_is_read() -> None:
    assert "F006" not in codes(with_version(str(OLDEST)))


def test_F008_fires_on_a_template_newer_than_the_program() -> None:
    assert codes(with_version(str(VERSION + 1))) == ["F008"]


def test_F008_quiet_on_the_newest_template() -> None:
    assert "F008" not in codes(with_version(str(VERSION)))


@pytest.mark.parametrize("release", EVERY)
def test_results_are_written_into_the_older_workbook_itself(release: Released) -> None:
    made = check_workbook(release.data, ASOF, release.name)
    assert made.copy is not None
    assert not made.own_book
    assert identity_of(read_book(made.copy)).made_for == release.version
    assert codes(made.copy) == sorted(problem.code for problem in made.assessment.problems)


def id_row(sheet: Sheet, table: Table) -> dict[str, int]:
    row = next(at[0] for at, cell in sheet.cells.items() if cell.value == f"#{table.id}")
    return {
        str(cell.value): column
        for (at, column), cell in sheet.cells.items()
        if at == row and column > 1
    }


@pytest.mark.parametrize("release", EVERY)
def test_what_changed_of_a_form_since_is_declared(release: Released) -> None:
    """Every id of an older workbook is known today, and every field it lacks came later."""
    now = opened(release)
    for table_id, entries in now.submission.tables.items():
        table, former = entries.table, entries.table.former(release.version)
        if entries.lines:
            continue
        ids = id_row(now.book.sheets[entries.sheet], table)
        today = {former.get(old, old) for old in ids}
        known = {field.id for field in table.fields}
        assert today - known <= {CHECK, "", *HELPERS.get(table_id, ())}, table_id
        assert {
            field.id for field in table.fields if field.since_version > release.version
        } == known - today


def header(table: str, field: str) -> tuple[str, str]:
    entries = opened(OFFICE).submission.tables[table]
    return entries.sheet, format_address(entries.first - 1, entries.columns[field])


def test_T107_quiet_where_a_header_may_have_been_worded_anew_since() -> None:
    older = patch_copy(OFFICE.data, [CellWrite(*header("S04.items", "name"), "ชื่อชุดข้อมูล")])
    assert "T107" not in codes(older)


def test_T118_quiet_where_a_list_may_have_had_other_words() -> None:
    assert "T118" not in codes(patch_copy(OFFICE.data, [CellWrite("_lists", "A2", "คำเดิม")]))


def test_T107_T118_of_today_are_held_against_the_form() -> None:
    writes = (
        CellWrite(*header("S04.items", "name"), "ชื่อชุดข้อมูล"),
        CellWrite("_lists", "A2", "คำเดิม"),
    )
    today = patch_copy(with_version(str(VERSION)), list(writes))
    assert {"T107", "T118"} <= set(codes(today))


def test_T103_fires_on_a_column_that_the_older_form_had() -> None:
    sheet, cell = header("S04.items", "name")
    ids = f"{cell.rstrip('0123456789')}{int(cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')) - 1}"
    assert "T103" in codes(
        patch_copy(OFFICE.data, [CellWrite(sheet, cell, None), CellWrite(sheet, ids, None)])
    )


def test_renames_follow_one_another() -> None:
    """A field renamed twice is found by either of its former ids, a dropped one by none."""
    words = Bilingual("ก", "a")
    table = Table(
        "X.t",
        "X",
        words,
        (Field("newest", words, Kind.TEXT, words),),
        renamed={1: {"old": "newer", "x": ""}, 2: {"newer": "newest"}},
    )
    assert table.former(1) == {"old": "newest", "newer": "newest", "x": ""}
    assert table.former(2) == {"newer": "newest"}
    assert table.former(3) == {}


def test_no_rename_leads_nowhere() -> None:
    for table in TABLES.values():
        ids = {field.id for field in table.fields}
        for version in VERSIONS:
            former = table.former(version)
            assert not former.keys() & ids
            assert set(former.values()) <= ids | {""}
