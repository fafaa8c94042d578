"""Values as they stand in the parts of a real workbook: taken, or told at the cell by their code.

The cells are put into the XML by hand, as other programs, other languages of Excel and accidents
leave them; everything else is a workbook as it is handed out.
"""

import re
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from pso_excel.core.problem import Problem
from pso_excel.forms import TABLES
from pso_excel.framework import load_framework
from pso_excel.intake import fixed_ids, read_book, read_submission
from pso_excel.intake.table_locator import locate
from pso_excel.model.submission import Value
from pso_excel.templates.fill import fill_workbook
from pso_excel.templates.new_workbook import new_workbook
from tests.xlsx.packages import packed, parts

D = Decimal
PSO = load_framework("pso")
GOALS, SHEET = "S02.goals", "02_เป้าหมาย"
PERCENT = '<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'


@cache
def workbook() -> tuple[dict[str, bytes], str, dict[str, str], int]:
    """The parts of a workbook with one goal, the part of its sheet, the cell of each field, and the
    number of a style that shows percentages."""
    blank = new_workbook("58-CDD-01", "2569-1", PSO, stage="S02")
    goal = {
        **dict.fromkeys(("code", "mission", "text", "measure", "unit"), "ก"),
        "baseline": D(1),
        "target": D(2),
        "due": date(2026, 9, 30),
    }
    data = fill_workbook(blank, {GOALS: [goal]}, PSO)
    book = read_book(data)
    found, _ = locate(book, TABLES.values(), fixed_ids(PSO))
    entries = found[GOALS]
    cells = {field_id: entries.cell(entries.rows[0], field_id) for field_id in goal}
    content = parts(data)
    styles = content["xl/styles.xml"].decode()
    [count] = re.findall(r'<cellXfs count="([0-9]+)"', styles)
    content["xl/styles.xml"] = styles.replace("</cellXfs>", f"{PERCENT}</cellXfs>").encode()
    names = re.findall(r'<sheet name="([^"]+)"', content["xl/workbook.xml"].decode())
    part = f"xl/worksheets/sheet{names.index(SHEET) + 1}.xml"
    return content, part, cells, int(count)


def taken(field: str, xml: str, style: int | None = None) -> tuple[list[Problem], Value | None]:
    """What is told at the cell of a field whose inside is ``xml`` (``t`` and what follows), and the
    value taken; ``style`` is another than the form's."""
    content, part, cells, _ = workbook()
    cell = cells[field]
    sheet = content[part].decode()
    pattern = re.compile(rf'<c r="{cell}"((?: s="[0-9]+")?)[^>]*?(?:/>|>.*?</c>)')
    [kept] = pattern.findall(sheet)
    head = f' s="{style}"' if style is not None else kept
    changed = pattern.sub(lambda _: f'<c r="{cell}"{head}{xml}</c>', sheet)
    book = read_book(packed({**content, part: changed.encode("utf-8", "surrogatepass")}))
    submission, problems = read_submission(book, PSO)
    here = [
        problem
        for problem in problems
        if (problem.location.sheet, problem.location.cell) == (SHEET, cell)
    ]
    return here, submission.rows(GOALS)[0].get(field)


def codes(field: str, xml: str, style: int | None = None) -> tuple[list[str], Value | None]:
    problems, value = taken(field, xml, style)
    return [problem.code for problem in problems], value


def text(inside: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{inside}</t></is>'


@pytest.mark.parametrize(
    ("xml", "expected", "value"),
    [
        pytest.param("><v>30</v>", [], D(30), id="a number"),
        pytest.param("><v>3.0000000000000004E1</v>", [], D(30), id="a number with noise"),
        pytest.param(text(" 30 "), [], D(30), id="a text"),
        pytest.param(text("1,200"), ["G016"], D(1200), id="G016 fires: groups"),
        pytest.param(text("๓๐"), ["H212"], D(30), id="H212 fires: Thai digits"),
        pytest.param(text("\u200b30\ufeff"), [], D(30), id="G002 quiet: zero-width characters"),
        pytest.param("><v>NaN</v>", ["G002"], None, id="G002 fires: NaN"),
        pytest.param("><v>INF</v>", ["G002"], None, id="G002 fires: INF"),
        pytest.param("><v>1e999</v>", ["G002"], None, id="G002 fires: 1e999"),
        pytest.param("><v>1_0</v>", ["G002"], None, id="G002 fires: 1_0"),
        pytest.param("><v>0x10</v>", ["G002"], None, id="G002 fires: 0x10"),
        pytest.param(' t="b"><v>1</v>', ["G002"], None, id="G002 fires: TRUE"),
        pytest.param("><f>1+1</f><v>2</v>", ["G009"], D(2), id="G009 fires: a formula"),
        pytest.param("><f>1+1</f>", ["G010"], None, id="G010 fires: never calculated"),
        pytest.param('><f t="shared" si="0"/>', ["G010"], None, id="G010 fires: a shared one"),
        pytest.param(text("#REF!"), ["F019"], None, id="F019 fires: pasted as a text"),
        *(
            pytest.param(f' t="e"><v>{error}</v>', ["F019"], None, id=f"F019 fires: {error}")
            for error in (
                *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"),
                *("#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!"),
                *("#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!", "#WHAT_COMES_NEXT!"),
            )
        ),
        pytest.param(
            ' t="e"><f>1/0</f><v>#DIV/0!</v>', ["F019"], None, id="F019 fires: of a formula"
        ),
    ],
)
def test_a_number(xml: str, expected: list[str], value: Value | None) -> None:
    assert codes("baseline", xml) == (expected, value)


@pytest.mark.parametrize(
    ("stored", "expected", "value"),
    [
        pytest.param("0.86", ["G015"], D(86), id="G015 fires: 86 % typed"),
        pytest.param("1.2", ["G015"], D(120), id="G015 fires: 120 %"),
        pytest.param("0", [], D(0), id="G015 quiet: zero"),
    ],
)
def test_a_number_shown_as_a_percentage(
    stored: str, expected: list[str], value: Value | None
) -> None:
    style = workbook()[3]
    assert codes("baseline", f"><v>{stored}</v>", style) == (expected, value)


NEW_YEAR = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("xml", "expected", "value"),
    [
        pytest.param("><v>46027</v>", [], NEW_YEAR, id="H211 quiet: a date"),
        pytest.param("><v>244354</v>", ["H211"], NEW_YEAR, id="H211 fires: 5 January of 2569 C.E."),
        pytest.param(text("5 ม.ค. 2569"), [], NEW_YEAR, id="H209 quiet: a text"),
        pytest.param(text("5/1/69"), ["H215"], None, id="H215 fires: two digits"),
        pytest.param(text("5 ม.ค. 69"), ["H219"], NEW_YEAR, id="H219 fires: a Thai month"),
        pytest.param(text("31/2/2569"), ["H220"], None, id="H220 fires: no such day"),
        *(
            pytest.param(f"><v>{serial}</v>", ["H209"], None, id=f"H209 fires: serial {serial}")
            for serial in ("0", "-1", "0.5", "60", "2958466", "1e15")
        ),
        pytest.param("><v>2569</v>", ["H209"], None, id="H209 fires: only the year"),
        pytest.param(' t="d"><v>2026-01-05</v>', [], NEW_YEAR, id="H209 quiet: ISO 8601"),
        pytest.param(' t="d"><v>2026-02-30</v>', ["H220"], None, id="H220 fires: ISO, no such day"),
        pytest.param(text("-"), ["G020"], None, id="G020 fires: a dash"),
    ],
)
def test_a_day(xml: str, expected: list[str], value: Value | None) -> None:
    assert codes("due", xml) == (expected, value)


@pytest.mark.parametrize(
    ("field", "xml", "expected", "value"),
    [
        pytest.param("text", text("ก_x0000_ข_x001B_ค"), ["G021"], "กขค", id="G021 fires: escapes"),
        pytest.param("text", text("ก_xD83D_ข"), ["G021"], "กข", id="G021 fires: half a character"),
        pytest.param(
            "text", text("_x005F_x0041_"), [], "_x0041_", id="G021 quiet: an escape escaped"
        ),
        pytest.param("text", text("ก_x000D_\nข"), [], "ก\nข", id="G021 quiet: a line end"),
        pytest.param("text", text("เเผน น\u0e4d\u0e49\u0e32"), [], "แผน น้ำ", id="marks repaired"),
        pytest.param("text", text("ก\u202eข\u200b"), [], "กข", id="G021 quiet: marks of direction"),
        pytest.param("code", text("\u04101"), ["G017"], "\u04101", id="G017 fires: Cyrillic"),
        pytest.param("code", text("A1\nA2"), ["G019"], None, id="G019 fires: two codes"),
        pytest.param("code", "><v>7</v>", ["G018"], "7", id="G018 fires: a number"),
        pytest.param(
            "code", "><v>1234567890123456</v>", ["G012"], None, id="G012 fires: sixteen digits"
        ),
        pytest.param(
            "text", text("x" * 600), ["V408"], "x" * 600, id="V408 fires: too long, kept whole"
        ),
    ],
)
def test_texts_and_codes(field: str, xml: str, expected: list[str], value: Value | None) -> None:
    assert codes(field, xml) == (expected, value)


def test_a_code_that_became_a_date() -> None:
    content, part, cells, _ = workbook()
    style = re.search(rf'r="{cells["due"]}" s="([0-9]+)"', content[part].decode())
    assert style
    [problem], value = taken("code", "><v>46024</v>", int(style[1]))
    assert (problem.code, value, problem.values["value"]) == ("G012", None, "02/01/2026")
