"""What officers type, as tables; and that showing and reading a day are each other's inverse."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.core import thai
from pso_excel.core.thai import DayStyle, Reading

THAI = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B),
        st.characters(min_codepoint=0xF700, max_codepoint=0xF71A),
        st.sampled_from(" \u00a0\n\t\u200b\u200d\ufeffABcé\u0301๑1"),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ท\u0e35\u0e48\u0e48", "ที่"),
        ("ผ\u0e49\u0e39", "ผู้"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("เเผน", "แผน"),
        ("ท\uf70a\u0e35", "ที่"),
        ("แผน\u200bงาน\ufeff", "แผนงาน"),
        ("  แผน\u00a0 งาน\n", "แผน งาน"),
        ("cafe\u0301", "café"),
        ("กำลัง", "กำลัง"),
        ("ค่าใช้จ่าย", "ค่าใช้จ่าย"),
    ],
)
def test_text_is_repaired_as_it_was_meant(typed: str, meant: str) -> None:
    assert thai.clean(typed) == meant


def test_several_lines_stay_several() -> None:
    assert thai.clean_lines(" ข้อ\u00a01 \r\n\n ข้อ  2 ") == "ข้อ 1\nข้อ 2"


@given(THAI)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = thai.clean(text)
    assert thai.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert thai.clean(thai.clean_lines(text)) == once


@given(st.sampled_from("กนปผญฐ"), st.sets(st.sampled_from("ิุ่์"), min_size=1))
def test_marks_typed_in_any_order_compare_equal(consonant: str, marks: set[str]) -> None:
    keys = {thai.key(consonant + "".join(order)) for order in permutations(sorted(marks))}
    assert len(keys) == 1


def test_sara_am_is_never_taken_apart() -> None:
    assert unicodedata.normalize("NFKC", "กำลัง") != "กำลัง"  # the trap
    assert unicodedata.normalize("NFC", "ก\u0e4d\u0e32ลัง") != "กำลัง"  # and why NFC is not enough
    assert thai.clean("ก\u0e4d\u0e32ลัง") == "กำลัง"
    assert "ำ" in thai.clean("กำลัง")
    assert "ำ" in thai.key("กำลัง")


@pytest.mark.parametrize(
    ("text", "other"),
    [("ระดับ ๒", "ระดับ2"), ("Yes", " YES "), ("ＡＢ１", "ab1"), ("ใช่–ไม่ใช่", "ใช่-ไม่ใช่")],
)
def test_words_that_look_the_same_compare_equal(text: str, other: str) -> None:
    assert thai.key(text) == thai.key(other)


@pytest.mark.parametrize("alike", ["\u0422\u0410\u04211", "\uff34AC1"])  # ТАС1, ＴAC1
def test_look_alike_letters_look_like_another_code_and_are_not(alike: str) -> None:
    assert thai.code_shape(alike) == thai.code_shape("TAC1")
    assert thai.code_key(alike) != thai.code_key("TAC1")
    assert thai.foreign_letters(alike) == alike.removesuffix("1").removesuffix("AC")
    assert thai.latin(alike) == "TAC1"


def test_a_code_is_the_same_however_its_digits_and_dashes_are_typed() -> None:
    assert thai.code_key("58–cdd – ๐１") == thai.code_key("58-CDD-01")
    assert thai.code_key("T1.2") != thai.code_key("T12")
    assert thai.foreign_letters("58-กพร-01") == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1,234.50", "1234.50"),
        ("๑,๒๓๔", "1234"),
        ("40%", "40"),
        ("๔๐ %", "40"),
        ("ร้อยละ ๘๖", "86"),
        ("１２", "12"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("0.10", "0.10"),
        ("\u00a07 ", "7"),
        ("1๐", "10"),
        ("“30”", "30"),
        ("'30", "30"),
        ("30 เปอร์เซ็นต์", "30"),
    ],
)
def test_numbers_as_typed(typed: str, meant: str) -> None:
    assert thai.number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1_0",
        "nan",
        "inf",
        "²",
        "½",
        "1e3",
        "3,5",
        "12,34",
        "1 2",
        "5-10",
        "๒ คน",
        "٣",
        "9" * 99,
    ],
)
def test_what_is_not_a_number_is_none(typed: str) -> None:
    assert thai.number(typed) is None


@given(st.integers(-(10**12), 10**12))
def test_a_number_with_groups_and_thai_digits_is_the_same_number(number: int) -> None:
    assert thai.number(f"{number:,}") == number
    assert thai.number(thai.thai_digits(f"{number:,}")) == number
    assert thai.digits(thai.thai_digits(str(number))) == str(number)


NEW_YEAR = date(2026, 1, 15)


@pytest.mark.parametrize(
    "typed",
    [
        "15/01/2569",
        "15/1/2569",
        "15-1-2569",
        "15.1.2569",
        "15 / 1 / 2569",
        "15/01/2026",
        "2026-01-15",
        "2569-01-15",
        "2026-01-15T00:00:00",
        "15 มกราคม 2569",
        "15 มกรา 2569",
        "15 ม.ค. 2569",
        "15 ม.ค.2569",
        "15 มค 2569",
        "15-ม.ค.-2569",
        "15มกราคม2569",
        "15 มกราคม พ.ศ. 2569",
        "15 มกราคม พ.ศ.2569",
        "วันที่ 15 มกราคม 2569",
        "วันที่ 15 เดือนมกราคม พ.ศ. 2569",
        "วันพฤหัสบดีที่ 15 มกราคม พ.ศ. 2569",
        "วันที่ 15/01/2569",
        "15 มกราคม ค.ศ. 2026",
        "15 Jan 2026",
        "15 january 2569",
    ],
)
def test_one_day_as_officers_type_it(typed: str) -> None:
    assert thai.day(typed) == Reading(NEW_YEAR, "", 2026 if "2026" in typed else 2569)


@pytest.mark.parametrize("typed", ["๑๕ มกราคม ๒๕๖๙", "๑๕/๐๑/๒๕๖๙", "วันที่ ๑๕ ม.ค. พ.ศ. ๒๕๖๙"])
def test_thai_digits_are_read_and_noted(typed: str) -> None:
    assert thai.day(typed) == Reading(NEW_YEAR, "H212", 2569)


@pytest.mark.parametrize(
    ("typed", "code", "year", "guess"),
    [
        ("15/01/3112", "H210", 3112, 2569),  # 543 added twice
        ("15/01/69", "H215", 69, 2569),  # B.E. 2569 or C.E. 1969
        ("15 Jan 69", "H215", 69, 2569),
        ("15 ม.ค. ค.ศ. 69", "H215", 69, 2569),
        ("15/13/69", "H209", 0, 0),
        ("1/15/2026", "H209", 2026, 0),  # month first
        ("15/01/2300", "H209", 2300, 0),
        ("15 มกราคม ค.ศ. 2569", "H209", 2569, 0),
        ("15 มกราคม พ.ศ. 2026", "H209", 2026, 0),
        ("มกราคม 2569", "H209", 0, 0),
        ("2569", "H209", 0, 0),
        ("15/01/2569 ถึง 20/01/2569", "H209", 0, 0),
        ("15 บาท 2569", "H209", 2569, 0),
        ("", "H209", 0, 0),
        ("ก" * 5000, "H209", 0, 0),
    ],
)
def test_days_that_cannot_be_taken(typed: str, code: str, year: int, guess: int) -> None:
    assert thai.day(typed) == Reading(None, code, year, guess)


@pytest.mark.parametrize(
    "typed",
    [
        "๑๕ ม.ค. ๖๙",
        "15 ม.ค. 69",
        "๑๕/๑/๖๙",
        "15/01/2569 00:00:00",
        "15 ม.ค. 2569 14:30 น.",
        "15/01/2569 เวลา 09.00 น.",
        "15 มกราคม 2569 09.30 น.",
    ],
)
def test_days_that_leave_no_doubt_are_read_and_noted(typed: str) -> None:
    reading = thai.day(typed)
    assert (reading.value, reading.code) == (NEW_YEAR, "H219")


@pytest.mark.parametrize(
    ("typed", "month", "days"),
    [("29/02/2568", 2, 28), ("31/09/2569", 9, 30), ("๓๑ เม.ย. ๒๕๖๙", 4, 30), ("30 ก.พ. 67", 2, 29)],
)
def test_a_day_that_its_month_does_not_have(typed: str, month: int, days: int) -> None:
    reading = thai.day(typed)
    assert (reading.value, reading.code) == (None, "H220")
    assert (reading.month, reading.days) == (month, days)


@pytest.mark.parametrize(
    ("stored", "reading"),
    [
        (datetime(2026, 1, 15), Reading(NEW_YEAR, "", 2026)),
        (datetime(2569, 1, 15), Reading(NEW_YEAR, "H211", 2569)),
        (
            datetime(2568, 2, 29),
            Reading(None, "H220", 2568, 0, 2, 28),
        ),  # leap only as a Gregorian year
        (datetime(3112, 1, 15), Reading(None, "H210", 3112, 2569)),
        (datetime(1907, 1, 12), Reading(None, "H209", 2569, 2569)),  # 2569 in a date cell
    ],
)
def test_real_dates(stored: datetime, reading: Reading) -> None:
    assert thai.real_day(stored) == reading


def test_the_buddhist_leap_day_is_that_of_the_christian_year() -> None:
    assert thai.day("29/02/2567").value == date(2024, 2, 29)
    assert thai.day("29/02/2443").code == "H220"  # 1900 is not leap
    assert thai.day("29/02/2543").value == date(2000, 2, 29)


@given(
    st.dates(date(1857, 1, 1), date(2200, 12, 31)),
    st.sampled_from(["short", "long", "formal", "numeric"]),
)
def test_a_day_shown_is_read_back(when: date, style: DayStyle) -> None:
    assert thai.day(thai.show_day(when, style)).value == when


def test_days_are_shown_as_thai_papers_show_them() -> None:
    styles: list[DayStyle] = ["short", "long", "formal", "numeric", "english"]
    assert [thai.show_day(NEW_YEAR, style) for style in styles] == [
        "15 ม.ค. 2569",
        "15 มกราคม 2569",
        "๑๕ มกราคม ๒๕๖๙",
        "15/01/2569",
        "15 Jan 2026",
    ]


@pytest.mark.parametrize(
    ("when", "year", "quarter"),
    [
        (date(2025, 9, 30), 2568, 4),
        (date(2025, 10, 1), 2569, 1),
        (date(2025, 12, 31), 2569, 1),
        (date(2026, 1, 1), 2569, 2),
        (date(2026, 4, 1), 2569, 3),
        (date(2026, 9, 30), 2569, 4),
    ],
)
def test_fiscal_year_and_quarter(when: date, year: int, quarter: int) -> None:
    assert (thai.fiscal_year(when), thai.quarter(when)) == (year, quarter)
