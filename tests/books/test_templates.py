"""A new workbook asks for exactly what the forms ask, and can be trusted by those who open it."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest

from pso_excel.core.bilingual import Language
from pso_excel.forms import TABLES
from pso_excel.forms.choices import LISTS
from pso_excel.forms.layout import TableLayout, label_of, lay_out_workbook
from pso_excel.forms.schema import KINDS, Field, FilledBy, Kind, Shape
from pso_excel.framework import load_framework
from pso_excel.intake import fixed_ids, read_book
from pso_excel.intake.table_locator import locate
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.xlsx.workbook import Workbook, format_address, iter_range, parse_address

OFFICE = ("pso", "", "th")
ALL = (OFFICE, ("pso", "", "en"), ("pmqa4", "", "th"), ("pso", "S06", "th"), ("pso", "S03", "en"))
# All of them in Excel 2010 and in LibreOffice, none by the locale; none volatile but CELL, which
# alone knows a percentage by its format (where there is no CELL, the formulas do without).
FUNCTIONS = {
    *("ABS", "AND", "CELL", "CHAR", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "DATE"),
    *("EDATE", "FIND", "IF", "IFERROR", "INDEX", "INT", "ISERROR", "ISLOGICAL", "ISNA"),
    *("ISNUMBER", "ISTEXT", "LARGE", "LEFT", "LEN", "MATCH", "MAX", "MID", "MIN", "N", "NA"),
    *("NOT", "OR", "RIGHT", "ROUND", "ROW"),
    *("SEARCH", "SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT", "TEXT", "TRIM", "VALUE"),
}
LONGEST_FORMULA = 8192


@cache
def made(pack: str, stage: str, language: Language) -> bytes:
    return new_workbook("58-R-014", "2569-1", load_framework(pack), stage=stage, language=language)


@cache
def as_read(*which: str) -> Workbook:
    return read_book(made(*which))  # pyright: ignore[reportArgumentType]


@cache
def in_openpyxl() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not keep the cover's plain bars
        return openpyxl.load_workbook(io.BytesIO(made("pso", "", "th")))


def placed_tables(pack: str, stage: str) -> dict[str, TableLayout]:
    plans = lay_out_workbook(load_framework(pack), (stage,) if stage else None)
    return {placed.table.id: placed for plan in plans for placed in plan.tables}


def fields_of(tables: dict[str, TableLayout]) -> Iterator[tuple[TableLayout, Field]]:
    for placed in tables.values():
        for field in placed.table.fields:
            yield placed, field


def first_open(placed: TableLayout, field: Field) -> str:
    """A cell of the field that the office may write in, or "" where there is none."""
    row = placed.spare_first if field.writer is FilledBy.FRAMEWORK else placed.first
    if placed.table.shape is Shape.GRID and row > placed.last:
        return ""
    return "" if placed.is_locked(field, row) else placed.cell(field.id, row)


@pytest.mark.parametrize("which", ALL)
def test_every_table_is_found_again_with_every_field_and_no_fault(
    which: tuple[str, str, Language],
) -> None:
    pack, stage, _ = which
    found, problems = locate(as_read(*which), TABLES.values(), fixed_ids(load_framework(pack)))
    assert problems == []
    tables = placed_tables(pack, stage)
    assert found.keys() == tables.keys()
    for table_id, placed in tables.items():
        assert found[table_id].columns == {**placed.columns}
        assert found[table_id].lines == {**placed.lines}
        assert (found[table_id].first, found[table_id].last) == (placed.first, placed.last)


@pytest.mark.parametrize("which", ALL)
def test_labels_stand_where_the_layout_says_in_the_language_asked_for(
    which: tuple[str, str, Language],
) -> None:
    pack, stage, language = which
    book = as_read(*which)
    for placed, field in fields_of(placed_tables(pack, stage)):
        if placed.table.shape is Shape.RECORD:
            where = placed.lines[field.id], placed.label.first
        else:
            where = placed.header_row, placed.columns[field.id]
        written = str(book.sheets[placed.sheet].cell(*where).value)
        assert written.replace("\n", " ") == label_of(field, language)


@pytest.mark.parametrize("which", ALL)
def test_every_choice_and_known_reference_has_its_list(which: tuple[str, str, Language]) -> None:
    pack, stage, language = which
    book = as_read(*which)
    tables = placed_tables(pack, stage)
    for placed, field in fields_of(tables):
        cell = first_open(placed, field)
        referred = field.refers.rpartition(".")[0]
        if not cell or not (
            field.kind is Kind.CHOICE or (field.kind is Kind.REF and referred in tables)
        ):
            continue
        lists = [
            validation.formula
            for validation in book.sheets[placed.sheet].validations
            if validation.kind == "list"
            and any(parse_address(cell) in iter_range(cells) for cells in validation.ranges)
        ]
        assert len(lists) == 1, (placed.table.id, field.id)
        assert lists[0] in book.names
        if field.kind is Kind.CHOICE:
            words = [choice.words.in_language(language) for choice in LISTS[field.choices].choices]
            assert lists[0] == LISTS[field.choices].name
            assert values_at(book, book.names[lists[0]]) == words


def values_at(book: Workbook, reference: str) -> list[object]:
    sheet, _, cells = reference.rpartition("!")
    return [book.sheets[sheet.strip("'")].cell(*cell).value for cell in iter_range(cells)]


def is_open(placed: TableLayout, cell: str) -> bool:
    """Whether a cell is unlocked, by itself or by its row or column."""
    sheet = in_openpyxl()[placed.sheet]
    row, column = parse_address(cell)
    if sheet.cell(row, column).has_style:
        return not sheet.cell(row, column).protection.locked
    if sheet.row_dimensions[row].customFormat:
        return not sheet.row_dimensions[row].protection.locked
    spans = sheet.column_dimensions.values()
    styles = [span for span in spans if (span.min or 0) <= column <= (span.max or 0)]
    return not styles[0].protection.locked


def test_only_the_cells_of_the_office_are_unlocked() -> None:
    for placed, field in fields_of(placed_tables("pso", "")):
        rows = [placed.first, placed.last] if placed.table.shape is Shape.GRID else [0]
        for row in rows:
            cell = placed.cell(field.id, row)
            assert is_open(placed, cell) is not placed.is_locked(field, row), (placed.sheet, cell)
    for placed in placed_tables("pso", "").values():
        assert not is_open(placed, f"A{placed.first}")
        assert not is_open(placed, f"B{placed.id_row}")
        if placed.check:
            assert not is_open(placed, format_address(placed.first, placed.check))


def format_of(placed: TableLayout, cell: str) -> str:
    """The number format of a cell, its own or that of its column."""
    sheet = in_openpyxl()[placed.sheet]
    row, column = parse_address(cell)
    if sheet.cell(row, column).has_style:
        return str(sheet.cell(row, column).number_format)
    spans = sheet.column_dimensions.values()
    return next(
        str(span.number_format) for span in spans if (span.min or 0) <= column <= (span.max or 0)
    )


def test_b3_number_cells_keep_the_trace_of_a_per_cent_sign() -> None:
    """In a General cell the sign changes the format, in a text cell it stays; a cell formatted as a
    number may store 0.86 and nothing tells. Where 1/3 may be typed no cell makes a day of it."""
    seen = 0
    for placed, field in fields_of(placed_tables("pso", "")):
        if field.kind in KINDS and field.writer is FilledBy.OFFICE:
            rows = [placed.first, placed.last] if placed.table.shape is Shape.GRID else [0]
            for row in rows:
                wanted = "@" if field.fractions else "General"
                assert format_of(placed, placed.cell(field.id, row)) == wanted, (
                    placed.sheet,
                    field.id,
                )
                seen += 1
    assert seen > 60


def test_every_sheet_is_protected_without_a_password() -> None:
    for sheet in in_openpyxl().worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        if sheet.sheet_state == "visible":
            assert sheet.protection.insertRows is False  # False: it is not forbidden


def formulas(data: bytes) -> Iterator[str]:
    """Every formula of the package: of cells, names, conditions and validations."""
    pattern = re.compile(r"<(f|formula|formula1|definedName)(?: [^>]*)?>([^<]+)</\1>")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            if part.endswith(".xml"):
                for found in pattern.finditer(package.read(part).decode()):
                    yield found.group(2).replace("&quot;", '"')


@pytest.mark.parametrize("which", ALL)
def test_formulas_use_only_functions_that_every_office_has(
    which: tuple[str, str, Language],
) -> None:
    used: set[str] = set()
    for formula in formulas(made(*which)):
        bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", formula)
        used |= set(re.findall(r"([A-Z][A-Z0-9_.]*)\(", bare))
        assert len(formula) < LONGEST_FORMULA
        assert "[" not in bare  # no other workbook, no structured reference
        assert "#REF!" not in bare
    assert used <= FUNCTIONS


@pytest.mark.parametrize("which", ALL)
def test_every_name_that_a_formula_uses_is_defined(which: tuple[str, str, Language]) -> None:
    used: set[str] = set()
    for formula in formulas(made(*which)):
        used |= set(re.findall(r"\bPSO_[A-Z0-9_]+", re.sub(r'"[^"]*"', "", formula)))
    assert used <= set(as_read(*which).names)


@pytest.mark.parametrize("which", ALL)
def test_conditions_and_lists_refer_to_other_sheets_by_name_only(
    which: tuple[str, str, Language],
) -> None:
    with zipfile.ZipFile(io.BytesIO(made(*which))) as package:
        sheets = [p for p in package.namelist() if p.startswith("xl/worksheets/sheet")]
        texts = [package.read(part).decode() for part in sheets]
    found = [f for text in texts for f in re.findall(r"<formula1?>([^<]*)</formula1?>", text)]
    assert found
    assert not [formula for formula in found if "!" in formula]


@pytest.mark.parametrize("which", ALL)
def test_every_name_points_at_a_sheet_of_the_workbook(which: tuple[str, str, Language]) -> None:
    book = as_read(*which)
    for text in book.names.values():
        for quoted, plain in re.findall(r"'([^']+)'!|\b(_\w+)!", re.sub(r'"[^"]*"', "", text)):
            assert (quoted or plain) in book.sheets


def test_the_same_arguments_give_the_same_bytes() -> None:
    made.cache_clear()
    first = made(*OFFICE)
    made.cache_clear()
    assert made(*OFFICE) == first


def test_the_workbook_says_what_it_is() -> None:
    book = as_read("pso", "S06", "th")
    assert {name: book.properties[name] for name in book.properties if name.startswith("PSO_")} == {
        "PSO_TEMPLATE_ID": "stage:S06",
        "PSO_TEMPLATE_VERSION": "3",
        "PSO_OFFICE": "58-R-014",
        "PSO_ROUND": "2569-1",
        "PSO_FRAMEWORK": "pso@1.0",
        "PSO_LANGUAGE": "th",
        "PSO_SCORING": "2",
        "PSO_FINGERPRINT": book.properties["PSO_FINGERPRINT"],
    }
    for name, value in book.properties.items():
        if name.startswith("PSO_"):
            assert values_at(book, book.names[name]) == [value]


def test_a_single_stage_brings_the_registers_and_what_its_score_needs() -> None:
    tables = set(placed_tables("pso", "S06"))
    assert {"S00.cover", "S05.systems", "S05.indicators", "S06.answers", "STAFF.people"} <= tables
    assert not tables & {"S01.order", "S07.actions"}
    with pytest.raises(KeyError):
        new_workbook("58-R-014", "2569-1", load_framework("pso"), stage="S99")


@pytest.mark.parametrize("changed", [("na_policy", "keep"), ("aggregation", "weakest")])
def test_a_policy_that_formulas_do_not_know_is_left_to_the_program(
    changed: tuple[str, str],
) -> None:
    name, value = changed
    usual = load_framework("pso")
    setting = replace(usual.settings[name], value=value)
    other = replace(usual, settings={**usual.settings, name: setting})
    book = read_book(new_workbook("58-R-014", "2569-1", other))
    names = set(book.names)
    assert "PSO_OVERALL" in as_read(*OFFICE).names
    assert "PSO_OVERALL" not in names
    assert ("PSO_ROW_S06_ANSWERS_WEIGHT" in names) is (name == "aggregation")
    assert "PSO_ROW_S06_ANSWERS_SCORE" in names
    texts = list(formulas(new_workbook("58-R-014", "2569-1", other)))
    used = {found for text in texts for found in re.findall(r"\bPSO_[A-Z0-9_]+", text)}
    assert used <= names


def test_what_is_unverified_is_said_on_the_cover_and_in_the_guide() -> None:
    notice = load_framework("pso").notice.th
    book = as_read(*OFFICE)
    for sheet in ("วิธีใช้", "00_ปก"):
        texts = [str(cell.value) for cell in book.sheets[sheet].cells.values()]
        assert any(notice in text for text in texts)


def test_a_growing_table_has_room_for_two_hundred_rows_where_offices_need_it() -> None:
    tables = placed_tables("pso", "")
    for table_id in (
        "S03.tasks",
        "S04.items",
        "S05.indicators",
        "S06.answers",
        "EVIDENCE.register",
    ):
        assert tables[table_id].last - tables[table_id].spare_first + 1 >= 200


def test_the_workbook_stays_small() -> None:
    assert len(made(*OFFICE)) < 210_000
