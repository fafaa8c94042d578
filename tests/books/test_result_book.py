"""The results in a workbook of their own: complete, harmless, and it says why."""

import io
import warnings
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from pso_excel.core.bilingual import Language
from pso_excel.core.messages import message
from pso_excel.core.problem import Location, Problem
from pso_excel.intake import read_book
from pso_excel.model.scorecard import Assessment
from pso_excel.templates.result_workbook import ALL, FRONT, INDICATORS, result_workbook
from tests.engine.offices import EXAMPLE, PACK, office
from tests.engine.test_report import ACTION, ASOF, REPORT, assessed
from tests.libreoffice import Office
from tests.xlsx.packages import parts

WHY = Problem("O004", Location(file="ก.xlsx", sheet="ผลตรวจ", cell="B5"))


def problems(count: int) -> list[Problem]:
    """Faults of one column, each quoting a text that looks like a formula."""
    place = Location(sheet="06_ประเมิน", stage="S06", office="58-R-014", field="level")
    return [
        Problem("H209", place, {"value": f"=HYPERLINK({row})"}).with_location(cell=f"E{row}")
        for row in range(12, 12 + count)
    ]


def opened(data: bytes) -> Workbook:
    """The workbook as openpyxl reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def said(**answers: None) -> Assessment:
    """The worked example with a plan, a report and some problems."""
    submission = office({**EXAMPLE, **answers}, S07_actions=[ACTION], S08_tracker=[REPORT])
    return assessed(submission, *problems(3), WHY)


def texts(data: bytes, sheet: str) -> list[list[object]]:
    """The values of a sheet by row, empty cells left out."""
    rows = opened(data)[sheet].iter_rows(values_only=True)
    return [[value for value in row if value is not None] for row in rows]


@pytest.mark.parametrize("language", ["th", "en"])
def test_it_says_why_and_of_whom(language: Language) -> None:
    data = result_workbook(said(), PACK, language, WHY)
    front = [value for row in texts(data, FRONT) for value in row]
    assert message(WHY, language) in front
    assert {"ก.xlsx", "58-R-014", "2569-1"} <= set(front)
    assert any(str(value).startswith("41.37") for value in front)
    assert opened(data).sheetnames == [FRONT, "สรุป", "ผลตรวจ", INDICATORS, ALL]
    alone = [
        value for row in texts(result_workbook(said(), PACK, language), FRONT) for value in row
    ]
    assert message(WHY, language) not in alone


def test_every_problem_stands_on_a_line_of_its_own() -> None:
    data = result_workbook(said(), PACK, "th", WHY)
    rows = texts(data, ALL)[2:]
    cells = [value for row in rows for value in row if "!" in str(value)]
    assert cells == [*(f"06_ประเมิน!E{n}" for n in (12, 13, 14)), "ผลตรวจ!B5"]
    assert rows[-1][-1] == "O004"
    grouped = [row for row in texts(data, "ผลตรวจ") if "H209" in row]
    assert len(grouped) == 1
    assert "06_ประเมิน!E12:E14" in grouped[0]


def test_texts_stay_texts_and_nothing_leads_outside() -> None:
    data = result_workbook(said(), PACK, "th", WHY)
    book = read_book(data)
    values = [cell for sheet in book.sheets.values() for cell in sheet.cells.values()]
    risky = [cell for cell in values if str(cell.value).startswith("=")]
    assert risky
    assert not any(cell.is_formula for cell in risky)
    content = parts(data)
    assert not any("externalLink" in name for name in content)
    assert not any(b"TargetMode" in part for part in content.values())
    assert not any(b"<hyperlink" in part for part in content.values())


def test_the_five_states_of_an_answer() -> None:
    rows = texts(result_workbook(said(**{"01.1": None}), PACK, "th"), INDICATORS)[2:]
    scores = {row[0]: row[3] for row in rows}
    assert scores["01.1"] == "–"
    assert scores["06.2"] == "ไม่เกี่ยวข้อง"
    assert scores["08.1"] == "0*"
    assert scores["01.2"] == 64


def test_the_same_results_give_the_same_bytes() -> None:
    assert result_workbook(said(), PACK, "th", WHY) == result_workbook(said(), PACK, "th", WHY)


def test_a_file_without_scores_still_has_its_workbook() -> None:
    told = Assessment(file="ก.xlsx", asof=ASOF, problems=(Problem("F019"),))
    data = result_workbook(told, PACK, "th", WHY)
    assert INDICATORS not in opened(data).sheetnames
    assert texts(data, ALL)[2][-1] == "F019"


def test_libreoffice_shows_the_figures(libreoffice: Office, tmp_path: Path) -> None:
    path = tmp_path / "ผล.xlsx"
    path.write_bytes(result_workbook(said(), PACK, "th", WHY))
    with libreoffice.open(path) as document:
        summary = document.sheet("สรุป")
        shown = {
            document.text("สรุป", f"{column}{row}") for row in range(4, 60) for column in "CDEFGH"
        }
        assert {"41.37", "38.63", "52.80", "38.00", "51.20", "17.14"} <= shown
        assert summary.Charts.Count == 2
        assert document.value(INDICATORS, "D3") == pytest.approx(40)


def test_a_reason_stands_beside_what_it_acknowledges() -> None:
    odd = Problem("H213", Location(sheet="00_ปก", cell="C17"), {"value": "-"}, reason="=ตรวจแล้ว")
    data = result_workbook(assessed(office(), odd), PACK, "th", WHY)
    (row,) = (row for row in texts(data, ALL) if "H213" in row)
    assert "✔ รับทราบ · ควรตรวจสอบ" in row
    assert any(str(value).endswith("(เหตุผลของหน่วยงาน: =ตรวจแล้ว)") for value in row)
