"""A citizen's number typed into a wrong cell is told at its cell; no message carries it further."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.batch import consolidate, init_province
from pso_excel.books.filling import fill_workbook
from pso_excel.books.reading import read_book
from pso_excel.books.template.workbook import new_workbook
from pso_excel.cli.checking import Outcome
from pso_excel.cli.printing import print_outcome
from pso_excel.cli.province import consolidate_folder
from pso_excel.dataframes import long_tables
from pso_excel.framework import load_framework
from pso_excel.office import check_copy
from pso_excel.visible import masked

ASOF = date(2026, 3, 31)
PSO = load_framework("pso")
MADE_UP = "1234567890121"  # a check digit that is right, of nobody
GROUPED = "1-2345-67890-12-1"
THAI = "๑๒๓๔๕๖๗๘๙๐๑๒๑"


def filled() -> bytes:
    blank = new_workbook("58-CDD-01", "2569-1", PSO)
    answers = {
        "S00.cover": [{"office": "58-CDD-01", "round": "2569-1", "email": f"{MADE_UP}@x"}],
        "S02.goals": [{"code": "G1", "mission": GROUPED, "target": f"คน {MADE_UP}", "due": THAI}],
        "S04.items": [{"code": "D1", "origin": GROUPED, "completeness": MADE_UP}],
        "S03.tasks": [{"code": MADE_UP, "parent": MADE_UP, "responsible": GROUPED, "duty": THAI}],
    }
    return fill_workbook(blank, answers, PSO)


def shown(data: bytes, sheet: str) -> str:
    """All that stands on a sheet."""
    return " ".join(str(cell.value) for cell in read_book(data).sheets[sheet].cells.values())


def carries(text: str) -> bool:
    return any(number in text for number in (MADE_UP, GROUPED, THAI))


def test_no_message_of_a_check_carries_the_number(capsys: pytest.CaptureFixture[str]) -> None:
    checked = check_copy(filled(), ASOF, "a.xlsx")
    outcome = Outcome(checked.assessment, None, own_book=False, language="th")
    told = json.dumps(outcome.as_json(), ensure_ascii=False)
    assert "1-xxxx-xxxxx-xx-1" in told
    assert not carries(json.dumps(outcome.as_json()["problems"], ensure_ascii=False))
    print_outcome(outcome)
    assert not carries(capsys.readouterr().out)
    assert checked.copy
    said = shown(checked.copy, "ผลตรวจ")
    assert "1-xxxx-xxxxx-xx-1" in said
    assert not carries(said)
    assert GROUPED in shown(checked.copy, "02_เป้าหมาย")  # what was typed stays where it is


def test_no_message_of_a_province_carries_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init_province(tmp_path, "สมมุติ", "2569-1")
    (tmp_path / "inbox" / "a.xlsx").write_bytes(filled())
    done = consolidate(tmp_path, ASOF)
    rows = long_tables(done.province)["problems"].rows
    assert not carries(str(rows))
    consolidate_folder(tmp_path, ASOF, "th", as_json=True)
    problems = json.loads(capsys.readouterr().out)
    assert not carries(json.dumps(problems["problems"], ensure_ascii=False))
    assert not carries(shown(done.book.read_bytes(), "ปัญหาที่พบ"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (MADE_UP, "1-xxxx-xxxxx-xx-1"),
        (f"เลข {GROUPED} ครับ", "เลข 1-xxxx-xxxxx-xx-1 ครับ"),
        ("1 2345 67890 12 1", "1-xxxx-xxxxx-xx-1"),
        (THAI, "1-xxxx-xxxxx-xx-1"),
        ("1234567890122", "1234567890122"),  # another check digit: some other number
        (f"9{MADE_UP}", f"9{MADE_UP}"),
        ("58-CDD-01", "58-CDD-01"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.integers(10**11, 10**12 - 1))
def test_every_number_with_its_check_digit_is_masked(twelve: int) -> None:
    digits = [int(digit) for digit in str(twelve)]
    total = sum(digit * (13 - place) for place, digit in enumerate(digits))
    number = f"{twelve}{(11 - total % 11) % 10}"
    assert number not in masked(f"ก{number}ข")
