"""F: Gnumeric, a second real spreadsheet program, computes every live cell as LibreOffice does.

Excel takes formulas as Gnumeric does where LibreOffice is lenient: a truth value is no number to
it, a function that expects one value is not worked out for each cell of a range.
"""

import io
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Context, Decimal
from pathlib import Path

import openpyxl
import pytest

from pso_excel.core.faults import patch_copy
from pso_excel.forms.choices import words_of
from pso_excel.forms.layout import READ, TYPED, lay_out_workbook
from pso_excel.framework import load_framework
from pso_excel.pipeline import check_workbook
from pso_excel.repair import repair_workbook
from pso_excel.templates.fill import fill_workbook
from pso_excel.templates.formulas import MISSING, WRONG
from pso_excel.xlsx.reader import read_workbook
from pso_excel.xlsx.workbook import Cell, CellWrite, Workbook
from tests.chance import office_by_chance
from tests.complete_workbook import OFFICE, blank_workbook, complete_workbook
from tests.gnumeric import recalculated
from tests.libreoffice import Office
from tests.slices import slice_of
from tests.test_numbers_as_typed import FIELDS, TABLES, cases_of
from tests.xlsx.packages import packed, parts

pytestmark = pytest.mark.libreoffice  # it is installed with it

ASOF = date(2026, 3, 31)
SHOWN = {"D/M/YYYY": "m/d/yy h:mm", "D MMM YY": "d-mmm-yy", "HH:MM": "h:mm"}
"""Formats of days and times that Excel and Gnumeric name by a letter of their own."""
SEEDS = [
    ("pso", 3),
    *((framework_id, seed) for seed in range(20) for framework_id in ("pmqa4", "pso")),
]

Seen = str | float | bool


def by_chance(framework_id: str, seed: int) -> bytes:
    """Half filled, in English, with answers that no one can read."""
    framework = load_framework(framework_id)
    answers = office_by_chance(framework, seed, "faulty").typed()
    return fill_workbook(blank_workbook(OFFICE, framework_id, "en"), answers, framework)


def checked() -> bytes:
    """Complete, with the results of a check on its sheets."""
    copy = check_workbook(complete_workbook("pmqa4"), ASOF).copy
    assert copy
    return copy


def as_typed() -> bytes:
    """Every spelling of a number, in every kind of number cell; but no days in the weights, which
    are text cells: LibreOffice has one letter for the formats of both."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not keep the cover's plain bars
        book = openpyxl.load_workbook(io.BytesIO(blank_workbook()))
    for letter, (table, field) in FIELDS.items():
        placed = TABLES[table]
        for row, case in enumerate(cases_of(letter), placed.spare_first):
            if letter == "W" and case.format in SHOWN:
                continue
            cell = book[placed.sheet][placed.cell(field, row)]
            typed = case.typed
            cell.value = float(typed) if re.fullmatch(r"[0-9.]+", typed) else typed.lstrip("'")
            if typed.startswith("'"):
                cell.data_type = "s"
            if case.format:
                cell.number_format = SHOWN.get(case.format, case.format)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def books() -> Iterator[tuple[str, bytes]]:
    """Workbooks with the id of their framework."""
    yield "pmqa4", checked()
    yield "pso", as_typed()
    for framework_id, seed in slice_of(SEEDS, 1):
        yield framework_id, by_chance(framework_id, seed)


def has_another_letter(office: str, gnumeric: str) -> bool:
    """CELL("format") of the format General is F in LibreOffice, which says G of some days; by
    PSO_GENERAL_FORMAT the formulas tell them apart."""
    return gnumeric in (office.replace("⟦F⟧", "⟦G⟧"), office.replace("⟦G⟧", "⟦D⟧"))


def counts_truth(office: str, gnumeric: str) -> bool:
    """TRUE is a number to LibreOffice's ISNUMBER; both refuse it as an answer."""
    return office.replace("⟦G⟧", "⟦⟧") == gnumeric.replace("⟦G⟧", "⟦⟧")


def has_more_digits(office: str, gnumeric: str) -> bool:
    """A number as text has 15 digits in LibreOffice, as in Excel, and 20 in Gnumeric."""
    fifteen = Context(prec=15)

    def shortened(number: re.Match[str]) -> str:
        return f"{fifteen.create_decimal(number[0]).normalize():f}"

    return office == re.sub(r"[0-9.]{17,}", shortened, gnumeric)


HARMLESS: Mapping[str, tuple[Callable[[str, str], bool], ...]] = {
    TYPED: (has_another_letter, counts_truth),
    READ: (has_more_digits,),
}
"""By hidden column: why what stands in it may differ though all that is shown is the same."""


@pytest.mark.faults
def test_f_gnumeric_computes_what_libreoffice_does(libreoffice: Office, tmp_path: Path) -> None:
    compared, reasons, differing = 0, Counter[str](), list[object]()
    for framework_id, data in books():
        path = tmp_path / "book.xlsx"
        path.write_bytes(data)
        office = read_workbook(libreoffice.recalculated(path, tmp_path / "office").read_bytes())
        other = read_workbook(recalculated(path, tmp_path / "gnumeric").path.read_bytes())
        hidden = hidden_columns(framework_id)
        for sheet, row, column in live_cells(read_workbook(data)):
            each_seen, two = (
                seen(book.sheets[sheet].cell(row, column)) for book in (office, other)
            )
            compared += 1
            if each_seen == two:
                continue
            kinds = HARMLESS.get(hidden.get((sheet, column), ""), ())
            why = next((kind for kind in kinds if kind(str(each_seen), str(two))), None)
            if why:
                reasons[why.__name__] += 1
            else:
                differing.append((framework_id, sheet, row, column, each_seen, two))
    assert differing == []
    assert compared > 29_000
    assert reasons.keys() == {kind.__name__ for kinds in HARMLESS.values() for kind in kinds}


def hidden_columns(framework_id: str) -> dict[tuple[str, int], str]:
    """The hidden columns of numbers, by sheet and column."""
    tables = (
        placed for plan in lay_out_workbook(load_framework(framework_id)) for placed in plan.tables
    )
    return {
        (placed.sheet, column): helper
        for placed in tables
        for helper, column in placed.helpers.items()
    }


def live_cells(book: Workbook) -> Iterator[tuple[str, int, int]]:
    """Every cell with a formula."""
    for name, sheet in book.sheets.items():
        yield from ((name, *spot) for spot in sheet.uncalculated)
        yield from ((name, *spot) for spot, cell in sheet.cells.items() if cell.is_formula)


def seen(cell: Cell) -> Seen:
    """What a cell holds; the last digits of a double do not count."""
    if cell.error or cell.value is None:
        return cell.error
    return round(float(cell.value), 9) if isinstance(cell.value, Decimal) else str(cell.value)


def test_f_a_word_is_in_a_list_only_if_it_stands_there(libreoffice: Office, tmp_path: Path) -> None:
    """No sign stands for other letters, and a word may be as long as a cell takes."""
    items = TABLES["S04.items"]
    right = words_of("origin", "own").th
    words = (right, f"{right[:2]}*", "?" * len(right), "*", "ก" * 300)
    rows = range(items.first, items.first + len(words))
    writes = [
        CellWrite(items.sheet, items.cell("origin", row), word)
        for row, word in zip(rows, words, strict=True)
    ]
    path = tmp_path / "book.xlsx"
    path.write_bytes(patch_copy(blank_workbook(), writes))
    for saved in (
        recalculated(path, tmp_path / "gnumeric").path,
        libreoffice.recalculated(path, tmp_path / "office"),
    ):
        sheet = read_workbook(saved.read_bytes()).sheets[items.sheet]
        found = [sheet.cell(row, items.check).value for row in rows]
        assert found == [MISSING.th, *[WRONG.th] * (len(words) - 1)]


def test_f_what_gnumeric_saved_of_a_former_form_is_repaired_whole(tmp_path: Path) -> None:
    former = parts((Path(__file__).parent / "released" / "1" / "office_th.xlsx").read_bytes())
    for part in former:  # formats of whole rows, which Gnumeric writes as 16,384 cells each
        if part.startswith("xl/worksheets/sheet"):
            former[part] = re.sub(rb' s="[0-9]+" customFormat="1"', b"", former[part])
    path = tmp_path / "former.xlsx"
    path.write_bytes(packed(former))
    done = repair_workbook(recalculated(path, tmp_path / "gnumeric").path.read_bytes())
    assert done.unplaced == 0
    assert {problem.code for problem in done.problems} == {"M001"}
