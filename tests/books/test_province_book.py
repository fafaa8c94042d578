"""The province book: ready for print, nothing typed comes alive, nothing silent, same bytes."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import round_half_up
from pso_excel.core.problem import Location, Problem, Refused
from pso_excel.model.scorecard import State
from pso_excel.province import Province
from pso_excel.province.office_digest import ActionRow, Digest
from pso_excel.province_book import province_workbook
from pso_excel.province_book.overview import todo
from pso_excel.province_book.page import printable
from pso_excel.province_book.plan_tracker import fiscal_months
from pso_excel.province_book.remarks import read_remarks
from pso_excel.xlsx.patcher.cell_xml import is_formula_like
from tests.libreoffice import Office
from tests.made_up import ASOF, code_of, digest_of, file_of, province_of, refused

SHEETS = ["ภาพรวม", "การส่ง", "คะแนน", "ตัวชี้วัด", "ช่องว่าง", "ติดตามแผน", "ปัญหาที่พบ", "ไฟล์ที่ไม่นับ"]
HEADER = {"ภาพรวม": 0, "การส่ง": 5, "คะแนน": 5, "ติดตามแผน": 5}
HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    "http://example.org/",
    "mailto:someone@example.org",
    "internal:Sheet1!A1",
    "a\x00b\x0bc\x1bd",
    '<r><t>x</t></r></is></c><c r="ZZ9"><f>1+1</f></c><c t="inlineStr"><is><r><t>y</t></r>',
)


@pytest.fixture(scope="module")
def province() -> Province:
    """Six offices: four that sent, one that sent two files, one missing and one damaged."""
    other = file_of(2, digest_of(province_of(1).framework, 9), file="two.xlsx", sha="f")
    return province_of(6, refused("x/99-R-006.xlsx"), other, missing=2)


@pytest.fixture(scope="module")
def data(province: Province) -> bytes:
    """Its book."""
    return province_workbook(province)


def changed(province: Province, number: int, **changes: object) -> Province:
    """The province with another digest of one office."""
    offices = tuple(
        office._replace(digest=office.digest._replace(**changes))  # pyright: ignore[reportArgumentType]
        if office.code == code_of(number) and office.digest
        else office
        for office in province.offices
    )
    return replace(province, offices=offices)


def sheet(data: bytes, name: str) -> Worksheet:
    """One sheet as another library reads it."""
    found = openpyxl.load_workbook(BytesIO(data))[name]
    assert isinstance(found, Worksheet)
    return found


def table(data: bytes, name: str) -> list[dict[str, object]]:
    """The rows of a list by the headings (line breaks left out)."""
    top = HEADER.get(name, 4)
    rows = list(sheet(data, name).iter_rows(min_row=top, values_only=True))
    heads = [str(head).replace("\n", "") for head in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:] if row[1] is not None]


def test_the_same_province_gives_the_same_bytes(province: Province, data: bytes) -> None:
    assert province_workbook(province) == data
    assert province_workbook(province, "en") != data


def test_every_sheet_has_its_head_and_is_set_up_for_print(data: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(data))
    assert [
        worksheet.title for worksheet in book.worksheets if worksheet.sheet_state == "visible"
    ] == SHEETS
    for name in SHEETS:
        page = sheet(data, name)
        assert "ณ 31 มีนาคม 2569" in str(page["B2"].value)
        assert "ผลชั่วคราว" in str(page["B2"].value)
        assert str(page["B3"].value).startswith("▲ ยังไม่ยืนยันกับเอกสารต้นฉบับ")
        assert (page.page_setup.orientation, str(page.page_setup.paperSize)) == ("landscape", "9")
        if name not in ("ภาพรวม", "ไฟล์ที่ไม่นับ"):
            assert page.auto_filter.ref
        if name != "ภาพรวม":
            assert page.freeze_panes
            assert page.print_title_rows


def test_the_overview_shows_the_figures_and_what_to_do(province: Province, data: bytes) -> None:
    texts = [str(cell.value) for row in sheet(data, "ภาพรวม") for cell in row if cell.value]
    assert "4 / 6" in texts
    assert any(text.startswith("ทวงแบบจาก 1 หน่วยงาน") for text in texts)
    assert any(text.startswith("ขอไฟล์ใหม่จาก 1 หน่วยงาน") for text in texts)
    lines = todo(province, "th")
    assert [line.text for line in lines if line.text in texts] == [line.text for line in lines]
    assert len(lines) <= 9
    with zipfile.ZipFile(BytesIO(data)) as package:
        charts = [package.read(name) for name in package.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    assert all(b"<c:v>" in chart for chart in charts)  # the figures show before any recalculation


def overview(province: Province, language: Language = "th") -> list[str]:
    """The texts of the first sheet, from the top."""
    page = sheet(province_workbook(province, language), "ภาพรวม")
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]


def test_b8_the_figures_of_the_overview_add_up_and_the_mean_says_of_how_many() -> None:
    province = province_of(6, refused("x/99-R-006.xlsx"), file_of(9, None), missing=2)
    texts = overview(province)
    assert {"4 / 6", "1 ✔", "3 ▲"} <= set(texts)
    assert any(text.startswith("คะแนนเฉลี่ย 1 ใน 6 หน่วยงาน") for text in texts)
    (line,) = [text for text in texts if "รวม 6 หน่วยงาน" in text]
    assert line.startswith(
        "✔ รับแล้ว 1 · ▲ ต้องแก้ไข 3 · – ส่งบางขั้น 0 · – ส่งแบบเปล่า 0 · ✖ เปิดไฟล์ไม่ได้ 1 · ✖ ยังไม่ส่ง 1 ·"
    )
    assert line.endswith("อีก 1 แห่งไม่อยู่ในทะเบียนหรือรอบนี้ ไม่นับในตัวเลขใด")
    english = overview(province, "en")
    assert any("6 offices in all" in text for text in english)


def test_b8_b14_without_an_accepted_form_there_is_no_mean() -> None:
    texts = overview(province_of(2, missing=0, errors=lambda _: 1))
    assert any(text.startswith("ยังไม่มีแบบที่รับแล้ว") for text in texts)
    assert not any(text.startswith("คะแนนเฉลี่ย 0") for text in texts)
    data = province_workbook(province_of(2, missing=0, errors=lambda _: 1))
    rows = {str(row[1].value): row for row in sheet(data, "คะแนน").iter_rows() if row[1].value}
    assert [rows["ค่าเฉลี่ย"][at].value for at in (5, 8, 9)] == ["–"] * 3


def test_b8_offices_outside_are_listed_last_and_in_no_other_list() -> None:
    outside = file_of(9, digest_of(province_of(1).framework, 9))
    data = province_workbook(province_of(3, outside, missing=1))
    rows = table(data, "การส่ง")
    assert (rows[-1]["รหัส"], rows[-1]["สถานะ"]) == (code_of(9), "– นอกรอบ")
    for name in ("คะแนน", "ตัวชี้วัด", "ช่องว่าง", "ติดตามแผน"):
        assert code_of(9) not in {row["รหัส"] for row in table(data, name)}


def test_b8_the_chart_has_bars_for_accepted_offices_only() -> None:
    province = province_of(6, missing=1)
    accepted = [office.score for office in province.offices if office.accepted]
    page = sheet(province_workbook(province), "ข้อมูลกราฟ")
    names = [str(row[3].value) for row in page.iter_rows(max_row=6)]
    bars = [row[4].value for row in page.iter_rows(max_row=6) if row[4].value is not None]
    assert bars == [float(round_half_up(score)) for score in sorted(filter(None, accepted))]
    assert [name[-1] for name in names].count("▲") == 4
    assert [name[-1] for name in names].count("✖") == 1


def test_b8_an_empty_registry_is_the_first_thing_to_do() -> None:
    assert todo(province_of(0, file_of(1, None), missing=0), "th")[0].text.startswith("ทะเบียนยังไม่มี")


def test_who_has_not_sent_comes_first(data: bytes) -> None:
    rows = table(data, "การส่ง")
    assert [(row["รหัส"], row["สถานะ"]) for row in rows[:2]] == [
        (code_of(5), "✖ ยังไม่ส่ง"),
        (code_of(6), "✖ เปิดไฟล์ไม่ได้"),
    ]
    assert {row["รหัส"] for row in rows} == {code_of(number) for number in range(1, 7)}


def test_scores_are_printed_figures_and_states_are_words(province: Province) -> None:
    """B8: an unanswered system prints a dash."""
    digest = province.offices[0].digest
    assert digest is not None
    first, second, third, fourth, *rest = digest.systems
    systems = (
        first._replace(applies=False, official=None),
        second._replace(official=None),
        third,
        fourth,
        *rest,
    )
    indicators = tuple(
        indicator_row._replace(
            state={"SYS-03": State.BLANK, "SYS-04": State.NO_DATA}[indicator_row.system]
        )
        if indicator_row.system in ("SYS-03", "SYS-04")
        else indicator_row
        for indicator_row in digest.indicators
    )
    data = province_workbook(changed(province, 1, systems=systems, indicators=indicators))
    page = sheet(data, "คะแนน")
    row = next(row for row in page.iter_rows(min_row=6) if row[1].value == code_of(1))
    assert row[8].value == "ไม่เกี่ยวข้อง"
    assert row[9].value == "✖ ผิด"
    assert row[10].value == "–"
    assert isinstance(row[11].value, int | float)
    assert row[11].number_format == '0.00"*"'
    assert row[5].number_format == "0.00"


def test_an_office_that_sent_nothing_has_no_score_not_zero(data: bytes) -> None:
    row = next(entry for entry in table(data, "คะแนน") if entry["รหัส"] == code_of(5))
    assert row["คะแนนรวม"] is None
    assert row["ข้อมูลSYS-01"] is None


def test_only_offices_that_count_are_in_the_long_tables(province: Province, data: bytes) -> None:
    leaves = len(province.framework.leaves)
    assert len(table(data, "ตัวชี้วัด")) == 4 * leaves
    assert len(table(data, "ช่องว่าง")) == 4 * 12
    assert len(table(data, "ติดตามแผน")) == 4 * 8


def test_the_tracker_shows_colour_as_sign_and_word_and_a_strip_of_the_year(data: bytes) -> None:
    rows = table(data, "ติดตามแผน")
    assert {str(row["สี"])[0] for row in rows} == set("✔●▲■–")
    first = rows[0]  # 1 September 2568 to 30 December 2568
    assert [first[month] for month in ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.")] == ["◀", "■", "■", None]
    assert "(มี.ค.)" in first


@pytest.mark.parametrize(
    ("day", "first", "last"), [("2026-03-31", 2025, 2026), ("2025-10-01", 2025, 2026)]
)
def test_the_strip_is_the_fiscal_year(day: str, first: int, last: int) -> None:
    months = fiscal_months(ASOF.fromisoformat(day))
    assert (months[0].year, months[0].month) == (first, 10)
    assert (months[-1].year, months[-1].month) == (last, 9)
    assert len(set(months)) == 12


def test_every_file_that_does_not_count_is_listed_with_a_reason(data: bytes) -> None:
    rows = table(data, "ไฟล์ที่ไม่นับ")
    assert [(row["ไฟล์"], row["ผล"]) for row in rows] == [
        (f"2569-1_{code_of(2)}.xlsx", "– ใช้ฉบับอื่น"),  # it has errors, the other none
        ("x/99-R-006.xlsx", "✖ อ่านไม่ได้"),
    ]
    assert all(row["เหตุผลและวิธีแก้"] for row in rows)


def test_the_problems_of_the_batch_come_first_and_the_gravest_before_the_mild(data: bytes) -> None:
    rows = table(data, "ปัญหาที่พบ")
    assert rows[0]["กติกา"] == "F001"
    assert {row["กติกา"] for row in rows} >= {"B403", "B405", "B410", "S801"}


def hostile_province(province: Province, digest: Digest) -> Province:
    """The province with texts that want to be formulas, links or control characters."""
    rows = [digest.actions[n % len(digest.actions)] for n in range(len(HOSTILE))]
    actions: list[ActionRow] = [
        row._replace(action=text, owner=text, code=f"A{n}")
        for n, (row, text) in enumerate(zip(rows, HOSTILE, strict=True))
    ]
    problems = [
        Problem("B406", Location(office=code_of(1)), {"office": text, "n": "1"}) for text in HOSTILE
    ]
    return replace(
        changed(province, 1, actions=tuple(actions)),
        name=HOSTILE[0],
        problems=tuple(problems),
        offices=tuple(
            office._replace(name=HOSTILE[place], contact=HOSTILE[5], files=(HOSTILE[2],))
            for place, office in enumerate(changed(province, 1, actions=tuple(actions)).offices)
        ),
    )


def test_nothing_typed_becomes_a_formula_or_a_link(province: Province) -> None:
    digest = province.offices[0].digest
    assert digest is not None
    data = province_workbook(hostile_province(province, digest))
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            text = package.read(name)
            assert b"<f>" not in text or "charts/" in name
            assert b"<hyperlink" not in text
            assert b'TargetMode="External"' not in text
    rows = sheet(data, "ติดตามแผน").iter_rows(min_row=6)
    cells = {row[4].value: row[4] for row in rows if row[1].value == code_of(1)}
    for text in HOSTILE[:4]:
        assert cells[text].data_type in ("s", "inlineStr")
        assert cells[text].quotePrefix
    assert "a b c d" in cells
    assert " =1+1" in cells
    for worksheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        for row in worksheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and is_formula_like(cell.value):
                    assert (cell.data_type, cell.quotePrefix, cell.number_format) == (
                        "s",
                        True,
                        "@",
                    )


@pytest.mark.parametrize("text", ["ก" * 32_767, "😀" * 20_000, "ก" * 40_000])
def test_a_text_too_long_for_a_cell_says_so_and_any_other_is_whole(text: str) -> None:
    shown = printable(text)
    units = len(shown.encode("utf-16-le")) // 2
    assert units <= 32_767
    assert shown == text or (shown.endswith("…") and units > 32_760)


def test_a_name_is_not_turned_around() -> None:
    assert printable("งบ\u202exslx.exe\u2066") == "งบ xslx.exe "


def test_remarks_stand_again_at_their_rows_and_none_is_lost(province: Province) -> None:
    typed = {
        ("การส่ง", code_of(5)): "โทรแล้ว รอส่งสัปดาห์หน้า",
        ("ติดตามแผน", f"{code_of(1)} A02"): "=นัดประชุม",
        ("ติดตามแผน", "99-R-999 A01"): "หน่วยงานนี้ไม่อยู่แล้ว",
    }
    data = province_workbook(province, typed=typed)
    assert read_remarks(data) == typed
    row = next(entry for entry in table(data, "การส่ง") if entry["รหัส"] == code_of(5))
    assert row["หมายเหตุของจังหวัด"] == "โทรแล้ว รอส่งสัปดาห์หน้า"
    assert read_remarks(province_workbook(province, "en", read_remarks(data))) == typed
    with pytest.raises(Refused):
        read_remarks(b"not a book")


def test_a_province_where_nobody_has_sent_still_has_a_book() -> None:
    data = province_workbook(province_of(3, missing=3))
    assert len(table(data, "การส่ง")) == 3
    assert str(sheet(data, "ไฟล์ที่ไม่นับ")["B5"].value) == "✔ นับครบทุกไฟล์"


def test_many_offices_are_shown_by_ranges_of_score() -> None:
    data = province_workbook(province_of(45))
    with zipfile.ZipFile(BytesIO(data)) as package:
        charts = b"".join(package.read(n) for n in package.namelist() if "charts/chart" in n)
    assert "จำนวนหน่วยงานตามช่วงคะแนน" in charts.decode()
    assert "40–50" in charts.decode()


def test_libreoffice_opens_the_book_and_shows_the_same(
    province: Province, libreoffice: Office, tmp_path: Path
) -> None:
    digest = province.offices[0].digest
    assert digest is not None
    path = tmp_path / "province.xlsx"
    path.write_bytes(province_workbook(hostile_province(province, digest)))
    with libreoffice.open(path) as document:
        assert [name for name in document.sheets if name in SHEETS] == SHEETS
        assert document.value("ภาพรวม", "B5") == "4 / 6"
        shown = {document.value("ติดตามแผน", f"E{row}") for row in range(6, 18)}
        assert set(HOSTILE[:4]) <= shown
        assert document.text("คะแนน", "F6").replace(".", "").isdigit()
