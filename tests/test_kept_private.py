"""A citizen's number typed into a wrong cell is told at its cell; no message carries it further."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.cli.check import Outcome
from pso_excel.cli.consolidate import consolidate_folder
from pso_excel.cli.output import print_outcome
from pso_excel.consolidation import consolidate, init_province
from pso_excel.core.messages import message
from pso_excel.core.problem import Problem
from pso_excel.core.safe_text import mask_citizen_id
from pso_excel.framework import load_framework
from pso_excel.intake import read_book
from pso_excel.pipeline import check_workbook
from pso_excel.province.long_tables import long_tables
from pso_excel.templates.fill import fill_workbook
from tests.complete_workbook import blank_workbook

ASOF = date(2026, 3, 31)
PSO = load_framework("pso")
MADE_UP = "1234567890121"  # a check digit that is right, of nobody
GROUPED = "1-2345-67890-12-1"
THAI = "๑๒๓๔๕๖๗๘๙๐๑๒๑"


def filled() -> bytes:
    blank = blank_workbook("58-CDD-01")
    answers = {
        "S00.cover": [{"office": "58-CDD-01", "round": "2569-1", "email": f"{MADE_UP}@x"}],
        "S02.goals": [{"code": "G1", "mission": GROUPED, "target": f"คน {MADE_UP}", "due": THAI}],
        "S04.items": [{"code": "D1", "origin": GROUPED, "completeness": MADE_UP}],
        "S03.tasks": [{"code": MADE_UP, "parent": MADE_UP, "responsible": GROUPED, "duty": THAI}],
        "S07.actions": [{"act": MADE_UP, "action": f"ติดต่อ {THAI}", "owner": GROUPED}],
    }
    return fill_workbook(blank, answers, PSO)


def shown(data: bytes, sheet: str) -> str:
    """All that stands on a sheet."""
    return " ".join(str(cell.value) for cell in read_book(data).sheets[sheet].cells.values())


def carries(text: str) -> bool:
    return any(number in text for number in (MADE_UP, GROUPED, THAI))


def test_no_message_of_a_check_carries_the_number(capsys: pytest.CaptureFixture[str]) -> None:
    checked = check_workbook(filled(), ASOF, "a.xlsx")
    outcome = Outcome(checked.assessment, None, own_book=False, language="th")
    told = json.dumps(outcome.as_json(), ensure_ascii=False)
    assert "1-xxxx-xxxxx-xx-1" in told
    assert not carries(told)
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
        ("1234567890122", "1-xxxx-xxxxx-xx-2"),  # another check digit: mistyped
        ("๑-๒๓๔๕-๖๗๘๙๐-๑๒-๒", "1-xxxx-xxxxx-xx-2"),
        ("１２３４５６７８９０１２１", "1-xxxx-xxxxx-xx-1"),
        ("1.2345.67890.12.1", "1-xxxx-xxxxx-xx-1"),
        ("1/2345/67890/12/1", "1-xxxx-xxxxx-xx-1"),
        ("1\N{NO-BREAK SPACE}2345\N{NO-BREAK SPACE}67890\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}1",
         "1-xxxx-xxxxx-xx-1"),
        ("1–2345–67890–12–1", "1-xxxx-xxxxx-xx-1"),
        ("1 - 2345 - 67890 - 12 - 2", "1-xxxx-xxxxx-xx-2"),
        ("1_2345_67890_12_1", "1-xxxx-xxxxx-xx-1"),
        ("1,2345,67890,12,1", "1-xxxx-xxxxx-xx-1"),
        ("12345 67890 121", "1-xxxx-xxxxx-xx-1"),  # some of the groups together
        ("1-2345 67890.12/2", "1-xxxx-xxxxx-xx-2"),
        ("1234\u200b56789\u200b0121", "1-xxxx-xxxxx-xx-1"),
        ("12 345 6789 0121", "1-xxxx-xxxxx-xx-1"),  # other groups: the check digit is right
        ("12 345 6789 0122", "12 345 6789 0122"),
        (f"{MADE_UP}, {MADE_UP[:-1]}5", "1-xxxx-xxxxx-xx-1, 1-xxxx-xxxxx-xx-5"),
        (f"5 {GROUPED} 2569", "5 1-xxxx-xxxxx-xx-1 2569"),
        (f"ข้อ 1.{GROUPED}", "ข้อ 1.1-xxxx-xxxxx-xx-1"),
        (f"{MADE_UP}.", "1-xxxx-xxxxx-xx-1."),
        (f"9{MADE_UP}", f"9{MADE_UP}"),
        ("58-CDD-01", "58-CDD-01"),
    ],
)  # fmt: skip
def test_d3_what_is_masked(text: str, shown: str) -> None:
    assert mask_citizen_id(text) == shown


@pytest.mark.parametrize(
    "figure",
    [
        *("100.0000000000001", "-0.0000000000001", "-0.00000000000001", "33.3333333333333"),
        *(
            "1.234567890121",
            "123456789012.1",
            "12345.67890121",
            "1234567890121.5",
            "๑.๒๓๔๕๖๗๘๙๐๑๒๑",
        ),
        *("1,234,567,890,123", "1,234,567,890,123.00", "แถว 5, 12, 19, 22, 101, 102"),
        *("1/1/2569–1/12/2570", "15/01/2569 10:30:00", "2566, 2567, 2568, 9", "02-123-4567"),
    ],
)
def test_b14_the_mask_touches_no_ordinary_figure(figure: str) -> None:
    said = f"รวม {figure} ต่าง {figure}"
    assert mask_citizen_id(said) == said


@given(st.decimals(-(10**9), 10**9, places=14, allow_nan=False))
def test_b14_no_decimal_is_masked(figure: Decimal) -> None:
    assert mask_citizen_id(f"({figure:f})") == f"({figure:f})"


def test_b14_a_sum_of_weights_is_told_as_it_is() -> None:
    problem = Problem("W701", values={"sum": "100.0000000000001", "diff": "0.0000000000001"})
    assert "100.0000000000001" in message(problem, "th")
    assert "xxxx" not in message(problem, "en")


@given(st.integers(10**11, 10**12 - 1))
def test_every_number_with_its_check_digit_is_masked(twelve: int) -> None:
    digits = [int(digit) for digit in str(twelve)]
    total = sum(digit * (13 - place) for place, digit in enumerate(digits))
    number = f"{twelve}{(11 - total % 11) % 10}"
    assert number not in mask_citizen_id(f"ก{number}ข")
