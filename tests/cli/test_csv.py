"""The long tables as CSV: they open in Excel as they are, and hold no formula of an office."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel import init_province
from pso_excel.cli.arguments import parser
from pso_excel.cli.consolidate import consolidate_folder, csv_bytes
from pso_excel.province.long_tables import long_tables
from pso_excel.xlsx.patcher.cell_xml import SIGNS
from tests.books.test_province_book import HOSTILE
from tests.libreoffice import Office
from tests.made_up import province_of

ASOF = date(2026, 3, 31)


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.lists(st.lists(st.text("=+-@＝\t\r\n\"',;ก1\x00\x1b\u202e ", max_size=6), min_size=1)))
def test_no_field_begins_as_a_formula(rows: list[list[str]]) -> None:
    data = csv_bytes(("ก",), rows)
    assert data.startswith(b"\xef\xbb\xbf")
    for typed, found in zip(rows, read(data)[1:], strict=True):
        for text, field in zip(typed, found, strict=True):
            assert field.lstrip()[:1] not in SIGNS
            assert not set(field) & set("\x00\x1b\u202e\r")
            if text.isprintable() and text.lstrip()[:1] not in SIGNS:
                assert field == text


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (None, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (0, "0"),
        (-5, "-5"),
        (Decimal("-41.365"), "-41.37"),
        (Fraction(1, 3), "0.33"),
        (date(2026, 1, 5), "2026-01-05"),
        ("ก,ข\n“ค”", "ก,ข\n“ค”"),
        ("-5", "'-5"),
    ],
)
def test_values(value: str | int | Decimal | Fraction | date | None, field: str) -> None:
    assert read(csv_bytes(("x",), [(value,)])) == [["x"], [field]]


def test_every_table_of_the_province_with_hostile_names() -> None:
    province = province_of(len(HOSTILE))
    offices = [office._replace(name=HOSTILE[n]) for n, office in enumerate(province.offices)]
    tables = long_tables(replace(province, offices=tuple(offices)))
    assert set(tables) == {
        *("offices", "scores", "indicators", "gaps", "tracker", "problems", "files")
    }
    for table in tables.values():
        rows = read(csv_bytes(*table))
        assert tuple(rows[0]) == table.columns
        assert len(rows) == len(table.rows) + 1
        for row, typed in zip(rows[1:], table.rows, strict=True):
            for field, value in zip(row, typed, strict=True):
                assert field[:1] not in SIGNS or not isinstance(value, str)


def test_libreoffice_opens_them_without_a_formula(libreoffice: Office, tmp_path: Path) -> None:
    path = tmp_path / "offices.csv"
    texts = [text for text in HOSTILE if "<" not in text]
    path.write_bytes(csv_bytes(("name",), [(text,) for text in texts]))
    with libreoffice.open(path) as document:
        [sheet] = document.sheets
        for row in range(2, len(texts) + 2):
            cell = document.sheet(sheet).getCellRangeByName(f"A{row}").getCellByPosition(0, 0)
            assert cell.Type.value == "TEXT"


def test_consolidate_writes_them_beside_the_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init_province(tmp_path, "สมมุติ", "2569-1")
    consolidate_folder(tmp_path, ASOF, "th", as_json=True, as_csv=True)
    told = json.loads(capsys.readouterr().out)
    names = sorted(path.name for path in (tmp_path / "out").glob("*.csv"))
    assert names == sorted(Path(path).name for path in told["csv"])
    assert "province_2569-1_offices.csv" in names
    assert len(names) == 7
    assert parser().parse_args(["consolidate", str(tmp_path), "--csv"]).as_csv is True
